import { Component, inject, Injectable, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, Questions, SiteTime, StoppedNote } from '@causeway/console-ui';
import { MatchApi } from './match.api';

const kinds: Readonly<Record<string, string>> = { copy: 'Copy in', order: 'Order', report: 'Report', person: 'Told', visibility: 'Visible to' };
const channels: Readonly<Record<string, string>> = {
  pacs: 'rejection note to the archive', order: 'cancellation to the order system', report: 'retraction by its reader', person: 'a notice they must answer', system: 'ends with the match',
};

/** Everything that followed a match, before it is taken back: what each gets and how it is asked. */
@Component({
  selector: 'cw-blast-list-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>Take the match back</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        <p>The exam is nobody’s again until somebody matches it. This is what followed, and how each is called back:</p>
        @if (list.hasValue()) {
          <ul>
            @for (item of list.value().items; track item.kind + item.ref) {
              <li><span class="cw-value">{{ kinds[item.kind] ?? item.kind }} {{ item.label }}</span><span class="cw-muted cw-small"> · {{ site.dateTime(item.at) }} · {{ channels[item.channel] ?? item.channel }}</span></li>
            } @empty {
              <li class="cw-muted">Nothing has followed yet.</li>
            }
          </ul>
        } @else if (list.error()) {
          <p role="alert">The list could not be read, so nothing can be taken back now. Close this and try again.</p>
        } @else {
          <p class="cw-muted">Looking at what followed…</p>
        }
        <cw-field label="Why is this the wrong patient?" [fault]="fault()">
          <textarea cwInput rows="3" maxlength="1000" [value]="text()" (input)="text.set($any($event.target).value)"></textarea>
        </cw-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="null">Cancel</button>
        <button matButton="filled" type="submit" class="cw-danger" [disabled]="!list.hasValue() || answers.busy()" disabledInteractive>Take back</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p { margin-bottom: 12px; }
    ul { margin: 0 0 14px; padding: 0; list-style: none; border: 1px solid var(--mat-sys-outline-variant); border-radius: 8px; }
    li { padding: 8px 12px; }
    li + li { border-top: 1px solid var(--mat-sys-outline-variant); }
  `,
})
export class BlastListDialog {
  private readonly api = inject(MatchApi);
  protected readonly answers = inject<Answers<string>>(Answers);
  private readonly matchId = inject<string>(MAT_DIALOG_DATA);
  protected readonly site = inject(SiteTime);
  protected readonly list = resource({ loader: () => this.api.blastList(this.matchId) });
  protected readonly text = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly kinds = kinds;
  protected readonly channels = channels;

  protected answer(event: Event): void {
    event.preventDefault();
    const reason = this.text().trim();
    if (reason.length < 3) this.fault.set('Say why, so that those who are asked can understand it.');
    else this.answers.give(reason);
  }
}

@Injectable({ providedIn: 'root' })
export class BlastListAsker {
  private readonly questions = inject(Questions);

  /** The reason, or null when the person thought better of it. */
  ask(matchId: string, attempt?: Attempt): Promise<string | null> {
    return this.questions.ask(BlastListDialog, { name: 'blast-list', data: matchId, width: '620px' }, attempt);
  }
}
