import { Component, computed, inject, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { EmptyState, Icon, Note, ProblemCard, SiteTime, SkeletonRows, Ticker } from '@causeway/console-ui';
import type { RotaView, SwapView } from '@causeway/contracts';
import { shiftsOf, type Shift } from '@causeway/domain';
import { DateTime } from 'luxon';
import { debounceTime, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { CalendarLinks } from './calendar-links';
import { DutyApi } from './duty.api';
import { coverWords, daysFrom, poolWords, rotaOf, spanWords } from './duty-words';
import { HoursPanel } from './hours-panel';
import { RotaEditor } from './rota-editor';
import { Schedule, type Track } from './schedule';
import { ShiftEditor, type Editing } from './shift-editor';

const DAY = 86_400_000;

/** Who is on duty: now, in the coming weeks, and where nobody is. Who plans a rota changes it here; who has hours offers them to a colleague. */
@Component({
  selector: 'cw-duty-page',
  imports: [CalendarLinks, EmptyState, HoursPanel, Icon, MatButton, Note, ProblemCard, RotaEditor, RouterLink, Schedule, ShiftEditor, SkeletonRows],
  templateUrl: './duty-page.html',
  styleUrl: './duty-page.scss',
})
export class DutyPage {
  private readonly api = inject(DutyApi);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  private readonly path = toSignal(inject(ActivatedRoute).paramMap, { requireSync: true });

  protected readonly now = this.ticker.coarse;
  protected readonly me = computed(() => this.session.person()?.id ?? null);
  protected readonly view = computed(() => (this.params().get('view') === 'month' ? 'month' : 'week'));
  /** Monday of the first week shown. */
  protected readonly monday = computed(() => {
    const asked = DateTime.fromISO(this.params().get('from') ?? '', { zone: this.site.zone() });
    return (asked.isValid ? asked : DateTime.fromMillis(this.ticker.now(), { zone: this.site.zone() })).startOf('week');
  });
  protected readonly days = computed(() => daysFrom(this.monday().toMillis(), this.site.zone(), this.view() === 'month' ? 28 : 7));
  private readonly asked = computed(() => ({ from: new Date(this.days()[0] ?? 0).toISOString(), to: new Date(this.days().at(-1) ?? 0).toISOString() }), { equal: (a, b) => a.from === b.from && a.to === b.to });
  protected readonly loaded = resource({ params: () => this.asked(), loader: ({ params }) => this.api.page(params.from, params.to) });
  protected readonly page = computed(() => valueOf(this.loaded) ?? null);
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly names = computed(() => new Map((this.page()?.people ?? []).map((p) => [p.id, p.name])));
  protected readonly rotas = computed(() => {
    const only = this.path().get('id');
    const all = this.page()?.rotas ?? [];
    return only === null ? all : [...all].sort((a, b) => Number(b.id === only) - Number(a.id === only));
  });
  protected readonly layers = signal<ReadonlySet<string>>(new Set());
  protected readonly editing = signal<Editing | null>(null);
  /** `new`: one that is not there yet. */
  protected readonly editingRota = signal<RotaView | 'new' | null>(null);
  protected readonly said = signal<string | null>(null);

  /** Hours of the coming day nobody fills, soonest first: what a section lead looks for. */
  protected readonly tonight = computed(() => this.rotas()
    .flatMap((rota) => rota.gaps.filter((g) => g.from < this.now() + DAY && g.to > this.now()).map((gap) => ({ rota, gap, words: spanWords(gap.from, gap.to, rota.zone) })))
    .sort((a, b) => a.gap.from - b.gap.from));

  protected readonly poolWords = poolWords;
  protected readonly coverWords = coverWords;

  constructor() {
    reloadOn(merge(signalsOf('duty'), resyncs()).pipe(debounceTime(300)), this.loaded);
  }

  protected step(by: -1 | 1): string {
    return this.monday().plus({ weeks: by * (this.view() === 'month' ? 4 : 1) }).toISODate() ?? '';
  }
  protected title(): string {
    const last = this.monday().plus({ days: this.view() === 'month' ? 27 : 6 });
    return `${this.monday().toFormat('d LLL')} to ${last.toFormat('d LLL yyyy')}`;
  }

  protected tracksOf(rota: RotaView): Track[] {
    const final = { name: 'On duty', shifts: rota.shifts };
    if (!this.layers().has(rota.id)) return [final];
    const within = { from: this.days()[0] ?? 0, to: this.days().at(-1) ?? 0 };
    const plain = rotaOf(rota);
    const overrides = rota.overrides.filter((o) => o.from < within.to && o.to > within.from).map((o): Shift => ({ from: o.from, to: o.to, person: o.person, layer: o.person === null ? 'gap' : 'override', source: o.id }));
    return [{ name: 'Rotation', shifts: shiftsOf({ ...plain, overrides: [] }, within) }, { name: 'Overrides', shifts: overrides }, final];
  }
  protected toggleLayers(rota: RotaView): void {
    this.layers.update((set) => (set.has(rota.id) ? new Set([...set].filter((id) => id !== rota.id)) : new Set([...set, rota.id])));
  }
  protected can(rota: RotaView, move: string): boolean {
    return rota.moves.some((m) => m.move === move);
  }

  /** A bar was pressed: its hours are changed by who plans, or offered by who has them. */
  protected choose(rota: RotaView, shift: Shift): void {
    const how = this.can(rota, 'override') ? 'override' : shift.person === this.me() && this.can(rota, 'swap') ? 'swap' : null;
    if (how !== null) this.edit(rota, how, shift);
  }
  protected edit(rota: RotaView, how: 'override' | 'swap', shift: Pick<Shift, 'from' | 'to'>): void {
    this.editingRota.set(null);
    this.editing.set({ rota, how, from: Math.max(shift.from, how === 'swap' ? this.now() : shift.from), to: shift.to });
  }
  /** The next hours of one's own, or tomorrow's. */
  protected start(rota: RotaView, how: 'override' | 'swap'): void {
    const next = rota.shifts.find((s) => s.to > this.now() && (how === 'override' || (s.person === this.me() && s.from > this.now()))) ?? rota.shifts.find((s) => s.to > this.now() && (how === 'override' || s.person === this.me()));
    this.edit(rota, how, next ?? { from: this.now(), to: this.now() + DAY / 2 });
  }
  protected closed(saved: boolean): void {
    this.editing.set(null);
    this.editingRota.set(null);
    if (!saved) return;
    this.said.set('Saved.');
    this.loaded.reload();
  }
  protected editRota(rota: RotaView | 'new'): void {
    this.editing.set(null);
    this.editingRota.set(rota);
  }

  protected removeOverride(id: string): Promise<void> {
    return this.do(() => this.api.removeOverride(id), 'The override is taken away.');
  }
  protected answer(swap: SwapView, move: string): Promise<void> {
    return this.do(() => this.api.answerSwap(swap.id, move), move === 'accept' ? 'These hours are yours now.' : 'Done.');
  }
  protected span(from: number | string, to: number | string, zone: string): string {
    return spanWords(typeof from === 'string' ? Date.parse(from) : from, typeof to === 'string' ? Date.parse(to) : to, zone);
  }
  protected overridesOf(rota: RotaView) {
    return rota.overrides.filter((o) => o.to > this.now());
  }
  protected readonly moveWords: Readonly<Record<string, string>> = { accept: 'Take them', decline: 'Decline', cancel: 'Take the offer back' };

  private async do(work: () => Promise<void>, done: string): Promise<void> {
    try {
      await work();
      this.said.set(done);
    } catch (error) {
      this.said.set(wordsOf(problemFrom(error).problem).text);
    }
    this.loaded.reload();
  }
}
