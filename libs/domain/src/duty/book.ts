import type { Interval } from './hours';
import { shiftsOf, type Rota, type Shift } from './rota';

/** Who is on for a role, a line and a kind of task. Not planned: no rota answers for this hour. Planned without people: a gap. */
export interface OnDuty {
  readonly planned: boolean;
  readonly people: readonly string[];
  readonly shifts: readonly (Shift & { readonly rotaId: string })[];
}

export interface DutyBook {
  on(pool: string, serviceLine: string | null, workKind: string | null, at: number): OnDuty;
}

/**
 * The final schedules of all rotas over an interval, ready to be asked many times. A rota of the line goes before one of every line, one of the kind of task
 * before one of every kind; asked without a line (null), the rotas of every line answer together.
 */
export function dutyBook(rotas: readonly Rota[], within: Interval): DutyBook {
  const schedules = rotas.map((rota) => ({ rota, shifts: shiftsOf(rota, within) }));
  return {
    on: (pool, serviceLine, workKind, at) => {
      const fitting = schedules.filter(({ rota }) => rota.pool === pool && (rota.serviceLine === null || serviceLine === null || rota.serviceLine === serviceLine)
        && (rota.workKinds.length === 0 || workKind === null || rota.workKinds.includes(workKind)));
      const now = fitting.flatMap(({ rota, shifts }) => {
        const shift = shiftAt(shifts, at);
        return shift ? [{ rota, shift: { ...shift, rotaId: rota.id } }] : [];
      });
      const rank = (rota: Rota): number => (serviceLine !== null && rota.serviceLine !== null ? 2 : 0) + (workKind !== null && rota.workKinds.length > 0 ? 1 : 0);
      const best = Math.max(...now.map(({ rota }) => rank(rota)));
      const shifts = now.filter(({ rota }) => rank(rota) === best).map(({ shift }) => shift);
      return { planned: shifts.length > 0, people: [...new Set(shifts.flatMap((s) => s.person ?? []))], shifts };
    },
  };
}

/** The shift of an ordered schedule that holds an instant. */
export function shiftAt(shifts: readonly Shift[], at: number): Shift | null {
  let low = 0;
  let high = shifts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const shift = shifts[middle] as Shift;
    if (at < shift.from) high = middle - 1;
    else if (at >= shift.to) low = middle + 1;
    else return shift;
  }
  return null;
}
