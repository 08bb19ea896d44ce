import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, dateText, Field, FieldInput, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import { cannotReasons, type CaseLinkContents, type SenderSays, senderSays } from '@causeway/contracts';
import type { ApiProblem } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { adviceTitles, reasonWordsOf, saidText, standingWords, stepWords, timeText, whenWords } from './your-case-words';
import { YourCase } from './your-case.store';

const SAYS: Readonly<Record<SenderSays, string>> = { now: 'We send them now', disc: 'They come on a disc', cannot: 'We cannot send them' };

/** What whoever sends a patient sees of their case: how far it is, what is decided and advised, and whom to call. Outside the signed-in frame, made for a telephone at night. */
@Component({
  selector: 'cw-your-case-page',
  imports: [BrandMark, Field, FieldInput, Icon, MatButton, Note, SkeletonRows],
  providers: [YourCase],
  templateUrl: './your-case-page.html',
  styleUrl: './your-case-page.scss',
})
export class YourCasePage {
  protected readonly store = inject(YourCase);
  protected readonly code = signal('');
  protected readonly tried = signal(false);
  /** The answer that is being written. */
  protected readonly say = signal<SenderSays | null>(null);
  protected readonly name = signal('');
  protected readonly phone = signal('');
  protected readonly minutes = signal(15);
  protected readonly reason = signal('');
  protected readonly note = signal('');
  protected readonly knownWell = signal('');
  protected readonly sentAt = signal<number | null>(null);
  protected readonly choices = senderSays;
  protected readonly sayWords = SAYS;
  protected readonly reasons = cannotReasons;
  protected readonly reasonWords = reasonWordsOf;
  protected readonly whens = whenWords;
  protected readonly steps = stepWords;
  protected readonly standing = standingWords;
  protected readonly titles = adviceTitles;
  protected readonly time = timeText;
  protected readonly said = saidText;
  protected readonly day = dateText;
  protected readonly house = computed(() => this.store.contents()?.house ?? this.store.link()?.house ?? 'Causeway');
  protected readonly call = computed(() => this.store.contents()?.callNumber ?? this.store.link()?.callNumber ?? null);
  /** Minutes left until it should be decided. */
  protected readonly left = computed(() => {
    const c = this.store.contents();
    return c?.dueAt && !c.decision ? Math.round((Date.parse(c.dueAt) - Date.now()) / 60_000) : null;
  });

  constructor() {
    void this.store.load();
  }

  protected async open(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.code().trim() !== '' && (await this.store.open(this.code()))) this.tried.set(false);
  }

  protected choose(say: SenderSays): void {
    this.say.set(say);
    this.tried.set(false);
    this.sentAt.set(null);
    this.store.problem.set(null);
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const say = this.say();
    if (say === null || this.name().trim().length < 2 || this.phone().trim().length < 3 || (say === 'cannot' && this.reason() === '')) return;
    const known = this.knownWell() === '' ? null : new Date(this.knownWell()).toISOString();
    const body = { say, name: this.name(), phone: this.phone(), note: this.note(), knownWellAt: known, ...(say === 'cannot' ? { reason: this.reason() } : { minutes: this.minutes() }) };
    if (await this.store.command('say', body)) this.done();
  }

  protected async received(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.name().trim().length >= 2 && (await this.store.command('received', { name: this.name(), phone: this.phone(), note: this.note() }))) this.done();
  }

  private done(): void {
    this.say.set(null);
    this.note.set('');
    this.tried.set(false);
    this.sentAt.set(Date.now());
  }

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected number(event: Event): number {
    return Number(this.value(event));
  }
  protected count(s: CaseLinkContents['steps'][number]): string {
    if (s.n === null) return '';
    return s.step === 'here' ? (s.of ? `${s.n} of ${s.of} exams` : '') : s.of ? `${s.n} of ${s.of} images` : `${s.n} images`;
  }
  protected closedWords(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
}
