import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Field, FieldInput, Icon, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import { constituencies, policyKinds, type CommitteesView, type CommitteeView, type SaveCommittee } from '@causeway/contracts';
import { measures, type MeasureId } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { kindWords } from '../core/why/decision-words';
import { targetText } from '../programme/programme-words';
import { GoalsEditor } from './goals-editor';
import { PoliciesApi } from './policies.api';

type Form = Omit<SaveCommittee, 'members'> & { readonly id: string | null; readonly members: SaveCommittee['members'] };

/** Who votes on which policies, what they are there for, and by which rules. Its chair changes it. */
@Component({
  selector: 'cw-committees-page',
  imports: [Field, FieldInput, GoalsEditor, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './committees-page.html',
  styleUrl: './committees-page.scss',
})
export class CommitteesPage {
  private readonly api = inject(PoliciesApi);
  protected readonly loaded = resource({ loader: (): Promise<CommitteesView> => this.api.committees() });
  protected readonly view = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly form = signal<Form | null>(null);
  protected readonly refused = signal<string | null>(null);
  protected readonly kinds = policyKinds;
  protected readonly target = targetText;
  protected readonly day = dateText;
  protected readonly words = kindWords;
  protected readonly constituencies = constituencies;
  protected readonly constituencyWords = { clinical: 'Clinical', it: 'IT', business: 'Business' } as const;

  protected kindList(c: CommitteeView): string {
    return c.kinds.map((k) => kindWords[k].toLowerCase()).join(', ');
  }
  protected edit(c: CommitteeView | null): void {
    this.refused.set(null);
    this.form.set(c === null
      ? { id: null, version: 0, name: '', charter: '', goals: '', measured: [], kinds: [], quorumPermille: 500, noticeDays: 2, votingDays: 7, members: [] }
      : { ...c, measured: [...c.measured], kinds: [...c.kinds], members: c.members.map((m) => ({ personId: m.person.id, constituency: m.constituency, specialty: m.specialty, weight: m.weight, officer: m.officer })) });
  }
  protected setGoals(measured: Form['measured']): void {
    this.form.update((f) => f && { ...f, measured });
  }
  protected measure(id: MeasureId): string {
    return measures[id].name;
  }
  protected set(name: 'name' | 'charter' | 'goals' | 'quorumPermille' | 'noticeDays' | 'votingDays', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.form.update((f) => f && { ...f, [name]: name === 'quorumPermille' ? Math.round(Number(value) * 10) : name.endsWith('Days') ? Math.round(Number(value)) : value });
  }
  protected toggleKind(kind: SaveCommittee['kinds'][number]): void {
    this.form.update((f) => f && { ...f, kinds: f.kinds.includes(kind) ? f.kinds.filter((k) => k !== kind) : [...f.kinds, kind] });
  }
  protected memberOf(id: string): SaveCommittee['members'][number] | undefined {
    return this.form()?.members.find((m) => m.personId === id);
  }
  protected setMember(id: string, event: Event): void {
    const value = (event.target as HTMLSelectElement).value;
    const before = this.memberOf(id);
    this.form.update((f) => f && {
      ...f,
      members: [...f.members.filter((m) => m.personId !== id), ...(value === '' ? [] : [{ specialty: '', weight: 1, officer: false, ...before, personId: id, constituency: value as 'clinical' }])],
    });
  }
  protected setSpecialty(id: string, event: Event): void {
    const specialty = (event.target as HTMLInputElement).value;
    this.form.update((f) => f && { ...f, members: f.members.map((m) => (m.personId === id ? { ...m, specialty } : m)) });
  }
  protected toggleOfficer(id: string): void {
    this.form.update((f) => f && { ...f, members: f.members.map((m) => (m.personId === id ? { ...m, officer: !m.officer } : m)) });
  }
  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form();
    if (!form) return;
    const { id, ...body } = form;
    try {
      this.loaded.set(await this.api.saveCommittee(id, body));
      this.form.set(null);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${e.pointer.slice(1)}: ${e.detail}`)].join(' '));
    }
  }
}
