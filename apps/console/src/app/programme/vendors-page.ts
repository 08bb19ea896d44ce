import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EmptyState, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { VendorLine } from '@causeway/contracts';
import type { VendorPart } from '@causeway/domain';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { ProgrammeHead } from './programme-head';
import { vendorPartWords } from './programme-words';

/** Vendors of partners, scored by what they committed themselves to and by how connections with their products do. */
@Component({
  selector: 'cw-vendors-page',
  imports: [EmptyState, ProblemCard, ProgrammeHead, RouterLink, SkeletonRows],
  template: `
    <cw-programme-head sentence="what vendors promised, and how their products do" />
    <div class="page">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (vendors(); as all) {
        @for (v of all; track v.vendor) {
          <section class="cw-panel" [attr.aria-label]="v.vendor">
            <div class="cw-panel-head"><h2><bdi>{{ v.vendor }}</bdi></h2><span class="cw-muted">{{ v.products.join(', ') }}</span><span class="cw-spacer"></span><b class="big">{{ v.score.points === null ? 'too little known' : v.score.points + ' of 100' }}</b></div>
            <div class="scroll" role="region" [attr.aria-label]="'Score of ' + v.vendor" tabindex="0"><table>
              <thead><tr><th scope="col">Part</th><th scope="col" class="n">Points</th><th scope="col">From</th></tr></thead>
              <tbody>@for (p of v.score.parts; track p.part) {<tr><th scope="row">{{ parts[p.part] }}</th><td class="n">{{ p.points === null ? 'not counted' : p.points + ' of ' + p.of }}</td><td>{{ from(v, p.part) }}</td></tr>}</tbody>
            </table></div>
            <p class="pad cw-muted">Used by @for (f of v.facilities; track f.id; let last = $last) {<a [routerLink]="['/facilities', f.id]"><bdi>{{ f.name }}</bdi></a>{{ last ? '' : ', ' }}}.@if (v.score.points !== null && v.score.known < 100) { The score is of the {{ v.score.known }} points that are known.}</p>
          </section>
        } @empty {<section class="cw-panel"><cw-empty-state kind="new" icon="domain" title="No vendor is known of partners you see" text="Name the products a partner uses on its page; what their vendors committed themselves to stands there as well." /></section>}
        @if (all.length > 0) {<p class="cw-muted cw-small">Connections, transfers and tests of the last ninety days are those of partners that use a product of the vendor: where two vendors meet at one partner, both are counted.</p>}
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="8" what="Vendors" /></section>}
    </div>
  `,
  styleUrl: './programme.scss',
})
export class VendorsPage {
  private readonly api = inject(ExchangeApi);
  protected readonly loaded = resource({ loader: () => this.api.get<VendorLine[]>('programme/vendors') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly vendors = computed(() => valueOf(this.loaded));
  protected readonly parts = vendorPartWords;

  protected from(v: VendorLine, part: VendorPart['part']): string {
    const { kept, broken, late, promised } = v.commitments;
    switch (part) {
      case 'commitments': return kept + broken + late + promised === 0 ? 'none was made' : `${kept} kept, ${late} late, ${broken} broken, ${promised} not due yet`;
      case 'standards': return v.connections.all === 0 ? 'no connection' : `${v.connections.standard} of ${v.connections.all}`;
      case 'transfers': return v.transfers.ended === 0 ? 'no transfer' : `${v.transfers.failed} of ${v.transfers.ended} failed`;
      case 'tests': return v.tests.run === 0 ? 'no test' : `${v.tests.failed} of ${v.tests.run} failed`;
    }
  }
}
