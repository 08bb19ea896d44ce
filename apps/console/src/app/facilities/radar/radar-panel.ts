import { Component, inject, input, linkedSignal, resource } from '@angular/core';
import type { RadarView } from '@causeway/contracts';
import { valueOf } from '../../core/api/loaded';
import { FacilitiesApi } from '../facilities.api';
import { RadarAlarm } from './radar-alarm';

/** What the radar says of one partner; nothing is drawn while it is as usual. */
@Component({
  selector: 'cw-radar-panel',
  imports: [RadarAlarm],
  template: `
    @if ((view()?.alarms ?? []).length > 0) {
      <section class="cw-panel" aria-labelledby="radar-head">
        <div class="cw-panel-head"><h2 id="radar-head">Unlike itself</h2></div>
        <ul class="rows">@for (a of view()?.alarms ?? []; track a.id) {<li><cw-radar-alarm [alarm]="a" [named]="false" (changed)="took($event)" /></li>}</ul>
      </section>
    }
  `,
  styleUrl: '../tabs/tab.scss',
})
export class RadarPanel {
  readonly facilityId = input.required<string>();

  private readonly api = inject(FacilitiesApi);
  private readonly loaded = resource({ params: () => this.facilityId(), loader: ({ params }) => this.api.radar(params) });
  protected readonly view = linkedSignal(() => valueOf(this.loaded));

  protected took(all: RadarView): void {
    this.view.set({ ...all, alarms: all.alarms.filter((a) => a.facilityId === this.facilityId()) });
  }
}
