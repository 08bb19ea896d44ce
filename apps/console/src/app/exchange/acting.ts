import { inject, Injectable, signal } from '@angular/core';
import { ReasonAsker } from '@causeway/console-ui';
import type { MoveOffer } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from './exchange.api';

/** Sends commands of one page and keeps what was refused. Provided by the page. */
@Injectable()
export class Acting {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly reasons = inject(ReasonAsker);
  readonly refused = signal<string | null>(null);
  readonly busy = signal(false);

  /** The answer, or null when it was refused; then `refused` says why. */
  async send<T>(path: string, body: object, offer?: MoveOffer): Promise<T | null> {
    this.refused.set(null);
    if (offer?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'This act is signed with your password.', verb: 'Confirm' }))) return null;
    if (offer?.needs === 'duty-reason' && (await this.reasons.ask({ title: 'You are not on duty', sentence: 'Say why you do this now.', reasons: [], verb: 'Go on' })) === null) return null;
    this.busy.set(true);
    try {
      return await this.api.post<T>(path, body);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${e.pointer.split('/').at(-1)}: ${e.detail}`)].join(' '));
      return null;
    } finally {
      this.busy.set(false);
    }
  }
}
