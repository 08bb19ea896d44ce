import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, PersonName, ProblemCard, ReasonAsker, requestOutLooks, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { StandingListDetail } from '@causeway/contracts';
import { debounceTime, filter, merge } from 'rxjs';
import { failureOf } from '../../core/api/loaded';
import { Preferences } from '../../core/preferences/preferences';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { ExchangeApi } from '../../exchange/exchange.api';
import { outcomeText, roundText, weekdayWord } from './list-words';

/** One standing list: whom it asks for, when it does so next, and what came of each round. */
@Component({
  selector: 'cw-list-page',
  imports: [EmptyState, Icon, MatButton, Note, PersonName, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  templateUrl: './list-page.html',
  styleUrls: ['../../exchange/table.scss', './lists-page.scss', './list-page.scss'],
})
export class ListPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  private readonly reasons = inject(ReasonAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly answered = signal<StandingListDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<StandingListDetail>(`standing-lists/${params}`) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly l = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version >= read.version) ? own : read;
  });
  protected readonly looks = requestOutLooks as Readonly<Record<string, (typeof requestOutLooks)['sent']>>;
  protected readonly day = dateText;
  protected readonly weekday = weekdayWord;
  protected readonly round = roundText;
  protected readonly outcome = outcomeText;

  constructor() {
    reloadOn(merge(signalsOf('standingList', 'requestOut').pipe(filter((e) => e.kind !== 'standingList' || e.id === this.id())), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
  protected may(move: string): boolean {
    return this.l()?.moves.some((m) => m.move === move) ?? false;
  }
  protected nameOf(patient: string): string {
    const p = this.l()?.people.find((one) => one.id === patient);
    return p ? (this.namesHidden() ? 'Name hidden' : [p.told.family, p.told.given].filter(Boolean).join(', ')) : 'no longer in the list';
  }

  protected async pause(): Promise<void> {
    await this.act('pause', async (l, attempt) => {
      const answer = await this.reasons.ask({ title: 'Pause the list', sentence: 'Nobody is asked for until somebody goes on with it.', reasons: [], verb: 'Pause' }, attempt);
      return answer && { version: l.version, reason: answer.text };
    });
  }
  protected async simply(move: 'resume' | 'ask-now' | 'take'): Promise<void> {
    await this.act(move, (l) => Promise.resolve({ version: l.version }));
  }
  protected async end(): Promise<void> {
    const l = this.l();
    if (!l) return;
    const gone = await this.acting.make<readonly unknown[]>(`standing-lists/${l.id}/end`, async (attempt) => {
      const answer = await this.reasons.ask({ title: 'End the list', sentence: 'It asks for nobody any more. What it asked for stays as it is.', reasons: [], verb: 'End it', danger: true }, attempt);
      return answer && { version: l.version };
    });
    if (gone) await this.router.navigate(['/requests/lists']);
  }

  private async act(move: string, bodyOf: (l: StandingListDetail, attempt: Parameters<Parameters<Acting['make']>[1]>[0]) => Promise<object | null>): Promise<void> {
    const l = this.l();
    if (!l) return;
    const done = await this.acting.make<StandingListDetail>(`standing-lists/${l.id}/${move}`, (attempt) => bodyOf(l, attempt));
    if (done) this.answered.set(done);
    else this.loaded.reload();
  }
}
