import { Component, inject, input } from '@angular/core';
import { Icon, SiteTime } from '@causeway/console-ui';
import type { EndpointDetail } from '@causeway/contracts';
import { capabilityWords } from './line-words';

/** What a line can do and what was proven of it, and its tests. */
@Component({
  selector: 'cw-line-history',
  imports: [Icon],
  template: `
    @let l = line();
    @if (l.direction !== 'in') {
      <section class="cw-panel" aria-labelledby="can-head">
        <div class="cw-panel-head"><h2 id="can-head">What it can do</h2></div>
        <table>
          <thead><tr><th scope="col">Ability</th><th scope="col">This kind of line</th><th scope="col">Proven by a test</th></tr></thead>
          <tbody>
            @for (c of l.capabilities; track c.capability) {
              @if (c.installed || c.proven !== null) {
                <tr><th scope="row">{{ abilities[c.capability] ?? c.capability }}</th><td>{{ c.installed ? 'yes' : 'no' }}</td>
                  <td>@if (c.proven === null) {<span class="cw-muted">not asked yet</span>} @else {<span class="cw-ink proof" [attr.data-hue]="c.proven ? 'good' : 'stop'"><cw-icon [name]="c.proven ? 'check_circle' : 'error'" size="s" />{{ c.proven ? 'works' : 'failed' }}, {{ site.dateTime(c.at!) }}</span>}</td></tr>
              }
            }
          </tbody>
        </table>
      </section>
    }
    @if (l.history.length > 0) {
      <section class="cw-panel" aria-labelledby="past-head">
        <div class="cw-panel-head"><h2 id="past-head">Tests so far</h2><span class="cw-spacer"></span><span class="strip" role="img" [attr.aria-label]="strip()">@for (r of newest(); track r.id) {<i [attr.data-hue]="r.ok ? 'good' : 'stop'" [class.red]="!r.ok"></i>}</span></div>
        <div class="scroll" role="region" aria-label="List of tests" tabindex="0">
          <table>
            <thead><tr><th scope="col">When</th><th scope="col">By</th><th scope="col">Result</th><th scope="col">Time</th></tr></thead>
            <tbody>@for (r of l.history; track r.id) {<tr><td class="cw-nowrap">{{ site.dateTime(r.at) }}</td><td><bdi>{{ r.by }}</bdi></td><td>@if (r.ok) {passed} @else {<span class="cw-ink" data-hue="stop">{{ r.sentence ?? 'cut off' }}</span>}</td><td class="cw-nowrap">{{ r.ms }} ms</td></tr>}</tbody>
          </table>
        </div>
      </section>
    }
  `,
  styles: `
    :host { display: flex; flex-direction: column; gap: 12px; }
    table { width: 100%; border-collapse: collapse; font: var(--mat-sys-body-small); }
    th, td { padding: 6px 14px; text-align: start; vertical-align: top; }
    thead th { color: var(--mat-sys-on-surface-variant); font: var(--mat-sys-label-medium); }
    tbody tr { border-top: 1px solid var(--mat-sys-outline-variant); }
    th[scope='row'] { font-weight: 500; }
    td { overflow-wrap: anywhere; }
    .scroll { max-height: 280px; overflow: auto; }
    .proof { display: inline-flex; gap: 4px; align-items: center; }
    .strip { display: inline-flex; gap: 2px; align-items: end; height: 14px; }
    .strip i { width: 4px; height: 8px; background: var(--k); border-radius: 1px; }
    .strip .red { height: 14px; }
  `,
})
export class LineHistory {
  readonly line = input.required<EndpointDetail>();
  protected readonly site = inject(SiteTime);
  protected readonly abilities = capabilityWords;

  /** The last ones, the oldest first. */
  protected newest(): EndpointDetail['history'] {
    return this.line().history.slice(0, 30).toReversed();
  }
  protected strip(): string {
    const { history } = this.line();
    return `${history.filter((r) => r.ok).length} of the last ${history.length} tests passed`;
  }
}
