import type { TimelineEntry } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';

interface Row { at: Date; action: string; actor_kind: string; actor_name: string; to_state: string | null; from_state: string | null; outcome: string; reason: string | null; details: string }

/** Steps that say nothing to a person reading the custody of an exam. */
const QUIET = ['inbound.clock-mark', 'lease.renew', 'audit.read', 'exam.prior-copied', 'exam.prior-removed'];

/** The custody of one exam, from the audit of everything that belongs to it. */
export async function timelineOf(acts: Acts, examId: string): Promise<TimelineEntry[]> {
  const rows = await acts.read<Row>(
    `select at, action, actor_kind, actor_name, from_state, to_state, outcome, reason, details from audit_entry
     where object_id in (select ($1::uuid)::text union select id::text from match where exam_id = $1 union select id::text from registration where exam_id = $1 union select id::text from recall where exam_id = $1
         union select id::text from lease where item_kind = 'inbound' and item_id = $1 union select id::text from transfer where exam_id = $1 union select id::text from overread where exam_id = $1
         union select id::text from import_order where exam_id = $1)
       and action <> all($2) and outcome <> 'ignored' order by at, lane, seq limit 500`, [examId, QUIET]);
  return rows.map((r) => {
    const details = JSON.parse(r.details) as Record<string, unknown>;
    return { at: r.at.toISOString(), event: r.action, who: r.actor_name, what: r.to_state && r.to_state !== r.from_state ? r.to_state : r.outcome, detail: r.reason, decisionId: typeof details['decision'] === 'string' ? details['decision'] : null };
  });
}
