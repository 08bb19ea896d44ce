import type { Outcomes } from '../policy-text';
import { isNumbers, topOf, type NumberColumn, type ValueColumn } from './column';
import { dearest, MODALITIES, SUBSPECIALTY, type Costs } from './effort';
import type { Outcomed } from './outcomes';
import { LEFT_OUT } from './replay';
import { TODAY, type Segment } from './segment';

/** Reader minutes for outside exams of one subspecialty and calendar day, and where the number comes from. */
export interface Capacity { readonly name: string; readonly minutes: number; readonly from: 'rotations' | 'readers' | 'entered' }

/** Minutes that a text asks of one subspecialty: in the mean of all days, on the worst day, and on how many days more than there are. */
export interface Demand { readonly mean: number; readonly peak: number; readonly daysOver: number }

/** Minutes a text asks of each subspecialty (`''` where it is not known) on each day it asks anything. */
export function demandOf(of: Outcomed, segments: readonly Segment[], costs: Costs): Map<string, number[]> {
  const found = new Map<string, Map<number, number>>();
  let start = 0;
  for (const segment of segments) {
    const days = segment.columns.get(TODAY);
    if (days && isNumbers(days)) addSegment(found, segment, days, of.of.subarray(start, start + segment.rows), of.outcomes, costs);
    start += segment.rows;
  }
  return new Map([...found].map(([name, own]) => [name, [...own.values()]]));
}

/** Sums in plain arrays by subspecialty and day, and puts only what was met into words. */
function addSegment(found: Map<string, Map<number, number>>, segment: Segment, days: NumberColumn, decided: Int16Array, outcomes: readonly object[], costs: Costs): void {
  const [names, modalities] = [valuesOf(segment, SUBSPECIALTY), valuesOf(segment, MODALITIES)];
  const kinds = ['', ...(modalities?.values ?? []).map(String)];
  const minutes = outcomes.map((outcome) => kinds.map((kind) => shareOf(outcome, costs) * dearest(costs.minutes, kind)));
  const width = topOf(days.cells) + 1;
  const sums = new Float64Array(width * ((names?.values.length ?? 0) + 1));
  for (let row = 0; row < decided.length; row++) {
    const rule = decided[row] as number;
    if (rule !== LEFT_OUT) sums[(names?.cells[row] ?? 0) * width + (days.cells[row] as number)]! += minutes[rule]?.[modalities?.cells[row] ?? 0] ?? 0;
  }
  sums.forEach((sum, at) => {
    if (sum === 0) return;
    const place = Math.floor(at / width);
    const name = place === 0 ? '' : String(names?.values[place - 1]);
    const own = found.get(name) ?? new Map<number, number>();
    const day = (at % width) - 1 + days.base;
    found.set(name, own.set(day, (own.get(day) ?? 0) + sum));
  });
}

function valuesOf(segment: Segment, name: string): ValueColumn | null {
  const column = segment.columns.get(name);
  return column && !isNumbers(column) ? column : null;
}

/** Which share of the exams it decides is read: none, all, or what clinicians pick. */
function shareOf(outcome: object, costs: Costs): number {
  const { read, pick } = outcome as Outcomes['overread'];
  return read === 'none' ? 0 : pick === 'clinician' ? costs.pickedPermille / 1000 : 1;
}

/** Demand against the minutes of a day. @param days calendar days looked at, at least 1. */
export function overCapacity(minutes: readonly number[], days: number, capacity: number): Demand {
  const sum = minutes.reduce((a, b) => a + b, 0);
  return { mean: Math.round(sum / days), peak: Math.round(Math.max(0, ...minutes)), daysOver: minutes.filter((m) => m > capacity).length };
}

export interface CapacityRow extends Capacity { readonly draft: Demand; readonly base: Demand }

/** Draft and version in force against the readers there are, for each subspecialty that has readers or is asked for. */
export function compareCapacity(capacity: readonly Capacity[], draft: ReadonlyMap<string, readonly number[]>, base: ReadonlyMap<string, readonly number[]>, days: number): CapacityRow[] {
  const names = [...new Set([...capacity.map((c) => c.name), ...draft.keys(), ...base.keys()])].sort();
  return names.map((name) => {
    const own = capacity.find((c) => c.name === name) ?? { name, minutes: 0, from: 'readers' as const };
    return { ...own, draft: overCapacity(draft.get(name) ?? [], days, own.minutes), base: overCapacity(base.get(name) ?? [], days, own.minutes) };
  });
}

/** A reader, what they read, and the minutes of duty planned for them over some days. */
export interface Reader { readonly subspecialties: readonly string[]; readonly plannedMinutes: number }

/**
 * Minutes a day that readers have for outside exams. Where rotations plan a subspecialty, the planned hours count, each reader's spread over what they read;
 * where none does, each reader counts with what a reader usually has.
 * @param days days the plan was looked at; @param outsidePermille share of planned duty that goes to outside exams; @param usualMinutes a day of one reader without a plan.
 */
export function capacityOf(readers: readonly Reader[], days: number, outsidePermille: number, usualMinutes: number): Capacity[] {
  const names = [...new Set(readers.flatMap((r) => r.subspecialties))].sort();
  return names.map((name) => {
    const own = readers.filter((r) => r.subspecialties.includes(name));
    const planned = own.reduce((sum, r) => sum + r.plannedMinutes / r.subspecialties.length, 0);
    if (planned > 0) return { name, minutes: Math.round(((planned / days) * outsidePermille) / 1000), from: 'rotations' };
    return { name, minutes: Math.round(own.reduce((sum, r) => sum + usualMinutes / r.subspecialties.length, 0)), from: 'readers' };
  });
}
