import type { MoveFacility } from '@causeway/contracts';
import { lackingFor, lackingWords, reasonedMoves, type FacilityMove, type Lacking } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { planReviews } from './clocks';
import { abilityOf, facilityGuarded, lockPartner, logActivity, type FacilityColumns } from './facility.row';
import { stageFacts } from './stage-facts';

/** Takes a partner from stage to stage, each with what its guard asks for. */
export class FacilityMoves {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  make(caller: Caller, id: string, name: FacilityMove, body: MoveFacility): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPartner(act, id, caller, abilityOf(name));
      caller.require(abilityOf(name), facilityGuarded(row, name), 'facility.read');
      if (reasonedMoves.has(name) && !body.reason) throw new Refusal(422, 'reason', 'Say why: it is kept with the partner.', { errors: [{ pointer: '/reason', detail: 'is needed' }] });
      if (name === 'pause' && !body.flow) throw new Refusal(422, 'flow', 'Say what still flows while it is paused.', { errors: [{ pointer: '/flow', detail: 'in, out or none' }] });
      const today = dayIn(act.now, this.settings.SITE_ZONE);
      const facts = (await stageFacts((sql, p) => act.query(sql, p), [id], today)).get(id);
      const lacking = facts ? lackingFor(name, facts) : [];
      // what the table refuses is said by the table: a guard speaks of moves that could be made
      const moved = await move(act, {
        machine: 'facility', id, move: name, version: body.version, reason: body.reason ?? null, set: this.columns(act, caller, name, body),
        details: { ...(name === 'go-live' ? { score: facts?.score.points, parts: facts?.score.parts } : {}), ...(name === 'test' ? { green: facts?.greenEndpoints } : {}), ...(body.flow ? { flow: body.flow } : {}) },
        data: { facilityId: id, ...(body.flow ? { flow: body.flow } : {}) },
      });
      if (lacking.length > 0) throw notReady(lacking);
      await logActivity(act, id, { kind: 'stage', words: body.reason ?? '', facts: { move: name, from: moved.from, to: moved.to, ...(body.flow ? { flow: body.flow } : {}), ...(name === 'go-live' ? { score: facts?.score.points } : {}) } });
      if (name === 'go-live') await planReviews(act, id, today);
    });
  }

  private columns(act: Act, caller: Caller, name: FacilityMove, body: MoveFacility): Partial<Record<keyof FacilityColumns, unknown>> {
    switch (name) {
      case 'test': return { tested_by: caller.id };
      case 'go-live': return { live_at: act.now, flow: null };
      case 'pause': return { flow: body.flow };
      case 'resume': return { flow: null, tested_by: caller.id };
      default: return {};
    }
  }
}

const notReady = (lacking: readonly Lacking[]): Refusal =>
  new Refusal(409, 'not-ready', `Not yet: ${lacking.map((code) => lackingWords[code]).join('; ')}.`, { errors: lacking.map((code) => ({ pointer: `/lacking/${code}`, detail: lackingWords[code] })) });
