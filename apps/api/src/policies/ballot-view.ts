import type { BallotView, Constituency, MoveOffer, ReplayResult } from '@causeway/contracts';
import { ballotMachine, type CastVote } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { polled } from './ballot-end';
import { mayChair } from './chair';
import type { PolicyColumns } from './policy.row';
import type { BallotColumns } from './ballots';
import { REPLAY_SQL, replayView, type Named } from './replay/replays';
import type { ReplayRow } from './replay/run';

interface Listed extends BallotColumns { committee_name: string; called_name: string | null }
interface Cast { person_id: string; cast_by: string; choice: CastVote['choice']; reason: string; cast_name: string }
interface Person { id: string; name: string; initials: string; title: string }

/** A ballot as one of its readers sees it: the replay as it was frozen, who voted how, and what this person may do. */
export async function ballotView(acts: Acts, id: string, caller: Caller): Promise<BallotView> {
  const [row] = await acts.read<Listed>('select b.*, c.name as committee_name, p.name as called_name from ballot b join committee c on c.id = b.committee_id left join person p on p.id = b.called_by where b.id = $1', [id]);
  if (!row) throw notFound('ballot');
  const ask = <T extends object>(sql: string, p: readonly unknown[] = []): Promise<T[]> => acts.read<T>(sql, p);
  const { count } = await polled(ask, row);
  const cast = new Map((await acts.read<Cast>('select v.*, p.name as cast_name from ballot_vote v join person p on p.id = v.cast_by where ballot_id = $1 order by no', [id])).map((v) => [v.person_id, v]));
  const recused = new Map((await acts.read<{ person_id: string; reason: string }>('select person_id, reason from ballot_recusal where ballot_id = $1', [id])).map((r) => [r.person_id, r.reason]));
  const delegates = new Map((await acts.read<{ person_id: string; delegate_id: string }>('select person_id, delegate_id from ballot_delegate where ballot_id = $1', [id])).map((d) => [d.person_id, d.delegate_id]));
  const people = new Map((await acts.read<Person>('select id, name, initials, title from person where id = any($1::uuid[])', [row.members.map((m) => m.personId)])).map((p) => [p.id, p]));
  const [replay] = await acts.read<ReplayRow & Named>(`${REPLAY_SQL} where r.id = $1`, [row.replay_id]);
  if (!replay) throw notFound('replay');
  const [policy] = await ask<Pick<PolicyColumns, 'kind' | 'scope'>>('select kind, scope from policy_version where id = $1', [row.policy_id]);
  const mine = row.members.filter((m) => !recused.has(m.personId) && (delegates.get(m.personId) ?? m.personId) === caller.id).map((m) => m.personId);
  return {
    id: row.id, version: row.version, number: row.number, state: row.state, stateSince: row.state_since.toISOString(), policyId: row.policy_id, committee: row.committee_name, calledBy: row.called_name,
    opensAt: row.opens_at.toISOString(), closesAt: row.closes_at.toISOString(), extended: row.extended, ratifies: row.ratifies, reason: row.reason, textSha256: row.text_sha256.toString('hex'), replaySha256: row.replay_sha256.toString('hex'),
    // what every voter sees is what was frozen, whatever became of the replay's own row
    replay: { ...replayView(replay, caller), result: row.replay as ReplayResult, sha256: row.replay_sha256.toString('hex'), current: true },
    members: row.members.map((m) => {
      const vote = cast.get(m.personId);
      const person = people.get(m.personId);
      return {
        person: personRef(m.personId, person?.name ?? 'unknown', person?.initials ?? '', person?.title ?? '') ?? { id: m.personId, name: '', initials: '', title: '' },
        constituency: m.constituency as Constituency, specialties: m.specialties ?? [], weight: m.weight, author: row.author_ids.includes(m.personId), choice: vote?.choice ?? null, reason: vote?.reason ?? '',
        castBy: vote && vote.cast_by !== m.personId ? vote.cast_name : null, recused: recused.get(m.personId) ?? null,
        delegate: people.get(delegates.get(m.personId) ?? '')?.name ?? null, me: m.personId === caller.id,
      };
    }),
    count, mine, moves: movesOf(row, mine, recused.has(caller.id), caller, policy !== undefined && await mayChair(ask, caller, { ...policy, author_ids: row.author_ids })),
  };
}

function movesOf(row: BallotColumns, mine: readonly string[], recused: boolean, caller: Caller, chairs: boolean): MoveOffer[] {
  const member = row.members.some((m) => m.personId === caller.id);
  const open = Date.now() < row.closes_at.getTime();
  return ballotMachine.legalMoves(row.state).flatMap((move) => {
    if (move === 'vote') return open && mine.length > 0 ? (caller.offer(move, 'ballot.vote', {}) ?? []) : [];
    if (move === 'recuse' || move === 'delegate') return open && member && !recused ? (caller.offer(move, 'ballot.vote', {}) ?? []) : [];
    if (move === 'extend' && (row.extended || !open)) return [];
    if (move === 'extend' || move === 'void') return chairs ? [{ move, needs: 'nothing' }] : [];
    return [];
  });
}
