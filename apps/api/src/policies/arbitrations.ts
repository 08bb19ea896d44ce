import { LONGEST_ARBITRATION_DAYS, type ReferDispute, type RuleOnDispute } from '@causeway/contracts';
import { arbitrationMachine } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move, signal } from '../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { committeeFor } from './announce';
import { tellOfArbitration } from './arbitration.notices';
import { rulersOf, type ArbitrationColumns } from './arbitration.row';
import { requireChair } from './chair';
import { lockPolicy, type PolicyColumns } from './policy.row';

type In<T extends z.ZodMiniType> = z.output<T>;
const DAY_MS = 86_400_000;

/**
 * A dispute of two committees before an arbiter: a person, or a third committee whose officers rule in its name. The ruling and its reason never change and
 * bind the proposal in the same act. Nobody rules on what they wrote or disputed.
 */
export class Arbitrations {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  refer(caller: Caller, policyId: string, body: In<typeof ReferDispute>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, policyId);
      await requireChair((sql, p) => act.query(sql, p), caller, row);
      if (row.version !== body.version) throw changedMeanwhile();
      if (row.state !== 'in-review') throw new Refusal(409, 'not-in-review', 'Only a dispute of a proposal that waits for its vote is referred to an arbiter.');
      await refuseReferred(act, policyId);
      const own = await committeeFor(act, row);
      const disputer = await disputerOf(act, row, body.disputeId, own.id, body.otherCommitteeId);
      const due = new Date(body.dueAt);
      if (due <= act.now || due.getTime() - act.now.getTime() > LONGEST_ARBITRATION_DAYS * DAY_MS) throw new Refusal(422, 'due', `Give a day to come, at most ${LONGEST_ARBITRATION_DAYS} days from now.`, { errors: [{ pointer: '/dueAt', detail: 'in the future, within sixty days' }] });
      const [person, committee] = 'personId' in body.arbiter ? [body.arbiter.personId, null] : [null, body.arbiter.committeeId];
      if ((await rulersOf(act, { arbiter_id: person, arbiter_committee_id: committee }, [own.id, body.otherCommitteeId], [...row.author_ids, disputer])).length === 0) {
        throw new Refusal(422, 'arbiter', 'An arbiter wrote nothing of the proposal, did not dispute it, and belongs to neither committee. Choose another person, or a third committee with an officer.', { errors: [{ pointer: '/arbiter', detail: 'not impartial, or nobody there' }] });
      }
      const id = newId(act.now.getTime());
      await act.query(
        `insert into arbitration (id, state, policy_id, text_sha256, dispute_id, committee_id, other_committee_id, arbiter_id, arbiter_committee_id, question, referred_by, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [id, arbitrationMachine.initial, policyId, row.sha256, body.disputeId, own.id, body.otherCommitteeId, person, committee, body.question, caller.id, due]);
      made(act, 'arbitration', id, { policy: policyId, dispute: body.disputeId, committees: [own.id, body.otherCommitteeId], arbiter: person ?? committee, dueAt: due.toISOString() }, { policyId });
      act.wish({ kind: 'arbitration.lapse', key: `arbitration.lapse ${id}`, data: { id }, dueAt: due });
      await tellOfArbitration(act, id, 'arbitration.referred', this.settings);
      return id;
    });
  }

  rule(caller: Caller, id: string, body: In<typeof RuleOnDispute>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const [seen] = await act.query<{ policy_id: string }>('select policy_id from arbitration where id = $1', [id]);
      if (!seen) throw notFound('arbitration');
      // the proposal first, as everybody else locks it
      const policy = await lockPolicy(act, seen.policy_id);
      const [row] = await act.query<ArbitrationColumns>('select * from arbitration where id = $1 for update', [id]);
      if (!row) throw notFound('arbitration');
      const barred = [...policy.author_ids, ...await disputers(act, row.dispute_id)];
      caller.require('policy.arbitrate', { earlierActors: barred }, 'policy.read');
      if (!(await rulersOf(act, row, [row.committee_id, row.other_committee_id], barred)).includes(caller.id)) throw new Refusal(403, 'no-arbiter', 'Only the arbiter it was referred to rules on it.');
      if (row.state === 'referred' && act.now >= row.due_at) throw new Refusal(409, 'too-late', `The ruling was due ${row.due_at.toISOString()}. The chair may refer it again.`);
      await move(act, { machine: 'arbitration', id, move: 'rule', version: body.version, reason: body.reason, set: { ruling: body.ruling, reason: body.reason, ruled_by: caller.id }, details: { ruling: body.ruling, policy: policy.id }, data: { policyId: policy.id } });
      act.unwish(`arbitration.lapse ${id}`);
      await bind(act, policy, id, body);
      await tellOfArbitration(act, id, 'arbitration.ruled', this.settings);
      return policy.id;
    });
  }

  /** The deadline is over without a ruling: the chair may call the vote, or refer it anew. */
  async lapse(act: Act, id: string): Promise<void> {
    const [row] = await act.query<ArbitrationColumns>('select * from arbitration where id = $1 for update', [id]);
    if (row?.state !== 'referred' || act.now < row.due_at) return;
    await signal(act, { machine: 'arbitration', id, move: 'lapse', reason: 'deadline', details: { dueAt: row.due_at.toISOString() }, data: { policyId: row.policy_id } });
    await tellOfArbitration(act, id, 'arbitration.lapsed', this.settings);
  }

  /** The proposal left review in another way: there is nothing to rule on. */
  async dropOf(act: Act, policyId: string): Promise<void> {
    const policy = await lockPolicy(act, policyId);
    if (policy.state === 'in-review') return;
    for (const { id } of await act.query<{ id: string }>(`select id from arbitration where policy_id = $1 and state = 'referred' for update`, [policyId])) {
      await signal(act, { machine: 'arbitration', id, move: 'drop', reason: policy.state, data: { policyId } });
      act.unwish(`arbitration.lapse ${id}`);
      await tellOfArbitration(act, id, 'arbitration.dropped', this.settings);
    }
  }
}

/** What the ruling makes of the proposal, in the same act. */
async function bind(act: Act, policy: PolicyColumns, arbitration: string, { ruling, reason }: In<typeof RuleOnDispute>): Promise<void> {
  const details = { arbitration };
  if (ruling === 'adopt') await move(act, { machine: 'policy', id: policy.id, move: 'adopt-by-ruling', reason, set: { reason: 'adopted-by-ruling' }, details });
  else if (ruling === 'change') await move(act, { machine: 'policy', id: policy.id, move: 'send-back', reason, set: { reason: 'ruled-to-change', submitted_at: null }, details });
  else await move(act, { machine: 'policy', id: policy.id, move: 'withdraw', reason, set: { reason: 'withdrawn-by-ruling' }, details });
}

/** Who said the dispute, who must be of the other committee. @throws Refusal */
async function disputerOf(act: Act, row: PolicyColumns, disputeId: string, own: string, other: string): Promise<string> {
  const [said] = await act.query<{ person_id: string }>(`select person_id from policy_comment where id = $1 and policy_id = $2 and kind = 'dispute'`, [disputeId, row.id]);
  if (!said) throw new Refusal(422, 'dispute', 'Name a dispute that was said of this proposal.', { errors: [{ pointer: '/disputeId', detail: 'no such dispute' }] });
  if (other === own) throw new Refusal(422, 'committee', 'A dispute within one committee is settled by its vote. Name the other committee.', { errors: [{ pointer: '/otherCommitteeId', detail: 'the same committee' }] });
  const [member] = await act.query('select 1 as yes from committee_member where committee_id = $1 and person_id = $2', [other, said.person_id]);
  if (!member) throw new Refusal(422, 'dispute', 'The dispute is not of a member of the other committee.', { errors: [{ pointer: '/disputeId', detail: 'of nobody of the other committee' }] });
  return said.person_id;
}

const disputers = async (act: Act, id: string): Promise<string[]> => (await act.query<{ person_id: string }>('select person_id from policy_comment where id = $1', [id])).map((c) => c.person_id);

/** @throws Refusal while a dispute of the proposal is before an arbiter. */
export async function refuseReferred(act: Act, policyId: string): Promise<void> {
  const [open] = await act.query<{ due_at: Date }>(`select due_at from arbitration where policy_id = $1 and state = 'referred'`, [policyId]);
  if (open) throw new Refusal(409, 'before-an-arbiter', `A dispute of it is before an arbiter until ${open.due_at.toISOString()}. Wait for the ruling.`);
}

/** @throws Refusal when an arbiter ruled that this very text must change. */
export async function refuseRuled(act: Act, row: PolicyColumns): Promise<void> {
  const [ruled] = await act.query<{ reason: string }>(`select reason from arbitration where policy_id = $1 and ruling = 'change' and text_sha256 = $2 limit 1`, [row.id, row.sha256]);
  if (ruled) throw new Refusal(409, 'ruled-to-change', `The arbiter ruled that these rules must change: “${ruled.reason}” Change them before you propose them again.`);
}
