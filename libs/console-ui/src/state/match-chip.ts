import { Component, computed, input } from '@angular/core';
import { StateChip, type StateLook } from './state-chip';

export type MatchKind = 'waiting' | 'exact' | 'probable' | 'candidates' | 'no-candidate' | 'own' | 'overridden' | 'registering' | 'second-look';

export interface MatchModel {
  readonly kind: MatchKind;
  /** Score in permille for `probable`, number of candidates for `candidates`, else null. */
  readonly figure: number | null;
}

/** Permille from which a score would be shown as all of it. */
const AGREES = 995;

/** What the match column says at a glance. `long` says "Exact match" where the column head is missing. */
export function matchLook(match: MatchModel, long = false): StateLook {
  const figure = match.figure ?? 0;
  switch (match.kind) {
    case 'waiting': return { hue: 'wait', icon: 'schedule', word: long ? 'Not matched yet' : 'Not yet' };
    case 'exact': return { hue: 'good', icon: 'verified', word: long ? 'Exact match' : 'Exact' };
    // What agrees fully and still asks a person is held up by something else than its score.
    case 'probable': return figure >= AGREES ? { hue: 'attn', icon: 'person_search', word: 'Needs a person' } : { hue: 'attn', icon: 'percent', word: `Probable ${Math.round(figure / 10)} %` };
    case 'candidates': return { hue: 'attn', icon: 'person_search', word: figure === 1 ? '1 candidate' : `${figure} candidates` };
    case 'no-candidate': return { hue: 'stop', icon: 'person_off', word: 'No candidate' };
    case 'own': return { hue: 'active', icon: 'cycle', word: 'Our own exam' };
    case 'overridden': return { hue: 'held', icon: 'edit', word: 'Overridden' };
    case 'registering': return { hue: 'active', icon: 'person_add', word: 'Registering' };
    case 'second-look': return { hue: 'attn', icon: 'group', word: 'Second person' };
  }
}

@Component({
  selector: 'cw-match-chip',
  imports: [StateChip],
  template: `<cw-state-chip [look]="look()" [plain]="plain()" />@if (reason(); as words) {<span class="cw-vh">, {{ words }}</span>}`,
  host: { '[attr.title]': 'reason()' },
})
export class MatchChip {
  readonly match = input.required<MatchModel>();
  readonly plain = input(false);
  readonly long = input(false);
  /** Why a person is asked, in words; null when nobody is. */
  readonly reason = input<string | null>(null);
  protected readonly look = computed(() => matchLook(this.match(), this.long()));
}
