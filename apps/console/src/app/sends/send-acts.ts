import { inject, Injectable } from '@angular/core';
import { ReasonAsker, sendLooks } from '@causeway/console-ui';
import type { Problem, SendDetail } from '@causeway/contracts';
import { Attempts, differences } from '../core/attempts/attempts';
import { recipientLine } from './send-words';
import { SendsApi } from './sends.api';

const questions: Readonly<Record<string, { title: string; sentence: string; verb: string; danger?: boolean; minText?: number }>> = {
  deny: { title: 'Send it back', sentence: 'It goes back to its sender as a draft, with what you say.', verb: 'Send back' },
  cancel: { title: 'Cancel this send', sentence: 'Nothing has left. It ends for good.', verb: 'Cancel the send', danger: true },
  revoke: { title: 'Call this send back', sentence: 'What has not left stays here. What has left cannot be fetched back by us: you will see what it is, and whom to ask.', verb: 'Call back', danger: true },
  refuse: { title: 'They refused it', sentence: 'Write down what the recipient said.', verb: 'Write it down' },
  accept: { title: 'They took it up', sentence: 'Write down who opened, imported or acknowledged it.', verb: 'Write it down', minText: 2 },
  track: { title: 'Tracking number of the disc', sentence: 'Carrier and number, for example: Courier 1Z 999.', verb: 'Keep it' },
};

/** The acts of a person on a send, with the question that comes before. Null when they thought better of it. */
@Injectable({ providedIn: 'root' })
export class SendActs {
  private readonly api = inject(SendsApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);

  async act(send: SendDetail, move: string): Promise<{ readonly detail: SendDetail } | { readonly problem: Problem } | null> {
    const question = questions[move];
    const acted = await this.attempts.run({ seen: send, move, read: () => this.api.detail(send.id), changes: sendChanges }, async (now, attempt) => {
      const answer = question ? await this.reasons.ask({ ...question, reasons: [] }, attempt) : { text: '' };
      return answer && this.api.command(send.id, move, { version: now.version, ...(question ? bodyOf(move, answer.text) : {}) });
    });
    return acted && 'done' in acted ? { detail: acted.done } : acted;
  }
}

function bodyOf(move: string, text: string): object {
  const [carrier, ...number] = text.split(/\s+/);
  if (move === 'accept') return { who: text };
  return move === 'track' ? { carrier, number: number.join(' ') || text } : { reason: text };
}

/** What a person would see of how a send changed. */
export const sendChanges = (before: SendDetail, after: SendDetail): readonly string[] => differences(before, after, [
  ['State', (s) => sendLooks[s.state].word], ['Images there', (s) => `${s.verified} of ${s.total}`], ['Goes to', (s) => recipientLine(s)], ['Exams', (s) => String(s.exams.length)], ['Message', (s) => s.message ?? ''],
  ['Receipt', (s) => s.receipt?.who ?? ''], ['Tracking', (s) => s.tracking?.number ?? ''],
]);
