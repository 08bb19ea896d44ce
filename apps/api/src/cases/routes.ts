import type { CaseRoute, PersonRef } from '@causeway/contracts';
import type { OwnershipRow } from '../duty/ownership';
import type { Acts } from '../platform/acts/acts';

const WHAT: Readonly<Record<string, CaseRoute['what']>> = { case: 'read', overread: 'read', inbound: 'exam', requestOut: 'request' };

/** In whose hands the parts of a case are now: its read, its exams on their way in, and what was asked for. At night the policy says somebody else than by day. */
export async function routesOf(acts: Pick<Acts, 'read'>, caseId: string): Promise<CaseRoute[]> {
  const rows = await acts.read<OwnershipRow>(
    `select o.* from ownership o where (o.item_kind = 'case' and o.item_id = $1)
       or (o.item_kind = 'overread' and o.item_id in (select r.id from overread r join case_exam e on e.exam_id = r.exam_id where e.case_id = $1))
       or (o.item_kind = 'inbound' and o.item_id in (select exam_id from case_exam where case_id = $1))
       or (o.item_kind = 'requestOut' and o.item_id in (select id from request_out where case_id = $1))
     order by array_position(array['case', 'overread', 'inbound', 'requestOut'], o.item_kind), o.since, o.item_id limit 20`, [caseId]);
  if (rows.length === 0) return [];
  const names = new Map((await acts.read<PersonRef>('select id, name, initials, title from person where id = any($1::uuid[])', [[...new Set(rows.flatMap((r) => r.people))]])).map((p) => [p.id, p]));
  return rows.map((r) => ({
    what: WHAT[r.item_kind] ?? 'exam', kind: r.item_kind, id: r.item_id, hours: r.hours, by: r.by, role: r.role, people: r.people.flatMap((id) => names.get(id) ?? []), gap: r.gap, because: r.because, decisionId: r.decision_id, since: r.since.toISOString(),
  }));
}
