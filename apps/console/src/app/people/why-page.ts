import { Component, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { abilities, roles, type AbilityName } from '@causeway/access';
import { Field, FieldInput, Icon, Note, SiteTime, StateChip } from '@causeway/console-ui';
import type { ExplanationView, FacilityView, PersonPage } from '@causeway/contracts';
import { serviceLines } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from './people-nav';
import { abilitiesBySubject, checkSentence, grantWords, personLooks, roleList, subjectWords, thingAt, verdictOf } from './people-words';

/** Can this person do this, to that? With every grant, every condition, and what was found on both sides. */
@Component({
  selector: 'cw-why-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, PeopleNav, RouterLink, StateChip],
  templateUrl: './why-page.html',
  styleUrl: './why-page.scss',
})
export class WhyPage {
  private readonly api = inject(ExchangeApi);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly site = inject(SiteTime);
  protected readonly people = resource({ loader: () => this.api.post<PersonPage>('people/search', { limit: 200 }) });
  protected readonly directory = resource({ loader: () => this.api.get<readonly FacilityView[]>('facilities') });
  protected readonly rows = computed(() => valueOf(this.people)?.rows ?? []);
  protected readonly facilities = computed(() => valueOf(this.directory) ?? []);
  protected readonly failure = computed(() => failureOf(this.people, this.directory));
  protected readonly groups = abilitiesBySubject;
  protected readonly subjects = subjectWords;
  protected readonly lines = serviceLines;
  protected readonly looks = personLooks;
  protected readonly roleList = roleList;
  protected readonly words = roles;
  protected readonly sentence = checkSentence;

  protected readonly find = signal('');
  protected readonly person = signal('');
  protected readonly ability = signal<AbilityName | ''>('');
  protected readonly described = signal(false);
  protected readonly address = signal('');
  protected readonly facility = signal('');
  protected readonly line = signal('');
  protected readonly inCareTeam = signal(false);
  protected readonly own = signal(false);
  protected readonly didEarlierStep = signal(false);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly refused = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly answer = signal<ExplanationView | null>(null);
  protected readonly verdict = computed(() => { const said = this.answer(); return said && verdictOf(said); });
  protected readonly holders = computed(() => (this.answer()?.holders ?? []).map((r) => roles[r]).join(', '));

  constructor() {
    effect(() => {
      const asked = this.params().get('person');
      if (asked) untracked(() => this.person.set(asked));
    });
  }

  protected set(field: 'person' | 'ability' | 'address' | 'facility' | 'line', event: Event): void {
    (this[field] as { set(value: string): void }).set((event.target as HTMLInputElement).value);
    this.faults.set({});
    this.answer.set(null);
  }
  protected tick(field: 'inCareTeam' | 'own' | 'didEarlierStep', event: Event): void {
    this[field].set((event.target as HTMLInputElement).checked);
    this.answer.set(null);
  }
  protected how(described: boolean): void {
    this.described.set(described);
    this.answer.set(null);
  }
  protected asks(letters: string): string {
    return grantWords(letters) || 'no condition';
  }
  protected summary(name: AbilityName): string {
    return abilities[name].summary;
  }

  protected async ask(event: Event): Promise<void> {
    event.preventDefault();
    const object = this.described() ? null : thingAt(this.address());
    const faults: Record<string, string> = {};
    if (this.person() === '') faults['person'] = 'Choose a person.';
    if (this.ability() === '') faults['ability'] = 'Choose what they want to do.';
    if (!this.described() && object === null) faults['address'] = 'Paste the address of its page, such as …/inbound/0199….';
    this.faults.set(faults);
    if (Object.keys(faults).length > 0 || this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      this.answer.set(await this.api.post<ExplanationView>('people/explain', {
        personId: this.person(), ability: this.ability(),
        ...(object ? { object } : { thing: { facilityId: this.facility() || undefined, serviceLine: this.line() || undefined, inCareTeam: this.inCareTeam(), own: this.own(), didEarlierStep: this.didEarlierStep() } }),
      }));
    } catch (error) {
      this.answer.set(null);
      const { problem } = problemFrom(error);
      this.refused.set(problem.status === 404 ? 'There is nothing at this address. Copy it again from the page.' : wordsOf(problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
