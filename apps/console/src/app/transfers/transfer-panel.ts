import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { countText, Icon, Kbd, type LedgerSeries, LedgerSeriesMarks, Note, SkeletonRows } from '@causeway/console-ui';
import type { TransferDetail } from '@causeway/contracts';
import { TransfersApi } from './transfers.api';
import { causeWords, happened, kindWords, markOf, moveWords } from './transfer-words';

const proofWords: Readonly<Record<string, string>> = { received: 'received here, digest and all', listed: 'listed by the far side when it was asked', answered: 'answered by the far side, which cannot be asked', 'C-FIND': 'listed by the far side when it was asked' };

/** The chosen transfer: its ledger image by image, what is wrong with which of them, and what can be done about it. */
@Component({
  selector: 'cw-transfer-panel',
  imports: [Icon, Kbd, LedgerSeriesMarks, MatButton, Note, RouterLink, SkeletonRows],
  template: `
    @if (transfer(); as t) {
      <section class="ledger" aria-label="Ledger of the chosen transfer">
        <div class="cw-row cw-wrap head">
          @if (t.direction === 'in') {<h2>{{ count(t.ledger.verified) }} of {{ count(t.ledger.total - t.ledger.excluded) }} here from&ngsp;<bdi>{{ t.from }}</bdi></h2>}
          @else {<h2>{{ count(t.ledger.verified) }} of {{ count(t.ledger.total - t.ledger.excluded) }} proven at <bdi>{{ t.to }}</bdi></h2>}
          <span class="cw-spacer"></span><span class="cw-muted cw-small">one mark is one image, series by series</span>
        </div>
        @for (s of series(); track $index) {<cw-ledger-series [series]="s" />}
        @for (p of t.proofs; track p.proof) {<p class="cw-muted cw-small">{{ count(p.instances) }} {{ proofs[p.proof] ?? p.proof }}.</p>}
        <p class="cw-row cw-wrap cw-small">
          @if (t.examId; as exam) {<a [routerLink]="['/inbound', exam]">Exam</a>}
          @if (t.requestId; as request) {<a [routerLink]="['/requests', request]">Request</a>}
          @if (t.sendId; as send) {<a [routerLink]="['/sends', send]">Send</a>}
          <a [href]="csv(t.id)" download>Ledger as CSV</a>
        </p>
      </section>
      <section class="cause" aria-label="What happened and what can be done">
        @if (sentence()) {<div class="cw-row"><span class="cw-ink" [attr.data-hue]="hue()"><cw-icon [name]="hue() === 'good' ? 'check_circle' : 'error'" /></span><h2>{{ sentence() }}</h2></div>}
        @if (t.causeDetail && t.causeDetail !== sentence()) {<p>{{ t.causeDetail }}</p>}
        @if (t.cause && t.state !== 'done') {<p class="cw-muted">{{ cause(t.cause) }}. {{ t.direction === 'in' ? 'What is here stays here, and is not fetched again.' : 'Nothing is lost: what is not there yet is still here.' }}</p>}
        @if (groups().length > 0) {
          <ul>
            @for (g of groups(); track g.words) {<li><b>{{ count(g.uids.length) }}</b> {{ g.words }}@if (mayExclude()) {<button matButton="text" class="cw-xs" type="button" (click)="excluded.emit(g.uids)">Leave out</button>}</li>}
          </ul>
        }
        <div class="cw-row cw-wrap">
          @for (m of buttons(); track m.move) {
            <button [matButton]="m.move === 'retry' ? 'filled' : 'outlined'" class="cw-xs" type="button" [class.cw-danger]="m.move === 'cancel'" (click)="acted.emit(m.move)">{{ m.words }}@if (m.key) { <cw-kbd [keys]="m.key" [onFill]="m.move === 'retry'" />}</button>
          }
          @if (mayReroute()) {
            @for (route of t.otherRoutes; track route.endpointId) {<button matButton="outlined" class="cw-xs" type="button" (click)="rerouted.emit(route.endpointId)"><cw-icon name="alt_route" size="s" />Over {{ route.label }} ({{ kinds[route.kind] ?? route.kind }})</button>}
          }
        </div>
        @if (t.ledger.verified > 0 && t.state !== 'done') {<p class="cw-muted cw-small">{{ count(t.ledger.verified) }} images are not {{ t.direction === 'in' ? 'fetched' : 'sent' }} again, whatever you choose.</p>}
        @if (said(); as words) {<cw-note hue="attn" icon="warning" role="status">{{ words }}</cw-note>}
      </section>
    } @else {<section class="ledger"><cw-skeleton-rows [rows]="3" what="Ledger" /></section>}
  `,
  styles: `
    :host { display: grid; grid-template-columns: minmax(0, 1fr) minmax(300px, 410px); border-top: 1px solid var(--mat-sys-outline); background: var(--mat-sys-surface); max-height: 46vh; overflow: auto; flex: none; }
    .ledger { padding: 12px 20px; border-inline-end: 1px solid var(--mat-sys-outline-variant); min-width: 0; }
    .head { margin-bottom: 6px; }
    .cause { padding: 12px 20px; display: flex; flex-direction: column; gap: 9px; min-width: 0; overflow-wrap: anywhere; }
    ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 4px; }
    @media (max-width: 900px) { :host { grid-template-columns: minmax(0, 1fr); max-height: 60vh; } .ledger { border-inline-end: 0; } .ledger, .cause { padding-inline: 10px; } }
  `,
})
export class TransferPanel {
  readonly transfer = input<TransferDetail | null>(null);
  readonly said = input<string | null>(null);
  readonly acted = output<string>();
  readonly rerouted = output<string>();
  readonly excluded = output<readonly string[]>();
  private readonly api = inject(TransfersApi);
  protected readonly count = countText;
  protected readonly cause = causeWords;
  protected readonly kinds = kindWords;
  protected readonly proofs = proofWords;
  protected readonly csv = (id: string): string => this.api.ledgerAddress(id);
  protected readonly series = computed<readonly LedgerSeries[]>(() => (this.transfer()?.series ?? []).map((s) => ({ number: s.number, name: s.name, marks: s.states.map(markOf) })));
  protected readonly sentence = computed(() => {
    const t = this.transfer();
    return t ? happened(t) : '';
  });
  protected readonly hue = computed(() => {
    const t = this.transfer();
    return t?.state === 'done' ? 'good' : t?.state === 'failed' || t?.state === 'expired' || t?.line.breaker === 'open' ? 'stop' : 'attn';
  });
  protected readonly buttons = computed(() => (this.transfer()?.moves ?? []).filter((m) => m.move !== 'reroute' && m.move !== 'exclude').map((m) => ({
    move: m.move, words: moveWords[m.move] ?? m.move, key: m.move === 'retry' ? 'r' : m.move === 'pause' || m.move === 'resume' ? 'p' : null,
  })));
  protected readonly mayReroute = computed(() => this.transfer()?.moves.some((m) => m.move === 'reroute') ?? false);
  protected readonly mayExclude = computed(() => this.transfer()?.moves.some((m) => m.move === 'exclude') ?? false);
  /** Troubled images by what is wrong with them: class, status and words of the far side. */
  protected readonly groups = computed(() => {
    const by = new Map<string, string[]>();
    for (const i of this.transfer()?.troubled ?? []) {
      const words = i.state === 'missing' ? `${i.sopClass}: ${this.transfer()?.direction === 'in' ? 'listed there, not given' : 'answered, then not listed'}` : i.state === 'unknown' ? `${i.sopClass}: the answer was lost` : `${[i.sopClass, i.syntax].filter(Boolean).join(', ')}: ${i.comment ?? `answered ${i.status ?? 'no'}`}`;
      by.set(words, [...(by.get(words) ?? []), i.sopUid]);
    }
    return [...by].map(([words, uids]) => ({ words, uids }));
  });
}
