import { canonicalJson, catalogue1, decide, hasFloor, isLooser, type Decision, type Facts, type FactRow, type Outcomes, type PolicyKind, type PolicyText, type Rule, type Test, isTest, type Condition } from '@causeway/domain';
import type { DecisionView } from '@causeway/contracts';
import type { Act } from '../acts/act';
import { sha256 } from '../acts/acts';
import { newId } from '../ids';
import { storeFactRow } from './fact-rows';
import { versionOf, type VersionRow } from './version-of';

export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly examId: string | null;
}

export interface Asked<K extends PolicyKind> {
  readonly kind: K;
  readonly subject: Subject;
  readonly facts: Facts;
  /** Service line whose own version decides when it has one. */
  readonly scope?: string;
  /** Calendar day of the evaluation in the site's zone. */
  readonly today: string;
  /** Value of a quota's partition for this subject; null when it is not known. */
  readonly bucket?: (per: string) => string | null;
}

export interface Made<K extends PolicyKind> extends Decision<K> {
  readonly id: string;
}

/**
 * Asks the policy that holds for this subject and stores the answer with its facts in the same transaction (INV-24, INV-25).
 * Quota places are counted under an advisory lock on the rule and its bucket, so that two deciders never take the last one (INV-17).
 */
export async function askPolicy<K extends PolicyKind>(act: Act, asked: Asked<K>): Promise<Made<K>> {
  const own = await decideBy(act, await versionOf(act, asked.kind, asked.scope ?? 'all', asked.subject.examId), asked);
  const { version, used, decision } = await onTheFloor(act, own, asked);
  const id = newId(act.now.getTime());
  const facts = canonicalJson(asked.facts);
  await act.query(
    `insert into decision (id, kind, subject_kind, subject_id, exam_id, policy_version_id, today, facts, facts_sha256, quota, outcome, decided_by, because, considered, supersedes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, (select id from decision where subject_id = $4 and kind = $2 order by at desc limit 1))`,
    [id, asked.kind, asked.subject.kind, asked.subject.id, asked.subject.examId, version.id, asked.today, facts, sha256(facts), JSON.stringify(Object.fromEntries(used)),
      JSON.stringify(decision.outcome), decision.decidedBy, decision.because, JSON.stringify(decision.considered)]);
  await storeFactRow(act, {
    decisionId: id, kind: asked.kind, examId: asked.subject.examId, today: asked.today, rule: decision.decidedBy[0] ?? 'default', outcome: decision.outcome, facts: asked.facts,
    key: (per) => asked.bucket?.(per) ?? null,
  });
  await takePlace(act, version, asked, decision, id);
  act.audit({
    action: `policy.decided`, object: { kind: asked.subject.kind, id: asked.subject.id },
    details: { decision: id, kind: asked.kind, version: version.number, decidedBy: decision.decidedBy, because: decision.because },
  });
  return { ...decision, id };
}

interface By<K extends PolicyKind> { readonly version: VersionRow; readonly used: ReadonlyMap<string, number>; readonly decision: Decision<K> }

async function decideBy<K extends PolicyKind>(act: Act, version: VersionRow, asked: Asked<K>): Promise<By<K>> {
  const used = await quotaUse(act, version, asked);
  return { version, used, decision: decide(version.text as PolicyText<K>, asked.facts, asked.today, (rule) => used.get(rule.id) ?? null) };
}

/** A service line's own version never decides more loosely than the house: where its answer would, the house's holds, and is what is stored. */
async function onTheFloor<K extends PolicyKind>(act: Act, own: By<K>, asked: Asked<K>): Promise<By<K>> {
  if (own.version.text.scope === 'all' || own.version.text.scope !== asked.scope || !hasFloor(asked.kind)) return own;
  const house = await decideBy(act, await versionOf(act, asked.kind, 'all', asked.subject.examId), asked);
  return isLooser(asked.kind, own.decision.outcome, house.decision.outcome) ? house : own;
}

async function quotaUse<K extends PolicyKind>(act: Act, version: VersionRow, asked: Asked<K>): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const rule of version.text.rules) {
    if (!rule.quota) {
      used.set(rule.id, 0);
      continue;
    }
    const bucket = bucketOf(rule, asked);
    if (bucket === null) continue;
    await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`quota ${asked.kind} ${version.text.scope} ${rule.id} ${bucket}`]);
    const [row] = await act.query<{ n: number }>(
      `select count(*)::int as n from quota_place where kind = $1 and scope = $2 and rule_id = $3 and bucket = $4 and freed_at is null and subject_id <> $5`,
      [asked.kind, version.text.scope, rule.id, bucket, asked.subject.id]);
    used.set(rule.id, row?.n ?? 0);
  }
  return used;
}

function bucketOf<K extends PolicyKind>(rule: Rule<Outcomes[PolicyKind]>, asked: Asked<K>): string | null {
  const key = rule.quota ? asked.bucket?.(rule.quota.per) ?? null : null;
  if (key === null || !rule.quota) return null;
  const window = { ever: '', calendarYear: asked.today.slice(0, 4), day: asked.today, case: String(asked.facts['case.id'] ?? '') }[rule.quota.window];
  return `${key}/${window}`;
}

async function takePlace<K extends PolicyKind>(act: Act, version: VersionRow, asked: Asked<K>, decision: Decision<K>, id: string): Promise<void> {
  const rule = version.text.rules.find((r) => r.id === decision.decidedBy[0]);
  const bucket = rule?.quota ? bucketOf(rule, asked) : null;
  if (!rule || bucket === null) return;
  await act.query(
    `insert into quota_place (kind, scope, rule_id, bucket, subject_id, decision_id) values ($1, $2, $3, $4, $5, $6)
     on conflict (kind, scope, rule_id, bucket, subject_id) do update set decision_id = excluded.decision_id, freed_at = null`,
    [asked.kind, version.text.scope, rule.id, bucket, asked.subject.id, id]);
}

export interface DecisionRow {
  id: string; kind: PolicyKind; subject_kind: string; subject_id: string; facts: Facts; outcome: Record<string, unknown>; decided_by: string[]; because: string[];
  considered: DecisionView['considered']; at: Date; supersedes: string | null; scope: string; number: number; sha256: Buffer; in_force_at: Date; text: PolicyText;
  layers: string[]; layer_texts: PolicyText[];
}

/** What the Why drawer shows: the rules looked at, and the facts they name. */
export function decisionView(row: DecisionRow): DecisionView {
  const looked = new Set(row.considered.map((c) => c.rule));
  // one decided over several texts says of which text each rule is, and names only those that held
  const layered = row.layers.length > 0;
  const rules = layered ? row.layer_texts.flatMap((text) => text.rules.map((r) => ({ ...r, id: `${text.scope}/${r.id}` }))) : row.text.rules;
  const names = [...new Set(rules.filter((r) => looked.has(r.id)).flatMap((r) => factsIn(r.when)))];
  return {
    id: row.id, kind: row.kind, subject: { kind: row.subject_kind, id: row.subject_id },
    policy: { kind: row.kind, scope: row.scope, version: row.number, sha256: row.sha256.toString('hex'), inForceSince: row.in_force_at.toISOString() },
    outcome: row.outcome, decidedBy: row.decided_by, because: row.because, considered: row.considered,
    notReached: layered ? [] : rules.filter((r) => !looked.has(r.id)).map((r) => r.id),
    facts: names.map((name) => ({ name, value: row.facts[name] ?? null, ...unitOf(name) })),
    at: row.at.toISOString(), supersedes: row.supersedes,
  };
}

export const DECISION_SQL = `select d.id, d.kind, d.subject_kind, d.subject_id, d.facts, d.outcome, d.decided_by, d.because, d.considered, d.at, d.supersedes,
  v.scope, v.number, v.sha256, v.in_force_at, v.text, d.layers,
  array(select l.text from policy_version l where l.id = any(d.layers)) as layer_texts from decision d join policy_version v on v.id = d.policy_version_id`;

function factsIn(c: Condition): string[] {
  if (isTest(c)) return [(c as Test).fact];
  if ('not' in c) return factsIn(c.not);
  return ('all' in c ? c.all : c.any).flatMap(factsIn);
}

function unitOf(name: string): { unit?: string } {
  const unit = (catalogue1 as Readonly<Record<string, FactRow>>)[name]?.unit;
  return unit ? { unit } : {};
}
