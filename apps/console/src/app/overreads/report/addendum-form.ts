import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon } from '@causeway/console-ui';
import type { Grade, ReadKind } from '@causeway/domain';
import { GradeChoice } from './grade-choice';

export interface AddendumText {
  readonly text: string;
  /** Null under a primary report. */
  readonly grade: Grade | null;
}

/** More to say after signing. What was signed stays as it is; who asked must read again. */
@Component({
  selector: 'cw-addendum-form',
  imports: [Field, FieldInput, GradeChoice, Icon, MatButton],
  template: `
    <form class="cw-panel" (submit)="sign($event)" aria-labelledby="cw-addendum-head">
      <h3 id="cw-addendum-head">Addendum</h3>
      <p class="cw-muted">What you signed stays as it is. This goes out under it, and the requester has to read again.</p>
      <cw-field label="What is added" [fault]="fault()"><textarea cwInput rows="4" [value]="text()" (input)="type($event)"></textarea></cw-field>
      @if (kind() === 'over-read') {<cw-grade-choice legend="Against the outside report, all in all" [value]="grade()" [fault]="gradeFault()" (chosen)="grade.set($event)" />}
      <div class="cw-row">
        <button matButton="filled" type="submit" [disabled]="busy()" disabledInteractive><cw-icon name="draw" /> Sign addendum</button>
        <button matButton="outlined" type="button" (click)="cancelled.emit()">Not now</button>
      </div>
    </form>
  `,
  styles: `
    form { display: flex; flex-direction: column; gap: 10px; padding: 12px 14px; background: var(--mat-sys-surface-container-low); }
    textarea { font: 400 14px/21px var(--cw-font); }
  `,
})
export class AddendumForm {
  readonly busy = input(false);
  readonly kind = input<ReadKind>('over-read');
  readonly signed = output<AddendumText>();
  readonly cancelled = output<void>();

  readonly text = signal('');
  protected readonly grade = signal<Grade | null>(null);
  protected readonly fault = signal<string | null>(null);
  protected readonly gradeFault = signal<string | null>(null);

  protected type(event: Event): void {
    this.text.set((event.target as HTMLTextAreaElement).value);
    this.fault.set(null);
  }

  protected sign(event: Event): void {
    event.preventDefault();
    const text = this.text().trim();
    const grade = this.grade();
    this.fault.set(text.length < 3 ? 'Say what is added.' : null);
    const graded = this.kind() === 'primary' || grade !== null;
    this.gradeFault.set(!graded ? 'Say how the whole compares with the outside report now.' : null);
    if (text.length >= 3 && graded && !this.busy()) this.signed.emit({ text, grade });
  }
}
