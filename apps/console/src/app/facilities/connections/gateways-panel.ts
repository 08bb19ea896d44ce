import { Component, inject, input } from '@angular/core';
import { SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { GatewayView } from '@causeway/contracts';

/** The boxes at the partner's site that connections stand behind: what they are, who looks after them, and when they were last seen. */
@Component({
  selector: 'cw-gateways-panel',
  imports: [StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="their-gateways">
      <div class="cw-panel-head"><h2 id="their-gateways">Gateways at their site</h2></div>
      <ul class="rows">@for (g of gateways(); track g.id) {
        <li class="line"><span class="grow"><b><bdi>{{ g.name }}</bdi></b><br /><span class="cw-muted cw-small">{{ about(g) }}</span><br /><span class="cw-muted cw-small">{{ seen(g) }}</span></span><cw-state-chip [look]="look(g)" [plain]="true" /></li>
      }</ul>
    </section>
  `,
  styleUrl: '../tabs/tab.scss',
})
export class GatewaysPanel {
  readonly gateways = input.required<readonly GatewayView[]>();

  private readonly site = inject(SiteTime);

  protected about(g: GatewayView): string {
    return [[g.vendor, g.product, g.version].filter(Boolean).join(' '), g.site, g.keeper ? `looked after by ${g.keeper}` : ''].filter(Boolean).join(' · ') || 'Nothing more is known of it';
  }
  protected seen(g: GatewayView): string {
    const behind = g.connections.length === 0 ? 'No connection stands behind it' : `Behind it: ${g.connections.map((c) => c.label).join(', ')}`;
    return `${behind}. Last seen ${g.lastSeenAt ? this.site.dateTime(g.lastSeenAt) : 'never'}`;
  }
  protected look(g: GatewayView): StateLook {
    if (g.awaySince) return { hue: 'stop', icon: 'cloud_off', word: 'Away' };
    return g.lastSeenAt ? { hue: 'good', icon: 'check_circle', word: 'Seen' } : { hue: 'wait', icon: 'help', word: 'Not seen yet' };
  }
}
