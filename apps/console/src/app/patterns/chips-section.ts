import { Component } from '@angular/core';
import {
  inboundLooks, instanceLooks, MatchChip, type MatchModel, noticeLooks, overreadLooks, registrationLooks, StateChip, type StateLook, transferLooks,
} from '@causeway/console-ui';

const loose: readonly StateLook[] = [
  { hue: 'stop', icon: 'bolt', word: 'Stroke alert' },
  { hue: 'held', icon: 'gavel', word: 'Legal hold' },
  { hue: 'active', icon: 'lock', word: 'Yours until 11:24' },
];

@Component({
  selector: 'cw-chips-section',
  imports: [MatchChip, StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="p-state">
      <div class="cw-panel-head"><h2 id="p-state">State chips</h2><span class="cw-muted cw-small">icon, word, hue: never hue alone</span></div>
      <div class="cw-panel-body groups">
        @for (group of groups; track group.name) {
          <div>
            <h3>{{ group.name }}</h3>
            <div class="chips">@for (look of group.looks; track look.word) {<cw-state-chip [look]="look" />}</div>
          </div>
        }
        <div>
          <h3>Plain form, in dense rows</h3>
          <div class="chips airy">@for (look of groups[0]!.looks; track look.word) {<cw-state-chip [look]="look" [plain]="true" />}</div>
        </div>
      </div>
    </section>
    <section class="cw-panel" aria-labelledby="p-match">
      <div class="cw-panel-head"><h2 id="p-match">Match chips</h2></div>
      <div class="cw-panel-body chips">@for (match of matches; track match.kind) {<cw-match-chip [match]="match" />}</div>
    </section>
  `,
  styles: `
    :host { display: grid; gap: 12px; }
    .groups { display: grid; gap: 10px; }
    h3 { margin-bottom: 5px; color: var(--mat-sys-on-surface-variant); font: var(--mat-sys-label-medium); }
    .chips { display: flex; flex-wrap: wrap; gap: 8px; }
    .airy { gap: 8px 16px; }
  `,
})
export class ChipsSection {
  protected readonly groups = [
    { name: 'Inbound', looks: Object.values(inboundLooks) },
    { name: 'Over-read', looks: Object.values(overreadLooks) },
    { name: 'Transfer', looks: Object.values(transferLooks) },
    { name: 'Instance', looks: Object.values(instanceLooks) },
    { name: 'Notice', looks: Object.values(noticeLooks) },
    { name: 'Registration', looks: Object.values(registrationLooks) },
    { name: 'Others', looks: loose },
  ];
  protected readonly matches: readonly MatchModel[] = [
    { kind: 'exact', figure: null },
    { kind: 'probable', figure: 860 },
    { kind: 'candidates', figure: 2 },
    { kind: 'no-candidate', figure: null },
    { kind: 'own', figure: null },
    { kind: 'overridden', figure: null },
    { kind: 'registering', figure: null },
    { kind: 'second-look', figure: null },
    { kind: 'waiting', figure: null },
  ];
}
