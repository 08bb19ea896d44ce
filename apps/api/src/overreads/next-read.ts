import type { Caller } from '../platform/http/caller';
import { Refusal } from '../platform/acts/refusal';
import type { OverreadMoves } from './moves';
import type { OverreadList } from './overread.list';

/** Refused because of the task: somebody was faster, or it is not for this reader. Another may be. */
const ANOTHER = [409, 412];
/** Readers who lost a race spread over so many tasks, or they would all lose the next one to one of them as well. */
const SPREAD = 8;

/** Claims the next read that fits. What was lost to somebody is not tried again; null is said only when nothing else is open. */
export class NextRead {
  constructor(private readonly list: Pick<OverreadList, 'nextToClaim'>, private readonly moves: Pick<OverreadMoves, 'claim'>) {}

  /** The id of the claimed task. */
  async claim(caller: Caller): Promise<string | null> {
    for (const lost: string[] = []; ; ) {
      const open = await this.list.nextToClaim(caller, lost, lost.length === 0 ? 1 : SPREAD);
      const next = open[Math.floor(Math.random() * open.length)];
      if (!next) return null;
      try {
        await this.moves.claim(caller, next.id, { version: next.version });
        return next.id;
      } catch (error) {
        if (!(error instanceof Refusal) || !ANOTHER.includes(error.status)) throw error;
        lost.push(next.id);
      }
    }
  }
}
