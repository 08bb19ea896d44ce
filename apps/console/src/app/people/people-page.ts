import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { roles, type Role } from '@causeway/access';
import { Avatar, EmptyState, Field, FieldInput, Icon, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import { personRoles, personStates, type FacilityView, type PersonPage } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from './people-nav';
import { personLooks, roleList, roleWord } from './people-words';

const PAGE = 100;

/** Everybody who may sign in, or could: found by words, role, facility. */
@Component({
  selector: 'cw-people-page',
  imports: [Avatar, EmptyState, Field, FieldInput, Icon, MatButton, PeopleNav, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './people-page.html',
  styleUrl: './people-page.scss',
})
export class PeoplePage {
  private readonly api = inject(ExchangeApi);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly site = inject(SiteTime);
  protected readonly roles = personRoles.map((role) => ({ role, words: roles[role] }));
  protected readonly roleWord = roleWord;
  protected readonly roleList = roleList;
  protected readonly looks = personLooks;
  /** Typed words stay out of the address; which role is looked at is a code and may stand there. */
  protected readonly words = signal('');
  protected readonly role = linkedSignal<Role | ''>(() => personRoles.find((r) => r === this.params().get('role')) ?? '');
  protected readonly facility = signal('');
  protected readonly state = linkedSignal(() => personStates.find((s) => s === this.params().get('state')) ?? '');
  protected readonly facilities = resource({ loader: () => this.api.get<readonly FacilityView[]>('facilities') });
  private readonly asked = computed(() => ({ words: this.words().trim(), role: this.role() || undefined, facility: this.facility() || undefined, state: this.state() || undefined }));
  protected readonly loaded = resource({ params: () => this.asked(), loader: ({ params }) => this.api.post<PersonPage>('people/search', { ...params, limit: PAGE }) });
  protected readonly further = linkedSignal<object, readonly PersonPage[]>({ source: () => this.asked(), computation: () => [] });
  protected readonly pages = computed(() => (this.loaded.hasValue() ? [this.loaded.value(), ...this.further()] : []));
  protected readonly rows = computed(() => this.pages().flatMap((p) => p.rows));
  protected readonly next = computed(() => this.pages().at(-1)?.next ?? null);
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly refused = signal<string | null>(null);
  protected readonly filtered = computed(() => Object.values(this.asked()).some(Boolean));

  constructor() {
    reloadOn(merge(signalsOf('person'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }

  protected set(field: 'words' | 'role' | 'facility' | 'state', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    (this[field] as { set(value: string): void }).set(value);
  }
  protected clear(): void {
    for (const field of [this.words, this.role, this.facility, this.state]) field.set('');
  }
  protected async more(): Promise<void> {
    this.refused.set(null);
    try {
      const page = await this.api.post<PersonPage>('people/search', { ...this.asked(), limit: PAGE, cursor: this.next() });
      this.further.update((pages) => [...pages, page]);
    } catch (error) {
      this.refused.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
