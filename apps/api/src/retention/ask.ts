import { canonicalJson, decideLayers, type LayeredDecision, type PolicyText } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { sha256 } from '../platform/acts/acts';
import { storeFactRow } from '../platform/decisions/fact-rows';
import { newId } from '../platform/ids';
import type { KeptExam } from './facts';

export interface Layers {
  readonly ids: readonly string[];
  readonly numbers: readonly number[];
  readonly texts: readonly PolicyText<'retention'>[];
}

/** Everything in force that has a say in how long an exam of this line is kept: its own text, that of the house, and the law. */
export async function layersFor(act: Pick<Act, 'query'>, serviceLine: string): Promise<Layers> {
  const rows = await act.query<{ id: string; number: number; text: PolicyText<'retention'> }>(
    `select id, number, text from policy_version where kind = 'retention' and state = 'in-force' and scope in ($1, 'all', 'law') order by array_position(array[$1, 'all', 'law'], scope)`, [serviceLine]);
  if (!rows.some((r) => r.text.scope === 'all') || !rows.some((r) => r.text.scope === 'law')) throw new Error('Retention needs the text of the house and the law in force');
  return { ids: rows.map((r) => r.id), numbers: rows.map((r) => r.number), texts: rows.map((r) => r.text) };
}

export interface Verdict {
  readonly decision: LayeredDecision;
  readonly scope: string;
  readonly decisionId: string;
  /** The last stored decision says something else, or was made from something else. */
  readonly changed: boolean;
}

/** Decides how long the exam is kept, and stores the decision with its facts when it is not the one that stands already. */
export async function askRetention(act: Act, examId: string, x: KeptExam): Promise<Verdict> {
  const layers = await layersFor(act, x.serviceLine);
  const decision = decideLayers(layers.texts, x.facts, x.today);
  const scope = layers.texts[decision.layer]?.scope ?? 'all';
  const facts = canonicalJson(x.facts);
  const digest = sha256(facts);
  const [last] = await act.query<{ id: string; facts_sha256: Buffer; layers: string[]; outcome: unknown; decided_by: string[] }>(
    `select id, facts_sha256, layers, outcome, decided_by from decision where kind = 'retention' and subject_id = $1 order by at desc, id desc limit 1`, [examId]);
  const same = last !== undefined && last.facts_sha256.equals(digest) && last.layers.join() === layers.ids.join() && last.decided_by.join() === decision.decidedBy.join()
    && canonicalJson(last.outcome) === canonicalJson(decision.outcome);
  if (same) return { decision, scope, decisionId: last.id, changed: false };
  const id = newId(act.now.getTime());
  await act.query(
    `insert into decision (id, kind, subject_kind, subject_id, exam_id, policy_version_id, layers, cite, today, facts, facts_sha256, quota, outcome, decided_by, because, considered, supersedes)
     values ($1, 'retention', 'exam', $2, $2, $3, $4, $5, $6, $7, $8, '{}', $9, $10, $11, $12, $13)`,
    [id, examId, layers.ids[decision.layer], layers.ids, decision.cite, x.today, facts, digest, JSON.stringify(decision.outcome), decision.decidedBy, decision.because, JSON.stringify(decision.considered), last?.id ?? null]);
  await storeFactRow(act, {
    decisionId: id, kind: 'retention', examId, today: x.today, rule: decision.decidedBy[0] ?? 'default', outcome: decision.outcome, facts: x.facts,
    key: (per) => (per === 'patient' ? x.patientId : per === 'source.facility' ? x.sourceId : null),
  });
  act.audit({
    action: 'policy.decided', object: { kind: 'exam', id: examId },
    details: { decision: id, kind: 'retention', scope, version: layers.numbers[decision.layer], decidedBy: decision.decidedBy, because: decision.because, until: decision.until.until },
  });
  return { decision, scope, decisionId: id, changed: true };
}
