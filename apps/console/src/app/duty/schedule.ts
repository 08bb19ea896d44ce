import { Component, computed, input, output } from '@angular/core';
import type { Shift } from '@causeway/domain';
import { DateTime } from 'luxon';
import { spanWords } from './duty-words';

interface Bar { readonly shift: Shift; readonly left: number; readonly width: number; readonly name: string; readonly label: string; readonly over: boolean }
interface WeekView { readonly from: number; readonly days: readonly { readonly at: number; readonly name: string; readonly today: boolean }[]; readonly tracks: readonly { readonly name: string; readonly bars: readonly Bar[] }[]; readonly now: number | null }
export interface Track { readonly name: string; readonly shifts: readonly Shift[] }

/** Schedules as bars over the days of each week. A bar is a button: its words say who, from when to when, and by which layer. */
@Component({
  selector: 'cw-duty-schedule',
  template: `
    @for (w of weeks(); track w.from) {
      <div class="week">
        <div class="days" aria-hidden="true"><span class="side"></span><div class="heads">@for (d of w.days; track d.at) {<span [class.today]="d.today">{{ d.name }}</span>}</div></div>
        @for (t of w.tracks; track t.name) {
          <div class="row" role="group" [attr.aria-label]="t.name">
            <span class="side">{{ t.name }}</span>
            <div class="track">
              @for (d of w.days; track d.at) {<i class="day" [class.today]="d.today"></i>}
              @for (b of t.bars; track b.left) {
                <button type="button" class="bar" [attr.data-layer]="b.shift.layer" [class.mine]="b.shift.person !== null && b.shift.person === me()" [class.over]="b.over" [style.left.%]="b.left" [style.width.%]="b.width" [attr.aria-label]="b.label" [title]="b.label" (click)="choose.emit(b.shift)">{{ b.name }}</button>
              }
              @if (w.now !== null) {<i class="now" [style.left.%]="w.now"></i>}
            </div>
          </div>
        }
      </div>
    }
  `,
  styles: `
    :host { display: grid; gap: 12px; }
    .days, .row { display: grid; grid-template-columns: 76px minmax(0, 1fr); gap: 8px; align-items: center; }
    .heads, .track { display: grid; grid-template-columns: repeat(7, 1fr); }
    .heads span { padding: 0 6px 2px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); white-space: nowrap; overflow: hidden; }
    .heads .today { color: var(--mat-sys-on-surface); font-weight: 700; }
    .side { font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    .row + .row { margin-top: 3px; }
    .track { position: relative; height: 34px; border: 1px solid var(--mat-sys-outline-variant); border-radius: 5px; overflow: hidden; }
    .day { border-inline-end: 1px solid var(--mat-sys-outline-variant); }
    .day:nth-child(7) { border: 0; }
    .day.today { background: var(--mat-sys-surface-container-low); }
    .bar {
      position: absolute; top: 3px; bottom: 3px; padding: 0 5px; border: 1px solid var(--mat-sys-outline-variant); border-radius: 4px; cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: start;
      background: var(--mat-sys-surface-container-high); color: var(--mat-sys-on-surface); font: var(--mat-sys-label-medium);
    }
    .bar.mine { background: var(--cw-active-wash); border-color: var(--cw-active); color: var(--cw-active); font-weight: 600; }
    .bar[data-layer='override'] { border-color: var(--cw-copper); border-width: 2px; }
    .bar[data-layer='gap'] { background: repeating-linear-gradient(135deg, var(--cw-stop-wash) 0 6px, var(--mat-sys-surface) 6px 12px); border-color: var(--cw-stop); color: var(--cw-stop); font-weight: 600; }
    .bar.over:not([data-layer='gap']) { border-style: dashed; }
    .now { position: absolute; top: 0; bottom: 0; width: 2px; background: var(--cw-copper); pointer-events: none; }
    @media (max-width: 700px) { .days, .row { grid-template-columns: minmax(0, 1fr); } .days .side { display: none; } .bar { padding: 0 2px; } }
  `,
})
export class Schedule {
  /** Midnights, one more than there are days; whole weeks. */
  readonly days = input.required<readonly number[]>();
  readonly tracks = input.required<readonly Track[]>();
  readonly zone = input.required<string>();
  readonly now = input.required<number>();
  readonly names = input.required<ReadonlyMap<string, string>>();
  readonly me = input<string | null>(null);
  readonly choose = output<Shift>();

  protected readonly weeks = computed((): readonly WeekView[] => {
    const [days, zone, now] = [this.days(), this.zone(), this.now()];
    return Array.from({ length: Math.floor((days.length - 1) / 7) }, (_, w): WeekView => {
      const edges = days.slice(w * 7, w * 7 + 8);
      // each day is one seventh wide, also one of 23 or 25 hours
      const place = (at: number): number => {
        const i = Math.max(0, edges.findLastIndex((e) => e <= at));
        const [a = 0, b = 1] = [edges[i], edges[i + 1]];
        return Math.min(100, (Math.min(i, 7) + (i >= 7 ? 0 : Math.max(0, (at - a) / (b - a)))) * (100 / 7));
      };
      const [from = 0, to = 0] = [edges[0], edges[7]];
      return {
        from, now: now >= from && now < to ? place(now) : null,
        days: edges.slice(0, 7).map((at, i) => ({ at, name: DateTime.fromMillis(at, { zone }).toFormat('ccc d LLL'), today: now >= at && now < (edges[i + 1] ?? at) })),
        tracks: this.tracks().map((t) => ({
          name: t.name,
          bars: t.shifts.filter((s) => s.from < to && s.to > from).map((shift): Bar => {
            const left = place(Math.max(from, shift.from));
            const name = shift.person === null ? 'Nobody' : (this.names().get(shift.person) ?? 'Somebody who left');
            const layer = shift.layer === 'override' ? ', changed from the rotation' : shift.layer === 'rotation' ? ', by rotation' : '';
            return { shift, left, width: place(Math.min(to, shift.to)) - left, name, over: shift.to <= now, label: `${name}, ${spanWords(shift.from, shift.to, zone)}${layer}` };
          }),
        })),
      };
    });
  });
}
