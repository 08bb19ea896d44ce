import { Component, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, Questions, StoppedNote } from '@causeway/console-ui';

export interface AskedField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'words' | 'choice' | 'instant' | 'date' | 'number';
  readonly optional?: boolean;
  readonly hint?: string;
  readonly value?: string;
  /** Longest text, or the largest number. */
  readonly most?: number;
  /** For a choice: code and words. */
  readonly choices?: readonly (readonly [code: string, words: string])[];
}
export interface FieldsQuestion {
  readonly title: string;
  readonly sentence?: string;
  readonly fields: readonly AskedField[];
  readonly verb: string;
  readonly danger?: boolean;
}
export type FieldAnswers = Readonly<Record<string, string>>;

/** A few fields that belong to one act. Instants are typed in the browser's own clock. */
@Component({
  selector: 'cw-fields-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>{{ question.title }}</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        @if (question.sentence) {<p>{{ question.sentence }}</p>}
        @for (f of question.fields; track f.name) {
          <cw-field [label]="f.label" [optional]="f.optional ?? false" [hint]="f.hint" [fault]="faults()[f.name] ?? null">
            @switch (f.kind) {
              @case ('words') {<textarea cwInput rows="3" [attr.maxlength]="f.most ?? 1000" [value]="values()[f.name]" (input)="set(f.name, $event)"></textarea>}
              @case ('choice') {
                <select cwInput [value]="values()[f.name]" (change)="set(f.name, $event)">
                  @if (!f.value) {<option value="">Choose…</option>}
                  @for (c of f.choices ?? []; track c[0]) {<option [value]="c[0]" [selected]="values()[f.name] === c[0]">{{ c[1] }}</option>}
                </select>
              }
              @case ('instant') {<input cwInput type="datetime-local" [value]="values()[f.name]" (input)="set(f.name, $event)" />}
              @case ('date') {<input cwInput type="date" [value]="values()[f.name]" (input)="set(f.name, $event)" />}
              @case ('number') {<input cwInput type="number" min="1" [attr.max]="f.most ?? 200" [value]="values()[f.name]" (input)="set(f.name, $event)" />}
              @default {<input cwInput type="text" [attr.maxlength]="f.most ?? 160" [value]="values()[f.name]" (input)="set(f.name, $event)" />}
            }
          </cw-field>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="answers.busy()" disabledInteractive [class.cw-danger]="question.danger">{{ question.verb }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `p { margin-bottom: 12px; } cw-field { margin-bottom: 10px; }`,
})
export class FieldsDialog {
  protected readonly question = inject<FieldsQuestion>(MAT_DIALOG_DATA);
  protected readonly answers = inject<Answers<FieldAnswers>>(Answers);
  protected readonly values = signal<FieldAnswers>(Object.fromEntries(this.question.fields.map((f) => [f.name, f.value ?? ''])));
  protected readonly faults = signal<FieldAnswers>({});

  protected set(name: string, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.values.update((all) => ({ ...all, [name]: value }));
    this.faults.update(({ [name]: _gone, ...rest }) => rest);
  }

  protected answer(event: Event): void {
    event.preventDefault();
    const missing = this.question.fields.filter((f) => !f.optional && (this.values()[f.name] ?? '').trim().length < (f.kind === 'words' ? 3 : 1));
    if (missing.length > 0) return this.faults.set(Object.fromEntries(missing.map((f) => [f.name, f.kind === 'choice' ? 'Choose one.' : f.kind === 'words' ? 'Say it in at least 3 characters.' : 'This is needed.'])));
    this.answers.give(Object.fromEntries(Object.entries(this.values()).map(([k, v]) => [k, v.trim()])));
  }
}

@Injectable({ providedIn: 'root' })
export class FieldsAsker {
  private readonly questions = inject(Questions);

  /** The answers, or null when the person thought better of it. */
  ask(question: FieldsQuestion, attempt?: Attempt): Promise<FieldAnswers | null> {
    return this.questions.ask(FieldsDialog, { name: question.title, data: question, width: '480px' }, attempt);
  }
}

/** An instant as `datetime-local` writes it, so many minutes from now. */
export function localIn(minutes: number, now = Date.now()): string {
  const at = new Date(now + minutes * 60_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export const instantOf = (local: string): string => new Date(local).toISOString();
