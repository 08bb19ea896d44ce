import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, Icon, StateChip, type StateLook } from '@causeway/console-ui';
import type { CommitmentView, FacilityDetail, ProductView } from '@causeway/contracts';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';

const KEPT: StateLook = { hue: 'good', icon: 'verified', word: 'Kept' };
const BROKEN: StateLook = { hue: 'stop', icon: 'cancel', word: 'Broken' };
const LATE: StateLook = { hue: 'stop', icon: 'schedule', word: 'Late' };
const PROMISED: StateLook = { hue: 'wait', icon: 'schedule', word: 'Promised' };

/** Products the partner works with, and what their vendors committed themselves to: which standard, by when, and whether they kept it. */
@Component({
  selector: 'cw-products-panel',
  imports: [Icon, MatButton, StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="products-head">
      <div class="cw-panel-head"><h2 id="products-head">Vendors and their standards</h2></div>
      <ul class="rows">
        @for (p of facility().products; track p.id) {
          <li><div class="line"><span class="grow"><b><bdi>{{ p.vendor }} {{ p.name }}</bdi></b>&ngsp;<span class="cw-muted">{{ p.version }}@if (p.usedFor) { · {{ p.usedFor }}}</span></span>@if (facility().mayDevelop) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'A commitment of ' + p.vendor" (click)="add(p)"><cw-icon name="add" size="s" />Commitment</button>}</div>
            @for (c of p.commitments; track c.id) {
              <div class="line"><span class="grow">{{ c.standard }}, by {{ day(c.dueOn) }}@if (c.source) { <span class="cw-muted cw-small">{{ c.source }}</span>}</span><cw-state-chip [look]="look(c)" [plain]="true" />
                @if (c.state === 'promised' && facility().mayDevelop) {<button matButton="text" class="cw-xs" type="button" (click)="settle(c, 'kept')">Kept</button><button matButton="text" class="cw-xs" type="button" (click)="settle(c, 'broken')">Broken</button>}</div>
            }</li>
        } @empty {<li class="cw-muted">No product entered. Change what is known to add one.</li>}
      </ul>
    </section>
  `,
  styleUrl: './tab.scss',
})
export class ProductsPanel {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  protected readonly day = dateText;

  protected look(c: CommitmentView): StateLook {
    return c.state === 'kept' ? KEPT : c.state === 'broken' ? BROKEN : c.late ? LATE : PROMISED;
  }
  protected async add(p: ProductView): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/products/${p.id}/commitments`, async (attempt) => {
      const answer = await this.fields.ask({ title: `A commitment of ${p.vendor}`, sentence: 'It counts for every partner that uses this product.', verb: 'Save', fields: [{ name: 'standard', label: 'Standard or profile', kind: 'text', hint: 'DICOMweb WADO-RS, IHE XDS-I.b, FHIR R4 ImagingStudy…' }, { name: 'dueOn', label: 'By', kind: 'date' }, { name: 'source', label: 'Where it is written', kind: 'text', optional: true }] }, attempt);
      return answer && { ...answer };
    });
    if (done) this.changed.emit(done);
  }
  protected async settle(c: CommitmentView, state: 'kept' | 'broken'): Promise<void> {
    const done = await this.acting.send<FacilityDetail>(`facilities/${this.facility().id}/commitments/${c.id}/settle`, { state });
    if (done) this.changed.emit(done);
  }
}
