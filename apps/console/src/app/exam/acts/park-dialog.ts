import { Component, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, Questions, SiteTime, StoppedNote, Ticker } from '@causeway/console-ui';
import { DateTime } from 'luxon';
import { parkReasonList } from '../../inbound/inbound-words';

export interface ParkAnswer {
  readonly reason: string;
  /** Instant, ISO 8601 in UTC. */
  readonly until: string;
  readonly note: string;
}

const MOST_DAYS = 14;
const LEAST_TEXT = 3;
const FORMAT = "yyyy-MM-dd'T'HH:mm";

/** Why an exam waits, and until when; nobody waits for ever. */
@Component({
  selector: 'cw-park-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>Set aside</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        <p>Its clock pauses and names who is waited for. It comes back to the inbox by itself.</p>
        <fieldset>
          <legend>Reason</legend>
          @for (row of reasons; track row.code) {
            <label><input type="radio" name="reason" [value]="row.code" [checked]="reason() === row.code" (change)="reason.set(row.code)" />{{ row.words }}</label>
          }
        </fieldset>
        <cw-field label="Until" [fault]="dayFault()"><input cwInput type="datetime-local" [value]="until()" [min]="least" [max]="most" (input)="setUntil($event)" /></cw-field>
        <cw-field label="In words (kept in the audit log)" [fault]="fault()"><textarea cwInput rows="2" maxlength="2000" [value]="note()" (input)="setNote($event)"></textarea></cw-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="answers.busy()" disabledInteractive>Set aside</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p, fieldset, cw-field { margin-bottom: 12px; }
    legend { margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    fieldset label { display: flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
    input[type=radio] { accent-color: var(--mat-sys-primary); width: 16px; height: 16px; margin: 0; }
  `,
})
export class ParkDialog {
  protected readonly answers = inject<Answers<ParkAnswer>>(Answers);
  private readonly site = inject(SiteTime);
  private readonly now = this.site.at(inject(Ticker).now());

  protected readonly reasons = parkReasonList;
  protected readonly least = this.now.plus({ minutes: 5 }).toFormat(FORMAT);
  protected readonly most = this.now.plus({ days: MOST_DAYS }).toFormat(FORMAT);
  protected readonly reason = signal<string | null>(null);
  protected readonly until = signal(this.now.plus({ days: 1 }).set({ hour: 8, minute: 0 }).toFormat(FORMAT));
  protected readonly note = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly dayFault = signal<string | null>(null);

  protected setUntil(event: Event): void {
    this.until.set((event.target as HTMLInputElement).value);
    this.dayFault.set(null);
  }

  protected setNote(event: Event): void {
    this.note.set((event.target as HTMLTextAreaElement).value);
    this.fault.set(null);
  }

  protected answer(event: Event): void {
    event.preventDefault();
    const chosen = this.reasons.find((r) => r.code === this.reason());
    const until = DateTime.fromFormat(this.until(), FORMAT, { zone: this.site.zone() });
    const note = this.note().trim();
    if (!chosen) return this.fault.set('Choose a reason first.');
    if (!until.isValid || until <= this.now || until > this.now.plus({ days: MOST_DAYS })) return this.dayFault.set(`Choose a time within the next ${MOST_DAYS} days.`);
    if (chosen.needsText && note.length < LEAST_TEXT) return this.fault.set('Say it in a few words: this reason alone does not say enough.');
    this.answers.give({ reason: chosen.code, until: until.toUTC().toISO() ?? '', note });
  }
}

@Injectable({ providedIn: 'root' })
export class ParkAsker {
  private readonly questions = inject(Questions);

  /** The answer, or null when the person thought better of it. */
  ask(attempt?: Attempt): Promise<ParkAnswer | null> {
    return this.questions.ask(ParkDialog, { name: 'park', data: null, width: '480px' }, attempt);
  }
}
