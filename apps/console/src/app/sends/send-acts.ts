import { inject, Injectable } from '@angular/core';
import { ReasonAsker } from '@causeway/console-ui';
import type { Problem, SendDetail } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
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

  async act(send: SendDetail, move: string): Promise<{ readonly detail: SendDetail } | { readonly problem: Problem } | null> {
    const body: Record<string, unknown> = { version: send.version };
    const question = questions[move];
    if (question) {
      const answer = await this.reasons.ask({ ...question, reasons: [] });
      if (answer === null) return null;
      if (move === 'accept') body['who'] = answer.text;
      else if (move === 'track') Object.assign(body, { carrier: answer.text.split(/\s+/)[0], number: answer.text.split(/\s+/).slice(1).join(' ') || answer.text });
      else body['reason'] = answer.text;
    }
    try {
      return { detail: await this.api.command(send.id, move, body) };
    } catch (error) {
      return { problem: problemFrom(error).problem };
    }
  }
}
