import type { SayOfPolicy, SchedulePolicy } from '@causeway/contracts';
import { ballotMachine, type BallotMember } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { lockPolicy, requireOfPolicy, type PolicyColumns } from './policy.row';

type In<T extends z.ZodMiniType> = z.output<T>;
const DAY_MS = 86_400_000;
const REPLAY_DAYS = 7;
/** Clocks of browsers are never quite right. */
const SLACK_MS = 120_000;

/** What the committee does with a proposal: talk, send back, call the vote, say when it takes force. */
export class PolicyProposals {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  say(caller: Caller, id: string, body: In<typeof SayOfPolicy>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      if (!row.author_ids.includes(caller.id)) requireOfPolicy(caller, 'policy.review', row);
      if (['rejected', 'withdrawn', 'superseded'].includes(row.state)) throw new Refusal(409, 'ended', 'This version is closed. Say it of the version in force, or of a new draft.');
      if (body.ruleId !== null && !row.text.rules.some((r) => r.id === body.ruleId)) throw new Refusal(422, 'rule', 'There is no such rule in this version.', { errors: [{ pointer: '/ruleId', detail: 'no such rule' }] });
      const comment = newId(act.now.getTime());
      await act.query('insert into policy_comment (id, policy_id, person_id, kind, rule_id, body) values ($1, $2, $3, $4, $5, $6)', [comment, id, caller.id, body.kind, body.ruleId, body.text]);
      act.audit({ action: 'policy.said', object: { kind: 'policy', id }, details: { comment, kind: body.kind } });
      act.emit({ event: 'policy.said', kind: 'policy', id });
    });
  }

  sendBack(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.review', row);
      await move(act, { machine: 'policy', id, move: 'send-back', version, reason, set: { reason, submitted_at: null } });
      await act.query(`insert into policy_comment (id, policy_id, person_id, kind, body) values ($1, $2, $3, 'comment', $4)`, [newId(act.now.getTime()), id, caller.id, reason]);
    });
  }

  /** Calls the vote. The ballot holds the members, their weights and the replay as they are now: later changes of either do not reach it. */
  callVote(caller: Caller, id: string, version: number): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.chair', row);
      const committee = await committeeFor(act, row);
      const [replay] = await act.query<{ id: string; result: unknown; sha256: Buffer; done_at: Date }>(
        `select id, result, sha256, done_at from policy_replay where policy_id = $1 and text_sha256 = $2 and state = 'done' order by done_at desc limit 1`, [id, row.sha256]);
      if (!replay || act.now.getTime() - replay.done_at.getTime() > REPLAY_DAYS * DAY_MS) throw new Refusal(409, 'replay-too-old', `The vote needs a replay of these rules that is at most ${REPLAY_DAYS} days old. Replay them again.`);
      await move(act, { machine: 'policy', id, move: 'call-vote', version, details: { replay: replay.sha256.toString('hex'), committee: committee.id } });
      const ballot = newId(act.now.getTime());
      const opens = committee.notice_days === 0 ? act.now : dueAfter(act.now, { workingDays: committee.notice_days }, this.settings.SITE_ZONE);
      const closes = new Date(opens.getTime() + committee.voting_days * DAY_MS);
      await act.query(
        `insert into ballot (id, state, policy_id, committee_id, text_sha256, replay_id, replay, replay_sha256, members, author_ids, quorum_permille, called_by, opens_at, closes_at)
         values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, $10, $11, $12, $13, $14)`,
        [ballot, ballotMachine.initial, id, committee.id, row.sha256, replay.id, JSON.stringify(replay.result), replay.sha256, JSON.stringify(committee.members), row.author_ids, committee.quorum_permille, caller.id, opens, closes]);
      made(act, 'ballot', ballot, { policy: id, number: row.number, members: committee.members.length, replay: replay.sha256.toString('hex') }, { policyId: id });
      act.wish({ kind: 'ballot.open', key: `ballot.open ${ballot}`, data: { id: ballot }, dueAt: opens });
      act.wish({ kind: 'ballot.close', key: `ballot.close ${ballot}`, data: { id: ballot }, dueAt: closes });
      return ballot;
    });
  }

  schedule(caller: Caller, id: string, body: In<typeof SchedulePolicy>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.chair', row);
      const at = new Date(body.effectiveAt);
      if (at.getTime() < act.now.getTime() - SLACK_MS) throw new Refusal(422, 'past', 'It takes force now or later, never in the past.', { errors: [{ pointer: '/effectiveAt', detail: 'not in the past' }] });
      const effective = at < act.now ? act.now : at;
      await move(act, { machine: 'policy', id, move: 'schedule', version: body.version, set: { effective_at: effective, apply_now: body.applyNow }, details: { effectiveAt: effective.toISOString(), applyNow: body.applyNow } });
      act.wish({ kind: 'policy.effective', key: `policy.effective ${id}`, data: { id }, dueAt: effective, restart: true });
    });
  }
}

interface Committee { readonly id: string; readonly quorum_permille: number; readonly notice_days: number; readonly voting_days: number; readonly members: readonly BallotMember[] }

async function committeeFor(act: Act, row: PolicyColumns): Promise<Committee> {
  const [found] = await act.query<Omit<Committee, 'members'>>('select id, quorum_permille, notice_days, voting_days from committee where $1 = any(kinds) order by made_at limit 1', [row.kind]);
  const members = found ? await act.query<{ person_id: string; constituency: string; weight: number }>(
    `select m.person_id, m.constituency, m.weight from committee_member m join person p on p.id = m.person_id and p.disabled_at is null where m.committee_id = $1 order by m.person_id`, [found.id]) : [];
  if (!found || !members.some((m) => !row.author_ids.includes(m.person_id))) throw new Refusal(409, 'no-committee', `No committee with members beside the author votes on ${row.kind} policies. Name one first.`);
  return { ...found, members: members.map((m) => ({ personId: m.person_id, constituency: m.constituency, weight: m.weight })) };
}
