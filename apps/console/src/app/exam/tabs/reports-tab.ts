import { Component, inject, input } from '@angular/core';
import { EmptyState, Icon, OwnScript, SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { ReportView } from '@causeway/contracts';

const looks: Readonly<Record<ReportView['status'], StateLook>> = {
  P: { hue: 'wait', icon: 'edit_note', word: 'Preliminary' },
  F: { hue: 'good', icon: 'check_circle', word: 'Final' },
  C: { hue: 'attn', icon: 'edit', word: 'Corrected' },
  W: { hue: 'stop', icon: 'cancel', word: 'Withdrawn' },
};

/** The reports that came with the exam or were written here, in full. */
@Component({
  selector: 'cw-reports-tab',
  imports: [EmptyState, Icon, OwnScript, StateChip],
  template: `
    @for (report of reports(); track report.id) {
      <section>
        <div class="cw-row cw-wrap">
          <h3 [cwOwnScript]="report.title">{{ report.title || (report.kind === 'outside' ? 'Outside report' : 'Over-read') }}</h3>
          <cw-state-chip [look]="looks[report.status]" />
        </div>
        <p class="cw-muted cw-small">
          {{ report.source }}@if (report.author) { · {{ report.author }}} · {{ report.signedAt ? 'signed ' + site.dateTime(report.signedAt) : 'received ' + site.dateTime(report.receivedAt) }}
        </p>
        <div class="sections">
          @for (part of report.sections; track $index) {
            <div>@if (part.heading) {<h3>{{ part.heading }}</h3>}<p class="text" [cwOwnScript]="part.text">{{ part.text }}</p></div>
          }
        </div>
        @if (report.document; as document) {
          <a [href]="document.href" target="_blank" rel="noopener"><cw-icon name="description" size="s" /> Open the document ({{ document.mediaType === 'application/pdf' ? 'PDF' : document.mediaType }})</a>
        }
      </section>
    } @empty {
      <cw-empty-state kind="new" icon="description" title="No report came with it" text="Ask the sender, or look for a PDF among the series." />
    }
  `,
  styleUrl: './tab.scss',
})
export class ReportsTab {
  readonly reports = input.required<readonly ReportView[]>();
  protected readonly looks = looks;
  protected readonly site = inject(SiteTime);
}
