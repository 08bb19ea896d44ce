import { Injectable } from '@angular/core';
import { Attempt } from '@causeway/console-ui';
import type { MoveOffer, Problem } from '@causeway/contracts';
import { problemFrom } from '../api/api-problem';
import { isConflict, wordsOf } from '../api/problem-words';

/** A thing that people and jobs change while somebody looks at it. */
export interface Versioned {
  readonly version: number;
  readonly moves: readonly MoveOffer[];
}

export interface TriedAct<T extends Versioned> {
  /** As the person saw it when they began. */
  readonly seen: T;
  readonly move: string;
  /** The thing as it is now. */
  readonly read: () => Promise<T>;
  /** What a person would see of the difference, in sentences. */
  readonly changes: (before: T, after: T) => readonly string[];
}

const CHANGED = 'What you typed is still here. Look at what is different, and save again if it still holds.';
const OVER = 'It can no longer be done. What you typed is still here, so that you can copy it.';

/**
 * Every act that sends the version a person saw goes through here. When it is refused, its dialog stays with all that was typed; when the thing
 * changed meanwhile it is read again, the dialog says what changed, and the next try goes out with the new version.
 */
@Injectable({ providedIn: 'root' })
export class Attempts {
  /** What `work` came to; the problem, when the person gave up after one or nothing was typed that could be lost; null when they thought better of it. */
  async run<T extends Versioned, R>(act: TriedAct<T>, work: (now: T, attempt: Attempt) => Promise<R | null>): Promise<{ readonly done: R } | { readonly problem: Problem } | null> {
    const attempt = new Attempt();
    let now = act.seen;
    let last: Problem | null = null;
    try {
      for (;;) {
        try {
          const done = await work(now, attempt);
          if (done !== null) return { done };
          // A password that was not given leaves the dialog before it as it was.
          if (!attempt.holds) return last && { problem: last };
        } catch (error) {
          last = problemFrom(error).problem;
          if (!attempt.holds || last.status === 401) return { problem: last };
          const after = isConflict(last) ? await act.read().catch(() => null) : null;
          attempt.stop(stoppedBy(last, act, now, after));
          now = after ?? now;
        }
      }
    } finally {
      attempt.end();
    }
  }
}

function stoppedBy<T extends Versioned>(problem: Problem, act: TriedAct<T>, before: T, after: T | null) {
  const { title, text, hue, icon } = wordsOf(problem);
  if (after === null || after.version === before.version) return { title, text, hue, icon };
  const still = after.moves.some((m) => m.move === act.move);
  return { title: problem.by === undefined ? 'It changed while you typed' : `${problem.by} changed it while you typed`, text: still ? CHANGED : OVER, hue, icon, changes: act.changes(before, after) };
}

/** A row for `differences`: its name as a sentence begins with it, and what a person sees of it; empty where there is nothing. */
export type Told<T> = readonly [name: string, value: (thing: T) => string];

/** "Urgency is now High, was Medium": one sentence for each that differs. */
export function differences<T>(before: T, after: T, rows: readonly Told<T>[]): readonly string[] {
  return rows.flatMap(([name, value]) => {
    const [was, is] = [value(before), value(after)];
    if (was === is) return [];
    return [`${name}: now ${is === '' ? 'empty' : is}${was === '' ? '' : `, was ${was}`}`];
  });
}
