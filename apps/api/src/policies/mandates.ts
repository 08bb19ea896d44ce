import { LONGEST_MANDATE_DAYS, type EndMandate, type GiveMandate, type MandateView } from '@causeway/contracts';
import type { PolicyKind } from '@causeway/domain';
import type * as z from 'zod/mini';
import { tell } from '../notices/tell';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

type In<T extends z.ZodMiniType> = z.output<T>;
type Read = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;
const DAY_MS = 86_400_000;

export interface Mandate { readonly id: string; readonly committee_id: string; readonly kind: PolicyKind; readonly scope: string; readonly until_at: Date }

/**
 * What the committee of the house has handed to the committee of a service line: policies of a kind for that line, until a day. The house's rules stay
 * the floor, and what the line adopted stays in force when the hand-over ends, until somebody adopts something else.
 */
export class Mandates {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  give(caller: Caller, committeeId: string, body: In<typeof GiveMandate>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      caller.require('policy.chair', {}, 'policy.read');
      const [committee] = await act.query<{ name: string; scope: string; kinds: PolicyKind[] }>('select name, scope, kinds from committee where id = $1 for update', [committeeId]);
      if (!committee) throw notFound('committee');
      if (committee.scope === 'all') throw new Refusal(409, 'no-line', 'Only the committee of a service line is handed a kind. Say first for which line this one decides.');
      const [sits] = await act.query('select 1 as yes from committee_member where committee_id = $1 and person_id = $2', [committeeId, caller.id]);
      if (sits) throw new Refusal(403, 'own-committee', 'Nobody hands a kind to a committee they sit on. Another chair must.');
      const until = new Date(body.until);
      if (until <= act.now || until.getTime() - act.now.getTime() > LONGEST_MANDATE_DAYS * DAY_MS) throw new Refusal(422, 'until', `It ends on a day to come, at most ${LONGEST_MANDATE_DAYS} days from now.`, { errors: [{ pointer: '/until', detail: 'in the future, within two years' }] });
      const strange = body.kinds.filter((kind) => !committee.kinds.includes(kind));
      if (strange.length > 0) throw new Refusal(422, 'kinds', `${committee.name} does not vote on ${strange.join(', ')}. Add the kind to the committee first.`, { errors: [{ pointer: '/kinds', detail: 'not of this committee' }] });
      for (const kind of new Set(body.kinds)) await this.giveOne(act, caller, { committeeId, scope: committee.scope, kind, until, reason: body.reason });
    });
  }

  end(caller: Caller, id: string, body: In<typeof EndMandate>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      caller.require('policy.chair', {}, 'policy.read');
      const [row] = await act.query<Mandate & { ended_at: Date | null }>('select * from policy_mandate where id = $1 for update', [id]);
      if (!row) throw notFound('hand-over');
      if (row.ended_at || row.until_at <= act.now) throw new Refusal(409, 'over', 'It is over already.');
      await this.over(act, row, caller.id, body.reason);
      return row.committee_id;
    });
  }

  /** Its day has come. */
  async expire(act: Act, id: string): Promise<void> {
    const [row] = await act.query<Mandate>('select * from policy_mandate where id = $1 and ended_at is null and until_at <= clock_timestamp() for update', [id]);
    if (row) await this.over(act, row, null, 'expired');
  }

  private async giveOne(act: Act, caller: Caller, m: { readonly committeeId: string; readonly scope: string; readonly kind: PolicyKind; readonly until: Date; readonly reason: string }): Promise<void> {
    await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`mandate ${m.kind} ${m.scope}`]);
    const [before] = await act.query<Mandate>('select * from policy_mandate where kind = $1 and scope = $2 and ended_at is null for update', [m.kind, m.scope]);
    if (before && before.until_at > act.now) throw new Refusal(409, 'handed-over-already', `${m.kind} of this line is handed over already, until ${before.until_at.toISOString()}. End that first.`);
    if (before) await this.over(act, before, null, 'expired');
    const id = newId(act.now.getTime());
    await act.query('insert into policy_mandate (id, kind, scope, committee_id, given_by, reason, until_at) values ($1, $2, $3, $4, $5, $6, $7)', [id, m.kind, m.scope, m.committeeId, caller.id, m.reason, m.until]);
    act.audit({ action: 'mandate.given', object: { kind: 'committee', id: m.committeeId }, reason: m.reason, details: { mandate: id, kind: m.kind, scope: m.scope, until: m.until.toISOString() } });
    act.emit({ event: 'mandate.given', kind: 'committee', id: m.committeeId, data: { mandate: id } });
    act.wish({ kind: 'mandate.expire', key: `mandate.expire ${id}`, data: { id }, dueAt: m.until });
    await this.tellMembers(act, m.committeeId, id, 'mandate.given', 'your-committee');
  }

  private async over(act: Act, m: Mandate, by: string | null, reason: string): Promise<void> {
    await act.query('update policy_mandate set ended_at = clock_timestamp(), ended_by = $2, end_reason = $3 where id = $1', [m.id, by, reason]);
    act.unwish(`mandate.expire ${m.id}`);
    act.audit({ action: 'mandate.ended', object: { kind: 'committee', id: m.committee_id }, reason, details: { mandate: m.id, kind: m.kind, scope: m.scope } });
    act.emit({ event: 'mandate.ended', kind: 'committee', id: m.committee_id, data: { mandate: m.id } });
    await this.tellMembers(act, m.committee_id, m.id, 'mandate.ended', reason === 'expired' ? 'its-day-has-come' : 'your-committee');
  }

  private async tellMembers(act: Act, committeeId: string, mandateId: string, event: string, because: string): Promise<void> {
    for (const { person_id: personId } of await act.query<{ person_id: string }>('select person_id from committee_member where committee_id = $1', [committeeId])) {
      await tell(act, { personId, role: 'committee', event, because, about: { kind: 'committee', id: committeeId, examId: null }, channel: 'in-app', urgent: false, ack: false, key: `${event} ${mandateId} ${personId}`, decisionId: null, data: {} }, this.settings);
    }
  }
}

/** The hand-over that holds for a kind and a line now, if there is one. */
export async function mandateFor(read: Read, kind: PolicyKind, scope: string): Promise<Mandate | null> {
  if (scope === 'all') return null;
  const [row] = await read<Mandate>('select * from policy_mandate where kind = $1 and scope = $2 and ended_at is null and until_at > clock_timestamp()', [kind, scope]);
  return row ?? null;
}

/** All hand-overs, those that hold first; ended ones of the last year. */
export async function mandatesOf(read: Read): Promise<(MandateView & { readonly committeeId: string })[]> {
  const rows = await read<Mandate & { committee: string; given_name: string; reason: string; from_at: Date; ended_at: Date | null; ended_name: string | null; end_reason: string | null; over: boolean }>(
    `select m.*, c.name as committee, g.name as given_name, e.name as ended_name, (m.ended_at is not null or m.until_at <= clock_timestamp()) as over
     from policy_mandate m join committee c on c.id = m.committee_id join person g on g.id = m.given_by left join person e on e.id = m.ended_by
     where m.ended_at is null or m.ended_at > clock_timestamp() - interval '365 days' order by (m.ended_at is not null), m.kind, m.from_at desc limit 200`);
  return rows.map((m) => ({
    id: m.id, committeeId: m.committee_id, kind: m.kind, scope: m.scope, committee: m.committee, givenBy: m.given_name, reason: m.reason, from: m.from_at.toISOString(), until: m.until_at.toISOString(),
    ended: m.ended_at ? { at: m.ended_at.toISOString(), by: m.ended_name ?? '', reason: m.end_reason ?? '' } : null, state: m.over ? 'over' : 'on',
  }));
}
