import type { CostDefaults, ReplayExam, ReplayView, StartReplay } from '@causeway/contracts';
import { analyse, canonicalJson, faultsOfDraft } from '@causeway/domain';
import { inboundRowColumns } from '../../inbound/inbound.row';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder, rowSql } from '../../platform/http/row-sql';
import { newId } from '../../platform/ids';
import { lockPolicy, requireOfPolicy } from '../policy.row';
import { costsNow, withDefaults } from './costs-now';
import type { ReplayRow } from './run';

/** Replays of a version: asked for, watched, called off, looked into. */
export class Replays {
  constructor(private readonly acts: Acts) {}

  /** What a replay started now reckons with, until somebody puts in their own numbers. */
  costs(): Promise<CostDefaults> {
    return costsNow((sql, p) => this.acts.read(sql, p), new Date());
  }

  start(caller: Caller, policyId: string, body: StartReplay): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, policyId);
      if (!row.author_ids.includes(caller.id) && !caller.may('policy.review', {})) requireOfPolicy(caller, 'policy.draft', row);
      const faults = faultsOfDraft(row.text);
      if (faults.length > 0) throw new Refusal(422, 'faults', 'Mend the rules first: a text with faults cannot be replayed.', { errors: faults.map((f) => ({ pointer: `/text${f.at}`, detail: f.problem })) });
      if (!row.base_id) throw new Refusal(409, 'none-in-force', 'No version is in force to compare with.');
      const [running] = await act.query(`select 1 as busy from policy_replay where policy_id = $1 and state in ('waiting', 'running') limit 1`, [policyId]);
      if (running) throw new Refusal(409, 'replay-running', 'A replay of this version runs already. Wait for it, or cancel it.');
      const id = newId(act.now.getTime());
      const { costs } = await costsNow((sql, p) => act.query(sql, p), act.now);
      await act.query(
        `insert into policy_replay (id, policy_id, text, text_sha256, base_id, span, assumptions, asked_by) values ($1, $2, $3::jsonb, $4, $5, $6::jsonb, $7::jsonb, $8)`,
        [id, policyId, canonicalJson(row.text), row.sha256, row.base_id, JSON.stringify(body.span), JSON.stringify(withDefaults(body.assumptions, costs)), caller.id]);
      act.audit({ action: 'policy.replay-asked', object: { kind: 'policy', id: policyId }, details: { replay: id, span: 'days' in body.span ? body.span.days : 'chosen' } });
      act.wish({ kind: 'policy.replay', key: `policy.replay ${id}`, data: { id } });
      return id;
    });
  }

  cancel(caller: Caller, id: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<ReplayRow>('select * from policy_replay where id = $1 for update', [id]);
      if (!row) throw notFound('replay');
      if (row.asked_by !== caller.id) throw new Refusal(403, 'not-yours', 'Only who asked for a replay cancels it.');
      if (!['waiting', 'running'].includes(row.state)) throw new Refusal(409, 'replay-over', 'It is over already.');
      await act.query(`update policy_replay set state = 'cancelled', done_at = clock_timestamp() where id = $1`, [id]);
      act.unwish(`policy.replay ${id}`);
      act.audit({ action: 'policy.replay-cancelled', object: { kind: 'policy', id: row.policy_id }, details: { replay: id } });
    });
  }

  async view(caller: Caller, id: string): Promise<ReplayView> {
    const [row] = await this.acts.read<ReplayRow & Named>(`${REPLAY_SQL} where r.id = $1`, [id]);
    if (!row) throw notFound('replay');
    return replayView(row, caller);
  }

  /** The exams behind one change. Whoever may not see an exam sees what kind of exam it is, and no way to it. */
  async exams(caller: Caller, id: string, change: number): Promise<ReplayExam[]> {
    const [row] = await this.acts.read<ReplayRow>('select * from policy_replay where id = $1', [id]);
    const sample = row?.result?.changes[change]?.sample;
    if (!sample) throw notFound('change');
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const rows = await this.acts.read<{ decision_id: string; at: Date; exam_modalities: string[] | null; exam_subspecialty: string | null; rule: string; exam_id: string | null }>(
      `select f.decision_id, f.at, f.exam_modalities, f.exam_subspecialty, f.rule, (select x.id from inbound x where x.id = f.exam_id and ${sight}) as exam_id
       from policy_facts f where f.no = any(${b.bind(sample)}::bigint[]) order by f.no desc`, b.values);
    return rows.map((r) => ({ decisionId: r.decision_id, at: r.at.toISOString(), modalities: r.exam_modalities ?? [], subspecialty: r.exam_subspecialty, rule: r.rule, examId: r.exam_id }));
  }
}

export interface Named { asked_name: string | null; current_sha256: Buffer }
export const REPLAY_SQL = `select r.*, p.name as asked_name, v.sha256 as current_sha256 from policy_replay r join policy_version v on v.id = r.policy_id left join person p on p.id = r.asked_by`;

export const replayView = (r: ReplayRow & Named, caller: Pick<Caller, 'id'>): ReplayView => ({
  id: r.id, state: r.state, progress: r.progress, askedBy: r.asked_name, askedAt: r.asked_at.toISOString(), doneAt: r.done_at?.toISOString() ?? null, span: r.span as ReplayView['span'],
  assumptions: r.assumptions as ReplayView['assumptions'], sha256: r.sha256?.toString('hex') ?? null, problem: r.problem, result: r.result, current: r.text_sha256.equals(r.current_sha256),
  mayCancel: r.asked_by === caller.id && ['waiting', 'running'].includes(r.state),
});

/** What is odd about a text that has no fault. */
export const findingsOf = (text: unknown): ReturnType<typeof analyse> => (faultsOfDraft(text).length > 0 ? [] : analyse(text as Parameters<typeof analyse>[0]));
