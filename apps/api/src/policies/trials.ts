import type { PolicyExample, PolicyTrial, TryPolicy } from '@causeway/contracts';
import { decide, evaluate, faultsOfDraft, testsIn, type Facts, type PolicyKind, type PolicyText } from '@causeway/domain';
import type * as z from 'zod/mini';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';

interface Stored { id: string; kind: PolicyKind; facts: Facts; today: string; quota: Record<string, number> | null; outcome: object; decided_by: string[]; number: number; seen: boolean }

/** A draft tried on exams that were really decided. */
export class PolicyTrials {
  constructor(private readonly acts: Acts) {}

  async examples(caller: Caller, policyId: string): Promise<PolicyExample[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const rows = await this.acts.read<{ decision_id: string; at: Date; exam_modalities: string[] | null; exam_subspecialty: string | null; outcome: string; exam_id: string | null }>(
      `select f.decision_id, f.at, f.exam_modalities, f.exam_subspecialty, f.outcome, (select x.id from inbound x where x.id = f.exam_id and ${sight}) as exam_id
       from policy_facts f join policy_version v on v.kind = f.kind where v.id = ${b.bind(policyId)} order by f.no desc limit 50`, b.values);
    return rows.map((r) => ({ decisionId: r.decision_id, at: r.at.toISOString(), modalities: r.exam_modalities ?? [], subspecialty: r.exam_subspecialty, outcome: JSON.parse(r.outcome) as object, examId: r.exam_id }));
  }

  /** Decides one stored snapshot of facts by these rules. Facts hold patient data: their values are shown to who may see the exam. */
  async attempt(caller: Caller, policyId: string, body: z.output<typeof TryPolicy>): Promise<PolicyTrial> {
    const [policy] = await this.acts.read<{ kind: PolicyKind; text: PolicyText }>('select kind, text from policy_version where id = $1', [policyId]);
    if (!policy) throw notFound('policy');
    const text = (body.text ?? policy.text) as PolicyText;
    const faults = faultsOfDraft(text);
    if (faults.length > 0 || text.kind !== policy.kind) throw new Refusal(422, 'faults', 'Mend the rules first.', { errors: faults.map((f) => ({ pointer: `/text${f.at}`, detail: f.problem })) });
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const [stored] = await this.acts.read<Stored>(
      `select d.id, d.kind, d.facts, d.today::text as today, d.quota, d.outcome, d.decided_by, v.number, exists (select 1 from inbound x where x.id = d.exam_id and ${sight}) as seen
       from decision d join policy_version v on v.id = d.policy_version_id where d.id = ${b.bind(body.decisionId)} and d.kind = ${b.bind(policy.kind)}`, b.values);
    if (!stored) throw notFound('decision');
    const made = decide(text, stored.facts, stored.today, (rule) => stored.quota?.[rule.id] ?? 0);
    const looked = text.rules.filter((r) => made.considered.some((c) => c.rule === r.id)).flatMap((r) => testsIn(r.when));
    const missing = [...new Set(looked.filter((t) => evaluate(t, stored.facts, stored.today) === null).map((t) => t.fact))];
    const names = [...new Set(looked.map((t) => t.fact))];
    return {
      outcome: made.outcome, decidedBy: made.decidedBy, because: made.because, considered: made.considered, missing,
      decidedThen: { outcome: stored.outcome, by: stored.decided_by, version: stored.number },
      facts: stored.seen ? names.map((name) => ({ name, value: stored.facts[name] ?? null })) : [],
    };
  }
}
