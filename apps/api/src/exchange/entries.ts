import type { EntryView } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';

export type LedgerKind = 'case' | 'requestOut' | 'requestIn';
export type EntryFacts = Readonly<Record<string, string | number | boolean | null>>;

/** One more line of the ledger of a case or request. Lines are only ever added; the table refuses anything else. */
export async function writeEntry(act: Act, kind: LedgerKind, id: string, what: string, facts: EntryFacts = {}, decisionId: string | null = null): Promise<void> {
  await act.query(
    'insert into exchange_entry (kind, subject_id, what, by_kind, by_id, by_name, facts, decision_id) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [kind, id, what, act.actor.kind, act.actor.id, act.actor.name, facts, decisionId]);
}

export async function entriesOf(acts: Acts, id: string): Promise<EntryView[]> {
  const rows = await acts.read<{ at: Date; what: string; by_kind: string; by_name: string; facts: EntryFacts; decision_id: string | null }>(
    'select at, what, by_kind, by_name, facts, decision_id from exchange_entry where subject_id = $1 order by id', [id]);
  return rows.map((r) => ({ at: r.at.toISOString(), what: r.what, by: r.by_kind === 'system' ? '' : r.by_name, values: r.facts, decisionId: r.decision_id }));
}
