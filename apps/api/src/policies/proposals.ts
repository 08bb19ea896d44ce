import type { SayOfPolicy, SchedulePolicy } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { announceBallot, committeeFor, refuseGaps, replayOf } from './announce';
import { refuseReferred } from './arbitrations';
import { requireChair } from './chair';
import { lockPolicy, requireOfPolicy } from './policy.row';

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

  /** Calls the vote on a text whose replay is fresh. */
  callVote(caller: Caller, id: string, version: number): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      await requireChair((sql, p) => act.query(sql, p), caller, row);
      await refuseReferred(act, id);
      const committee = await committeeFor(act, row);
      refuseGaps(row, committee);
      const replay = await replayOf(act, row);
      if (!replay || act.now.getTime() - replay.done_at.getTime() > REPLAY_DAYS * DAY_MS) throw new Refusal(409, 'replay-too-old', `The vote needs a replay of these rules that is at most ${REPLAY_DAYS} days old. Replay them again.`);
      await move(act, { machine: 'policy', id, move: 'call-vote', version, details: { replay: replay.sha256.toString('hex'), committee: committee.id } });
      return announceBallot(act, this.settings, caller.id, row, committee, replay, false);
    });
  }

  schedule(caller: Caller, id: string, body: In<typeof SchedulePolicy>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      await requireChair((sql, p) => act.query(sql, p), caller, row);
      const at = new Date(body.effectiveAt);
      if (at.getTime() < act.now.getTime() - SLACK_MS) throw new Refusal(422, 'past', 'It takes force now or later, never in the past.', { errors: [{ pointer: '/effectiveAt', detail: 'not in the past' }] });
      const effective = at < act.now ? act.now : at;
      await move(act, { machine: 'policy', id, move: 'schedule', version: body.version, set: { effective_at: effective, apply_now: body.applyNow }, details: { effectiveAt: effective.toISOString(), applyNow: body.applyNow } });
      act.wish({ kind: 'policy.effective', key: `policy.effective ${id}`, data: { id }, dueAt: effective, restart: true });
    });
  }
}
