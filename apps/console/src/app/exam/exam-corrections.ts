import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Note, SiteTime } from '@causeway/console-ui';
import type { CorrectionView, ExamCorrection, InboundDetail } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { FieldsAsker } from '../exchange/fields-dialog';
import { correctionWords } from '../partner/page/partner-page-words';

/** What the sender wants to be put right with this exam, beside the exam itself. Nothing is drawn while it asks for nothing. */
@Component({
  selector: 'cw-exam-corrections',
  imports: [MatButton, Note],
  providers: [Acting],
  template: `
    @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
    @for (c of open(); track c.id) {
      <cw-note hue="attn" icon="rate_review"><b>{{ exam().source.name }} asks: {{ kinds[c.kind] }}.</b> <bdi>{{ c.words }}</bdi>
        <span class="cw-muted"><bdi>{{ c.by }}</bdi>, {{ site.dateTime(c.at) }}</span>
        @if (c.mayAnswer) {<span class="acts"><button matButton="outlined" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive (click)="answer(c, true)">It is put right</button><button matButton="text" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive (click)="answer(c, false)">Decline</button></span>}
      </cw-note>
    }
  `,
  styles: `
    :host { display: grid; gap: 8px; }
    :host:empty { display: none; }
    .acts { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
  `,
})
export class ExamCorrections {
  readonly exam = input.required<InboundDetail>();
  readonly answered = output();
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly kinds = correctionWords;
  protected readonly open = computed(() => this.exam().corrections.filter((c) => c.state === 'open'));

  protected async answer(c: ExamCorrection, done: boolean): Promise<void> {
    const after = await this.acting.make<readonly CorrectionView[]>(`facilities/${c.facilityId}/corrections/${c.id}/answer`, async (attempt) => {
      const answer = await this.fields.ask({ title: done ? 'It is put right' : 'It stays as it is', sentence: 'The partner reads this on its page.', verb: done ? 'Done' : 'Decline', fields: [{ name: 'answer', label: done ? 'What was done' : 'Why not', kind: 'words' }] }, attempt);
      return answer && { done, answer: answer['answer'] };
    });
    if (after) this.answered.emit();
  }
}
