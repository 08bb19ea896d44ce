import { Component } from '@angular/core';
import { ChipsSection } from './chips-section';
import { ClocksSection } from './clocks-section';
import { ControlsSection } from './controls-section';
import { MatchSection } from './match-section';
import { StatesSection } from './states-section';
import { WhySection } from './why-section';
import { WorklistSection } from './worklist-section';

/** Every piece in every state: where the look is checked, by eye and by axe, in both themes. */
@Component({
  selector: 'cw-patterns-page',
  imports: [ChipsSection, ClocksSection, ControlsSection, MatchSection, StatesSection, WhySection, WorklistSection],
  template: `
    <div class="cw-page-head"><h1>Patterns</h1><span class="cw-muted">the pieces every screen is made of</span></div>
    <div class="grid">
      <div><cw-chips-section /><cw-clocks-section /></div>
      <div><cw-states-section /><cw-why-section /></div>
      <div><cw-controls-section /></div>
    </div>
    <div class="wide"><cw-match-section /><cw-worklist-section /></div>
  `,
  styles: `
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 12px; padding: 4px 20px 0; align-items: start; }
    .grid > div, .wide { display: grid; gap: 12px; min-width: 0; grid-template-columns: minmax(0, 1fr); }
    .wide { padding: 12px 20px 20px; }
    @media (max-width: 700px) { .grid, .wide { padding-inline: 10px; } }
  `,
})
export class PatternsPage {}
