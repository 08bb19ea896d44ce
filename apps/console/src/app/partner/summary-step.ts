import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, Note } from '@causeway/console-ui';
import { type OnboardingStep, onboardingSteps } from '@causeway/contracts';
import { lackingWords } from '@causeway/domain';
import { PartnerForm } from './partner-form';

const WORDS: Readonly<Record<OnboardingStep, string>> = { agreement: 'Agreement accepted', contacts: 'People named', connection: 'Connection entered', certificate: 'Certificate sent (only with TLS)', procedures: 'Names of procedures', roundTrip: 'Test asked for' };
const PARTS: Readonly<Record<string, string>> = { agreement: 'Agreement and terms', contacts: 'Contacts', connection: 'Connection, both ways', procedures: 'Procedures', reports: 'Reports' };

/** What is done, what is missing, and the score both sides see. */
@Component({
  selector: 'cw-partner-summary',
  imports: [Icon, MatButton, Note],
  template: `
    @if (form.view(); as v) {
      <section class="cw-panel" aria-labelledby="sum-head"><div class="cw-panel-head"><h2 id="sum-head">Your part</h2></div>
        <ul>@for (s of steps; track s) {<li class="line"><span class="grow cw-ink" [attr.data-hue]="v.done[s] ? 'good' : 'wait'"><cw-icon [name]="v.done[s] ? 'check_circle' : 'radio_button_unchecked'" size="s" /> {{ words[s] }}</span>@if (!v.done[s]) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Go there: ' + words[s]" (click)="go.emit(s)">Go there</button>}</li>}</ul>
        <div class="buttons">@if (v.finishedAt) {<cw-note hue="good" icon="task_alt" role="status">Thank you. {{ v.issuedBy }} was told. You may still change things while the link is open.</cw-note>} @else {<button matButton="filled" type="button" [disabled]="form.busy()" disabledInteractive (click)="form.send('finish', {})">We are done for now</button>}</div>
      </section>
      <section class="cw-panel" aria-labelledby="ready-head"><div class="cw-panel-head"><h2 id="ready-head">How ready we are together</h2><span class="cw-spacer"></span><b>{{ v.score.points }}</b><span class="cw-muted">of {{ v.score.needed }} needed</span></div>
        <dl>@for (p of v.score.parts; track p.part) {<dt>{{ parts[p.part] }}</dt><dd>{{ p.points }} / {{ p.of }}</dd>}</dl>
        @if (missing()) {<p class="pad">Still missing before going live: {{ missing() }}.</p>}
      </section>
    }
  `,
  styleUrl: './step.scss',
})
export class PartnerSummary {
  readonly go = output<OnboardingStep>();
  protected readonly form = inject(PartnerForm);
  protected readonly steps = onboardingSteps;
  protected readonly words = WORDS;
  protected readonly parts = PARTS;
  protected readonly missing = computed(() => (this.form.view()?.score.lacking ?? []).map((code) => lackingWords[code]).join('; '));
}
