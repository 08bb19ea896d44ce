import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { OpinionLine, OpinionLines } from '@causeway/contracts';
import { failureOf, valueOf } from '../core/api/loaded';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from '../exchange/exchange.api';
import { departmentWord } from '../second-opinion/opinion-words';

/** At which service lines patients may ask for a second opinion by themselves, and whom they call. Nothing is open until it is opened here. */
@Component({
  selector: 'cw-opinion-lines-page',
  imports: [Field, FieldInput, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './lines-page.html',
  styleUrls: ['../exchange/form.scss', './lines-page.scss'],
})
export class OpinionLinesPage {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => this.api.get<OpinionLines>('opinion-lines') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = computed(() => valueOf(this.loaded) ?? null);
  protected readonly address = `${location.origin}/second-opinion`;
  protected readonly department = departmentWord;
  /** The line whose number is being written, and what was typed. */
  protected readonly editing = signal<string | null>(null);
  protected readonly number = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly saved = signal<string | null>(null);

  protected begin(line: OpinionLine): void {
    this.editing.set(line.serviceLine);
    this.number.set(line.callNumber);
    this.fault.set(null);
    this.saved.set(null);
  }
  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected async save(line: OpinionLine, open: boolean, event?: Event): Promise<void> {
    event?.preventDefault();
    const callNumber = (open ? this.number() : line.callNumber).trim();
    if (open && callNumber.length < 5) return this.fault.set('Give the number at which patients reach the line.');
    const verb = open ? 'Open it' : 'Close it';
    if (this.view()?.moves[0]?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: `${open ? 'Open' : 'Close'} ${line.serviceLine}`, sentence: open ? 'Anybody can ask this line from then on.' : 'Nobody can ask it any more. What was confirmed stays with its liaisons.', verb }))) return;
    this.busy.set(true);
    this.fault.set(null);
    try {
      this.loaded.set(await this.api.put<OpinionLines>(`opinion-lines/${line.serviceLine}`, { version: line.version, open, callNumber }));
      this.editing.set(null);
      this.saved.set(`${departmentWord(line.serviceLine)} is ${open ? 'open' : 'closed'} for questions of patients.`);
    } catch (error) {
      const { problem } = problemFrom(error);
      if (problem.status === 412) this.loaded.reload();
      this.fault.set(problem.errors?.[0]?.detail ?? wordsOf(problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
