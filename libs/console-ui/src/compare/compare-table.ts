import { Component, computed, input, model } from '@angular/core';
import { Icon } from '../icon/icon';
import { StateChip, type StateLook } from '../state/state-chip';

export type Comparison = 'agrees' | 'close' | 'differs' | 'missing';

/** One element beside its twin: what came, what we have, how they compare, what will be written. */
export interface CompareLine {
  readonly label: string;
  readonly incoming: string | null;
  readonly candidate: string | null;
  readonly comparison: Comparison;
  /** Positive speaks for the same person; in tenths. */
  readonly weight: number;
  readonly written: string;
  readonly writtenNote: string | null;
  /** The policy asks for this element to be equal. */
  readonly required: boolean;
  /** Identifiers stand in the monospaced face. */
  readonly mono?: boolean;
}

export const comparisonLooks: Readonly<Record<Comparison, StateLook>> = {
  agrees: { hue: 'good', icon: 'check_circle', word: 'Agrees' },
  close: { hue: 'attn', icon: 'incomplete_circle', word: 'Close' },
  differs: { hue: 'stop', icon: 'difference', word: 'Differs' },
  missing: { hue: 'wait', icon: 'remove', word: 'Missing' },
};

/** Weight for people: "+3.1", "−0.9", "0". */
export function weightText(tenths: number): string {
  if (tenths === 0) return '0';
  return `${tenths > 0 ? '+' : '−'}${(Math.abs(tenths) / 10).toFixed(1)}`;
}

/** The incoming identity beside a candidate and what will be written. Only a row that differs is tinted. */
@Component({
  selector: 'cw-compare-table',
  imports: [Icon, StateChip],
  templateUrl: './compare-table.html',
  styleUrl: './compare-table.scss',
})
export class CompareTable {
  readonly lines = input.required<readonly CompareLine[]>();
  readonly caption = input('Incoming identity beside the local candidate and what will be written');
  readonly incomingName = input.required<string>();
  readonly candidateTitle = input('Candidate');
  readonly candidateName = input.required<string>();
  readonly writtenName = input.required<string>();
  readonly onlyDifferences = model(false);

  protected readonly looks = comparisonLooks;
  protected readonly weight = weightText;
  protected readonly shown = computed(() => (this.onlyDifferences() ? this.lines().filter((l) => l.comparison !== 'agrees') : this.lines()));
}
