import { Component, computed, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, OwnScript, Questions, StoppedNote } from '@causeway/console-ui';
import type { SeriesView } from '@causeway/contracts';

export interface SplitAnswer {
  readonly seriesUids: readonly string[];
  readonly reason: string;
}

const LEAST_TEXT = 3;

/** Which series belong to somebody else, or to another exam. At least one stays. */
@Component({
  selector: 'cw-split-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, OwnScript, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>Part series off</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        <p>They become an exam of their own, with a match of their own. Bytes and UIDs are not touched, and at least one series stays here.</p>
        <fieldset>
          <legend>Series to part off</legend>
          @for (s of series; track s.seriesUid) {
            <label>
              <input class="cw-check" type="checkbox" [checked]="chosen().has(s.seriesUid)" (change)="toggle(s.seriesUid)" />
              <span class="cw-value" [cwOwnScript]="s.description">{{ s.number ?? '?' }} · {{ s.description || s.modality }}</span>
              <span class="cw-muted cw-small">{{ s.instances }} · {{ s.modality }}</span>
            </label>
          }
        </fieldset>
        <cw-field label="Reason (kept in the audit log)" [fault]="fault()"><textarea cwInput rows="2" maxlength="1000" [value]="reason()" (input)="type($event)"></textarea></cw-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="answers.busy()" disabledInteractive>Part off {{ chosen().size }} of {{ series.length }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p, fieldset { margin-bottom: 12px; }
    fieldset { max-height: 40vh; overflow: auto; }
    legend { margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    label { display: flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
  `,
})
export class SplitDialog {
  protected readonly series = inject<readonly SeriesView[]>(MAT_DIALOG_DATA);
  protected readonly answers = inject<Answers<SplitAnswer>>(Answers);
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly reason = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly all = computed(() => this.chosen().size === this.series.length);

  protected toggle(uid: string): void {
    this.fault.set(null);
    this.chosen.update((chosen) => new Set(chosen.has(uid) ? [...chosen].filter((c) => c !== uid) : [...chosen, uid]));
  }

  protected type(event: Event): void {
    this.reason.set((event.target as HTMLTextAreaElement).value);
    this.fault.set(null);
  }

  protected answer(event: Event): void {
    event.preventDefault();
    const reason = this.reason().trim();
    if (this.chosen().size === 0) return this.fault.set('Choose the series that do not belong here.');
    if (this.all()) return this.fault.set('At least one series must stay. Reject or return the exam if none belongs here.');
    if (reason.length < LEAST_TEXT) return this.fault.set(`Say why in at least ${LEAST_TEXT} characters.`);
    this.answers.give({ seriesUids: [...this.chosen()], reason });
  }
}

@Injectable({ providedIn: 'root' })
export class SplitAsker {
  private readonly questions = inject(Questions);

  /** The answer, or null when the person thought better of it. */
  ask(series: readonly SeriesView[], attempt?: Attempt): Promise<SplitAnswer | null> {
    return this.questions.ask(SplitDialog, { name: 'split', data: series, width: '520px' }, attempt);
  }
}
