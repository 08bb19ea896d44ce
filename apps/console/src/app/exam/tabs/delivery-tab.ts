import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { countText, EmptyState, Icon, LedgerRow, Note, SiteTime, StateChip, transferLooks } from '@causeway/console-ui';
import type { DeliveryView, InboundRow, OrderView } from '@causeway/contracts';
import { transferMachine, type TransferState } from '@causeway/domain';
import { Access } from '../../core/access/access';
import { spoken } from '../../core/why/decision-words';
import { visitWaitText } from '../../inbound/visit-words';
import { destinationText } from '../exam-words';

const orderLooks: Readonly<Record<OrderView['state'], string>> = {
  waiting: 'waits to be sent', sent: 'sent, not answered yet', acknowledged: 'taken by the order system', refused: 'refused', cancelled: 'cancelled',
};

/** Where the exam went, image by image: what was sent, what the archive itself counts, what is missing, and why. */
@Component({
  selector: 'cw-delivery-tab',
  imports: [EmptyState, Icon, LedgerRow, MatButton, Note, StateChip],
  template: `
    @if (waits(); as w) {
      <cw-note [hue]="w.known ? 'wait' : 'attn'" icon="schedule"><b>{{ w.title }}.</b> {{ w.text }}</cw-note>
    }
    @if (order(); as o) {
      <section>
        <h3>Order</h3>
        <dl class="cw-kv">
          <dt>Accession</dt><dd class="cw-mono">{{ o.accession }} &#64; {{ o.issuer }}</dd>
          <dt>Kind</dt><dd>{{ o.kind === 'read' ? 'To be read here' : 'To file what was read elsewhere' }}</dd>
          <dt>Procedure</dt><dd>{{ o.procedure }}</dd>
          <dt>State</dt><dd>{{ orderWords[o.state] }}, {{ site.dateTime(o.at) }}</dd>
        </dl>
        @if (o.cause) {<cw-note hue="stop" icon="error">{{ o.cause }}</cw-note>}
      </section>
    }
    @for (row of rows(); track row.delivery.transferId) {
      @let d = row.delivery;
      <section>
        <div class="cw-row cw-wrap"><h3>{{ row.name }}</h3><cw-state-chip [look]="row.look" /></div>
        <cw-ledger-row [counts]="row.counts" />
        <p>{{ count(d.sent) }} sent, <b>{{ count(d.verified) }} verified</b> of {{ count(d.total) }}@if (d.attempt > 1) {, attempt {{ d.attempt }}}</p>
        @if (d.missing.length > 0) {
          <details>
            <summary>{{ count(d.missing.length) }} {{ d.missing.length === 1 ? 'image is' : 'images are' }} missing or refused</summary>
            <ul class="cw-mono uids">@for (uid of d.missing.slice(0, 100); track uid) {<li>{{ uid }}</li>}</ul>
            @if (d.missing.length > 100) {<p class="cw-muted">and {{ count(d.missing.length - 100) }} more</p>}
          </details>
        }
        @if (d.cause) {<cw-note [hue]="row.look.hue === 'stop' ? 'stop' : 'attn'" icon="error"><b>{{ words(d.cause) }}.</b> Nothing is lost: what was not taken is still here.</cw-note>}
        @if (d.nextDueAt && row.waits) {<p class="cw-muted">Goes on by itself at {{ site.timeWithSeconds(d.nextDueAt) }}.</p>}
        @if (row.mayRetry) {
          <div><button matButton="outlined" class="cw-xs" type="button" (click)="retry.emit(d.transferId)"><cw-icon name="refresh" size="s" />Send again what is missing</button></div>
        }
      </section>
    } @empty {
      @if (order() === null && waits() === null) {<cw-empty-state kind="new" icon="outbox" title="Nothing was sent yet" text="Delivery begins when the exam is released." />}
    }
  `,
  styles: `
    .uids { max-height: 160px; overflow: auto; padding: 4px 0; overflow-wrap: anywhere; }
    summary { cursor: pointer; min-height: 24px; }
  `,
  styleUrl: './tab.scss',
})
export class DeliveryTab {
  readonly deliveries = input.required<readonly DeliveryView[]>();
  readonly order = input<OrderView | null>(null);
  readonly waitsForVisit = input<InboundRow['waitsForVisit']>(null);
  readonly retry = output<string>();
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  protected readonly waits = computed(() => {
    const wait = this.waitsForVisit();
    return wait && visitWaitText(wait, this.site);
  });
  protected readonly count = countText;
  protected readonly orderWords = orderLooks;
  protected readonly words = (cause: string): string => (/\s/.test(cause) ? cause.replace(/\.$/, '') : sentence(spoken(cause)));
  protected readonly rows = computed(() => this.deliveries().map((delivery) => {
    const state = delivery.state as TransferState;
    return {
      delivery,
      name: destinationText(delivery.destination),
      look: transferLooks[state] ?? { hue: 'wait' as const, icon: 'help' as const, word: delivery.state },
      counts: { total: delivery.total, verified: delivery.verified, moving: Math.max(0, delivery.sent - delivery.verified), unknown: 0, refused: delivery.missing.length },
      waits: state === 'waiting' || state === 'partial',
      mayRetry: this.access.can('transfer.retry') && transferMachine.answer(state, 'retry') === 'legal',
    };
  }));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
