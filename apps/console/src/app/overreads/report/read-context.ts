import { Component, computed, inject, input } from '@angular/core';
import { ClockBar, dateText, Icon, type IconName } from '@causeway/console-ui';
import type { OverreadDetail } from '@causeway/contracts';
import { Why } from '../../core/why/why';
import { requesterLine } from '../list/overread-lines';

const after: Readonly<Record<string, (values: Readonly<Record<string, string>>) => { readonly words: string; readonly icon: IconName }>> = {
  'pages-requester': ({ requester }) => ({ words: `Pages ${requester || 'the requester'}, who must answer`, icon: 'campaign' }),
  'tells-requester': ({ requester }) => ({ words: `Tells ${requester || 'the requester'}`, icon: 'notifications' }),
  'report-to-records': () => ({ words: 'Sends the report to the records', icon: 'outgoing_mail' }),
  'answers-case': ({ partner }) => ({ words: `Answers ${partner || 'the case'}: the report goes to who asked`, icon: 'domain' }),
  'done-when-acknowledged': ({ requester }) => ({ words: `Done only when ${requester || 'the requester'} has read it`, icon: 'mark_email_read' }),
};

/** What stands beside the report: who asked what, who held the ball, what to compare with, and what signing sets going. */
@Component({
  selector: 'cw-read-context',
  imports: [ClockBar, Icon],
  template: `
    <section>
      <h3>Question from {{ asked() }}</h3>
      <p class="question"><bdi>{{ read().question ?? 'No question was sent with it.' }}</bdi></p>
      @if (read().order; as order) {<p class="cw-muted">Ordered with case {{ order.number }}@if (order.partner) { by <bdi>{{ order.partner }}</bdi>}</p>}
    </section>
    <section><cw-clock-bar [clock]="read().clock"><h3>Who held the ball</h3></cw-clock-bar></section>
    <section>
      <h3>Local priors</h3>
      <ul>
        @for (prior of read().localPriors; track prior.studyUid) {<li><bdi>{{ prior.description }}</bdi>, <span class="cw-muted">{{ prior.studyDate ? day(prior.studyDate) : 'no date' }}</span></li>}
        @empty {<li class="cw-muted">None of this patient.</li>}
      </ul>
    </section>
    @if (next().length > 0) {
      <section class="last">
        <h3>After you sign</h3>
        <ol>
          <li class="step"><cw-icon name="lock" size="s" /><span>First your password: it is your signature</span></li>
          @for (step of next(); track step.words) {<li class="step"><cw-icon [name]="step.icon" size="s" /><span>{{ step.words }}</span></li>}
        </ol>
      </section>
    }
  `,
  styles: `
    :host { display: block; }
    section { padding: 12px 0; border-bottom: 1px solid var(--mat-sys-outline-variant); }
    section.last { border-bottom: 0; }
    h3 { margin-bottom: 5px; }
    .question { overflow-wrap: anywhere; }
    li + li { margin-top: 4px; }
    .step { display: flex; gap: 6px; font: var(--mat-sys-body-small); }
    .step cw-icon { color: var(--mat-sys-on-surface-variant); flex: none; }
  `,
})
export class ReadContext {
  readonly read = input.required<OverreadDetail>();
  /** Whether this person is about to sign it. */
  readonly signs = input(false);
  protected readonly why = inject(Why);
  protected readonly day = dateText;
  protected readonly asked = computed(() => (this.read().requester === null ? 'nobody by name' : requesterLine(this.read())));
  protected readonly next = computed(() => (this.signs() ? this.read().afterSigning.map(({ code, values }) => after[code]?.(values) ?? { words: code, icon: 'info' as const }) : []));
}
