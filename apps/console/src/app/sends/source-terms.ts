import { Component, computed, input } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import type { SourceTermsView } from '@causeway/contracts';

/** What the source of each exam asks to travel with it, exam by exam. */
@Component({
  selector: 'cw-source-terms',
  imports: [Icon],
  template: `
    @for (t of rows(); track t.examId) {
      <li><span class="cw-ink" data-hue="wait"><cw-icon name="gavel" size="s" /></span><span>
        @if (t.exam) {<b><bdi>{{ t.exam }}</bdi>: </b>}
        @if (t.text) {terms of <bdi>{{ t.source ?? 'its source' }}</bdi> go with it: <q><bdi>{{ t.text }}</bdi></q>} @else {<bdi>{{ t.source ?? 'its source' }}</bdi> has set no terms.}
      </span></li>
    }
  `,
  host: { role: 'list', 'aria-label': 'Terms of the sources' },
  styles: `:host { display: grid; gap: 6px; } :host:not(:empty) { margin-top: 8px; } li { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 4px; list-style: none; overflow-wrap: anywhere; }`,
})
export class SourceTermsList {
  readonly terms = input.required<readonly SourceTermsView[]>();
  readonly exams = input<readonly { readonly examId: string; readonly description: string }[]>([]);
  protected readonly rows = computed(() => this.terms().map((t) => ({ ...t, exam: this.exams().find((x) => x.examId === t.examId)?.description ?? null })));
}
