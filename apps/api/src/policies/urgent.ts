import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { announceBallot, committeeFor, replayOf, type Committee } from './announce';
import { requireChair } from './chair';
import { lockPolicy } from './policy.row';

const ASKED_HOURS = 24;
interface Asked { readonly person_id: string; readonly constituency: string; readonly reason: string; readonly name: string }

/**
 * Adopts a policy without waiting for a vote, because somebody would come to harm meanwhile: an officer of one constituency gives the reason, an officer of
 * another agrees within a day. The committee votes afterwards whether it stays.
 */
export class UrgentAdoption {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** The first officer asks, the second adopts. @returns whether it is adopted. */
  adopt(caller: Caller, id: string, version: number, reason: string): Promise<boolean> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      await requireChair((sql, p) => act.query(sql, p), caller, row);
      if (row.state !== 'in-review') throw new Refusal(409, 'not-from-here', 'Only a proposal that waits for its vote is adopted urgently.');
      const committee = await committeeFor(act, row);
      const constituency = officerOf(committee, caller.id);
      const first = await askedFor(act, id);
      if (!first || first.person_id === caller.id) {
        if (!committee.members.some((m) => m.officer && m.constituency !== constituency)) throw new Refusal(409, 'no-second-officer', 'No other constituency has an officer who could agree. Name one in the committee, or call the vote.');
        await act.query(
          `insert into policy_urgent (policy_id, person_id, constituency, reason) values ($1, $2, $3, $4)
           on conflict (policy_id) do update set person_id = excluded.person_id, constituency = excluded.constituency, reason = excluded.reason, at = clock_timestamp()`, [id, caller.id, constituency, reason]);
        act.audit({ action: 'policy.asked-urgently', object: { kind: 'policy', id }, reason, details: { constituency } });
        act.emit({ event: 'policy.asked-urgently', kind: 'policy', id });
        return false;
      }
      if (first.constituency === constituency) throw new Refusal(409, 'same-constituency', `${first.name} asked as an officer of your own constituency. An officer of another one must agree.`);
      const replay = await replayOf(act, row);
      if (!replay) throw new Refusal(409, 'replay-first', 'These rules were not replayed. Replay them first.');
      const officers = { officers: [first.person_id, caller.id], constituencies: [first.constituency, constituency] };
      await move(act, { machine: 'policy', id, move: 'adopt-urgently', version, reason: first.reason, set: { reason: 'adopted-urgently' }, details: { ...officers, second: reason } });
      await announceBallot(act, this.settings, caller.id, row, committee, replay, true);
      return true;
    });
  }
}

function officerOf(committee: Committee, personId: string): string {
  const member = committee.members.find((m) => m.personId === personId && m.officer);
  if (!member) throw new Refusal(403, 'no-officer', 'Only officers of the committee adopt a policy without a vote. The committee page says who they are.');
  return member.constituency;
}

/** Who asked within the last day, if anybody did. */
export async function askedFor(act: Pick<Act, 'query'>, policyId: string): Promise<Asked | null> {
  const [row] = await act.query<Asked>(
    `select u.person_id, u.constituency, u.reason, p.name from policy_urgent u join person p on p.id = u.person_id
     where u.policy_id = $1 and u.at > clock_timestamp() - make_interval(hours => ${ASKED_HOURS})`, [policyId]);
  return row ?? null;
}
