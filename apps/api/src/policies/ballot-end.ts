import { countBallot, resultOfBallot, type BallotCount, type BallotRules, type CastVote } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { lockBallot, type BallotColumns } from './ballots';

export interface Polled { readonly votes: readonly CastVote[]; readonly recused: ReadonlySet<string>; readonly rules: BallotRules; readonly count: BallotCount }
type Ask = <T extends object>(sql: string, parameters: readonly unknown[]) => Promise<T[]>;

/** The votes of a ballot in the order they were cast, and what they come to so far. */
export async function polled(ask: Ask, row: Pick<BallotColumns, 'id' | 'members' | 'quorum_permille' | 'author_ids' | 'specialties'>): Promise<Polled> {
  const votes = (await ask<{ person_id: string; choice: CastVote['choice'] }>('select person_id, choice from ballot_vote where ballot_id = $1 order by no', [row.id])).map((v) => ({ personId: v.person_id, choice: v.choice }));
  const recused = new Set((await ask<{ person_id: string }>('select person_id from ballot_recusal where ballot_id = $1', [row.id])).map((r) => r.person_id));
  const rules = { quorumPermille: row.quorum_permille, authorIds: row.author_ids, specialties: row.specialties };
  return { votes, recused, rules, count: countBallot(row.members, recused, votes, rules) };
}

export async function openBallot(act: Act, id: string): Promise<void> {
  const row = await lockBallot(act, id);
  if (row && act.now >= row.opens_at) await signal(act, { machine: 'ballot', id, move: 'open', details: { members: row.members.length, replay: row.replay_sha256.toString('hex') }, data: { policyId: row.policy_id } });
}

/** Says once more that the ballot is about to end, while somebody has not voted. */
export async function remindVoters(act: Act, id: string): Promise<void> {
  const row = await lockBallot(act, id);
  if (row?.state !== 'open' || act.now >= row.closes_at) return;
  const { count } = await polled((sql, p) => act.query(sql, p), row);
  if (count.open > 0) act.emit({ event: 'ballot.closing', kind: 'ballot', id, data: { policyId: row.policy_id } });
}

/** Ends a ballot when everybody has voted or its deadline is over: passed, failed or void. Until then nothing happens. */
export async function endBallot(act: Act, id: string): Promise<void> {
  const row = await lockBallot(act, id);
  if (row?.state !== 'open') return;
  const { votes, recused, rules, count } = await polled((sql, p) => act.query(sql, p), row);
  if (count.open > 0 && act.now < row.closes_at) return;
  const [policy] = await act.query<{ sha256: Buffer; state: string }>('select sha256, state from policy_version where id = $1', [row.policy_id]);
  const stale = (!row.ratifies && policy?.state !== 'voting') || !policy?.sha256.equals(row.text_sha256);
  const result = stale ? ({ result: 'voided', reason: 'text-changed' } as const) : resultOfBallot(row.members, recused, votes, rules);
  const reason = 'reason' in result ? result.reason : null;
  await signal(act, {
    machine: 'ballot', id, move: ({ passed: 'pass', failed: 'fail', voided: 'void' } as const)[result.result], reason, set: { reason, count: JSON.stringify(count) },
    details: { count }, data: { policyId: row.policy_id },
  });
}
