import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Field, FieldInput, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { DepartmentsView } from '@causeway/contracts';
import { checklists, departmentContents, departmentOrders, serviceLines, type Department } from '@causeway/domain';
import { Access } from '../core/access/access';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from '../people/people-nav';
import { type DepartmentForm, departmentsFrom, emptyForm, formOf, orderWords, ruleText } from './department-form';

/** Departments of the house beside radiology: whose an exam is, what is checked, which order is placed, and into which archive it goes. */
@Component({
  selector: 'cw-departments-page',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton, Note, PeopleNav, ProblemCard, SkeletonRows],
  templateUrl: './departments-page.html',
  styles: `
    :host { overflow: auto; align-content: start; flex: 1; padding-bottom: 24px; }
    .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; max-width: 960px; } :host > .body { padding: 0 20px; max-width: 1000px; } .pad { padding: 10px 14px; display: grid; gap: 10px; } .grid { display: grid; gap: 10px 14px; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); } .whole { grid-column: 1 / -1; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 14px; margin: 0; } dt { color: var(--mat-sys-on-surface-variant); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; } ul { margin: 0; padding: 0; list-style: none; } .buttons { display: flex; flex-wrap: wrap; gap: 8px; } p { margin: 0; }
  `,
})
export class DepartmentsPage {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly ofPeople = inject(Access).can('people.manage');
  protected readonly loaded = resource({ loader: () => this.api.get<DepartmentsView>('departments') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly edited = signal<readonly DepartmentForm[] | null>(null);
  protected readonly reason = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly lines = serviceLines;
  protected readonly lists = Object.keys(checklists);
  protected readonly orders = departmentOrders;
  protected readonly contents = departmentContents.join(', ');
  protected readonly orderWords = orderWords;
  protected readonly ruleText = ruleText;

  protected archive(d: Department): string {
    const archive = this.view()?.archives.find((a) => a.id === d.archiveId);
    return d.archiveId === null ? 'that of the house' : (archive?.label ?? 'one that is no longer there: exams stop until another is chosen');
  }
  protected came(n: number): string {
    return n === 1 ? 'one exam' : `${n} exams`;
  }
  protected begin(from: readonly Department[]): void {
    this.edited.set(from.map(formOf));
    this.problem.set(null);
  }
  protected add(): void {
    this.edited.update((all) => [...(all ?? []), emptyForm]);
  }
  protected drop(i: number): void {
    this.edited.update((all) => (all ?? []).filter((_, k) => k !== i));
  }
  /** The first that fits has an exam, so the order counts. */
  protected up(i: number): void {
    this.edited.update((all) => {
      const next = [...(all ?? [])];
      const [moved] = next.splice(i, 1);
      if (moved) next.splice(i - 1, 0, moved);
      return next;
    });
  }
  protected set(i: number, name: keyof DepartmentForm, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.edited.update((all) => (all ?? []).map((d, k) => (k === i ? { ...d, [name]: value } : d)));
  }
  protected fault(i: number, name: string): string | null {
    const faults = this.problem()?.problem.errors ?? [];
    return faults.find((f) => f.pointer.startsWith(`/departments/${i}/${name}`))?.detail ?? null;
  }
  protected words(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const view = this.view();
    const edited = this.edited();
    if (!view || !edited) return;
    if (view.change?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: 'Change the departments', sentence: 'What is done with exams is signed with your password.', verb: 'Confirm' }))) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.loaded.set(await this.api.put<DepartmentsView>('departments', { version: view.version, reason: this.reason().trim(), departments: departmentsFrom(edited) }));
      this.edited.set(null);
      this.reason.set('');
    } catch (error) {
      this.problem.set(problemFrom(error));
    }
    this.busy.set(false);
  }
}
