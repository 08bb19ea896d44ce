import { reversal, type ValueRow } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';

export interface ValueOf {
  readonly caseId?: string | null;
  readonly examId?: string | null;
  readonly facilityId?: string | null;
  readonly serviceLine?: string | null;
  /** What makes the row one of its kind: a second with the same key is the first. */
  readonly key: string;
}

/** Writes a row of the value ledger, once. Null rows are what a rule had nothing to say to. */
export async function writeValue(act: Act, row: ValueRow | null, of: ValueOf): Promise<void> {
  if (!row) return;
  const id = newId(act.now.getTime());
  const written = await act.query(
    `insert into value_row (id, value, dedupe_key, case_id, exam_id, facility_id, service_line, amount, unit, confidence, evidence) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (dedupe_key) do nothing returning id`,
    [id, row.value, `${row.value} ${of.key}`, of.caseId ?? null, of.examId ?? null, of.facilityId ?? null, of.serviceLine ?? null, row.amount, row.unit, row.confidence, row.evidence]);
  if (written.length > 0) act.audit({ action: 'value.written', object: { kind: 'value', id }, details: { value: row.value, amount: row.amount, unit: row.unit } });
}

interface Stored { id: string; value: ValueRow['value']; dedupe_key: string; case_id: string | null; exam_id: string | null; facility_id: string | null; service_line: string | null; amount: string; unit: ValueRow['unit']; confidence: ValueRow['confidence']; evidence: Record<string, unknown> }

/**
 * Undoes rows that no longer hold, each by a row that names it. A row that was undone is not undone again, and the same fact may be recorded anew:
 * the reversal frees its key by taking another.
 */
export async function reverseValues(act: Act, which: { readonly examId?: string; readonly caseId?: string; readonly values?: readonly string[]; readonly evidence?: Readonly<Record<string, unknown>> }, because: string): Promise<void> {
  const rows = await act.query<Stored>(
    `select v.* from value_row v where ($1::uuid is null or v.exam_id = $1) and ($2::uuid is null or v.case_id = $2) and ($1::uuid is not null or $2::uuid is not null)
       and ($3::text[] is null or v.value = any($3)) and ($4::jsonb is null or v.evidence @> $4) and v.reverses is null and not exists (select 1 from value_row r where r.reverses = v.id)`,
    [which.examId ?? null, which.caseId ?? null, which.values ?? null, which.evidence ? JSON.stringify(which.evidence) : null]);
  for (const stored of rows) {
    const row = reversal({ value: stored.value, amount: Number(stored.amount), unit: stored.unit, confidence: stored.confidence, evidence: stored.evidence }, stored.id, because);
    await act.query(
      `insert into value_row (id, value, dedupe_key, case_id, exam_id, facility_id, service_line, amount, unit, confidence, evidence, reverses) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
      [newId(act.now.getTime()), row.value, `reverses ${stored.id}`, stored.case_id, stored.exam_id, stored.facility_id, stored.service_line, row.amount, row.unit, row.confidence, row.evidence, stored.id]);
    act.audit({ action: 'value.reversed', object: { kind: 'value', id: stored.id }, reason: because });
  }
}

/** How often a value of this key was written and undone: part of the key of the next one, so that a revised decision counts anew. */
export async function roundOf(act: Act, caseId: string, value: string): Promise<number> {
  const [row] = await act.query<{ n: number }>('select count(*)::int as n from value_row where case_id = $1 and value = $2 and reverses is not null', [caseId, value]);
  return row?.n ?? 0;
}
