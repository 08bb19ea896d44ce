import { Component, inject, input, linkedSignal, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { CorrectionView, FacilityDetail } from '@causeway/contracts';
import { valueOf } from '../../core/api/loaded';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { correctionWords } from '../../partner/page/partner-page-words';
import { FacilitiesApi } from '../facilities.api';

const LOOKS: Readonly<Record<CorrectionView['state'], StateLook>> = { open: { hue: 'attn', icon: 'schedule', word: 'Open' }, done: { hue: 'good', icon: 'check', word: 'Done' }, declined: { hue: 'wait', icon: 'close', word: 'Declined' } };

/** What the partner asked to be put right with exams it sent; nothing is drawn while it asked for nothing. */
@Component({
  selector: 'cw-corrections-panel',
  imports: [MatButton, RouterLink, StateChip],
  template: `
    @if ((rows() ?? []).length > 0) {
      <section class="cw-panel" aria-labelledby="corrections-head">
        <div class="cw-panel-head"><h2 id="corrections-head">Corrections they ask for</h2></div>
        <ul class="rows">@for (c of rows() ?? []; track c.id) {
          <li><div class="line"><span class="grow"><b>{{ kinds[c.kind] }}</b>&ngsp;<a [routerLink]="['/inbound', c.examId]">{{ c.accession || 'exam' }}</a>&ngsp;<span class="cw-muted cw-small">{{ site.dateTime(c.at) }}, <bdi>{{ c.by }}</bdi></span></span><cw-state-chip [look]="looks[c.state]" [plain]="true" />
            @if (c.state === 'open' && facility().mayConnect) {<button matButton="outlined" class="cw-xs" type="button" (click)="answer(c, true)">Done</button><button matButton="text" class="cw-xs" type="button" (click)="answer(c, false)">Decline</button>}</div>
            <p>{{ c.words }}</p>@if (c.answer) {<p class="cw-muted">{{ c.answer }}, <bdi>{{ c.answeredBy }}</bdi></p>}</li>
        }</ul>
      </section>
    }
  `,
  styleUrl: './tab.scss',
  styles: 'p { margin: 0; }',
})
export class CorrectionsPanel {
  readonly facility = input.required<FacilityDetail>();

  private readonly api = inject(FacilitiesApi);
  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly loaded = resource({ params: () => [this.facility().id, this.facility().version] as const, loader: ({ params }) => this.api.corrections(params[0]) });
  protected readonly rows = linkedSignal(() => valueOf(this.loaded));
  protected readonly site = inject(SiteTime);
  protected readonly kinds = correctionWords;
  protected readonly looks = LOOKS;

  protected async answer(c: CorrectionView, done: boolean): Promise<void> {
    const after = await this.acting.make<readonly CorrectionView[]>(`facilities/${this.facility().id}/corrections/${c.id}/answer`, async (attempt) => {
      const answer = await this.fields.ask({ title: done ? 'It is put right' : 'It stays as it is', sentence: 'The partner reads this on its page.', verb: done ? 'Done' : 'Decline', fields: [{ name: 'answer', label: done ? 'What was done' : 'Why not', kind: 'words' }] }, attempt);
      return answer && { done, answer: answer['answer'] };
    });
    if (after) this.rows.set(after);
  }
}
