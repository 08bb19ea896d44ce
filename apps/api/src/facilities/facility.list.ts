import type { FacilityRow, MoveOffer, PersonRef, Pipeline } from '@causeway/contracts';
import { mayEver } from '@causeway/access';
import { compareWork, facilityMachine, forwardMoves, heldUntil, lackingFor, workReason, type FacilityMove, type StageFacts } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { abilityOf, FACILITY_COLUMNS, facilityGuarded, facilitySight, type FacilityColumns } from './facility.row';
import { stageFacts } from './stage-facts';

export interface ListedFacility extends FacilityColumns {
  owner_name: string | null; owner_initials: string | null; owner_title: string | null; exams30: number; lines: number; failing: number; network_names: string[];
}

export const LISTED = `${FACILITY_COLUMNS}, o.name as owner_name, o.initials as owner_initials, o.title as owner_title,
  (select count(*)::int from exam e where e.source_facility_id = f.id and e.first_at > clock_timestamp() - interval '30 days') as exams30,
  (select count(*)::int from endpoint e where e.facility_id = f.id and e.disabled_at is null) as lines,
  (select count(*)::int from endpoint e where e.facility_id = f.id and e.disabled_at is null and e.state in ('failing', 'degraded')) as failing,
  array(select n.name from facility_network m join network n on n.id = m.network_id where m.facility_id = f.id order by n.name) as network_names
  from facility f left join person o on o.id = f.owner_id`;

const MOVES = Object.keys(facilityMachine.table.moves).filter((m) => m !== 'lapse') as FacilityMove[];

/** All partners a person works with, in the order of work: the house first, then by tier and by what is due; who needs nobody comes last. */
export class FacilityList {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async pipeline(caller: Caller): Promise<Pipeline> {
    const b = new Binder();
    const rows = await this.acts.read<ListedFacility>(`select ${LISTED} where ${facilitySight(caller, b.bind)} order by f.host desc, f.name limit 5000`, b.values);
    const facts = await this.facts(rows.map((r) => r.id));
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const work = (r: ListedFacility) => ({ ...workable(r), name: r.name });
    rows.sort((a, z) => Number(z.host) - Number(a.host) || compareWork(work(a), work(z), today));
    return { rows: rows.flatMap((r) => { const f = facts.get(r.id); return f ? [rowView(r, f, caller)] : []; }), mayAdd: mayEver(caller.ability, 'facility.develop') };
  }

  async facts(ids: readonly string[]): Promise<Map<string, StageFacts>> {
    return stageFacts((sql, p) => this.acts.read(sql, p), ids, dayIn(new Date(), this.settings.SITE_ZONE));
  }
}

const workable = (r: ListedFacility) => ({ state: r.state, tier: r.tier, nextStepOn: r.next_step_on, hasNextStep: r.next_step !== null, stale: r.stale_at !== null });

export function rowView(r: ListedFacility, facts: StageFacts, caller: Caller): FacilityRow {
  const owner: PersonRef | null = personRef(r.owner_id, r.owner_name, r.owner_initials, r.owner_title);
  const next = forwardMoves[r.state];
  const moves: MoveOffer[] = r.host ? [] : MOVES.flatMap((m) => (facilityMachine.answer(r.state, m) === 'legal' && caller.offer(m, abilityOf(m), facilityGuarded(r, m))) || []);
  return {
    id: r.id, version: r.version, name: r.name, kind: r.kind, state: r.state, stateSince: r.state_since.toISOString(), tier: r.tier, place: r.place, host: r.host, owner, volume: r.volume, discPermille: r.disc_permille,
    serviceLines: r.service_lines, networkNames: r.network_names, nextStep: r.next_step ? { words: r.next_step, on: r.next_step_on } : null, lastActivityAt: r.last_activity_at.toISOString(), stale: r.stale_at !== null, work: r.host ? 'nothing-due' : workReason(workable(r), facts.today),
    lacking: next && !r.host ? lackingFor(next, facts) : [], agreedUntil: heldUntil(facts.agreements, facts.today), score: facts.score.points, exams30: r.exams30, lines: r.lines, failingLines: r.failing, moves,
  };
}
