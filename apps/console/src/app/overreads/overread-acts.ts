import { inject, Injectable } from '@angular/core';
import { type Attempt, type CodedReason, overreadLooks, type ReasonAnswer, ReasonAsker, UndoToast } from '@causeway/console-ui';
import type { OverreadDetail, OverreadRow, Problem } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { Attempts, differences } from '../core/attempts/attempts';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { declineReasonList, moveWords, releaseReasonList, retractReasonList, withdrawReasonList } from './overread-words';
import { OverreadsApi } from './overreads.api';

/** What an act came to: the read as it is now, nothing because the person thought better of it, or what stood in the way. */
export type Acted = { readonly read: OverreadDetail } | { readonly problem: Problem } | null;

interface Question {
  readonly title: string;
  readonly sentence: string;
  readonly reasons: readonly CodedReason[];
  readonly verb: string;
  readonly danger?: boolean;
}

/** What the password stands for where nothing else is asked. */
const SIGNATURES: Readonly<Record<string, { readonly title: string; readonly sentence: string; readonly verb: string }>> = {
  sign: { title: 'Sign the report', sentence: 'Your password is your signature. The report goes to the records, and who asked is told.', verb: 'Sign' },
  addend: { title: 'Sign the addendum', sentence: 'Your password is your signature. The addendum goes to the records, and who asked has to read again.', verb: 'Sign' },
};

const QUESTIONS: Readonly<Record<string, Question>> = {
  release: { title: 'Release this read', sentence: 'It goes back to the pool. What you wrote stays with it as a draft.', reasons: releaseReasonList, verb: 'Release' },
  decline: { title: 'Decline this read', sentence: 'It goes back to the pool and is not offered to you again.', reasons: declineReasonList, verb: 'Decline' },
  return: { title: 'Ask for images', sentence: 'The read waits, and whoever sent the exam is told. Name what is missing: the series, the prior, the report.', reasons: [], verb: 'Ask' },
  'take-over': { title: 'Take over this read', sentence: 'Who writes on it is told and cannot save any more. Their draft comes with it.', reasons: [], verb: 'Take over' },
  resume: { title: 'Back to the pool', sentence: 'It can be claimed again as it is. Say why the images are enough.', reasons: [], verb: 'Back to the pool' },
  'send-back': { title: 'Send back', sentence: 'The author gets the draft again with your comments.', reasons: [], verb: 'Send back' },
  withdraw: { title: 'Withdraw this read', sentence: 'Nobody reads it. Who asked for it is told.', reasons: withdrawReasonList, verb: 'Withdraw', danger: true },
  retract: { title: 'Retract this report', sentence: 'The report is taken back everywhere it went, and everyone who was told of it is told again.', reasons: retractReasonList, verb: 'Retract', danger: true },
};
/** Their body carries the epoch of the claim. */
const OF_HOLDER: ReadonlySet<string> = new Set(['release', 'decline', 'return', 'submit']);
const CLAIM_ASKS: ReadonlySet<string> = new Set(['other-subspecialty', 'declined-before']);
const NO_ANSWER: ReasonAnswer = { reason: null, text: '' };

/** The acts on reads: asks what must be asked, sends, and says what came of it. */
@Injectable({ providedIn: 'root' })
export class OverreadActs {
  private readonly api = inject(OverreadsApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);
  private readonly session = inject(Session);
  private readonly toast = inject(UndoToast);

  /** Asks for the reason and the password a move wants; null when the person thought better of it or the move is not offered. */
  private async prepare(row: OverreadRow, name: string, attempt: Attempt): Promise<object | null> {
    const offer = row.moves.find((m) => m.move === name);
    if (offer === undefined) return null;
    const question = QUESTIONS[name] ?? (offer.needs === 'duty-reason' ? offDuty(name) : undefined);
    const answer = question === undefined ? NO_ANSWER : await this.reasons.ask(question, attempt);
    if (answer === null) return null;
    if (offer.needs === 'reauthenticate' && !(await this.confirm(name))) return null;
    return bodyOf(row, name, answer);
  }

  /** Asks what must be asked and does it; what was typed is kept until it is done. `send` is how it goes out, where that is not plain. */
  async act(row: OverreadRow, name: string, send?: (body: object) => Promise<OverreadDetail>): Promise<Acted> {
    let claim: Problem | null = null;
    const acted = await this.attempts.run<OverreadRow, OverreadDetail>({ seen: row, move: name, read: () => this.api.detail(row.id), changes: readChanges }, async (now, attempt) => {
      const body = claim === null ? await this.prepare(now, name, attempt) : await this.claimBody(now, claim, attempt);
      if (body === null) return null;
      try {
        return await (send ?? ((whole) => this.withPassword(name, () => this.api.command(row.id, name, whole))))(body);
      } catch (error) {
        const { problem } = problemFrom(error);
        // The api asks for a reason when a claim is out of the ordinary; then the person is asked and it is claimed again.
        if (name !== 'claim' || claim !== null || !CLAIM_ASKS.has(problem.code ?? '')) throw error;
        claim = problem;
        const again = await this.claimBody(now, claim, attempt);
        return again && this.api.command(row.id, name, again);
      }
    });
    return acted && 'done' in acted ? { read: acted.done } : acted;
  }

  /**
   * Sends an act, and once more under the password when the api asks for it: what a read offers was said when it was loaded, and a
   * password counts for a minute only.
   */
  async withPassword(name: string, act: () => Promise<OverreadDetail>): Promise<OverreadDetail> {
    try {
      return await act();
    } catch (error) {
      const failure = problemFrom(error);
      if (failure.problem.code !== 'reauthenticate' || !(await this.confirm(name))) throw failure;
      return act();
    }
  }

  async claimNext(): Promise<Acted> {
    try {
      const read = await this.api.claimNext();
      if (read === null) this.toast.show({ text: 'Nothing is left to read' });
      return read === null ? null : { read };
    } catch (error) {
      return { problem: problemFrom(error).problem };
    }
  }

  /** What stood in the way, in one sentence. */
  sentence(problem: Problem): string {
    const words = wordsOf(problem);
    return `${words.title}. ${words.text}`;
  }

  /** Asks for the password of an act, unless it was just given. */
  confirm(name: string): Promise<boolean> {
    const { title, verb, danger } = QUESTIONS[name] ?? { title: 'Confirm it is you', verb: moveWords[name] ?? name };
    return this.session.confirmPassword(SIGNATURES[name] ?? { title, sentence: 'This act is signed with your password.', verb, ...(danger ? { danger } : {}) });
  }

  private async claimBody(row: OverreadRow, problem: Problem, attempt: Attempt): Promise<object | null> {
    const answer = await this.reasons.ask({ title: 'Claim it all the same?', sentence: problem.detail ?? '', reasons: [], verb: 'Claim' }, attempt);
    return answer && { version: row.version, reason: answer.text };
  }
}

function bodyOf(row: OverreadRow, name: string, { reason, text }: ReasonAnswer): object {
  const said = reason ?? text;
  const why = { ...(said === '' ? {} : { reason: said }), ...(reason !== null && text !== '' ? { note: text } : {}) };
  if (name === 'take-over') return why;
  return { version: row.version, ...(OF_HOLDER.has(name) ? { epoch: row.epoch } : {}), ...why };
}

const offDuty = (name: string): Question => ({
  title: 'You are not on duty for this', sentence: 'Say why you act all the same; it is recorded.', reasons: [], verb: moveWords[name] ?? 'Go on',
});

const readChanges = (before: OverreadRow, after: OverreadRow): readonly string[] => differences(before, after, [
  ['State', (r) => overreadLooks[r.state].word], ['Reader', (r) => r.lease?.holder.name ?? ''], ['Images', (r) => String(r.exam.images)], ['Question', (r) => r.question ?? ''],
]);
