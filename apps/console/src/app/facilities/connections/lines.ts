import { Component, computed, DestroyRef, effect, inject, input, linkedSignal, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Icon, Keymap, Note, ProblemCard, SiteTime, SkeletonRows, StateChip, Ticker } from '@causeway/console-ui';
import type { EndpointDetail, EndpointRow, FacilityConnections, GatewayView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../../core/api/loaded';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { Session } from '../../core/session/session';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { ConnectionsApi } from './connections.api';
import { FixCardView } from './fix-card';
import { GatewaysPanel } from './gateways-panel';
import { Ladder } from './ladder';
import { LineActs } from './line-acts';
import { LineHistory } from './line-history';
import { awayWords, certificateWords, directionWords, kindWords, lineLook, purposeWords } from './line-words';
import { RunWatch } from './run-watch';
import { ownedText } from '../../programme/programme-words';

type Move = 'change' | 'disable' | 'enable' | 'remove';

/** The connections of a facility: how each stands, the doctor's ladder of the one that is looked at, and what can be done about it. */
@Component({
  selector: 'cw-lines',
  imports: [EmptyState, FixCardView, GatewaysPanel, Icon, Ladder, LineHistory, MatButton, Note, ProblemCard, SkeletonRows, StateChip],
  providers: [Acting, LineActs, RunWatch],
  templateUrl: './lines.html',
  styleUrl: './lines.scss',
})
export class Lines {
  readonly facilityId = input.required<string>();

  private readonly api = inject(ConnectionsApi);
  private readonly watch = inject(RunWatch);
  private readonly ticker = inject(Ticker);
  protected readonly acts = inject(LineActs);
  protected readonly site = inject(SiteTime);
  private readonly session = inject(Session);
  protected readonly house = computed(() => this.session.me()?.site.name ?? '');

  protected readonly loaded = resource({ params: () => this.facilityId(), loader: ({ params }) => this.api.ofFacility(params) });
  protected readonly lines = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  /** The line that is looked at: the one chosen, else the first that needs somebody. */
  protected readonly chosen = linkedSignal<readonly EndpointRow[], string | null>({
    source: () => this.lines()?.rows ?? [],
    computation: (rows, before) => (rows.some(({ id }) => id === before?.value) ? before!.value : ((rows.find(({ state }) => state === 'failing' || state === 'degraded') ?? rows[0])?.id ?? null)),
  });
  protected readonly detail = resource({ params: () => this.chosen() ?? undefined, loader: ({ params }) => this.api.detail(params) });
  protected readonly line = computed(() => valueOf(this.detail));
  protected readonly run = computed(() => (this.watch.run()?.endpointId === this.chosen() ? this.watch.run() : (this.line()?.run ?? null)));
  /** A test was asked for and has no answer yet: one more would be refused. */
  private readonly starting = signal(false);
  protected readonly running = computed(() => this.starting() || this.run()?.endedAt === null);
  protected readonly refused = signal<string | null>(null);
  /** Address of a link just made; it is shown this once. */
  protected readonly link = linkedSignal<string | null, string | null>({ source: this.chosen, computation: () => null });
  protected readonly look = lineLook;
  protected readonly owned = ownedText;
  protected readonly kinds = kindWords;
  protected readonly directions = directionWords;
  protected readonly purposes = purposeWords;

  constructor() {
    reloadOn(merge(signalsOf('endpoint'), resyncs()).pipe(debounceTime(400)), this.loaded, this.detail);
    effect(() => {
      const line = this.line();
      const now = untracked(() => this.watch.run());
      if (line?.run && (now?.id !== line.run.id || now.endedAt === null)) untracked(() => this.follow(line, line.run!));
    });
    inject(Keymap).register({ name: 'Connections', element: null, bindings: [{ keys: ['t'], does: 'Run the tests of the connection', when: () => this.may('test') && !this.running(), run: () => void this.test(false) }] }, inject(DestroyRef));
  }

  protected away(g: GatewayView): string {
    return awayWords(g.name, g.site, g.connections.filter((c) => c.state === 'failing').length, this.site.dateTime(g.awaySince ?? ''));
  }
  protected certificate(row: EndpointRow): ReturnType<typeof certificateWords> {
    return certificateWords(row.certificateEndsAt, this.ticker.coarse());
  }
  protected may(move: string): boolean {
    return this.line()?.moves.some((offer) => offer.move === move) ?? false;
  }
  protected share(row: EndpointRow): string {
    return row.passedPermille === null ? '' : `${Math.floor(row.passedPermille / 10)} % of tests in 30 days`;
  }

  protected async test(send: boolean): Promise<void> {
    const line = this.line();
    if (line) await this.start(line, send);
  }
  protected async add(facility: FacilityConnections): Promise<void> {
    const made = await this.acts.add(facility);
    if (!made) return;
    this.chosen.set(made.id);
    this.loaded.reload();
    if (made.moves.some((offer) => offer.move === 'test')) await this.start(made, false);
  }
  protected async make(line: EndpointDetail, move: Move): Promise<void> {
    const after = await this.acts[move](line);
    if (!after) return;
    this.loaded.reload();
    this.detail.reload();
    if (move === 'change' || move === 'enable') await this.start(after, false);
  }
  protected async makeLink(line: EndpointDetail): Promise<void> {
    const forWhom = await this.acts.forWhom(line);
    if (forWhom === null) return;
    await this.trying(async () => {
      const { address } = await this.api.link(line.facilityId, line.id, forWhom);
      this.link.set(address.startsWith('/') ? `${location.origin}${address}` : address);
    });
  }

  private async start(line: EndpointDetail, send: boolean): Promise<void> {
    this.starting.set(true);
    await this.trying(async () => this.follow(line, await this.api.start(line.id, send)));
    this.starting.set(false);
  }
  private follow(line: EndpointDetail, run: NonNullable<EndpointDetail['run']>): void {
    this.watch.follow(run, ({ id }) => this.api.run(line.id, id), () => {
      this.loaded.reload();
      this.detail.reload();
    });
  }
  private async trying(work: () => Promise<void>): Promise<void> {
    this.refused.set(null);
    try {
      await work();
    } catch (error) {
      this.refused.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
