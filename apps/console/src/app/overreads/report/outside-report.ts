import { Component, computed, input, signal } from '@angular/core';
import { Icon, ImpressionCompare, MarkedText, OwnScript, StateChip, type StateLook } from '@causeway/console-ui';
import type { ReportView } from '@causeway/contracts';
import { marked, verdicts } from './compared';
import { impressionOf, isFindings, partsOf } from './report-sections';
import { WhenText } from './when-text';

const looks: Readonly<Record<ReportView['status'], StateLook>> = {
  P: { hue: 'wait', icon: 'schedule', word: 'Preliminary' },
  F: { hue: 'good', icon: 'verified_user', word: 'Signed' },
  C: { hue: 'attn', icon: 'edit_note', word: 'Corrected' },
  W: { hue: 'stop', icon: 'cancel', word: 'Withdrawn' },
};

/** The report that came with the exam, as it was sent, with what ours says alike or otherwise marked in place. */
@Component({
  selector: 'cw-outside-report',
  imports: [Icon, ImpressionCompare, MarkedText, OwnScript, StateChip, WhenText],
  template: `
    @if (report(); as shown) {
      <div class="cw-row head">
        <h2>{{ prior() ? 'Earlier report' : 'Outside report' }}</h2><span class="cw-spacer"></span>
        <cw-state-chip [look]="looks[shown.status]" [plain]="true">@if (shown.signedAt; as at) {<cw-when [at]="at" />}</cw-state-chip>
      </div>
      <p class="cw-muted cw-small"><bdi>{{ shown.source }}</bdi>@if (shown.author) { · <bdi>{{ shown.author }}</bdi>} · {{ shown.title }}, as received</p>
      @if (reports().length > 1) {
        <div class="cw-row cw-wrap others" role="group" aria-label="Outside reports">
          @for (other of reports(); track other.id) {
            <button type="button" class="pick" [attr.aria-pressed]="other.id === shown.id" (click)="chosen.set(other.id)">{{ other.title }}, <cw-when [at]="other.signedAt ?? other.receivedAt" /></button>
          }
        </div>
      }
      @for (part of parts(); track $index) {
        @if (part.heading) {<h3>{{ part.heading }}</h3>}
        @if (part.pieces) {<cw-marked-text [pieces]="part.pieces" />} @else {<p class="text" [cwOwnScript]="part.text">{{ part.text }}</p>}
      }
      @if (shown.document; as document) {
        <p><a [href]="document.href" target="_blank" rel="noopener"><cw-icon name="open_in_new" size="s" /> Open the document it came as</a></p>
      }
      @if (!prior() && statements().length > 0) {
        <cw-impression-compare [statements]="statements()" />
        <p class="cw-muted cw-small">Compared by words and numbers, not by meaning.</p>
      }
    } @else {
      <h2>Outside report</h2>
      <p class="cw-muted">None came with the exam. If one arrives it appears here by itself.</p>
    }
  `,
  styles: `
    :host { display: block; }
    .head { min-height: 24px; }
    h3 { margin: 12px 0 3px; }
    .text { font: 400 14px/21px var(--cw-font); white-space: pre-line; overflow-wrap: anywhere; }
    .others { margin-top: 6px; }
    .pick { min-height: 26px; padding: 0 9px; border: 1px solid var(--mat-sys-outline-variant); border-radius: 13px; background: none; font: var(--mat-sys-label-medium); cursor: pointer; }
    .pick[aria-pressed='true'] { background: var(--mat-sys-primary-container); color: var(--mat-sys-on-primary-container); }
    cw-impression-compare { margin: 16px 0 4px; }
    a { display: inline-flex; align-items: center; gap: 5px; margin-top: 10px; }
  `,
})
export class OutsideReport {
  readonly reports = input.required<readonly ReportView[]>();
  /** It is earlier information beside a primary read: nothing is compared with it. */
  readonly prior = input(false);
  /** What our own report says now: impression, and everything it says. */
  readonly impression = input('');
  readonly findings = input('');

  protected readonly looks = looks;
  protected readonly chosen = signal<string | null>(null);
  protected readonly report = computed(() => this.reports().find((r) => r.id === this.chosen()) ?? this.reports()[0] ?? null);
  private readonly sections = computed(() => {
    const report = this.report();
    return report === null ? [] : partsOf(report);
  });
  private readonly conclusion = computed(() => impressionOf(this.sections()));
  protected readonly parts = computed(() => this.sections().map((part) => {
    const own = this.prior() ? '' : part === this.conclusion() ? this.impression() : isFindings(part) ? `${this.findings()}\n${this.impression()}` : '';
    return { ...part, pieces: own.trim() === '' ? null : marked(part.text, own) };
  }));
  protected readonly statements = computed(() => {
    const theirs = this.conclusion();
    return theirs === null || this.impression().trim() === '' ? [] : verdicts(theirs.text, this.impression());
  });
}
