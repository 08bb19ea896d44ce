import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { abilities, type AbilityName } from '@causeway/access';
import { Icon, Note, ProblemCard, ReasonAsker, SiteTime, SkeletonRows, StateChip, type Attempt } from '@causeway/console-ui';
import type { PersonDetail, PersonWithSecret } from '@causeway/contracts';
import { debounceTime, filter, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { PeopleNav } from './people-nav';
import { personLooks, roleList } from './people-words';
import { SecretShower } from './secret-dialog';

/** What a client's token may hold. */
const TOKEN_ABILITIES = (Object.keys(abilities) as AbilityName[]).filter((name) => 'ac' in abilities[name].grants);

/** One account: rights, sessions, tokens, and what an administrator may do to it. */
@Component({
  selector: 'cw-person-page',
  imports: [Icon, MatButton, Note, PeopleNav, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './person-page.html',
  styleUrl: './person-page.scss',
})
export class PersonPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly fields = inject(FieldsAsker);
  private readonly secrets = inject(SecretShower);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = personLooks;
  protected readonly roleList = roleList;
  private readonly answered = signal<PersonDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<PersonDetail>(`people/${params}`) });
  protected readonly p = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version > read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly facilityWords = computed(() => this.p()?.facilities.map((f) => f.name).join(', ') || 'no facility');

  constructor() {
    const own = signalsOf('person').pipe(filter((e) => e.id === this.id()));
    reloadOn(merge(own, resyncs()).pipe(debounceTime(300)), this.loaded);
  }
  protected may(move: string): boolean {
    return this.p()?.moves.some((m) => m.move === move) ?? false;
  }

  protected disable(): Promise<void> {
    const name = this.p()?.name ?? '';
    return this.act('disable', (attempt) => this.why({ title: `Disable ${name}`, sentence: 'They are signed out within seconds, and their tokens stop. What they did stays under their name.', verb: 'Disable', danger: true }, attempt));
  }
  protected enable(): Promise<void> {
    return this.act('enable', (attempt) => this.why({ title: `Enable ${this.p()?.name ?? ''}`, sentence: 'They may sign in again with the password they had.', verb: 'Enable' }, attempt));
  }
  protected removeSecondFactor(): Promise<void> {
    return this.act('remove-second-factor', (attempt) => this.why({ title: 'Remove the second factor', sentence: 'They sign in with the password alone until they set another up. Be sure that it is they who ask.', verb: 'Remove', danger: true }, attempt));
  }
  protected removePasskey(passkey: string): Promise<void> {
    return this.act('remove-passkey', async (attempt) => {
      const answer = await this.why({ title: 'Remove this passkey', sentence: 'It opens their account no more; their password still does. Be sure that it is they who ask, or that the device is lost.', verb: 'Remove', danger: true }, attempt);
      return answer && { ...answer, passkey };
    });
  }
  protected endSession(session: string): Promise<void> {
    return this.act('end-session', async (attempt) => {
      const answer = await this.why({ title: 'End this session', sentence: 'Whoever uses it is signed out within seconds.', verb: 'End it' }, attempt);
      return answer && { ...answer, session };
    });
  }
  protected revokeToken(token: string): Promise<void> {
    return this.act('revoke-token', async (attempt) => {
      const answer = await this.why({ title: 'Revoke this token', sentence: 'The next request of its client is refused.', verb: 'Revoke', danger: true }, attempt);
      return answer && { ...answer, token };
    });
  }
  protected async oneTimePassword(): Promise<void> {
    const done = await this.run('one-time-password', () => Promise.resolve({}));
    if (done) await this.secrets.show({ title: 'One-time password', sentence: `${done.name} signs in with it once and chooses a password then. All their sessions have ended.`, secret: (done as PersonWithSecret).secret, until: (done as PersonWithSecret).until });
  }
  protected async addToken(): Promise<void> {
    const done = await this.run('add-token', async (attempt) => {
      const a = await this.fields.ask({
        title: 'New token', verb: 'Make it', sentence: 'For a client that works with the facilities and service lines of this person.',
        fields: [
          { name: 'name', label: 'What is it for', kind: 'text' },
          { name: 'scope', label: 'It may', kind: 'choice', choices: TOKEN_ABILITIES.map((name) => [name, `${name}: ${abilities[name].summary}`] as const) },
          { name: 'days', label: 'Days it lasts', kind: 'number', value: '90' },
        ],
      }, attempt);
      return a && { name: a['name'], scopes: [a['scope']], days: Number(a['days']) };
    });
    if (done) await this.secrets.show({ title: 'The token', sentence: 'The client sends it as a bearer token.', secret: (done as PersonWithSecret).secret, until: (done as PersonWithSecret).until });
  }

  private async why(question: { readonly title: string; readonly sentence: string; readonly verb: string; readonly danger?: boolean }, attempt: Attempt): Promise<{ readonly reason: string } | null> {
    const answer = await this.reasons.ask({ ...question, reasons: [] }, attempt);
    return answer && { reason: answer.text ?? '' };
  }
  private async act(move: string, bodyOf: (attempt: Attempt) => Promise<object | null>): Promise<void> {
    await this.run(move, bodyOf);
  }
  private async run(move: string, bodyOf: (attempt: Attempt) => Promise<object | null>): Promise<PersonDetail | null> {
    const p = this.p();
    if (!p) return null;
    const done = await this.acting.move('people', p, move, (_now, attempt) => bodyOf(attempt));
    if (done) this.answered.set(done);
    this.loaded.reload();
    return done;
  }
}
