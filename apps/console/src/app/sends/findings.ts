import { Component, computed, inject, input } from '@angular/core';
import { Icon, SiteTime } from '@causeway/console-ui';
import type { PreflightFinding } from '@causeway/domain';
import { findingLook, findingWords } from './send-words';

/** What the pre-flight found, the gravest first, each as a sentence that says what to do. */
@Component({
  selector: 'cw-findings',
  imports: [Icon],
  template: `
    @for (f of rows(); track $index) {
      <li><span class="cw-ink" [attr.data-hue]="f.look.hue"><cw-icon [name]="f.look.icon" size="s" /></span><span>@if (f.exam) {<b><bdi>{{ f.exam }}</bdi>: </b>}{{ f.words }}</span></li>
    } @empty {<li><span class="cw-ink" data-hue="good"><cw-icon name="check_circle" size="s" /></span><span>Nothing speaks against it.</span></li>}
  `,
  host: { role: 'list' },
  styles: `:host { display: grid; gap: 6px; } li { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 4px; list-style: none; }`,
})
export class Findings {
  readonly findings = input.required<readonly PreflightFinding[]>();
  readonly exams = input<readonly { readonly examId: string; readonly description: string }[]>([]);
  private readonly site = inject(SiteTime);
  protected readonly rows = computed(() => this.findings().map((f) => ({
    look: findingLook(f.weight), words: findingWords(f, (iso) => this.site.dateTime(iso)), exam: this.exams().length > 1 ? (this.exams().find((x) => x.examId === f.examId)?.description ?? null) : null,
  })));
}
