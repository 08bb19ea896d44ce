import type { AbilityName, Guarded } from '@causeway/access';
import type { PolicyVersionRow } from '@causeway/contracts';
import type { PolicyKind, PolicyState, PolicyText } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';

export interface PolicyColumns {
  id: string; version: number; kind: PolicyKind; scope: string; number: number; text: PolicyText; sha256: Buffer; state: PolicyState; state_since: Date; title: string; purpose: string;
  base_id: string | null; restores_id: string | null; author_id: string | null; author_ids: string[]; edited_at: Date | null; edited_by: string | null; submitted_at: Date | null; effective_at: Date | null;
  apply_now: boolean; in_force_at: Date | null; ended_at: Date | null; reason: string | null; conflict_id: string | null; made_at: Date;
}

export async function lockPolicy(act: Act, id: string): Promise<PolicyColumns> {
  const [row] = await act.query<PolicyColumns>('select * from policy_version where id = $1 for update', [id]);
  if (!row) throw notFound('policy');
  return row;
}

/** What the ability rules look at: a policy of one service line is also its section lead's; whoever wrote at it never chairs it (INV-26). */
export const policyGuarded = (row: Pick<PolicyColumns, 'scope' | 'author_ids'>): Omit<Guarded, 'kind'> => ({
  ...(row.scope === 'all' ? {} : { serviceLine: row.scope }), owners: row.author_ids, earlierActors: row.author_ids,
});

export const requireOfPolicy = (caller: Caller, ability: AbilityName, row: Pick<PolicyColumns, 'scope' | 'author_ids'>): void => caller.require(ability, policyGuarded(row), 'policy.read');

export interface ListedPolicy extends Omit<PolicyColumns, 'text' | 'sha256'> { author_name: string | null; author_initials: string | null; author_title: string | null; base_number: number | null; restores_number: number | null }

/** Rows of lists, without their texts. */
export const LISTED = `select v.id, v.version, v.kind, v.scope, v.number, v.state, v.state_since, v.title, v.purpose, v.base_id, v.restores_id, v.author_id, v.author_ids, v.edited_at, v.edited_by, v.submitted_at,
    v.effective_at, v.apply_now, v.in_force_at, v.ended_at, v.reason, v.conflict_id, v.made_at, p.name as author_name, p.initials as author_initials, p.title as author_title, b.number as base_number, r.number as restores_number
  from policy_version v left join person p on p.id = v.author_id left join policy_version b on b.id = v.base_id left join policy_version r on r.id = v.restores_id`;

export const UNFINISHED = `('draft', 'in-review', 'voting', 'adopted', 'scheduled', 'suspended')`;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const policyRow = (r: ListedPolicy): PolicyVersionRow => ({
  id: r.id, kind: r.kind, scope: r.scope, number: r.number, title: r.title, state: r.state, stateSince: r.state_since.toISOString(),
  author: personRef(r.author_id, r.author_name, r.author_initials, r.author_title), inForceAt: iso(r.in_force_at), endedAt: iso(r.ended_at), effectiveAt: iso(r.effective_at), applyNow: r.apply_now,
  baseNumber: r.base_number, restoresNumber: r.restores_number,
});
