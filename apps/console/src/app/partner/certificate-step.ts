import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, Field, FieldInput, Note } from '@causeway/console-ui';
import { PartnerForm } from './partner-form';

/** Certificates of both sides, where the connection uses TLS. */
@Component({
  selector: 'cw-partner-certificate',
  imports: [Field, FieldInput, MatButton, Note],
  template: `
    @if (form.view(); as v) {
      <section class="cw-panel" aria-labelledby="our-cert"><div class="cw-panel-head"><h2 id="our-cert">Ours</h2></div>
        @if (v.ours.certificate; as pem) {
          <dl><dt>SHA-256 fingerprint</dt><dd class="cw-mono">{{ v.ours.fingerprint }}</dd></dl>
          <div class="buttons"><button matButton="outlined" type="button" (click)="save(pem)">Save our certificate</button></div>
        } @else {<p class="pad cw-muted">We do not listen with TLS at the moment. A certificate is not needed for DICOM over your VPN.</p>}
      </section>
      <section class="cw-panel" aria-labelledby="your-cert"><div class="cw-panel-head"><h2 id="your-cert">Yours</h2></div>
        <ul>@for (c of v.certificates; track c.fingerprint) {<li><b><bdi>{{ c.subject }}</bdi></b>, until {{ day(c.notAfter.slice(0, 10)) }} <span class="cw-ink" [attr.data-hue]="c.trusted ? 'good' : 'wait'">{{ c.trusted ? 'compared and trusted' : 'waits to be compared' }}</span><br /><span class="cw-mono cw-small">{{ c.fingerprint }}</span></li>}</ul>
        <div class="pad"><cw-note hue="attn" icon="lock">Never paste a private key. Read the fingerprint to us on the phone before it is trusted.</cw-note></div>
        <form (submit)="add($event)" novalidate>
          <div class="pad"><cw-field label="Certificate, PEM" [fault]="form.fault('/pem')"><textarea cwInput rows="5" class="cw-mono" spellcheck="false" [value]="pem()" (input)="pem.set($any($event.target).value)"></textarea></cw-field></div>
          <div class="buttons"><button matButton="filled" type="submit" [disabled]="form.busy()" disabledInteractive>Send our certificate</button></div>
        </form>
      </section>
    }
  `,
  styleUrl: './step.scss',
})
export class PartnerCertificateStep {
  protected readonly form = inject(PartnerForm);
  protected readonly day = dateText;
  protected readonly pem = signal('');

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    if (await this.form.send('certificate', { pem: this.pem() })) this.pem.set('');
  }
  protected save(pem: string): void {
    const address = URL.createObjectURL(new Blob([pem], { type: 'application/x-pem-file' }));
    Object.assign(document.createElement('a'), { href: address, download: 'causeway.pem' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
