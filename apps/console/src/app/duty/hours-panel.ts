import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Note } from '@causeway/console-ui';
import { workKinds, type DutyPage, type HoursView } from '@causeway/contracts';
import { hoursFor, usualWeek, type DaySpan } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { workWords } from '../core/why/duty-words';
import { DutyApi } from './duty.api';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Business hours of a service line and a kind of task: outside them work goes to whoever is on call. */
@Component({
  selector: 'cw-hours-panel',
  imports: [Field, FieldInput, MatButton, Note],
  template: `
    <section class="cw-panel" aria-labelledby="hours-title">
      <div class="cw-panel-head"><h2 id="hours-title">Business hours</h2><span class="cw-muted cw-small">outside them, work goes to whoever is on call</span></div>
      <form class="cw-panel-body stack" (submit)="save($event)" novalidate>
        @if (refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        <div class="grid">
          <cw-field label="Service line"><select cwInput [value]="line()" (change)="choose('line', $event)">@if (page().plans.all) {<option value="">every line</option>}@for (l of page().plans.lines; track l) {<option [value]="l" [selected]="line() === l">{{ l }}</option>}</select></cw-field>
          <cw-field label="Kind of task"><select cwInput [value]="kind()" (change)="choose('kind', $event)"><option value="">every kind</option>@for (k of kinds; track k) {<option [value]="k" [selected]="kind() === k">{{ work(k) }}</option>}</select></cw-field>
        </div>
        <p class="cw-muted cw-small" role="status">{{ origin() }}</p>
        <div class="week">
          @for (day of days; track day; let i = $index) {
            <fieldset><legend>{{ day }}</legend>
              <label class="check"><input type="checkbox" [checked]="spanOf(i + 1) !== null" (change)="toggle(i + 1, $event)" />open</label>
              @if (spanOf(i + 1); as s) {
                <label><span class="cw-vh">{{ day }} from</span><input cwInput type="time" [value]="s.from" (input)="set(i + 1, 'from', $event)" /></label>
                <label><span class="cw-vh">{{ day }} to</span><input cwInput type="time" [value]="s.to === '24:00' ? '23:59' : s.to" (input)="set(i + 1, 'to', $event)" /></label>
              } @else {<span class="cw-muted">closed</span>}
            </fieldset>
          }
        </div>
        <div><button matButton="filled" type="submit" [disabled]="busy() || week() === null" disabledInteractive>Save these hours</button></div>
      </form>
    </section>
  `,
  styles: `
    .stack { display: grid; gap: 10px; }
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 10px; max-width: 560px; }
    .week { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 6px 14px; }
    fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; min-width: 0; margin: 0; padding: 4px 0; border: 0; }
    legend { float: left; width: 86px; padding: 0; font: var(--mat-sys-label-large); }
    .check { display: inline-flex; align-items: center; gap: 5px; }
    .cw-panel-head { flex-wrap: wrap; }
  `,
})
export class HoursPanel {
  readonly page = input.required<DutyPage>();
  readonly saved = output<void>();
  private readonly api = inject(DutyApi);
  protected readonly days = DAYS;
  protected readonly kinds = workKinds;
  protected readonly work = workWords;
  private readonly chosenLine = signal<string | null>(null);
  protected readonly line = computed(() => this.chosenLine() ?? (this.page().plans.all ? '' : (this.page().plans.lines[0] ?? '')));
  protected readonly kind = signal('');
  /** As changed here; null while it is what holds. */
  protected readonly week = signal<readonly DaySpan[] | null>(null);
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);

  private readonly exact = computed(() => this.page().hours.find((h) => h.serviceLine === (this.line() || null) && h.workKind === (this.kind() || null)) ?? null);
  private readonly holds = computed((): Pick<HoursView, 'zone' | 'week'> => this.exact() ?? hoursFor(this.page().hours, this.line() || null, this.kind() || null) ?? { zone: this.page().zone, week: usualWeek });
  protected readonly origin = computed(() => `${this.exact() ? 'Set for exactly this.' : 'Nothing is set for exactly this: these hold for it now.'} By the clock of ${this.holds().zone}.`);
  private readonly shown = computed(() => this.week() ?? this.holds().week);

  protected spanOf(weekday: number): DaySpan | null {
    return this.shown().find((s) => s.weekday === weekday) ?? null;
  }
  protected choose(what: 'line' | 'kind', event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (what === 'line') this.chosenLine.set(value);
    else this.kind.set(value);
    this.week.set(null);
    this.refused.set(null);
  }
  protected toggle(weekday: number, event: Event): void {
    const rest = this.shown().filter((s) => s.weekday !== weekday);
    this.week.set((event.target as HTMLInputElement).checked ? [...rest, { weekday, from: '07:00', to: '19:00' }] : rest);
  }
  protected set(weekday: number, end: 'from' | 'to', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const span = this.spanOf(weekday);
    this.week.set(this.shown().map((s) => (s === span ? { ...s, [end]: end === 'to' && value === '23:59' ? '24:00' : value } : s)));
  }
  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const week = this.week();
    if (this.busy() || week === null) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await this.api.hours({ serviceLine: this.line() || null, workKind: (this.kind() || null) as never, zone: this.holds().zone, week: [...week].sort((a, b) => a.weekday - b.weekday) });
      this.week.set(null);
      this.saved.emit();
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => e.detail)].join(' '));
    } finally {
      this.busy.set(false);
    }
  }
}
