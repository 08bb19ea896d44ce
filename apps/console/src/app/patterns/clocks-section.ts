import { Component, inject } from '@angular/core';
import type { InboundState } from '@causeway/domain';
import { Clock, ClockBar, Crossing, CrossingGlyph, inboundLooks, inboundSpanOf, Ticker, Timeline } from '@causeway/console-ui';
import { barAt, clocksAt, clockWith, steps, timelineAt } from './samples';

const shown: readonly InboundState[] = ['receiving', 'quarantined', 'identifying', 'checking', 'triaging', 'releasing', 'released', 'parked', 'rejected'];

@Component({
  selector: 'cw-clocks-section',
  imports: [Clock, ClockBar, Crossing, CrossingGlyph, Timeline],
  template: `
    <section class="cw-panel" aria-labelledby="p-clock">
      <div class="cw-panel-head"><h2 id="p-clock">Ball-holder clock</h2></div>
      <div class="cw-panel-body">
        <div class="three">@for (clock of clocks; track $index) {<cw-clock [clock]="clock" />}<cw-clock [clock]="late" of="20 m" /></div>
        <cw-clock-bar class="bar" [clock]="bar"><h3>Clock</h3></cw-clock-bar>
      </div>
    </section>
    <section class="cw-panel" aria-labelledby="p-crossing">
      <div class="cw-panel-head"><h2 id="p-crossing">Crossing</h2><span class="cw-muted cw-small">six spans: received to read</span></div>
      <div class="cw-panel-body">
        <div class="three">
          @for (state of states; track state) {
            <div>
              <span class="cw-value cw-ink" [attr.data-hue]="looks[state].hue">{{ looks[state].word }}</span><br />
              <cw-crossing-glyph [at]="spanOf[state]" [hue]="looks[state].hue" />
            </div>
          }
        </div>
        <cw-crossing class="bar" [steps]="steps.slice(0, 5)" hue="attn" />
      </div>
    </section>
    <section class="cw-panel" aria-labelledby="p-timeline">
      <div class="cw-panel-head"><h2 id="p-timeline">Timeline of custody</h2></div>
      <div class="cw-panel-body"><cw-timeline [steps]="timeline" label="Custody, upright" /></div>
    </section>
  `,
  styles: `
    :host { display: grid; gap: 12px; }
    .three { display: grid; grid-template-columns: repeat(auto-fill, minmax(118px, 1fr)); gap: 10px 12px; }
    .bar { margin-top: 14px; }
  `,
})
export class ClocksSection {
  private readonly now = inject(Ticker).now();
  protected readonly clocks = clocksAt(this.now);
  protected readonly late = clockWith(this.now, 'triage', -5, 20);
  protected readonly bar = barAt(this.now);
  protected readonly steps = steps;
  protected readonly timeline = timelineAt(this.now);
  protected readonly states = shown;
  protected readonly looks = inboundLooks;
  protected readonly spanOf = inboundSpanOf;
}
