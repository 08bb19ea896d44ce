import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon } from '@causeway/console-ui';
import type { MeasuredGoal } from '@causeway/contracts';
import { goalSpans, measureIds, measures, type GoalSpan, type MeasureId } from '@causeway/domain';

const UNITS = { permille: 'percent', minutes: 'minutes', count: 'number' } as const;

/** Goals of a committee by a measure of the catalogue: what, how much, over which days, by when. Shares are typed in percent. */
@Component({
  selector: 'cw-goals-editor',
  imports: [Field, FieldInput, Icon, MatButton],
  template: `
    @for (g of goals(); track $index) {
      <div class="goal" role="group" [attr.aria-label]="'Goal ' + ($index + 1)">
        <cw-field label="What is reached" class="whole"><input cwInput type="text" maxlength="300" [value]="g.words" (input)="words($index, $event)" /></cw-field>
        <cw-field label="Measure" [hint]="says(g)"><select cwInput (change)="measure($index, $event)">@for (m of ids; track m) {<option [value]="m" [selected]="m === g.measure">{{ names[m].name }}</option>}</select></cw-field>
        @if (names[g.measure].sum !== 'standing') {<cw-field label="Over the last"><select cwInput (change)="days($index, $event)">@for (d of spans; track d) {<option [value]="d" [selected]="d === g.days">{{ d }} days</option>}</select></cw-field>}
        <cw-field [label]="(names[g.measure].better === 'more' ? 'At least, ' : 'At most, ') + units[names[g.measure].unit]"><input cwInput type="number" min="0" [value]="shown(g)" (input)="target($index, $event)" /></cw-field>
        <cw-field label="By" [optional]="true"><input cwInput type="date" [value]="g.byOn ?? ''" (input)="byOn($index, $event)" /></cw-field>
        <button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Take away goal ' + ($index + 1)" (click)="away($index)">Take away</button>
      </div>
    } @empty {<p class="cw-muted none">No goal is measured.</p>}
    <div class="foot"><button matButton="outlined" class="cw-xs" type="button" (click)="add()"><cw-icon name="add" size="s" />Add a goal</button></div>
  `,
  styles: `
    .goal { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 8px 14px; align-items: start; padding: 10px 14px; border-top: 1px solid var(--mat-sys-outline-variant); }
    .goal:first-child { border-top: 0; }
    .none { margin: 0; padding: 10px 14px; }
    button { align-self: center; justify-self: start; }
    .whole { grid-column: 1 / -1; }
    .foot { padding: 4px 14px 12px; }
  `,
})
export class GoalsEditor {
  readonly goals = input.required<readonly MeasuredGoal[]>();
  readonly changed = output<MeasuredGoal[]>();
  protected readonly ids = measureIds;
  protected readonly names = measures;
  protected readonly spans = goalSpans;
  protected readonly units = UNITS;

  protected says(g: MeasuredGoal): string {
    return measures[g.measure].says;
  }
  protected shown(g: MeasuredGoal): number {
    return measures[g.measure].unit === 'permille' ? g.target / 10 : g.target;
  }
  protected words(at: number, event: Event): void {
    this.put(at, { words: valueOf(event) });
  }
  protected measure(at: number, event: Event): void {
    this.put(at, { measure: valueOf(event) as MeasureId });
  }
  protected days(at: number, event: Event): void {
    this.put(at, { days: Number(valueOf(event)) as GoalSpan });
  }
  protected target(at: number, event: Event): void {
    const g = this.goals()[at];
    if (g) this.put(at, { target: Math.round(Number(valueOf(event)) * (measures[g.measure].unit === 'permille' ? 10 : 1)) });
  }
  protected byOn(at: number, event: Event): void {
    this.put(at, { byOn: valueOf(event) || null });
  }
  protected away(at: number): void {
    this.changed.emit(this.goals().filter((_, i) => i !== at));
  }
  protected add(): void {
    this.changed.emit([...this.goals(), { words: '', measure: 'straight-through', days: 90, target: 800, byOn: null }]);
  }
  private put(at: number, change: Partial<MeasuredGoal>): void {
    this.changed.emit(this.goals().map((g, i) => (i === at ? { ...g, ...change } : g)));
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
