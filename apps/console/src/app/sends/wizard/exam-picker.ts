import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput } from '@causeway/console-ui';
import type { SendSuggestion } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { examLine } from '../send-words';
import { SendsApi } from '../sends.api';

/** Finds another exam to put into the cart, by name, record number or accession. The words travel in the body. */
@Component({
  selector: 'cw-exam-picker',
  imports: [Field, FieldInput, MatButton],
  template: `
    <cw-field label="Add an exam" hint="Name, record number or accession"><input cwInput type="search" maxlength="120" [value]="text()" (input)="type($event)" (keydown.enter)="$event.preventDefault(); search()" /></cw-field>
    <button matButton="outlined" class="cw-xs" type="button" (click)="search()">Look it up</button>
    <div role="status">
      @if (said(); as words) {<p class="cw-muted">{{ words }}</p>}
      @for (row of found(); track row.examId) {
        <button matButton="text" class="cw-xs hit" type="button" (click)="take(row)"><bdi>{{ row.patient.text }}</bdi> · {{ line(row) }}</button>
      }
    </div>
  `,
  styles: `:host { display: grid; gap: 6px; justify-items: start; } cw-field { width: 100%; } .hit { display: block; text-align: start; height: auto; min-height: 28px; white-space: normal; }`,
})
export class ExamPicker {
  readonly without = input.required<ReadonlyMap<string, boolean>>();
  readonly picked = output<string>();
  private readonly api = inject(SendsApi);
  protected readonly text = signal('');
  protected readonly found = signal<readonly SendSuggestion[]>([]);
  protected readonly said = signal<string | null>(null);
  protected readonly line = examLine;

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
  }

  protected async search(): Promise<void> {
    if (this.text().trim().length < 2) return this.said.set('Write at least two letters.');
    try {
      const rows = (await this.api.find(this.text().trim())).filter((row) => !this.without().has(row.examId));
      this.found.set(rows);
      this.said.set(rows.length === 0 ? 'No exam fits.' : null);
    } catch (error) {
      this.said.set(wordsOf(problemFrom(error).problem).text);
    }
  }

  protected take(row: SendSuggestion): void {
    this.found.set([]);
    this.text.set('');
    this.picked.emit(row.examId);
  }
}
