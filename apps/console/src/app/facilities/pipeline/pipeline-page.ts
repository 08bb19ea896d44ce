import { Component, computed, DestroyRef, inject, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Avatar, dateText, EmptyState, Icon, Keymap, Note, ProblemCard, SiteTime, SkeletonRows, StateChip, type StateLook, Ticker } from '@causeway/console-ui';
import type { FacilityRow } from '@causeway/contracts';
import type { FacilityMove, FacilityState } from '@causeway/domain';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../../core/api/loaded';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { FacilitiesApi } from '../facilities.api';
import { FacilityActs } from '../facility-acts';
import { orderText } from '../../programme/programme-words';
import { agreedText, daysIn, daysText, kindWords, moveWords, stageLooks, stages, tierWords, volumeText } from '../facility-words';

/** Partners by stage, as a board or a list. What is looked at stands in the address. */
@Component({
  selector: 'cw-pipeline-page',
  imports: [Avatar, EmptyState, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting, FacilityActs],
  templateUrl: './pipeline-page.html',
  styleUrl: './pipeline-page.scss',
})
export class PipelinePage {
  private readonly api = inject(FacilitiesApi);
  private readonly router = inject(Router);
  private readonly ticker = inject(Ticker);
  private readonly site = inject(SiteTime);
  protected readonly acts = inject(FacilityActs);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly loaded = resource({ loader: () => this.api.pipeline() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = computed(() => (this.params().get('view') === 'list' ? 'list' : 'board'));
  protected readonly query = computed(() => this.params().get('q') ?? '');
  protected readonly owner = computed(() => this.params().get('owner') ?? '');
  protected readonly tier = computed(() => this.params().get('tier') ?? '');
  protected readonly network = computed(() => this.params().get('network') ?? '');
  protected readonly narrowed = computed(() => this.query() !== '' || this.owner() !== '' || this.tier() !== '' || this.network() !== '');
  /** Partner whose card has the focus: keys act on it. */
  protected readonly focused = signal<string | null>(null);

  private readonly partners = computed(() => (this.loaded.hasValue() ? this.loaded.value().rows.filter((r) => !r.host) : []));
  protected readonly mayAdd = computed(() => this.loaded.hasValue() && this.loaded.value().mayAdd);
  protected readonly owners = computed(() => [...new Map(this.partners().flatMap((r) => (r.owner ? [[r.owner.id, r.owner] as const] : []))).values()].sort((a, b) => a.name.localeCompare(b.name)));
  protected readonly networks = computed(() => [...new Set(this.partners().flatMap((r) => r.networkNames))].sort((a, b) => a.localeCompare(b)));
  protected readonly rows = computed(() => {
    const words = this.query().toLowerCase().split(/\s+/).filter(Boolean);
    return this.partners().filter((r) => words.every((w) => `${r.name} ${r.place}`.toLowerCase().includes(w)) && (this.owner() === '' || r.owner?.id === this.owner()) && (this.tier() === '' || r.tier === this.tier()) && (this.network() === '' || r.networkNames.includes(this.network())));
  });
  protected readonly columns = computed(() => stages.filter((s) => s !== 'retired' || this.rows().some((r) => r.state === s)).map((state) => ({ state, rows: this.rows().filter((r) => r.state === state) })));
  protected readonly summary = computed(() => {
    const of = (state: FacilityState): number => this.partners().filter((r) => r.state === state).length;
    const stale = this.partners().filter((r) => r.stale).length;
    return `${of('live')} live, ${this.partners().length - of('live') - of('retired')} on the way or paused${stale > 0 ? `, ${stale} stale` : ''}`;
  });

  protected readonly looks = stageLooks;
  protected readonly kinds = kindWords;
  protected readonly moves = moveWords;
  protected readonly tiers = Object.entries(tierWords);
  protected readonly volume = volumeText;
  protected readonly day = dateText;
  protected readonly staleLook: StateLook = { hue: 'attn', icon: 'hourglass_top', word: 'Stale' };
  protected readonly failingLook: StateLook = { hue: 'stop', icon: 'link_off', word: 'Line down' };

  constructor() {
    reloadOn(merge(signalsOf('facility', 'endpoint'), resyncs()).pipe(debounceTime(500)), this.loaded);
    inject(Keymap).register({
      name: 'Pipeline', element: null,
      bindings: [
        { keys: ['>'], does: 'Move the partner on', run: () => this.key((row) => this.acts.forward(row)) },
        { keys: ['<'], does: 'Move the partner back', run: () => this.key((row) => this.acts.backward(row)) },
        { keys: ['n'], does: 'Next step of the partner', run: () => { const row = this.current(); if (row) void this.step(row); } },
      ],
    }, inject(DestroyRef));
  }

  protected days(row: FacilityRow): string {
    return daysText(daysIn(row.stateSince, this.ticker.coarse()));
  }
  protected age(row: FacilityRow): string {
    return `${daysText(daysIn(row.stateSince, this.ticker.coarse()))} in stage`;
  }
  /** Why it stands where it stands: partners come by tier, then by what is due. */
  protected order(row: FacilityRow): string {
    return orderText(tierWords[row.tier] ?? row.tier, row.work, null);
  }
  protected late(row: FacilityRow): boolean {
    return row.nextStep?.on !== null && row.nextStep !== null && row.nextStep.on < this.today();
  }
  protected agreed(row: FacilityRow): ReturnType<typeof agreedText> {
    return agreedText(row.agreedUntil, this.today());
  }
  protected narrow(name: 'q' | 'owner' | 'tier' | 'network', value: string): void {
    void this.router.navigate([], { queryParams: { [name]: value === '' ? null : value }, queryParamsHandling: 'merge', replaceUrl: true });
  }
  protected async make(row: FacilityRow, move: FacilityMove): Promise<void> {
    if (await this.acts.move(row, move)) this.loaded.reload();
  }
  protected async add(): Promise<void> {
    const made = await this.acts.add();
    if (made) void this.router.navigate(['/facilities', made.id]);
  }

  private today(): string {
    return this.site.day(this.ticker.coarse());
  }
  private async step(row: FacilityRow): Promise<void> {
    if (await this.acts.nextStep(row)) this.loaded.reload();
  }
  private current(): FacilityRow | undefined {
    return this.rows().find((r) => r.id === this.focused());
  }
  private key(moveOf: (row: FacilityRow) => FacilityMove | null): void {
    const row = this.current();
    const move = row && moveOf(row);
    if (row && move) void this.make(row, move);
  }
}
