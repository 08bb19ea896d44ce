import { inject, Injectable } from '@angular/core';
import { ReasonAsker } from '@causeway/console-ui';
import type { BulkTransferResult, Problem, TransferAction, TransferDetail, TransferRow } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { Attempts, differences } from '../core/attempts/attempts';
import { wordsOf } from '../core/api/problem-words';
import { TransfersApi } from './transfers.api';
import { lookOf, moveWords } from './transfer-words';
import type { ListQuery } from './transfers.store';

export type Done = { readonly detail: TransferDetail } | { readonly problem: Problem };

/** The acts of a person on movements, with the questions that come before them. Null when they thought better of it. */
@Injectable({ providedIn: 'root' })
export class TransferActs {
  private readonly api = inject(TransfersApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);

  async act(row: TransferRow | TransferDetail, move: string, extra: Readonly<Record<string, unknown>> = {}): Promise<Done | null> {
    const acted = await this.attempts.run<TransferRow, TransferDetail>({ seen: row, move, read: () => this.api.detail(row.id), changes: transferChanges }, async (now, attempt) => {
      const body: Record<string, unknown> = { version: now.version, ...extra };
      if (move === 'pause' || move === 'cancel' || move === 'reroute' || move === 'exclude') {
        const answer = await this.reasons.ask({ ...(now.direction === 'in' ? { ...questions[move], ...fetchQuestions[move] } : questions[move]), reasons: [] }, attempt);
        if (answer === null) return null;
        body['reason'] = answer.text;
      }
      if (move === 'reprioritise') body['priority'] = 1;
      return this.api.command(row.id, move === 'reprioritise' ? 'prioritise' : move, body);
    });
    return acted && 'done' in acted ? { detail: acted.done } : acted;
  }

  /** Tells first what would happen to all that match, then does it. */
  async onMany(action: TransferAction, which: { readonly ids: readonly string[] } | { readonly filter: ListQuery }): Promise<string | null> {
    const target = 'ids' in which ? { ids: [...which.ids] } : { filter: { ...which.filter } };
    try {
      const told = await this.api.act({ action, dryRun: true, ...target });
      if (told.fits === 0) return `None of ${told.matched} can be ${participles[action]} now.`;
      const answer = await this.reasons.ask({
        title: `${actionWords[action]}: ${told.fits} of ${told.matched}`, sentence: preview(action, told), reasons: [], verb: actionWords[action], danger: action === 'cancel', minText: 3,
      });
      if (answer === null) return null;
      const done = await this.api.act({ action, dryRun: false, reason: answer.text, ...(action === 'prioritise' ? { priority: 1 } : {}), ...target });
      return `${done.fits} ${done.fits === 1 ? 'transfer was' : 'transfers were'} ${participles[action]}.`;
    } catch (error) {
      return wordsOf(problemFrom(error).problem).text;
    }
  }
}

const transferChanges = (before: TransferRow, after: TransferRow): readonly string[] =>
  differences(before, after, [['State', (t) => lookOf(t).word], ['Images there', (t) => `${t.ledger.verified} of ${t.ledger.total}`], ['Line', (t) => t.line.label]]);

const actionWords: Readonly<Record<TransferAction, string>> = { retry: 'Retry what is missing', pause: 'Pause', resume: 'Go on', cancel: 'Call off', prioritise: 'First in line' };
const participles: Readonly<Record<TransferAction, string>> = { retry: 'tried again', pause: 'paused', resume: 'resumed', cancel: 'called off', prioritise: 'put first' };

function preview(action: TransferAction, told: BulkTransferResult): string {
  const rest = told.matched - told.fits;
  const others = rest > 0 ? ` ${rest} ${rest === 1 ? 'is' : 'are'} left as ${rest === 1 ? 'it is' : 'they are'}.` : '';
  if (action === 'retry') return `${told.instances} images are sent again or asked about. ${told.untouched} that are proven are not touched.${others}`;
  return `${told.instances} images are not there yet. ${told.untouched} that are proven stay where they are.${others}`;
}

const questions = {
  pause: { title: 'Pause this transfer', sentence: 'It stops after the image under way. What is proven stays proven.', verb: moveWords['pause']! },
  cancel: { title: 'Call this transfer off', sentence: 'It ends for good. What has left stays at the far side; a send that needs it fails.', verb: moveWords['cancel']!, danger: true },
  reroute: { title: 'Send the rest over another route', sentence: 'What is proven stays; only the rest goes over the other line.', verb: 'Send it there' },
  exclude: { title: 'Leave these images out', sentence: 'They will not be sent. The reason is kept in the ledger and shown on the exam.', verb: 'Leave them out', danger: true },
} as const;

/** What is fetched ends otherwise than what is sent. */
const fetchQuestions: Readonly<Partial<Record<keyof typeof questions, { readonly sentence: string }>>> = {
  cancel: { sentence: 'It ends for good. What has come stays here; the request goes on waiting for the rest.' },
  exclude: { sentence: 'They will not be asked for. The reason is kept in the ledger.' },
};
