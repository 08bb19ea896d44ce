import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Note } from '@causeway/console-ui';
import { constituencies, policyKinds, type CommitteesView, type CommitteeView, type SaveCommittee } from '@causeway/contracts';
import { imagingSpecialties, meetingRhythms, serviceLines } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { kindWords } from '../core/why/decision-words';
import { constituencyWords, rhythmWords, specialtyWords } from './committee-words';
import { GoalsEditor } from './goals-editor';
import { PoliciesApi } from './policies.api';

type Form = SaveCommittee & { readonly id: string | null };
type Member = SaveCommittee['members'][number];
const EMPTY: Form = {
  id: null, version: 0, name: '', charter: '', goals: '', measured: [], terms: '', reportsTo: '', parentId: null, meets: 'monthly', template: null, scope: 'all', kinds: [], asksSpecialties: false, specialties: [],
  quorumPermille: 500, noticeDays: 2, votingDays: 7, members: [],
};

/** One committee as its chair writes it: charter, to whom it reports, who sits on it and what each speaks for. */
@Component({
  selector: 'cw-committee-form',
  imports: [Field, FieldInput, GoalsEditor, MatButton, Note],
  templateUrl: './committee-form.html',
  styleUrl: './committee-form.scss',
})
export class CommitteeForm {
  readonly view = input.required<CommitteesView>();
  /** None: a new one. */
  readonly committee = input<CommitteeView | null>(null);
  /** The committees as they are afterwards; null when nothing was saved. */
  readonly closed = output<CommitteesView | null>();

  private readonly api = inject(PoliciesApi);
  protected readonly f = linkedSignal<Form>(() => formOf(this.committee()));
  protected readonly refused = signal<string | null>(null);
  protected readonly people = computed(() => this.view().people);
  protected readonly templates = computed(() => this.view().templates);
  protected readonly others = computed(() => this.view().committees.filter((c) => c.id !== this.f().id));
  protected readonly gaps = computed(() => this.f().specialties.filter((s) => !this.f().members.some((m) => m.specialties.includes(s))).map(specialtyWords));
  protected readonly seats = computed(() => {
    const seats = this.templates().find((t) => t.id === this.f().template)?.seats ?? [];
    return this.f().id === null ? seats.map((s) => (s.specialty === '' ? constituencyWords[s.constituency] : `${constituencyWords[s.constituency]} (${specialtyWords(s.specialty)})`)).join(', ') : '';
  });
  protected readonly kinds = policyKinds;
  protected readonly words = kindWords;
  protected readonly constituencies = constituencies;
  protected readonly constituencyWords = constituencyWords;
  protected readonly rhythms = meetingRhythms;
  protected readonly rhythmWords = rhythmWords;
  protected readonly specialties = imagingSpecialties;
  protected readonly specialtyWords = specialtyWords;
  protected readonly lines = serviceLines;

  protected set(name: 'name' | 'charter' | 'goals' | 'terms' | 'reportsTo' | 'meets' | 'scope' | 'quorumPermille' | 'noticeDays' | 'votingDays', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.f.update((f) => ({ ...f, [name]: name === 'quorumPermille' ? Math.round(Number(value) * 10) : name.endsWith('Days') ? Math.round(Number(value)) : value }));
  }
  protected setParent(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.f.update((f) => ({ ...f, parentId: value === '' ? null : value }));
  }
  /** A charter of the templates, over what was typed; members stay. */
  protected begin(event: Event): void {
    const found = this.templates().find((t) => t.id === (event.target as HTMLSelectElement).value);
    if (!found) return this.f.update((f) => ({ ...f, template: null }));
    const { id: template, title: _title, seats, kinds, ...rest } = found;
    this.f.update((f) => ({ ...f, ...rest, kinds: [...kinds], template, specialties: [...new Set(seats.map((s) => s.specialty))].filter((s) => s !== '') }));
  }
  protected setGoals(measured: Form['measured']): void {
    this.f.update((f) => ({ ...f, measured }));
  }
  protected toggleKind(kind: SaveCommittee['kinds'][number]): void {
    this.f.update((f) => ({ ...f, kinds: toggled(f.kinds, kind) }));
  }
  protected toggleSpecialty(name: string): void {
    this.f.update((f) => ({ ...f, specialties: toggled(f.specialties, name) }));
  }
  protected toggleAsks(): void {
    this.f.update((f) => ({ ...f, asksSpecialties: !f.asksSpecialties }));
  }
  protected memberOf(id: string): Member | undefined {
    return this.f().members.find((m) => m.personId === id);
  }
  protected setMember(id: string, event: Event): void {
    const value = (event.target as HTMLSelectElement).value;
    const before = this.memberOf(id);
    this.f.update((f) => ({
      ...f,
      members: [...f.members.filter((m) => m.personId !== id), ...(value === '' ? [] : [{ specialty: '', specialties: [], weight: 1, officer: false, ...before, personId: id, constituency: value as 'clinical' }])],
    }));
  }
  protected change(id: string, to: Partial<Member>): void {
    this.f.update((f) => ({ ...f, members: f.members.map((m) => (m.personId === id ? { ...m, ...to } : m)) }));
  }
  protected speak(id: string, name: string): void {
    this.change(id, { specialties: toggled(this.memberOf(id)?.specialties ?? [], name) });
  }
  protected spokenFor(names: readonly string[]): string {
    return names.length === 0 ? 'no specialty' : names.map(specialtyWords).join(', ');
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { id, ...body } = this.f();
    try {
      this.closed.emit(await this.api.saveCommittee(id, body));
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${e.pointer.slice(1)}: ${e.detail}`)].join(' '));
    }
  }
}

const toggled = <T>(all: readonly T[], one: T): T[] => (all.includes(one) ? all.filter((x) => x !== one) : [...all, one]);

function formOf(c: CommitteeView | null): Form {
  if (!c) return EMPTY;
  const { gaps: _gaps, mandates: _mandates, members, kinds, specialties, measured, ...rest } = c;
  return {
    ...rest, kinds: [...kinds], measured: [...measured], specialties: [...specialties],
    members: members.map((m) => ({ personId: m.person.id, constituency: m.constituency, specialty: m.specialty, specialties: [...m.specialties], weight: m.weight, officer: m.officer })),
  };
}
