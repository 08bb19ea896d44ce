import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { lockPolicy, type PolicyColumns } from './policy.row';

/** A ballot ended: its policy is adopted, rejected, or back in review. */
export async function followBallot(act: Act, ballotId: string): Promise<void> {
  const [ballot] = await act.query<{ state: string; policy_id: string; reason: string | null; text_sha256: Buffer; ratifies: boolean }>('select state, policy_id, reason, text_sha256, ratifies from ballot where id = $1', [ballotId]);
  if (!ballot) return;
  const moves = { passed: 'adopt', failed: 'reject', voided: 'reopen-review' } as const;
  if (!(ballot.state in moves)) return;
  const row = await lockPolicy(act, ballot.policy_id);
  if (ballot.ratifies) return ratify(act, row, ballot.state === 'passed', ballotId);
  if (!row.sha256.equals(ballot.text_sha256)) return;
  await signal(act, { machine: 'policy', id: row.id, move: moves[ballot.state as keyof typeof moves], reason: ballot.reason, set: { reason: ballot.reason }, details: { ballot: ballotId } });
}

/** The committee has said whether a policy that two officers adopted stays. If not, people bring the earlier version back: rules never change by themselves. */
async function ratify(act: Act, row: PolicyColumns, passed: boolean, ballot: string): Promise<void> {
  const answer = passed ? 'ratified' : 'not-ratified';
  await act.query('update policy_version set reason = $2 where id = $1', [row.id, answer]);
  act.audit({ action: `policy.${answer}`, object: { kind: 'policy', id: row.id }, details: { ballot, number: row.number } });
  act.emit({ event: `policy.${answer}`, kind: 'policy', id: row.id });
}

/** A withdrawn policy leaves no ballot behind. */
export async function voidBallotsOf(act: Act, policyId: string): Promise<void> {
  for (const { id } of await act.query<{ id: string }>(`select id from ballot where policy_id = $1 and state in ('announced', 'open') for update`, [policyId])) {
    await signal(act, { machine: 'ballot', id, move: 'void', reason: 'withdrawn', set: { reason: 'withdrawn' }, data: { policyId } });
  }
}

/**
 * Its instant has come: the version takes force and the old one ends, at the same instant of the same transaction (INV-23). Where another version took force
 * since it was written it is suspended instead, for nobody voted on that combination.
 */
export async function putInForce(act: Act, id: string): Promise<void> {
  const row = await lockPolicy(act, id);
  if (row.state !== 'scheduled' || !row.effective_at || row.effective_at > act.now) return;
  await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`policy in force ${row.kind} ${row.scope}`]);
  const [old] = await act.query<PolicyColumns>(`select * from policy_version where kind = $1 and scope = $2 and state = 'in-force' for update`, [row.kind, row.scope]);
  if (old && old.id !== row.base_id) return suspend(act, row, old);
  if (old) await signal(act, { machine: 'policy', id: old.id, move: 'supersede', set: { ended_at: act.now }, details: { successor: row.id, number: row.number } });
  await signal(act, { machine: 'policy', id, move: 'put-in-force', set: { in_force_at: act.now }, details: { kind: row.kind, scope: row.scope, number: row.number, applyNow: row.apply_now }, data: { policyId: id } });
}

/** A version took force: scheduled ones that were written on another base wait for their authors. */
export async function suspendOthers(act: Act, id: string): Promise<void> {
  const row = await lockPolicy(act, id);
  if (row.state !== 'in-force') return;
  for (const other of await act.query<PolicyColumns>(`select * from policy_version where kind = $1 and scope = $2 and state = 'scheduled' and base_id is distinct from $3 for update`, [row.kind, row.scope, id])) await suspend(act, other, row);
}

async function suspend(act: Act, row: PolicyColumns, inForce: PolicyColumns): Promise<void> {
  const moved = await signal(act, { machine: 'policy', id: row.id, move: 'suspend', reason: 'base-no-longer-in-force', set: { conflict_id: inForce.id, reason: 'base-no-longer-in-force' }, details: { conflicts: inForce.id, number: inForce.number } });
  if (moved) act.unwish(`policy.effective ${row.id}`);
}
