import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Note } from '@causeway/console-ui';
import { type FacilityDetail, facilityKinds, facilityTiers, type SaveFacility } from '@causeway/contracts';
import { facilityPurposes } from '@causeway/domain';
import { type ApiProblem, problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';
import { kindWords, purposeWords, tierWords } from '../facility-words';

interface Form { name: string; kind: string; tier: string; place: string; volume: string; disc: string; serviceLines: string; departments: string; networks: string; products: string; gateways: string; issuer: string; issuerOid: string; oid: string; homeCommunity: string }

/** Everything that is known of a partner, in one form. Lists are written one to a line. */
@Component({
  selector: 'cw-details-form',
  imports: [Field, FieldInput, MatButton, Note],
  template: `
    <form class="cw-panel" (submit)="save($event)" novalidate aria-labelledby="details-head">
      <div class="cw-panel-head"><h2 id="details-head">What is known</h2></div>
      @if (problem(); as p) {<cw-note class="pad" hue="stop" icon="error" role="alert">{{ words(p) }}</cw-note>}
      <div class="grid">
        <cw-field label="Name" [fault]="fault('/name')"><input cwInput [value]="form().name" (input)="set('name', $event)" /></cw-field>
        <cw-field label="Kind"><select cwInput (change)="set('kind', $event)">@for (k of kinds; track k) {<option [value]="k" [selected]="k === form().kind">{{ kindWords[k] }}</option>}</select></cw-field>
        <cw-field label="Tier"><select cwInput (change)="set('tier', $event)">@for (t of tiers; track t) {<option [value]="t" [selected]="t === form().tier">{{ tierWords[t] }}</option>}</select></cw-field>
        <cw-field label="Place" [optional]="true"><input cwInput [value]="form().place" (input)="set('place', $event)" /></cw-field>
        <fieldset class="whole"><legend class="cw-muted cw-small">What the exchange is for</legend>@for (p of purposes; track p) {<label class="check"><input type="checkbox" [checked]="chosen().has(p)" (change)="toggle(p)" />{{ purposeWords[p] }}</label>}</fieldset>
        <cw-field label="Exams a month" [optional]="true" [fault]="fault('/volume')"><input cwInput inputmode="numeric" [value]="form().volume" (input)="set('volume', $event)" /></cw-field>
        <cw-field label="Of them on disc, in percent" [optional]="true" [fault]="fault('/discPermille')"><input cwInput inputmode="decimal" [value]="form().disc" (input)="set('disc', $event)" /></cw-field>
        <cw-field label="Service lines" [optional]="true" hint="With commas"><input cwInput [value]="form().serviceLines" (input)="set('serviceLines', $event)" /></cw-field>
        <cw-field label="Issuer of patient numbers" [optional]="true" [fault]="fault('/issuer')"><input cwInput [value]="form().issuer" (input)="set('issuer', $event)" /></cw-field>
        <cw-field label="OID of that issuer" [optional]="true" [fault]="fault('/issuerOid')"><input cwInput [value]="form().issuerOid" (input)="set('issuerOid', $event)" /></cw-field>
        <cw-field label="OID of the organisation" [optional]="true" [fault]="fault('/oid')"><input cwInput [value]="form().oid" (input)="set('oid', $event)" /></cw-field>
        <cw-field label="Home community id" [optional]="true" [fault]="fault('/homeCommunity')"><input cwInput [value]="form().homeCommunity" (input)="set('homeCommunity', $event)" /></cw-field>
        <cw-field class="whole" label="Departments" [optional]="true" hint="One to a line: Neurology; neurology"><textarea cwInput rows="3" [value]="form().departments" (input)="set('departments', $event)"></textarea></cw-field>
        <cw-field class="whole" label="Networks" [optional]="true" hint="One to a line: name; network, affinity-domain or health-system; OID"><textarea cwInput rows="2" [value]="form().networks" (input)="set('networks', $event)"></textarea></cw-field>
        <cw-field class="whole" label="Vendors’ products" [optional]="true" hint="One to a line: vendor; product; version; used for"><textarea cwInput rows="3" [value]="form().products" (input)="set('products', $event)"></textarea></cw-field>
        <cw-field class="whole" label="Gateways at their site" [optional]="true" hint="One to a line: name; vendor; product; software version; where it stands; who looks after it" [fault]="fault('/gateways')"><textarea cwInput rows="2" [value]="form().gateways" (input)="set('gateways', $event)"></textarea></cw-field>
      </div>
      <div class="buttons"><button matButton="filled" type="submit" [disabled]="busy()" disabledInteractive>Save</button><button matButton="outlined" type="button" (click)="left.emit()">Cancel</button></div>
    </form>
  `,
  styleUrl: './tab.scss',
  styles: `fieldset { margin: 0; padding: 0; border: 0; }`,
})
export class DetailsForm {
  readonly facility = input.required<FacilityDetail>();
  readonly saved = output<FacilityDetail>();
  readonly left = output();

  private readonly api = inject(FacilitiesApi);
  protected readonly kinds = facilityKinds;
  protected readonly tiers = facilityTiers;
  protected readonly purposes = facilityPurposes;
  protected readonly kindWords = kindWords;
  protected readonly tierWords = tierWords;
  protected readonly purposeWords = purposeWords;
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  private readonly typed = signal<Partial<Form>>({});
  private readonly ticked = signal<ReadonlySet<string> | null>(null);
  protected readonly chosen = computed(() => this.ticked() ?? new Set(this.facility().purposes));
  protected readonly form = computed<Form>(() => ({ ...formOf(this.facility()), ...this.typed() }));

  protected set(name: keyof Form, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed.update((all) => ({ ...all, [name]: value }));
  }
  protected toggle(purpose: string): void {
    const next = new Set(this.chosen());
    if (!next.delete(purpose)) next.add(purpose);
    this.ticked.set(next);
  }
  protected words(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
  protected fault(pointer: string): string | null {
    return this.problem()?.fault(pointer) ?? null;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    try {
      this.saved.emit(await this.api.save(this.facility().id, bodyOf(this.form(), [...this.chosen()], this.facility())));
    } catch (error) {
      this.problem.set(problemFrom(error));
    }
    this.busy.set(false);
  }
}

const lines = (text: string): string[][] => text.split('\n').map((line) => line.split(';').map((part) => part.trim())).filter((parts) => parts[0] !== '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function formOf(f: FacilityDetail): Form {
  return {
    name: f.name, kind: f.kind, tier: f.tier, place: f.place, volume: f.volume === null ? '' : String(f.volume), disc: f.discPermille === null ? '' : String(f.discPermille / 10), serviceLines: f.serviceLines.join(', '),
    departments: f.departments.map((d) => [d.name, d.serviceLine].filter(Boolean).join('; ')).join('\n'), networks: f.networks.map((n) => [n.name, n.kind, n.oid].filter(Boolean).join('; ')).join('\n'),
    products: f.products.map((p) => [p.vendor, p.name, p.version, p.usedFor].join('; ')).join('\n'),
    gateways: f.gateways.map((g) => [g.name, g.vendor, g.product, g.version, g.site, g.keeper].join('; ')).join('\n'), issuer: f.issuer ?? '', issuerOid: f.issuerOid ?? '', oid: f.oid ?? '', homeCommunity: f.homeCommunity ?? '',
  };
}

function bodyOf(form: Form, purposes: readonly string[], f: FacilityDetail): SaveFacility {
  // what is no number is sent as one the server refuses, so that it is said and not lost
  const number = (text: string): number | null => (text.trim() === '' ? null : Number.isNaN(Number(text.replace(',', '.'))) ? -1 : Number(text.replace(',', '.')));
  const disc = number(form.disc);
  return {
    version: f.version, name: form.name.trim(), kind: form.kind, tier: form.tier, place: form.place.trim(), issuer: orNull(form.issuer), issuerOid: orNull(form.issuerOid), oid: orNull(form.oid), homeCommunity: orNull(form.homeCommunity), purposes,
    volume: number(form.volume), discPermille: disc === null ? null : Math.round(disc * 10), serviceLines: form.serviceLines.split(',').map((s) => s.trim()).filter(Boolean), ownerId: f.owner?.id ?? null,
    departments: lines(form.departments).map(([name = '', serviceLine]) => ({ name, serviceLine: serviceLine || null })),
    networks: lines(form.networks).map(([name = '', kind, oid]) => ({ name, kind: kind || 'network', oid: oid || null })),
    products: lines(form.products).map(([vendor = '', name = '', version = '', usedFor = '']) => ({ vendor, name, version, usedFor })),
    gateways: lines(form.gateways).map(([name = '', vendor = '', product = '', version = '', site = '', keeper = '']) => ({ name, vendor, product, version, site, keeper })),
  } as SaveFacility;
}
