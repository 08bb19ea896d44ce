import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput } from '@causeway/console-ui';
import { TheirEndNote } from '../facilities/connections/their-end';
import { PartnerForm } from './partner-form';

const STATES: Readonly<Record<string, string>> = { untested: 'not tested yet', passing: 'works', degraded: 'works in part', failing: 'does not work yet', disabled: 'switched off' };

const GATEWAY_FIELDS = [
  { name: 'name', label: 'What you call the gateway', most: 200 }, { name: 'vendor', label: 'Its vendor', most: 200 }, { name: 'product', label: 'Its product', most: 200 }, { name: 'version', label: 'Version of its software', most: 60 },
  { name: 'site', label: 'Where it stands', most: 200 }, { name: 'keeper', label: 'Who looks after it', most: 200 },
] as const;

/** How we reach them, and how they reach us. */
@Component({
  selector: 'cw-partner-connection',
  imports: [Field, FieldInput, MatButton, TheirEndNote],
  template: `
    @if (form.view(); as v) {
      <section class="cw-panel" aria-labelledby="ours-head"><div class="cw-panel-head"><h2 id="ours-head">Ours: enter this at your side</h2></div>
        <dl><dt>AE title</dt><dd class="cw-mono">{{ v.ours.aeTitle }}</dd><dt>Address</dt><dd class="cw-mono">{{ v.ours.host }}</dd><dt>Port</dt><dd class="cw-mono">{{ v.ours.port }}@if (v.ours.tlsPort) {, with TLS {{ v.ours.tlsPort }}}</dd></dl>
      </section>
      <section class="cw-panel" aria-labelledby="yours-head"><div class="cw-panel-head"><h2 id="yours-head">Yours</h2></div>
        <ul>@for (c of v.connections; track c.id) {<li class="line"><span class="grow"><b><bdi>{{ c.label }}</bdi></b><br /><span class="cw-mono cw-small">{{ c.address }}</span>@if (c.gateway) {<br /><span class="cw-muted cw-small">behind <bdi>{{ c.gateway }}</bdi></span>}</span><span class="cw-muted">{{ states[c.state] ?? c.state }}</span></li>}</ul>
        <form (submit)="add($event)" novalidate>
          <div class="grid">
            <cw-field label="Kind"><select cwInput (change)="kind.set($any($event.target).value)"><option value="dimse" [selected]="kind() === 'dimse'">DICOM (DIMSE)</option><option value="dicomweb" [selected]="kind() === 'dicomweb'">DICOMweb</option></select></cw-field>
            @if (kind() === 'dimse') {
              <cw-field label="AE title" hint="Capitals count" [fault]="form.fault('/aeTitle')"><input cwInput maxlength="16" autocapitalize="characters" spellcheck="false" [value]="title()" (input)="title.set($any($event.target).value)" /></cw-field>
              <cw-field label="Host name or address" [fault]="form.fault('/host')"><input cwInput spellcheck="false" [value]="host()" (input)="host.set($any($event.target).value)" /></cw-field>
              <cw-field label="Port" [fault]="form.fault('/port')"><input cwInput inputmode="numeric" [value]="port()" (input)="port.set($any($event.target).value)" /></cw-field>
              <cw-field class="whole" label="Addresses you send from" [optional]="true" hint="With commas. Only from these we take exams; without one you only receive." [fault]="form.fault('/from/0')"><input cwInput spellcheck="false" [value]="from()" (input)="from.set($any($event.target).value)" /></cw-field>
            } @else {
              <cw-field class="whole" label="DICOMweb address" hint="https://pacs.example.org/dicom-web" [fault]="form.fault('/url')"><input cwInput type="url" spellcheck="false" [value]="url()" (input)="url.set($any($event.target).value)" /></cw-field>
            }
            <cw-field class="whole" label="Does a gateway stand before it?" hint="A router or box that several connections go through"><select cwInput (change)="behind.set($any($event.target).value)">
              <option value="" [selected]="behind() === ''">No, it is reached directly</option>@for (g of v.gateways; track g.id) {<option [value]="g.name" [selected]="behind() === g.name">{{ g.name }}</option>}<option value="+" [selected]="behind() === '+'">Yes, one that is not listed</option></select></cw-field>
            @if (behind() === '+') {
              @for (f of gatewayFields; track f.name) {<cw-field [label]="f.label" [optional]="f.name !== 'name'" [fault]="form.fault('/gateway/' + f.name)"><input cwInput [attr.maxlength]="f.most" [value]="gateway()[f.name] ?? ''" (input)="describe(f.name, $event)" /></cw-field>}
            }
          </div>
          <cw-their-end [kind]="kind()" [ours]="true" />
          <div class="buttons"><button matButton="filled" type="submit" [disabled]="form.busy()" disabledInteractive>Save this connection</button></div>
        </form>
      </section>
    }
  `,
  styleUrl: './step.scss',
})
export class PartnerConnectionStep {
  protected readonly form = inject(PartnerForm);
  protected readonly states = STATES;
  protected readonly kind = signal<'dimse' | 'dicomweb'>('dimse');
  protected readonly title = signal('');
  protected readonly host = signal('');
  protected readonly port = signal('104');
  protected readonly from = signal('');
  protected readonly url = signal('');

  /** Name of a gateway they named before, or `+` for another. */
  protected readonly behind = signal('');
  protected readonly gatewayFields = GATEWAY_FIELDS;
  protected readonly gateway = signal<Readonly<Record<string, string>>>({});

  protected describe(name: string, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.gateway.update((all) => ({ ...all, [name]: value }));
  }
  private named(): object | null {
    if (this.behind() === '') return null;
    if (this.behind() === '+') return { name: '', ...this.gateway() };
    const known = this.form.view()?.gateways.find((g) => g.name === this.behind());
    return known ? { name: known.name, vendor: known.vendor, product: known.product, version: known.version, site: known.site, keeper: known.keeper } : null;
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const body = this.kind() === 'dicomweb' ? { kind: 'dicomweb', url: this.url().trim(), gateway: this.named() } : { kind: 'dimse', host: this.host().trim(), port: Number(this.port()), aeTitle: this.title().trim(), from: this.from().split(',').map((f) => f.trim()).filter(Boolean), gateway: this.named() };
    if (!(await this.form.send('connection', body))) return;
    for (const field of [this.title, this.host, this.url, this.from]) field.set('');
    if (this.behind() === '+') this.behind.set((this.gateway()['name'] ?? '').trim());
    this.gateway.set({});
  }
}
