import { inject, Injectable, signal } from '@angular/core';
import { type Attempt, ReasonAsker } from '@causeway/console-ui';
import type { MoveOffer } from '@causeway/contracts';
import { ApiProblem, problemFrom } from '../core/api/api-problem';
import { isConflict, wordsOf } from '../core/api/problem-words';
import { Attempts, differences, type Versioned } from '../core/attempts/attempts';
import { Session } from '../core/session/session';
import { ExchangeApi } from './exchange.api';
import { stateWord } from './words';

/** A case or a request. */
export interface Handled extends Versioned {
  readonly id: string;
  readonly state: string;
}

/** Sends commands of one page and keeps what was refused. Provided by the page. */
@Injectable()
export class Acting {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly reasons = inject(ReasonAsker);
  private readonly attempts = inject(Attempts);
  readonly refused = signal<string | null>(null);
  readonly busy = signal(false);

  /** The answer, or null when it was refused; then `refused` says why. */
  async send<T>(path: string, body: object): Promise<T | null> {
    this.refused.set(null);
    try {
      return await this.post<T>(path, body);
    } catch (error) {
      this.say(error);
      return null;
    }
  }

  /**
   * A move of a case or request of `place`, with what `bodyOf` asks for: what was typed stays until it is done or given up.
   * The thing as it is afterwards, or null; when it was refused `refused` says why. A change for which `same` holds, such as a job's, is none to the
   * person who typed: the move goes out once more over it.
   */
  async move<T extends Handled>(place: string, seen: T, move: string, bodyOf: (now: T, attempt: Attempt) => Promise<object | null>, same?: (before: T, after: T) => boolean): Promise<T | null> {
    this.refused.set(null);
    const path = `${place}/${seen.id}`;
    const acted = await this.attempts.run<T, T>({ seen, move, read: () => this.api.get<T>(path), changes }, async (now, attempt) => {
      const body = await bodyOf(now, attempt);
      const step = body && (await this.step(now.moves.find((m) => m.move === move), attempt));
      if (!body || !step) return null;
      const sent = { version: now.version, ...body, ...step };
      try {
        return await this.post<T>(`${path}/${move}`, sent);
      } catch (error) {
        if (!same || !isConflict(problemFrom(error).problem)) throw error;
        const after = await this.api.get<T>(path);
        if (after.version === now.version || !after.moves.some((m) => m.move === move) || !same(now, after)) throw error;
        return this.post<T>(`${path}/${move}`, { ...sent, version: after.version });
      }
    });
    if (acted !== null && 'done' in acted) return acted.done;
    if (acted !== null) this.say(new ApiProblem(acted.problem));
    return null;
  }

  /** Makes something new out of what `bodyOf` asks for, likewise. */
  make<T>(path: string, bodyOf: (attempt: Attempt) => Promise<object | null>): Promise<T | null> {
    return this.change((body) => this.post<T>(path, body), bodyOf);
  }

  /** Sends what `bodyOf` asks for by `sending`, likewise. */
  async change<T>(sending: (body: object) => Promise<T>, bodyOf: (attempt: Attempt) => Promise<object | null>): Promise<T | null> {
    this.refused.set(null);
    const nothing: Versioned = { version: 0, moves: [] };
    const acted = await this.attempts.run<Versioned, T>({ seen: nothing, move: 'make', read: () => Promise.resolve(nothing), changes: () => [] }, async (_now, attempt) => {
      const body = await bodyOf(attempt);
      return body && sending(body);
    });
    if (acted !== null && 'done' in acted) return acted.done;
    if (acted !== null) this.say(new ApiProblem(acted.problem));
    return null;
  }

  /** The step an offer asks for before the act, and what it adds to what is sent; null when it was not taken. */
  private async step(offer: MoveOffer | undefined, attempt: Attempt): Promise<{ readonly dutyReason?: string } | null> {
    if (offer?.needs === 'reauthenticate') return (await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'This act is signed with your password.', verb: 'Confirm' })) ? {} : null;
    if (offer?.needs !== 'duty-reason') return {};
    const answer = await this.reasons.ask({ title: 'You are not on duty', sentence: 'Say why you do this now.', reasons: [], verb: 'Go on' }, attempt);
    return answer && { dutyReason: answer.text };
  }

  private async post<T>(path: string, body: object): Promise<T> {
    this.busy.set(true);
    try {
      return await this.api.post<T>(path, body);
    } finally {
      this.busy.set(false);
    }
  }

  private say(error: unknown): void {
    const { problem } = problemFrom(error);
    this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${e.pointer.split('/').at(-1)}: ${e.detail}`)].join(' '));
  }
}

const changes = (before: Handled, after: Handled): readonly string[] => differences(before, after, [['State', (t) => stateWord[t.state] ?? t.state]]);
