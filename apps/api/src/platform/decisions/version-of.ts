import { versionFor, type PolicyKind, type PolicyText } from '@causeway/domain';
import type { Act } from '../acts/act';

export interface VersionRow { id: string; text: PolicyText; number: number }

/** Kinds that decide steps of one exam's way: it ends under the version it began with. The others decide about the moment: what is in force, holds. */
const KEPT: ReadonlySet<PolicyKind> = new Set(['match', 'triage', 'release', 'overread']);
const AT_REST = `('released', 'mirrored', 'returned', 'rejected', 'purged')`;

/** The version that decides for this exam, or the one in force where no exam is under way. @throws Error when none is in force. */
export async function versionOf(act: Act, kind: PolicyKind, scope: string, examId: string | null): Promise<VersionRow> {
  const rows = await act.query<{ id: string; scope: string; number: number; from: Date; until: Date | null; apply_now: boolean; text: PolicyText | null }>(
    `select id, scope, number, in_force_at as from, ended_at as until, apply_now, case when state = 'in-force' then text end as text
     from policy_version where kind = $1 and scope in ($2, 'all') and in_force_at is not null`, [kind, scope]);
  const began = examId !== null && rows.length > 1 && KEPT.has(kind) ? await beganAt(act, kind, examId) : null;
  const found = versionFor(rows.map((r) => ({ id: r.id, scope: r.scope, from: r.from, until: r.until, applyNow: r.apply_now })), scope, began);
  const row = rows.find((r) => r.id === found?.id);
  if (!row) throw new Error(`No ${kind} policy is in force`);
  if (row.text) return { id: row.id, number: row.number, text: row.text };
  const [older] = await act.query<{ text: PolicyText }>('select text from policy_version where id = $1', [row.id]);
  return { id: row.id, number: row.number, text: older?.text as PolicyText };
}

/** When the exam's way began; null when it is at rest and was asked this already, for then somebody asks anew. */
async function beganAt(act: Act, kind: PolicyKind, examId: string): Promise<Date | null> {
  const [row] = await act.query<{ made_at: Date }>(
    `select made_at from inbound x where id = $1 and (state not in ${AT_REST} or not exists (select 1 from decision d where d.exam_id = x.id and d.kind = $2 and d.at >= x.state_since))`, [examId, kind]);
  return row?.made_at ?? null;
}
