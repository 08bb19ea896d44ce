import { inject, Injectable } from '@angular/core';
import { type CodedReason, type ReasonAnswer, ReasonAsker, SiteTime, Ticker, UndoToast } from '@causeway/console-ui';
import type { BulkInbound, BulkResult, InboundRow, Problem } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { Attempts } from '../core/attempts/attempts';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { examChanges } from './exam-changes';
import { InboundApi } from './inbound.api';
import { parkReasonList, quarantineReasonList, rejectReasonList, returnReasonList } from './inbound-words';

/** What an act came to: the row as it is now, nothing because the person thought better of it, or what stood in the way. */
export type Acted = { readonly row: InboundRow } | { readonly problem: Problem } | null;

interface Question {
  readonly title: string;
  readonly sentence: string;
  readonly reasons: readonly CodedReason[];
  readonly verb: string;
  readonly danger?: boolean;
  /** The body wants one free text instead of a code and a note. */
  readonly textOnly?: boolean;
}

const QUESTIONS: Readonly<Record<string, Question>> = {
  park: { title: 'Set aside', sentence: 'Its clock pauses and names who is waited for. It comes back by itself tomorrow at 08:00.', reasons: parkReasonList, verb: 'Set aside' },
  return: { title: 'Return to sender', sentence: 'The sender is told why. The images stay here until retention says otherwise.', reasons: returnReasonList, verb: 'Return' },
  reject: { title: 'Reject this exam', sentence: 'It goes no further and the sender is told. The images are kept until retention says otherwise.', reasons: rejectReasonList, verb: 'Reject', danger: true },
  quarantine: { title: 'Quarantine', sentence: 'Nobody works on it and nothing leaves until a person clears it.', reasons: quarantineReasonList, verb: 'Quarantine', danger: true },
  clear: { title: 'Clear from quarantine', sentence: 'It goes on its way from the beginning. Say what you looked at.', reasons: [], verb: 'Clear', textOnly: true },
  recall: { title: 'Call it back', sentence: 'Everything that followed is undone and each holder is asked: PACS, order, report, people who were told.', reasons: [], verb: 'Call back', danger: true, textOnly: true },
  reopen: { title: 'Take up again', sentence: 'It comes back to the inbox. Say why.', reasons: [], verb: 'Take up again', textOnly: true },
  'take-over': { title: 'Take over', sentence: 'Who works on it is told, and cannot save any more.', reasons: [], verb: 'Take over', textOnly: true },
};

/** The acts on exams of the inbox: asks what must be asked, sends, and says what came of it. */
@Injectable({ providedIn: 'root' })
export class InboundActs {
  private readonly api = inject(InboundApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);
  private readonly session = inject(Session);
  private readonly toast = inject(UndoToast);
  private readonly time = inject(SiteTime);
  private readonly ticker = inject(Ticker);

  /** Does one of the moves the row offers. Moves with a page of their own (release, checklist, split, need) are not done from here. */
  async act(row: InboundRow, name: string): Promise<Acted> {
    const offer = row.moves.find((m) => m.move === name);
    if (offer === undefined) return null;
    const question = QUESTIONS[name];
    const acted = await this.attempts.run({ seen: row, move: name, read: () => this.api.detail(row.id), changes: examChanges }, async (now, attempt) => {
      const answer = question === undefined ? { reason: null, text: '' } : await this.reasons.ask(question, attempt);
      if (answer === null) return null;
      if (offer.needs === 'reauthenticate' && !(await this.confirm(name, question))) return null;
      return this.api.command(row.id, name, this.body(now, name, answer, question));
    });
    if (acted === null || 'problem' in acted) return acted;
    this.say(acted.done, name);
    return { row: acted.done };
  }

  async claimNext(): Promise<Acted> {
    try {
      const row = await this.api.claimNext();
      if (row === null) this.toast.show({ text: 'Nothing is left to claim' });
      return row === null ? null : { row };
    } catch (error) {
      return { problem: problemFrom(error).problem };
    }
  }

  /** The same act for many; null when the person thought better of it. */
  async bulk(rows: readonly InboundRow[], move: BulkInbound['move']): Promise<BulkResult | { readonly problem: Problem } | null> {
    const question = QUESTIONS[move];
    const many = question && { ...question, title: `${question.title}: ${rows.length} exams` };
    const answer = many === undefined ? { reason: null, text: '' } : await this.reasons.ask(many);
    if (answer === null) return null;
    const items = rows.map((row) => ({ id: row.id, version: row.version }));
    try {
      return await this.api.bulk({
        move, items,
        ...(answer.reason === null ? {} : { reason: answer.reason }),
        ...(answer.text === '' ? {} : { note: answer.text }),
        ...(move === 'park' ? { until: this.tomorrow() } : {}),
      });
    } catch (error) {
      return { problem: problemFrom(error).problem };
    }
  }

  /** What stood in the way, in one sentence. */
  sentence(problem: Problem): string {
    const words = wordsOf(problem);
    return `${words.title}. ${words.text}`;
  }

  private body(row: InboundRow, name: string, answer: ReasonAnswer, question: Question | undefined): object {
    if (name === 'claim') return {};
    if (name === 'release-claim') return {};
    if (name === 'take-over') return { reason: answer.text };
    const version = { version: row.version };
    if (question === undefined) return version;
    if (question.textOnly) return { ...version, reason: answer.text };
    return { ...version, reason: answer.reason, ...(answer.text === '' ? {} : { note: answer.text }), ...(name === 'park' ? { until: this.tomorrow() } : {}) };
  }

  private confirm(name: string, question: Question | undefined): Promise<boolean> {
    const verb = question?.verb ?? name;
    return this.session.confirmPassword({ title: question?.title ?? 'Confirm it is you', sentence: 'This act is signed with your password.', verb, ...(question?.danger ? { danger: true } : {}) });
  }

  private tomorrow(): string {
    return this.time.at(this.ticker.now()).plus({ days: 1 }).set({ hour: 8, minute: 0, second: 0, millisecond: 0 }).toUTC().toISO() ?? '';
  }

  private say(row: InboundRow, name: string): void {
    const said: Readonly<Record<string, string>> = {
      park: `Set aside until ${row.parked === null ? 'tomorrow' : this.time.dateTime(row.parked.until)}`,
      return: 'Returned, and the sender is told', reject: 'Rejected, and the sender is told', quarantine: 'Quarantined', clear: 'Cleared',
      recall: 'Called back: everyone who has it is asked', reopen: 'Back in the inbox', unpark: 'Back in work', 'take-over': 'It is yours now', mirror: 'Noted as our own exam', 'load-now': 'On its way to PACS',
    };
    const text = said[name];
    if (text !== undefined) this.toast.show({ text });
  }
}
