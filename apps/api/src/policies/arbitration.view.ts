import type { ArbitrationsOf, ArbitrationView } from '@causeway/contracts';
import { personRef } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { rulersOf, type ArbitrationColumns } from './arbitration.row';
import { mayChair } from './chair';
import type { PolicyColumns } from './policy.row';

interface Listed extends ArbitrationColumns { own: string; other: string; disputer_id: string; disputer: string; said: string; arbiter: string; referrer: string; ruler: string | null }

/** What of a proposal is or was before an arbiter, and whom a dispute may be referred to. */
export async function arbitrationsOf(acts: Acts, policy: Pick<PolicyColumns, 'id' | 'kind' | 'scope' | 'state' | 'author_ids'>, caller: Caller): Promise<ArbitrationsOf> {
  const rows = await acts.read<Listed>(
    `select a.*, c.name as own, o.name as other, d.person_id as disputer_id, dp.name as disputer, d.body as said, coalesce(p.name, ac.name) as arbiter, r.name as referrer, u.name as ruler
     from arbitration a join committee c on c.id = a.committee_id join committee o on o.id = a.other_committee_id join policy_comment d on d.id = a.dispute_id join person dp on dp.id = d.person_id
     join person r on r.id = a.referred_by left join person p on p.id = a.arbiter_id left join committee ac on ac.id = a.arbiter_committee_id left join person u on u.id = a.ruled_by
     where a.policy_id = $1 order by a.made_at desc`, [policy.id]);
  const query = { query: <T extends object>(sql: string, p?: readonly unknown[]): Promise<T[]> => acts.read<T>(sql, p) };
  const items = await Promise.all(rows.map(async (a): Promise<ArbitrationView> => {
    const barred = [...policy.author_ids, a.disputer_id];
    const rules = a.state === 'referred' && a.due_at.getTime() > Date.now() && (await rulersOf(query, a, [a.committee_id, a.other_committee_id], barred)).includes(caller.id);
    return {
      id: a.id, version: a.version, state: a.state, stateSince: a.state_since.toISOString(), committees: [a.own, a.other], dispute: { id: a.dispute_id, person: a.disputer, text: a.said }, arbiter: a.arbiter, question: a.question,
      referredBy: a.referrer, at: a.made_at.toISOString(), dueAt: a.due_at.toISOString(), ruling: a.ruling, reason: a.reason, ruledBy: a.ruler,
      moves: rules ? [caller.offer('rule', 'policy.arbitrate', { earlierActors: barred })].filter((m) => m !== null) : [],
    };
  }));
  const refers = policy.state === 'in-review' && !rows.some((a) => a.state === 'referred') && await mayChair(query.query, caller, policy);
  if (!refers) return { items, committees: [], people: [] };
  const people = await acts.read<{ id: string; name: string; initials: string; title: string }>(`select id, name, initials, title from person where roles && array['gm', 'gc'] and disabled_at is null and id <> all($1::uuid[]) order by name`, [policy.author_ids]);
  return { items, committees: await acts.read<{ id: string; name: string }>('select id, name from committee order by name'), people: people.flatMap((p) => personRef(p.id, p.name, p.initials, p.title) ?? []) };
}
