import { Component, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, Questions, type Segment, Segments, StoppedNote } from '@causeway/console-ui';
import type { NeedView, PersonRef, SaveNeed } from '@causeway/contracts';
import { useCaseOf, useCases } from '@causeway/domain';

export type NeedAnswer = Omit<SaveNeed, 'version'>;

interface NeedQuestion {
  readonly need: NeedView;
  readonly requesters: readonly PersonRef[];
}

const urgencies: readonly Segment[] = [{ value: 'high', word: 'High' }, { value: 'medium', word: 'Medium' }, { value: 'low', word: 'Low' }];

/** Who asked for this exam, in which situation, how soon, and what they want to know. */
@Component({
  selector: 'cw-need-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, Segments, StoppedNote],
  providers: [Answers],
  template: `
    <form (submit)="answer($event)">
      <h2 mat-dialog-title>Set the need</h2>
      <mat-dialog-content>
        <cw-stopped-note />
        <p>Clock, triage and over-read follow from it. What was decided before stays decided.</p>
        <div class="row"><span class="label">Urgency</span><cw-segments label="Urgency" [segments]="urgencies" [(value)]="urgency" /></div>
        <cw-field label="Situation">
          <select cwInput (change)="setUse($event)">
            <option value="" [selected]="useCase() === ''">Not known</option>
            @for (group of groups; track group.name) {
              <optgroup [label]="group.name">
                @for (use of group.uses; track use.id) {<option [value]="use.id" [selected]="use.id === useCase()">{{ use.name }}</option>}
              </optgroup>
            }
          </select>
        </cw-field>
        <cw-field label="Requester">
          <select cwInput (change)="setRequester($event)">
            <option value="" [selected]="requester() === ''">Nobody named</option>
            @for (person of question.requesters; track person.id) {<option [value]="person.id" [selected]="person.id === requester()">{{ person.name }}, {{ person.title }}</option>}
          </select>
        </cw-field>
        <cw-field label="Question" [optional]="true"><textarea cwInput rows="3" maxlength="2000" [value]="text()" (input)="setText($event)"></textarea></cw-field>
        <label class="cw-row"><input class="cw-check" type="checkbox" [checked]="wantsRead()" (change)="wantsRead.set(!wantsRead())" />An over-read is wanted</label>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="answers.busy()" disabledInteractive>Save the need</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p, cw-field, .row { margin-bottom: 12px; }
    .label { display: block; margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
  `,
})
export class NeedDialog {
  protected readonly question = inject<NeedQuestion>(MAT_DIALOG_DATA);
  protected readonly answers = inject<Answers<NeedAnswer>>(Answers);

  protected readonly urgencies = urgencies;
  protected readonly groups = [...new Set(useCases.map((u) => u.group))].map((name) => ({ name, uses: useCases.filter((u) => u.group === name) }));
  protected readonly urgency = signal<string | null>(this.question.need.urgency);
  protected readonly useCase = signal(this.question.need.useCase ?? '');
  protected readonly requester = signal(this.question.need.requester?.id ?? '');
  protected readonly text = signal(this.question.need.question ?? '');
  protected readonly wantsRead = signal(this.question.need.wantsRead);

  /** A situation brings its own urgency along; it can be changed after. */
  protected setUse(event: Event): void {
    const id = (event.target as HTMLSelectElement).value;
    this.useCase.set(id);
    const use = useCaseOf(id);
    if (use) this.urgency.set(use.urgency);
  }

  protected setRequester(event: Event): void {
    this.requester.set((event.target as HTMLSelectElement).value);
  }

  protected setText(event: Event): void {
    this.text.set((event.target as HTMLTextAreaElement).value);
  }

  protected answer(event: Event): void {
    event.preventDefault();
    this.answers.give({
      requesterId: this.requester() || null,
      urgency: (this.urgency() ?? this.question.need.urgency) as SaveNeed['urgency'],
      useCase: this.useCase() || null,
      question: this.text().trim() || null,
      wantsRead: this.wantsRead(),
    });
  }
}

@Injectable({ providedIn: 'root' })
export class NeedAsker {
  private readonly questions = inject(Questions);

  /** `people` may be named; who is named already stays on the list. */
  ask(need: NeedView, people: readonly PersonRef[], attempt?: Attempt): Promise<NeedAnswer | null> {
    const { requester } = need;
    const requesters = requester && !people.some((p) => p.id === requester.id) ? [requester, ...people] : people;
    return this.questions.ask(NeedDialog, { name: 'need', data: { need, requesters } satisfies NeedQuestion, width: '480px' }, attempt);
  }
}
