import type { AbilityName } from '@causeway/access';
import type { CastBallot, DelegateBallot, ExtendBallot } from '@causeway/contracts';
import type { BallotMember, BallotState } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { remindOf } from './announce';
import { requireChair } from './chair';
import type { PolicyColumns } from './policy.row';

type In<T extends z.ZodMiniType> = z.output<T>;
const DAY_MS = 86_400_000;
const LONGEST_EXTENSION_DAYS = 30;

export interface BallotColumns {
  id: string; version: number; number: number; state: BallotState; state_since: Date; policy_id: string; committee_id: string; text_sha256: Buffer; replay_id: string; replay: unknown; replay_sha256: Buffer;
  members: BallotMember[]; specialties: string[]; author_ids: string[]; quorum_permille: number; called_by: string | null; opens_at: Date; closes_at: Date; extended: boolean; ratifies: boolean; reason: string | null; count: unknown; made_at: Date;
}

export async function lockBallot(act: Act, id: string): Promise<BallotColumns | null> {
  const [row] = await act.query<BallotColumns>('select * from ballot where id = $1 for update', [id]);
  return row ?? null;
}

/** What members do with a ballot. Every vote is kept; the last one of each member before the deadline counts. */
export class Ballots {
  constructor(private readonly acts: Acts) {}

  vote(caller: Caller, id: string, body: In<typeof CastBallot>): Promise<void> {
    return this.with(caller, id, 'ballot.vote', async (act, row) => {
      const whose = body.forPersonId ?? caller.id;
      const member = memberOf(row, whose);
      if (whose !== caller.id && (await delegateOf(act, id, whose)) !== caller.id) throw new Refusal(403, 'not-your-vote', 'This vote was not handed to you.');
      if (whose === caller.id && (await delegateOf(act, id, whose)) !== null) throw new Refusal(409, 'delegated', 'You handed your vote to somebody. Take it back by handing it to yourself.');
      if (await isRecused(act, id, whose)) throw new Refusal(409, 'recused', 'Who stepped back from a ballot does not vote in it.');
      notOver(act, row);
      await act.query('insert into ballot_vote (ballot_id, person_id, cast_by, choice, reason) values ($1, $2, $3, $4, $5)', [id, member.personId, caller.id, body.choice, body.reason]);
      await move(act, { machine: 'ballot', id, move: 'vote', details: { member: member.personId, choice: body.choice }, data: { policyId: row.policy_id } });
    });
  }

  recuse(caller: Caller, id: string, reason: string): Promise<void> {
    return this.with(caller, id, 'ballot.vote', async (act, row) => {
      memberOf(row, caller.id);
      notOver(act, row);
      await act.query('insert into ballot_recusal (ballot_id, person_id, reason) values ($1, $2, $3) on conflict (ballot_id, person_id) do update set reason = excluded.reason', [id, caller.id, reason]);
      await move(act, { machine: 'ballot', id, move: 'recuse', reason, details: { member: caller.id }, data: { policyId: row.policy_id } });
    });
  }

  delegate(caller: Caller, id: string, body: In<typeof DelegateBallot>): Promise<void> {
    return this.with(caller, id, 'ballot.vote', async (act, row) => {
      const own = memberOf(row, caller.id);
      const other = row.members.find((m) => m.personId === body.delegateId);
      if (other?.constituency !== own.constituency) throw new Refusal(422, 'constituency', 'Hand your vote to a member of your own constituency.', { errors: [{ pointer: '/delegateId', detail: 'another constituency' }] });
      if (await isRecused(act, id, body.delegateId)) throw new Refusal(422, 'recused', 'They stepped back from this ballot. Choose somebody else.', { errors: [{ pointer: '/delegateId', detail: 'stepped back' }] });
      notOver(act, row);
      if (body.delegateId === caller.id) await act.query('delete from ballot_delegate where ballot_id = $1 and person_id = $2', [id, caller.id]);
      else await act.query('insert into ballot_delegate (ballot_id, person_id, delegate_id) values ($1, $2, $3) on conflict (ballot_id, person_id) do update set delegate_id = excluded.delegate_id, at = clock_timestamp()', [id, caller.id, body.delegateId]);
      await move(act, { machine: 'ballot', id, move: 'delegate', details: { from: caller.id, to: body.delegateId }, data: { policyId: row.policy_id } });
    });
  }

  extend(caller: Caller, id: string, body: In<typeof ExtendBallot>): Promise<void> {
    return this.with(caller, id, 'policy.chair', async (act, row) => {
      const closes = new Date(body.closesAt);
      if (row.extended) throw new Refusal(409, 'extended-already', 'A ballot is extended once. Let it end, or void it.');
      notOver(act, row);
      if (closes <= row.closes_at || closes.getTime() - row.closes_at.getTime() > LONGEST_EXTENSION_DAYS * DAY_MS) throw new Refusal(422, 'deadline', `The new deadline is later, by at most ${LONGEST_EXTENSION_DAYS} days.`, { errors: [{ pointer: '/closesAt', detail: 'later, within thirty days' }] });
      await move(act, { machine: 'ballot', id, move: 'extend', version: body.version, set: { closes_at: closes, extended: true }, details: { closesAt: closes.toISOString() }, data: { policyId: row.policy_id } });
      remindOf(act, id, closes);
      act.wish({ kind: 'ballot.close', key: `ballot.close ${id}`, data: { id }, dueAt: closes, restart: true });
    });
  }

  void(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'policy.chair', async (act, row) => {
      await move(act, { machine: 'ballot', id, move: 'void', version, reason, set: { reason }, data: { policyId: row.policy_id } });
    });
  }

  private with(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: BallotColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockBallot(act, id);
      if (!row) throw notFound('ballot');
      if (ability === 'policy.chair') {
        const [policy] = await act.query<Pick<PolicyColumns, 'kind' | 'scope'>>('select kind, scope from policy_version where id = $1', [row.policy_id]);
        if (policy) await requireChair((sql, p) => act.query(sql, p), caller, { ...policy, author_ids: row.author_ids });
      } else caller.require(ability, { earlierActors: row.author_ids }, 'policy.read');
      await work(act, row);
    });
  }
}

function memberOf(row: BallotColumns, personId: string): BallotMember {
  const member = row.members.find((m) => m.personId === personId);
  if (!member) throw new Refusal(403, 'no-member', 'Only members of the committee vote, those it had when the vote was called.');
  return member;
}

/** A ballot closes by its deadline, not by the job that notices it. */
function notOver(act: Act, row: BallotColumns): void {
  if (row.state === 'open' && act.now >= row.closes_at) throw new Refusal(409, 'vote-over', `Voting ended ${row.closes_at.toISOString()}. Votes after the deadline do not count.`, { at: row.closes_at.toISOString() });
}

async function delegateOf(act: Act, id: string, personId: string): Promise<string | null> {
  const [row] = await act.query<{ delegate_id: string }>('select delegate_id from ballot_delegate where ballot_id = $1 and person_id = $2', [id, personId]);
  return row?.delegate_id ?? null;
}

const isRecused = async (act: Act, id: string, personId: string): Promise<boolean> => (await act.query('select 1 as yes from ballot_recusal where ballot_id = $1 and person_id = $2', [id, personId])).length > 0;
