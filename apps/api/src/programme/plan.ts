import type { MilestoneView, ProgrammePlan, SaveMilestone, SettleMilestone } from '@causeway/contracts';
import { mayEver } from '@causeway/access';
import { addDays, compareWork, facilityMachine, workReason, type FacilityState } from '@causeway/domain';
import { facilitySight } from '../facilities/facility.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

interface MilestoneRow { id: string; version: number; wave: string; name: string; service_line: string | null; owner: string; due_on: string; facility_ids: string[]; state: MilestoneView['state']; settled_on: string | null; settled_by: string | null; words: string }
interface PartnerRow { id: string; name: string; state: FacilityState; tier: string; stale: boolean; next_step: string | null; next_step_on: string | null; owner: string | null }

const REVIEWS_AHEAD_DAYS = 14;
const MOST_NEXT = 15;
const STAGES = Object.keys(facilityMachine.table.states) as FacilityState[];

/** The whole exchange as a programme: waves and milestones, partners by stage and tier, what comes next and which reviews are due. */
export class ProgrammePlans {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async view(caller: Caller): Promise<ProgrammePlan> {
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const sees = mayEver(caller.ability, 'facility.read') || mayEver(caller.ability, 'facility.approve');
    const partners = sees ? await this.partners(caller) : [];
    const rows = await this.acts.read<MilestoneRow>(`select id, version, wave, name, service_line, owner, due_on::text as due_on, facility_ids, state, settled_on::text as settled_on, settled_by, words from programme_milestone order by due_on, wave, name limit 500`);
    const live = await this.acts.read<{ id: string }>(`select id from facility where state = 'live'`);
    return {
      milestones: rows.map((m) => milestone(m, partners, new Set(live.map((f) => f.id)), today)), mayPlan: mayPlan(caller), today,
      pipeline: sees ? { stages: stagesOf(partners), next: nextOf(partners, today), reviews: await this.reviews(caller, today), partners: partners.map(({ id, name }) => ({ id, name })) } : null,
    };
  }

  private partners(caller: Caller): Promise<PartnerRow[]> {
    const b = new Binder();
    return this.acts.read<PartnerRow>(
      `select f.id, f.name, f.state, f.tier, f.stale_at is not null as stale, f.next_step, f.next_step_on::text as next_step_on, o.name as owner from facility f left join person o on o.id = f.owner_id
       where not f.host and ${facilitySight(caller, b.bind)} order by f.name limit 5000`, b.values);
  }

  private async reviews(caller: Caller, today: string): Promise<NonNullable<ProgrammePlan['pipeline']>['reviews']> {
    const b = new Binder();
    const rows = await this.acts.read<{ facilityId: string; facility: string; day: number; dueOn: string }>(
      `select r.facility_id as "facilityId", f.name as facility, r.day, r.due_on::text as "dueOn" from facility_review r join facility f on f.id = r.facility_id
       where r.done_at is null and f.state = 'live' and r.due_on <= ${b.bind(addDays(today, REVIEWS_AHEAD_DAYS))}::date and ${facilitySight(caller, b.bind)} order by r.due_on, f.name limit 200`, b.values);
    return rows.map((r) => ({ ...r, late: r.dueOn < today }));
  }

  save(caller: Caller, id: string | null, body: SaveMilestone): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = id === null ? null : await lockMilestone(act, id, body.version);
      // partners in it that the caller does not see stay as they are
      const hidden = row ? await unseen(act, caller, row.facility_ids) : [];
      const b = new Binder();
      const known = await act.query<{ id: string }>(`select f.id from facility f where not f.host and f.id = any(${b.bind(body.facilityIds)}::uuid[]) and ${facilitySight(caller, b.bind)}`, b.values);
      if (known.length !== new Set(body.facilityIds).size) throw new Refusal(422, 'partners', 'A partner that was named is not there, or not yours to see. Choose from the list.', { errors: [{ pointer: '/facilityIds', detail: 'not a partner you see' }] });
      const own = id ?? newId(act.now.getTime());
      const values = [own, body.wave, body.name, body.serviceLine, body.owner, body.dueOn, [...hidden, ...known.map((f) => f.id)]];
      await act.query(row
        ? 'update programme_milestone set version = version + 1, wave = $2, name = $3, service_line = $4, owner = $5, due_on = $6, facility_ids = $7 where id = $1'
        : 'insert into programme_milestone (id, wave, name, service_line, owner, due_on, facility_ids) values ($1, $2, $3, $4, $5, $6, $7)', values);
      told(act, row ? 'milestone-changed' : 'milestone-made', own, { wave: body.wave, dueOn: body.dueOn, ...(row && row.due_on !== body.dueOn ? { dueBefore: row.due_on } : {}), facilities: hidden.length + known.length });
    });
  }

  settle(caller: Caller, id: string, body: SettleMilestone): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockMilestone(act, id, body.version);
      if (row.state === body.state) throw new Refusal(409, 'settled', `It is ${body.state} already.`);
      if (body.state === 'dropped' && body.words.length < 3) throw new Refusal(422, 'reason', 'Say why it is dropped.', { errors: [{ pointer: '/words', detail: 'at least 3 characters' }] });
      const open = body.state === 'open';
      await act.query('update programme_milestone set version = version + 1, state = $2, settled_on = $3, settled_by = $4, words = $5 where id = $1', [id, body.state, open ? null : dayIn(act.now, this.settings.SITE_ZONE), open ? null : act.actor.name, body.words]);
      told(act, `milestone-${open ? 'reopened' : body.state}`, id, { wave: row.wave });
    });
  }
}

const mayPlan = (caller: Caller): boolean => mayEver(caller.ability, 'facility.develop') || mayEver(caller.ability, 'facility.approve');
const stagesOf = (partners: readonly PartnerRow[]): NonNullable<ProgrammePlan['pipeline']>['stages'] => STAGES.map((state) => {
  const own = partners.filter((p) => p.state === state);
  const tiers: Record<string, number> = {};
  for (const p of own) tiers[p.tier] = (tiers[p.tier] ?? 0) + 1;
  return { state, tiers, all: own.length, stale: own.filter((p) => p.stale).length };
});

function nextOf(partners: readonly PartnerRow[], today: string): NonNullable<ProgrammePlan['pipeline']>['next'] {
  const workable = partners.map((p) => ({ ...p, hasNextStep: p.next_step !== null, nextStepOn: p.next_step_on }));
  return workable.sort((a, b) => compareWork(a, b, today)).flatMap((p) => {
    const because = workReason(p, today);
    return because === 'nothing-due' ? [] : [{ id: p.id, name: p.name, tier: p.tier, state: p.state, step: p.next_step, on: p.next_step_on, owner: p.owner, because }];
  }).slice(0, MOST_NEXT);
}

function milestone(m: MilestoneRow, partners: readonly PartnerRow[], live: ReadonlySet<string>, today: string): MilestoneView {
  return {
    id: m.id, version: m.version, wave: m.wave, name: m.name, serviceLine: m.service_line, owner: m.owner, dueOn: m.due_on, state: m.state, late: m.state === 'open' && m.due_on < today, settledOn: m.settled_on, settledBy: m.settled_by, words: m.words,
    partners: partners.filter((p) => m.facility_ids.includes(p.id)).map(({ id, name, state }) => ({ id, name, state })), facilities: m.facility_ids.length, live: m.facility_ids.filter((f) => live.has(f)).length,
  };
}

async function lockMilestone(act: Act, id: string, version: number): Promise<MilestoneRow> {
  const [row] = await act.query<MilestoneRow>('select *, due_on::text as due_on from programme_milestone where id = $1 for update', [id]);
  if (!row) throw notFound('milestone');
  if (row.version !== version) throw changedMeanwhile();
  return row;
}

async function unseen(act: Act, caller: Caller, ids: readonly string[]): Promise<string[]> {
  const b = new Binder();
  const seen = await act.query<{ id: string }>(`select f.id from facility f where f.id = any(${b.bind(ids)}::uuid[]) and ${facilitySight(caller, b.bind)}`, b.values);
  return ids.filter((id) => !seen.some((s) => s.id === id));
}

/** What changed of the programme: an audit entry, and a signal for who looks at it. */
export function told(act: Act, what: string, id: string, details: Readonly<Record<string, unknown>>): void {
  act.audit({ action: `programme.${what}`, object: { kind: 'programme', id }, details });
  act.emit({ event: `programme.${what}`, kind: 'programme', id });
}
