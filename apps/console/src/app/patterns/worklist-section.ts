import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  applied, Clock, type ClockModel, CrossingGlyph, EmptyState, inboundLooks, inboundSpanOf, liveRows, MatchChip, type MatchModel, type NameModel, PersonName,
  Ticker, waitingOf, withChange, Worklist, WorklistCell, type WorklistColumn, type WorklistSort,
} from '@causeway/console-ui';
import type { InboundState } from '@causeway/domain';
import { clockWith, names } from './samples';

interface Row {
  readonly id: string;
  readonly n: number;
  readonly name: NameModel;
  readonly exam: string;
  readonly images: number;
  readonly from: string;
  readonly match: MatchModel;
  readonly state: InboundState;
  readonly clock: ClockModel;
  readonly claimed: boolean;
}

const exams = ['CT Head w/o contrast', 'CT Chest/Abd/Pelvis', 'MR Lumbar spine', 'CR Forearm, 2 views', 'PET/CT Skull to thigh'];
const sources = ['St. Mary’s Regional', 'Lakeview Trauma', 'Northfield Ortho', 'Valley Imaging'];
const matches: readonly MatchModel[] = [{ kind: 'exact', figure: null }, { kind: 'candidates', figure: 2 }, { kind: 'probable', figure: 860 }, { kind: 'no-candidate', figure: null }];
const states: readonly InboundState[] = ['checking', 'identifying', 'receiving', 'triaging', 'parked', 'releasing', 'quarantined'];
const keyOf = (row: Row): string => row.id;

/** The list with ten thousand rows, to see that it stays still and quick. */
@Component({
  selector: 'cw-worklist-section',
  imports: [Clock, CrossingGlyph, EmptyState, MatButton, MatchChip, PersonName, Worklist, WorklistCell],
  templateUrl: './worklist-section.html',
  styles: `
    .list { height: 460px; display: flex; overflow: hidden; }
    cw-worklist { flex: 1; }
    .short { height: 190px; }
    :host { display: grid; gap: 12px; }
  `,
})
export class WorklistSection {
  private readonly now = inject(Ticker).now();
  protected readonly live = signal(liveRows(Array.from({ length: 10_000 }, (_, i) => this.row(i))));
  protected readonly waiting = computed(() => waitingOf(this.live()));
  protected readonly sort = signal<WorklistSort | null>({ column: 'clock', order: 'asc' });
  protected readonly keyOf = keyOf;
  protected readonly nameOf = (row: Row): string => row.name.text;
  protected readonly toneOf = computed(() => {
    const { gone } = this.live();
    return (row: Row) => (gone.has(row.id) ? ('gone' as const) : row.claimed ? ('claimed' as const) : ('plain' as const));
  });
  protected readonly none: readonly Row[] = [];
  protected readonly looks = inboundLooks;
  protected readonly spanOf = inboundSpanOf;
  protected readonly columns: readonly WorklistColumn[] = [
    { id: 'clock', head: 'Clock', width: '140px', sortable: true },
    { id: 'patient', head: 'Patient', width: 'minmax(140px, 1fr)', sortable: true },
    { id: 'exam', head: 'Exam', width: 'minmax(120px, 172px)', from: 620 },
    { id: 'images', head: 'Images', width: '72px', align: 'end', from: 760 },
    { id: 'from', head: 'From', width: '146px', from: 900 },
    { id: 'match', head: 'Match', width: '124px', from: 700 },
    { id: 'state', head: 'State', width: '114px', sortable: true, from: 460 },
  ];

  protected change(): void {
    this.live.update((rows) => {
      const [first, second, third] = rows.shown;
      let next = rows;
      if (first) next = withChange(next, first.id, { ...first, claimed: true, images: first.images + 12 }, keyOf);
      if (second) next = withChange(next, second.id, null, keyOf);
      if (third) next = withChange(next, `${third.id}-new`, { ...third, id: `${third.id}-new` }, keyOf);
      return next;
    });
  }

  protected apply(): void {
    this.live.update((rows) => applied(rows, keyOf, (a, b) => a.n - b.n));
  }

  private row(i: number): Row {
    return {
      id: `e${i}`,
      n: i,
      name: names[i % names.length]!,
      exam: exams[i % exams.length]!,
      images: 12 + ((i * 37) % 900),
      from: sources[i % sources.length]!,
      match: matches[i % matches.length]!,
      state: states[i % states.length]!,
      clock: clockWith(this.now, i % 3 === 0 ? 'triage' : 'registration', i * 7 - 4, 40 + i * 3),
      claimed: i % 11 === 4,
    };
  }
}
