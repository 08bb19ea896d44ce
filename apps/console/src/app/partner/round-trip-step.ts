import { Component, computed, DestroyRef, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, type IconName } from '@causeway/console-ui';
import type { RungView } from '@causeway/contracts';
import { PartnerForm } from './partner-form';

const RUNGS: Readonly<Record<string, string>> = {
  dns: 'Name', tcp: 'Port', certificate: 'Certificate', tls: 'TLS', association: 'Association', echo: 'Echo', contexts: 'What you take', query: 'Query', send: 'Test exam sent', seen: 'Seen at your side', retrieve: 'Fetched back', auth: 'Sign-in', clock: 'Clock',
  message: 'Message', report: 'Test report', 'report-back': 'Report fetched back',
};
const POLL_MS = 2500;

/** A synthetic exam goes to them and back: what happens on each rung, in words their IT can act on. */
@Component({
  selector: 'cw-partner-round-trip',
  imports: [Icon, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="trip-head">
      <div class="cw-panel-head"><h2 id="trip-head">Test with a synthetic exam</h2></div>
      <p class="pad">We call each of your connections, send an exam of nobody (patient TEST^CONNECTION, number CAUSEWAY-TEST) and look for it at your side. Delete it afterwards.</p>
      <div class="buttons"><button matButton="filled" type="button" [disabled]="form.busy() || running()" disabledInteractive (click)="start()">{{ running() ? 'Testing…' : 'Test now' }}</button></div>
      @for (c of tested(); track c.id) {
        <div class="pad"><b><bdi>{{ c.label }}</bdi></b>&ngsp;<span class="cw-mono cw-small">{{ c.address }}</span></div>
        <div role="status"><ul>@for (r of c.run?.rungs ?? []; track r.rung) {<li class="line cw-ink" [attr.data-hue]="hue(r)"><cw-icon [name]="icon(r)" size="s" /><b>{{ rungs[r.rung] ?? r.rung }}</b><span class="grow cw-muted">{{ r.sentence || r.actual }}</span></li>}</ul></div>
      }
      @if (form.view()?.roundTripAskedAt) {
        <div class="buttons">
          @if (saw('sent')) {<span class="cw-ink" data-hue="good"><cw-icon name="check" size="s" /> You said that the test exam arrived.</span>} @else {<button matButton="outlined" type="button" [disabled]="form.busy()" disabledInteractive (click)="form.send('saw', { way: 'sent' })">We see the test exam at our side</button>}
        </div>
      }
    </section>
    @if (form.view(); as v) {
      <section class="cw-panel" aria-labelledby="back-head">
        <div class="cw-panel-head"><h2 id="back-head">From you to us</h2></div>
        <p class="pad">Send the test exam back, or an exam of your own that shows nobody, to <b class="cw-mono">{{ v.ours.aeTitle }}</b> at <span class="cw-mono">{{ v.ours.host }}</span> port <span class="cw-mono">{{ v.ours.port }}</span>@if (v.ours.tlsPort) {, with TLS <span class="cw-mono">{{ v.ours.tlsPort }}</span>}. Then its report: in the same study as a PDF or structured report, or as an HL7 message. This page shows when it is here.</p>
        <div role="status"><ul>
          <li class="line cw-ink" [attr.data-hue]="v.arrived.exam ? 'good' : 'wait'"><cw-icon [name]="v.arrived.exam ? 'check_circle' : 'schedule'" size="s" /><b>An exam of yours</b><span class="grow cw-muted">{{ v.arrived.exam ? 'arrived here ' + when(v.arrived.exam) : 'nothing has come yet' }}</span></li>
          <li class="line cw-ink" [attr.data-hue]="v.arrived.report ? 'good' : 'wait'"><cw-icon [name]="v.arrived.report ? 'check_circle' : 'schedule'" size="s" /><b>A report of yours</b><span class="grow cw-muted">{{ v.arrived.report ? 'arrived here ' + when(v.arrived.report) : 'nothing has come yet' }}</span></li>
        </ul></div>
      </section>
    }
  `,
  styleUrl: './step.scss',
})
export class PartnerRoundTrip {
  protected readonly form = inject(PartnerForm);
  protected readonly rungs = RUNGS;
  protected readonly tested = computed(() => (this.form.view()?.connections ?? []).filter((c) => c.run !== null));
  protected readonly running = computed(() => this.tested().some((c) => c.run?.endedAt === null));

  constructor() {
    // somebody without an account has no live stream: it is asked again while a test runs
    const timer = setInterval(() => { if (this.running() || this.waiting()) void this.form.load(); }, POLL_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Somebody at the partner sends something and looks here for it. */
  private waiting(): boolean {
    const arrived = this.form.view()?.arrived;
    return arrived !== undefined && (arrived.exam === null || arrived.report === null);
  }
  protected when(instant: string): string {
    return new Date(instant).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  }
  protected saw(way: string): boolean {
    return this.form.view()?.proven.some((p) => p.way === way) ?? false;
  }
  protected async start(): Promise<void> {
    await this.form.send('round-trip', {});
  }
  protected hue(r: RungView): string {
    return { ok: 'good', failed: 'stop', running: 'active', waiting: 'wait', skipped: 'wait' }[r.state];
  }
  protected icon(r: RungView): IconName {
    return ({ ok: 'check_circle', failed: 'error', running: 'sync', waiting: 'schedule', skipped: 'remove' } as const)[r.state];
  }
}
