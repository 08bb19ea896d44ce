import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Note } from '@causeway/console-ui';
import type { CaseDetail, ColleagueView } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';

/** A question about this exam to a colleague of another subspecialty: opens a case that is in their hands at once. */
@Component({
  selector: 'cw-ask-colleague',
  imports: [MatButton, Note],
  providers: [Acting],
  template: `
    @if (may()) {<button matButton="outlined" type="button" [disabled]="acting.busy()" disabledInteractive (click)="ask()">Ask a colleague</button>}
    @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
  `,
  styles: `:host { display: contents; }`,
})
export class AskColleague {
  readonly examId = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  protected readonly acting = inject(Acting);
  protected readonly may = computed(() => this.access.can('case.work') || this.access.can('case.decide'));

  protected async ask(): Promise<void> {
    const made = await this.acting.make<CaseDetail>('cases/consult', async (attempt) => {
      const people = await this.api.get<readonly ColleagueView[]>('cases/colleagues', { exam: this.examId() });
      const a = await this.fields.ask({
        title: 'Ask a colleague', sentence: people.length > 0 ? 'They are told at once and answer in writing. The clock of the question runs until then.' : 'Nobody works for a line with you here. Ask your section lead.', verb: 'Ask',
        fields: [{ name: 'colleagueId', label: 'Whom', kind: 'choice', choices: people.map((p) => [p.id, wordsOf(p)] as const) }, { name: 'question', label: 'Your question', kind: 'words' }],
      }, attempt);
      return a && { examId: this.examId(), colleagueId: a['colleagueId'], question: a['question'] };
    });
    if (made) await this.router.navigate(['/cases', made.id]);
  }
}

const wordsOf = (p: ColleagueView): string => `${p.onDuty ? 'On duty: ' : ''}${p.name}, ${p.subspecialties.length > 0 ? p.subspecialties.join(', ') : p.title}`;
