import type { Ruling } from '@causeway/contracts';
import type { ArbitrationState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

export interface ArbitrationColumns {
  id: string; version: number; state: ArbitrationState; state_since: Date; policy_id: string; text_sha256: Buffer; dispute_id: string; committee_id: string; other_committee_id: string; arbiter_id: string | null;
  arbiter_committee_id: string | null; question: string; referred_by: string; due_at: Date; ruling: Ruling | null; reason: string | null; ruled_by: string | null; made_at: Date;
}

/** Who may rule: the person, or the officers of the third committee; nobody of the two committees where a person rules, and nobody who is barred. */
export async function rulersOf(act: Pick<Act, 'query'>, of: Pick<ArbitrationColumns, 'arbiter_id' | 'arbiter_committee_id'>, committees: readonly string[], barred: readonly string[]): Promise<string[]> {
  if (of.arbiter_committee_id !== null && committees.includes(of.arbiter_committee_id)) return [];
  const rows = of.arbiter_id !== null
    ? await act.query<{ id: string }>(
      `select id from person where id = $1 and roles && array['gm', 'gc'] and disabled_at is null and not exists (select 1 from committee_member where committee_id = any($2::uuid[]) and person_id = $1)`, [of.arbiter_id, committees])
    : await act.query<{ id: string }>(`select m.person_id as id from committee_member m join person p on p.id = m.person_id and p.disabled_at is null where m.committee_id = $1 and m.officer`, [of.arbiter_committee_id]);
  return rows.map((r) => r.id).filter((id) => !barred.includes(id));
}
