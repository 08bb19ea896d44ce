import { duties, rolesFilling, type Guarded, type Principal } from '@causeway/access';
import { dutyBook } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { plannedRotas } from './rows';

/** Condition D for one person at one moment. */
export type OnDutyFor = (thing: Pick<Guarded, 'serviceLine'>) => boolean;

const always: OnDutyFor = () => true;

/**
 * Whether the person is on duty for a thing: one of the rotas that plan this hour for its line and a role of theirs has them on. Where no rota plans the hour,
 * or the rota has a gap, everybody of the role counts as on duty: a plan nobody made, or nobody can keep, locks no one out.
 */
export async function onDutyFor(db: Pick<Act, 'query'>, who: Principal, at: Date): Promise<OnDutyFor> {
  const pools = Object.keys(duties).filter((duty) => rolesFilling(duty).some((role) => who.roles.includes(role)));
  if (pools.length === 0 || who.kind !== 'person') return always;
  const within = { from: at.getTime(), to: at.getTime() + 1 };
  const planned = await plannedRotas(db, within, { facilities: who.facilities, pools });
  if (planned.length === 0) return always;
  const book = dutyBook(planned.map((p) => p.rota), within);
  return ({ serviceLine }) => {
    const on = pools.map((pool) => book.on(pool, serviceLine ?? null, null, within.from)).filter((o) => o.people.length > 0);
    return on.length === 0 || on.some((o) => o.people.includes(who.id));
  };
}
