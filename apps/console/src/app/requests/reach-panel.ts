import { Component, input } from '@angular/core';
import type { ReachView } from '@causeway/contracts';
import { reasonWords } from '../core/why/decision-words';
import { dutyWords } from '../core/why/duty-words';

const TASKS: Readonly<Record<ReachView['task'], string>> = { 'reach-facility': 'The facility', 'reach-patient': 'The patient' };

/** Who is to call the facility and who the patient: responsible, accountable, consulted, informed, by the responsibility policy and the duty calendar. */
@Component({
  selector: 'cw-reach-panel',
  template: `
    @for (c of reach(); track c.task) {
      <div class="one">
        <h3>{{ tasks[c.task] }}</h3>
        <dl>
          <dt>Calls</dt><dd><b>{{ word(c.responsible) }}</b>@if (c.people.length > 0) {<br /><span class="cw-muted">{{ names(c) }}</span>} @else {<br /><span class="cw-ink" data-hue="attn">nobody fills it now</span>}</dd>
          <dt>Answers for it</dt><dd>{{ word(c.accountable) }}</dd>
          @if (c.consulted.length > 0) {<dt>Asked else</dt><dd>{{ words(c.consulted) }}</dd>}
          <dt>Is told</dt><dd>{{ words(c.informed) }}</dd>
        </dl>
        <p class="cw-muted cw-small">Responsibility policy{{ c.policy.scope === 'all' ? '' : ' of ' + c.policy.scope }}, version {{ c.policy.number }}: {{ reason(c.because) }}.</p>
      </div>
    }
  `,
  styles: `
    .one { padding: 4px 14px 10px; } .one + .one { border-top: 1px solid var(--mat-sys-outline-variant); padding-top: 10px; }
    h3 { margin: 0; font: var(--mat-sys-title-small); }
    dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; margin: 4px 0; } dt { color: var(--mat-sys-on-surface-variant); } dd { margin: 0; } p { margin: 0; }
  `,
})
export class ReachPanel {
  readonly reach = input.required<readonly ReachView[]>();
  protected readonly tasks = TASKS;
  protected readonly word = dutyWords;

  protected words(roles: readonly string[]): string {
    return roles.map(dutyWords).join(', ');
  }
  protected names(c: ReachView): string {
    return c.people.map((p) => p.name).join(', ');
  }
  protected reason(code: string): string {
    return reasonWords(code);
  }
}
