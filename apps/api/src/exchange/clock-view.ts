import type { ClockView } from '@causeway/contracts';
import type { ClockTurn } from '../inbound/inbound.row';

interface Row { readonly clock: readonly ClockTurn[]; readonly due_at: Date | null; readonly state_since: Date; readonly now: Date; readonly pause?: { readonly reason: string; readonly holder: string } | null }

/** The clock of a case or request as the console draws it: who had the ball, for how long, in order. */
export function clockView(r: Row, is: { readonly over: boolean; readonly holder: string | null; readonly holderName: string | null }): ClockView {
  const end = is.over ? r.state_since : r.now;
  const segments = r.clock.flatMap((turn, i) => {
    const next = r.clock[i + 1];
    const seconds = Math.max(0, Math.round(((next ? Date.parse(next.at) : end.getTime()) - Date.parse(turn.at)) / 1000));
    return turn.holder === 'none' ? [] : [{ holder: turn.holder, seconds }];
  });
  return {
    state: is.over || !r.due_at ? 'none' : r.pause ? 'paused' : 'running', startedAt: r.clock[0]?.at ?? null, dueAt: r.due_at?.toISOString() ?? null,
    holder: is.over ? null : is.holder, holderName: is.over ? null : is.holderName, ...(r.pause ? { pausedBecause: `${r.pause.holder}: ${r.pause.reason}` } : {}), segments,
  };
}

/** The turns with one more, when the ball went on. */
export const passed = (clock: readonly ClockTurn[], holder: string | null, now: Date): readonly ClockTurn[] =>
  (clock.at(-1)?.holder === (holder ?? 'none') ? clock : [...clock, { holder: holder ?? 'none', at: now.toISOString() }]);
