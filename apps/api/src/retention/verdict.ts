import { verdictMachine, type VerdictState } from '@causeway/domain';
import { lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { made, signal } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { askRetention } from './ask';
import { retentionFacts } from './facts';

export interface VerdictColumns {
  id: string; version: number; state: VerdictState; state_since: Date; until: string | null; basis_unknown: boolean; because: string | null; cite: string | null; scope: string | null; decision_id: string | null;
  floor: string | null; floor_reason: string | null; floor_by: string | null; adopted: boolean; adopted_reason: string | null; marks: string[];
}
export const FOREVER = 'infinity';

/** Dates as text: `infinity` is for ever. */
const COLUMNS = `v.*, v.until::text as until, v.floor::text as floor`;
/** States of an exam in which it has come to rest here, and a verdict begins. */
const AT_REST: ReadonlySet<string> = new Set(['quarantined', 'mirrored', 'released', 'returned', 'rejected']);

export async function lockVerdict(act: Act, examId: string): Promise<VerdictColumns | null> {
  const [row] = await act.query<VerdictColumns>(`select ${COLUMNS} from verdict v where v.id = $1 for update`, [examId]);
  return row ?? null;
}

export interface Standing {
  /** `YYYY-MM-DD` or `forever`: what the policies say, and what a person added. */
  readonly until: string;
  readonly today: string;
  readonly decisionId: string;
  readonly because: string;
  readonly cite: string | null;
}

/**
 * Looks at the exam again and says how long it is kept, from the facts and texts of this instant. Makes the verdict where there is none yet. Null when the exam
 * has none: it is still on its way, or it is purged.
 */
export async function evaluate(act: Act, examId: string, settings: Settings): Promise<Standing | null> {
  const x = await lockInbound(act, examId);
  if (!x || x.state === 'purged') return null;
  let row = await lockVerdict(act, examId);
  if (!row) {
    if (!AT_REST.has(x.state)) return null;
    await act.query('insert into verdict (id, state) values ($1, $2)', [examId, verdictMachine.initial]);
    made(act, 'verdict', examId, {}, { examId });
    row = await lockVerdict(act, examId);
  }
  if (!row || row.state === 'disposed') return null;
  const exam = await retentionFacts(act, examId, settings);
  const asked = await askRetention(act, examId, exam);
  const said = asked.decision.until.until === 'forever' ? FOREVER : asked.decision.until.until;
  const until = later(said, row.floor);
  const isDue = until !== FOREVER && until < exam.today;
  const standing: Standing = {
    until: until === FOREVER ? 'forever' : until, today: exam.today, decisionId: asked.decisionId, because: until === said ? (asked.decision.because[0] ?? '') : 'extended-by-person', cite: until === said ? asked.decision.cite : null,
  };
  const same = row.state !== 'evaluating' && row.decision_id === asked.decisionId && row.until === until && (row.state === 'due') === isDue;
  if (same) return standing;
  const set = {
    until, basis_unknown: asked.decision.until.basisUnknown, because: standing.because, cite: standing.cite, scope: asked.scope, decision_id: asked.decisionId, decided_at: act.now,
  };
  const details = { decision: asked.decisionId, until: standing.until, because: standing.because };
  const data = { examId };
  // a date that merely passed is no new evaluation
  if (row.state !== 'evaluating' && !(row.state === 'kept' && isDue && row.decision_id === asked.decisionId)) await signal(act, { machine: 'verdict', id: examId, move: 're-evaluate', details, data });
  await signal(act, { machine: 'verdict', id: examId, move: isDue ? 'fall-due' : 'keep', set, details, data });
  return standing;
}

/** The later of two days, one of which may be absent. ISO days and `infinity` compare as text. */
const later = (a: string, b: string | null): string => (b === null || a === FOREVER ? a : b === FOREVER || b > a ? b : a);
