import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Note, ProblemCard, ReasonAsker, SiteTime, SkeletonRows, StateChip, type StateLook } from '@causeway/console-ui';
import type { RecallView } from '@causeway/contracts';
import { debounceTime, firstValueFrom, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { newCommandKey, once } from '../core/api/command';
import { wordsOf } from '../core/api/problem-words';
import { spoken } from '../core/why/decision-words';
import { Attempts, differences } from '../core/attempts/attempts';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';

const kinds: Readonly<Record<string, string>> = { copy: 'Copy in', order: 'Order', report: 'Report', person: 'Told', visibility: 'Visible to' };
const channels: Readonly<Record<string, string>> = {
  pacs: 'asked by rejection note', order: 'asked by cancellation', report: 'its reader must retract it', person: 'they must answer a notice', system: 'ends by itself',
};
const looks: Readonly<Record<string, StateLook>> = {
  listed: { hue: 'wait', icon: 'schedule', word: 'Listed' },
  asked: { hue: 'active', icon: 'undo', word: 'Asked' },
  failed: { hue: 'stop', icon: 'error', word: 'No answer' },
  confirmed: { hue: 'good', icon: 'check_circle', word: 'Back' },
  waived: { hue: 'held', icon: 'remove', word: 'Written off' },
};

const recallChanges = (before: RecallView, after: RecallView): readonly string[] => differences(before, after, [['State', (r) => looks[r.state]?.word ?? spoken(r.state)]]);

interface Act {
  readonly move: 'ask' | 'confirm' | 'waive';
  readonly words: string;
  readonly title?: string;
  readonly sentence?: string;
  readonly field?: 'proof' | 'reason';
}
const ACTS: readonly Act[] = [
  { move: 'ask', words: 'Ask again' },
  { move: 'confirm', words: 'It is back', title: 'Confirm that it is back', sentence: 'Say how you know: whom you spoke to, what you saw.', field: 'proof' },
  { move: 'waive', words: 'Write off', title: 'Write this one off', sentence: 'It cannot be called back. Two people must say so, each with a reason.', field: 'reason' },
];

/** What was sent on and must come back, until each has answered. */
@Component({
  selector: 'cw-recalls-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './recalls-page.html',
  styleUrl: './recalls-page.scss',
})
export class RecallsPage {
  private readonly http = inject(HttpClient);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);
  private readonly session = inject(Session);
  private readonly rail = inject(RailCounts);
  protected readonly site = inject(SiteTime);

  protected readonly open = resource({ loader: () => this.load() });
  protected readonly refused = signal<string | null>(null);
  protected readonly failure = computed(() => failureOf(this.open));
  /** Targets by exam, as they were asked together. */
  protected readonly exams = computed(() => {
    const rows = this.open.hasValue() ? this.open.value() : [];
    return [...new Set(rows.map((r) => r.examId))].map((examId) => ({ examId, targets: rows.filter((r) => r.examId === examId) }));
  });
  protected readonly kinds = kinds;
  protected readonly channels = channels;
  protected readonly look = (state: string): StateLook => looks[state] ?? { hue: 'wait', icon: 'help', word: spoken(state) };

  constructor() {
    reloadOn(merge(signalsOf('recall', 'inbound'), resyncs()).pipe(debounceTime(400)), this.open);
  }

  protected actsOf(row: RecallView): readonly Act[] {
    return ACTS.filter((act) => row.moves.some((m) => m.move === act.move));
  }

  protected async do(row: RecallView, act: Act): Promise<void> {
    this.refused.set(null);
    const needs = row.moves.find((m) => m.move === act.move)?.needs;
    const acted = await this.attempts.run({ seen: row, move: act.move, read: () => this.now(row), changes: recallChanges }, async (now, attempt) => {
      const answer = act.field === undefined ? { text: '' } : await this.reasons.ask({ title: act.title ?? '', sentence: act.sentence ?? '', reasons: [], verb: act.words }, attempt);
      if (answer === null) return null;
      if (needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: act.title ?? act.words, sentence: 'This act is signed with your password.', verb: act.words }))) return null;
      await firstValueFrom(this.http.post(`/api/v1/recalls/${row.id}/${act.move}`, { version: now.version, ...(act.field ? { [act.field]: answer.text } : {}) }, once(newCommandKey())));
      return true;
    });
    if (acted === null) return;
    if ('problem' in acted) this.refused.set(wordsOf(acted.problem).text);
    this.open.reload();
  }

  /** The item as it is now; one that is no longer on the list is over. */
  private async now(row: RecallView): Promise<RecallView> {
    const rows = await firstValueFrom(this.http.get<readonly RecallView[]>('/api/v1/recalls'));
    return rows.find((r) => r.id === row.id) ?? { ...row, version: row.version + 1, state: 'confirmed', moves: [] };
  }

  private async load(): Promise<readonly RecallView[]> {
    const rows = await firstValueFrom(this.http.get<readonly RecallView[]>('/api/v1/recalls'));
    this.rail.set('recalls', { count: rows.length, hot: rows.some((r) => r.state === 'failed') });
    return rows;
  }
}
