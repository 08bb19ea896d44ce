import { Component, computed, input } from '@angular/core';
import { Icon, OwnScript, StateChip, type StateLook } from '@causeway/console-ui';
import type { OverreadDetail, SignedReport as SignedVersion } from '@causeway/contracts';
import type { Grade } from '@causeway/domain';
import { adequacyWords, gradeWords } from '../overread-words';
import { sectionsOf } from './report-text';
import { WhenText } from './when-text';

const gradeLooks: Readonly<Record<Grade, StateLook>> = {
  agree: { hue: 'good', icon: 'check_circle', word: 'Agrees with the outside report' },
  minor: { hue: 'active', icon: 'difference', word: 'Minor difference' },
  major: { hue: 'attn', icon: 'priority_high', word: 'Major difference' },
  critical: { hue: 'stop', icon: 'priority_high', word: 'Critical difference' },
};

/** The report as it was sent: what was signed, the addenda under it, and each version with who signed it and its digest. */
@Component({
  selector: 'cw-signed-report',
  imports: [Icon, OwnScript, StateChip, WhenText],
  template: `
    @if (report(); as r) {
      <div class="cw-row cw-wrap head">
        @if (look(); as graded) {<cw-state-chip [look]="graded" />}
        @if (r.text.adequacy; as adequate) {<span class="cw-muted">Adequate for the question: {{ adequacies[adequate].toLowerCase() }}</span>}
      </div>
      @for (section of sections(); track section.heading) {
        <h3>{{ section.heading }}</h3>
        <p class="text" [cwOwnScript]="section.text">{{ section.text }}</p>
      }
      @if (r.text.call; as call) {
        <h3>Told</h3>
        <p class="text">{{ call.person }}, {{ call.how }}@if (call.at) { at <cw-when [at]="call.at" />}@if (call.readBack) {, and they read it back}.</p>
      }
      @for (addendum of addenda(); track addendum.id) {
        <div class="addendum">
          <h3>Addendum by {{ addendum.author.name }}, <cw-when [at]="addendum.signedAt" /></h3>
          <p class="text" [cwOwnScript]="addendum.addendum ?? ''">{{ addendum.addendum }}</p>
          @if (addendum.grade; as graded) {<p class="cw-muted cw-small">Grade after it: {{ words[graded].word.toLowerCase() }}</p>}
        </div>
      }
      <h3>As it was sent</h3>
      <ol class="versions">
        @for (version of read().signed; track version.id) {
          <li>
            <cw-icon name="draw" size="s" />
            <span>{{ version.kind === 'report' ? 'Report' : 'Addendum' }} signed by <b>{{ version.author.name }}</b>, <cw-when [at]="version.signedAt" />@if (version.grade; as graded) {, {{ words[graded].word.toLowerCase() }}}</span>
            <span class="cw-mono cw-muted" [title]="version.sha256">{{ version.sha256.slice(0, 12) }}</span>
          </li>
        }
      </ol>
    }
  `,
  styles: `
    :host { display: block; }
    .head { gap: 10px; margin-bottom: 4px; }
    h3 { margin: 14px 0 3px; }
    .text { font: 400 14px/21px var(--cw-font); white-space: pre-line; overflow-wrap: anywhere; }
    .addendum { margin-top: 16px; padding: 2px 14px 12px; border-inline-start: 3px solid var(--cw-copper); background: var(--mat-sys-surface-container-low); }
    .versions li { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 3px 0; font: var(--mat-sys-body-small); }
  `,
})
export class SignedReport {
  readonly read = input.required<OverreadDetail>();
  protected readonly words = gradeWords;
  protected readonly adequacies = adequacyWords;
  protected readonly report = computed<SignedVersion | null>(() => this.read().signed.find((v) => v.kind === 'report') ?? null);
  protected readonly addenda = computed(() => this.read().signed.filter((v) => v.kind === 'addendum'));
  /** The grade as it stands after the last addendum; a primary report has none. */
  protected readonly look = computed<StateLook | null>(() => {
    const grade = this.read().signed.at(-1)?.grade ?? null;
    return grade === null ? null : gradeLooks[grade];
  });
  protected readonly sections = computed(() => {
    const report = this.report();
    return report === null ? [] : sectionsOf(report.text);
  });
}
