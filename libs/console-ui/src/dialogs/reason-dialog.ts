import { Component, computed, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Field, FieldInput } from '../field/field';
import { Answers, type Attempt, Questions, StoppedNote } from './attempt';

export interface CodedReason {
  readonly code: string;
  readonly words: string;
  /** The code alone does not say enough: a text is required. */
  readonly needsText?: boolean;
}

export interface ReasonQuestion {
  readonly title: string;
  /** What will happen, and what is kept. */
  readonly sentence: string;
  /** Empty when only a text is asked for. */
  readonly reasons: readonly CodedReason[];
  readonly verb: string;
  readonly danger?: boolean;
  /** Shortest text accepted where one is needed; 3 unless said. */
  readonly minText?: number;
}

export interface ReasonAnswer {
  /** Code of the reason, or null where only a text was asked for. */
  readonly reason: string | null;
  readonly text: string;
}

/** Asks for a coded reason and words before an act that others will have to understand. */
@Component({
  selector: 'cw-reason-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>{{ question.title }}</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        <p>{{ question.sentence }}</p>
        @if (question.reasons.length > 0) {
          <fieldset>
            <legend>Reason</legend>
            @for (row of question.reasons; track row.code) {
              <label><input type="radio" name="reason" [value]="row.code" [checked]="reason() === row.code" (change)="reason.set(row.code)" />{{ row.words }}</label>
            }
          </fieldset>
        }
        <cw-field [label]="textLabel()" [fault]="fault()">
          <textarea cwInput rows="3" maxlength="1000" [value]="text()" (input)="type($event)"></textarea>
        </cw-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="answers.busy()" disabledInteractive [class.cw-danger]="question.danger">{{ question.verb }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p { margin-bottom: 12px; }
    fieldset { margin-bottom: 12px; }
    legend { margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    fieldset label { display: flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
    input[type=radio] { accent-color: var(--mat-sys-primary); width: 16px; height: 16px; margin: 0; }
  `,
})
export class ReasonDialog {
  protected readonly question = inject<ReasonQuestion>(MAT_DIALOG_DATA);
  protected readonly answers = inject<Answers<ReasonAnswer>>(Answers);

  protected readonly reason = signal<string | null>(null);
  protected readonly text = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly needsText = computed(() => this.question.reasons.length === 0 || (this.question.reasons.find((r) => r.code === this.reason())?.needsText ?? false));
  protected readonly textLabel = computed(() => (this.needsText() ? 'In words (kept in the audit log)' : 'In words, if there is more to say (kept in the audit log)'));

  protected type(event: Event): void {
    this.text.set((event.target as HTMLTextAreaElement).value);
    this.fault.set(null);
  }

  protected answer(event: Event): void {
    event.preventDefault();
    const text = this.text().trim();
    const min = this.question.minText ?? 3;
    if (this.question.reasons.length > 0 && this.reason() === null) return this.fault.set('Choose a reason first.');
    if (this.needsText() && text.length < min) return this.fault.set(`Say it in at least ${min} characters.`);
    this.answers.give({ reason: this.reason(), text });
  }
}

@Injectable({ providedIn: 'root' })
export class ReasonAsker {
  private readonly questions = inject(Questions);

  /** The answer, or null when the person thought better of it. */
  ask(question: ReasonQuestion, attempt?: Attempt): Promise<ReasonAnswer | null> {
    return this.questions.ask(ReasonDialog, { name: question.title, data: question, width: '480px' }, attempt);
  }
}
