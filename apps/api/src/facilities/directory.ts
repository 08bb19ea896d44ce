import type { FacilityFields, NextStep, SaveFacility, SaveProcedures } from '@causeway/contracts';
import { facilityMachine } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made } from '../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { facilityChanged, lockPartner, logActivity } from './facility.row';
import { writeGateways } from './gateways';

/** Those who take a partner to live together: without them somebody would bring it on alone and nobody could approve it. */
export async function workWith(act: Act, facilityId: string, callerId: string): Promise<void> {
  await act.query(
    `update person p set facilities = array_append(p.facilities, $1), version = p.version + 1 from person c
     where c.id = $2 and not $1 = any(p.facilities) and (p.id = c.id or (p.roles && array['ou', 'ol', 'pa'] and p.disabled_at is null and cardinality(c.facilities) > 1 and p.facilities @> c.facilities))`, [facilityId, callerId]);
}

/** Enters partners and what is known of them. */
export class FacilityDirectory {
  constructor(private readonly acts: Acts) {}

  /** A new prospect; whoever enters it works with it from then on, and so do those of outreach and the archive who work with all this person works with. */
  add(caller: Caller, body: FacilityFields): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const id = await addFacility(act, { ...body, ownerId: body.ownerId ?? caller.id });
      await workWith(act, id, caller.id);
      return id;
    });
  }

  save(caller: Caller, id: string, body: SaveFacility): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPartner(act, id, caller, 'facility.develop');
      if (row.version !== body.version) throw changedMeanwhile();
      await writeFields(act, id, body);
      await facilityChanged(act, id, 'saved', { tier: [row.tier, body.tier] });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { saved: true } });
    });
  }

  nextStep(caller: Caller, id: string, body: NextStep): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const words = body.words === null || body.words === '' ? null : body.words;
      await act.query('update facility set next_step = $2, next_step_on = $3 where id = $1', [id, words, words === null ? null : body.on]);
      await logActivity(act, id, { kind: 'stage', words: words ?? '', facts: { nextStep: words !== null, on: body.on } });
      await facilityChanged(act, id, 'next-step-set');
    });
  }

  /** Their names of procedures, with ours where somebody says which it is. What is not in the list any more is taken away. */
  procedures(caller: Caller, id: string, body: SaveProcedures): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.connect');
      await writeProcedures(act, id, body);
      await facilityChanged(act, id, 'procedures-saved', { names: body.procedures.length, mapped: body.procedures.filter((p) => p.ours !== null).length });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { procedures: body.procedures.length } });
    });
  }

  review(caller: Caller, id: string, day: number, findings: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const [done] = await act.query('update facility_review set done_at = clock_timestamp(), done_by = $3, findings = $4 where facility_id = $1 and day = $2 and done_at is null returning day', [id, day, caller.id, findings]);
      if (!done) throw notFound('review');
      await facilityChanged(act, id, 'reviewed', { day });
      await logActivity(act, id, { kind: 'meeting', words: findings, facts: { review: day } });
    });
  }
}

/** A row in the initial state of its machine, with its audit entry and event. */
export async function addFacility(act: Act, body: FacilityFields): Promise<string> {
  const id = newId();
  await unique(act, () => act.query('insert into facility (id, name, kind, state) values ($1, $2, $3, $4)', [id, body.name, body.kind, facilityMachine.initial]));
  await writeFields(act, id, body);
  made(act, 'facility', id, { kind: body.kind });
  await logActivity(act, id, { kind: 'stage', words: '', facts: { to: facilityMachine.initial } });
  return id;
}

export async function writeFields(act: Act, id: string, f: FacilityFields): Promise<void> {
  if (f.ownerId) {
    const [owner] = await act.query('select 1 as there from person where id = $1 and disabled_at is null', [f.ownerId]);
    if (!owner) throw new Refusal(422, 'owner', 'The owner is nobody who works here now.', { errors: [{ pointer: '/ownerId', detail: 'is needed' }] });
  }
  await unique(act, () => act.query(
    `update facility set name = $2, kind = $3, tier = $4, place = $5, issuer = $6, issuer_oid = $7, oid = $8, home_community = $9, purposes = $10, volume = $11, disc_permille = $12, service_lines = $13, owner_id = $14 where id = $1`,
    [id, f.name, f.kind, f.tier, f.place, f.issuer, f.issuerOid, f.oid, f.homeCommunity, f.purposes, f.volume, f.discPermille, f.serviceLines, f.ownerId]));
  await act.query('delete from facility_department where facility_id = $1 and not name = any($2)', [id, f.departments.map((d) => d.name)]);
  for (const d of f.departments) {
    await act.query('insert into facility_department (id, facility_id, name, service_line) values ($1, $2, $3, $4) on conflict (facility_id, name) do update set service_line = excluded.service_line', [newId(), id, d.name, d.serviceLine]);
  }
  await act.query('delete from facility_network where facility_id = $1', [id]);
  for (const n of f.networks) {
    const [network] = await act.query<{ id: string }>('insert into network (id, name, kind, oid) values ($1, $2, $3, $4) on conflict (name) do update set kind = excluded.kind, oid = coalesce(excluded.oid, network.oid) returning id', [newId(), n.name, n.kind, n.oid]);
    await act.query('insert into facility_network (facility_id, network_id) values ($1, $2) on conflict do nothing', [id, network?.id]);
  }
  await act.query('delete from facility_product where facility_id = $1', [id]);
  for (const p of f.products) {
    const [product] = await act.query<{ id: string }>('insert into vendor_product (id, vendor, name) values ($1, $2, $3) on conflict (vendor, name) do update set name = excluded.name returning id', [newId(), p.vendor, p.name]);
    await act.query('insert into facility_product (facility_id, product_id, version, used_for) values ($1, $2, $3, $4) on conflict (facility_id, product_id) do update set version = excluded.version, used_for = excluded.used_for', [id, product?.id, p.version, p.usedFor]);
  }
  await writeGateways(act, id, f.gateways);
}

export async function writeProcedures(act: Act, id: string, body: SaveProcedures): Promise<void> {
  await act.query('delete from facility_procedure where facility_id = $1 and not name = any($2)', [id, body.procedures.map((p) => p.name)]);
  for (const p of body.procedures) {
    await act.query(
      `insert into facility_procedure (facility_id, name, code, exams, ours, mapped_by) values ($1, $2, $3, $4, $5, case when $5::text is null then null else $6 end)
       on conflict (facility_id, name) do update set code = excluded.code, exams = excluded.exams, ours = excluded.ours,
         mapped_by = case when excluded.ours is not distinct from facility_procedure.ours then facility_procedure.mapped_by else excluded.mapped_by end`, [id, p.name, p.code, p.exams, p.ours, act.actor.name]);
  }
}

/** Names and issuers stand once in the directory: two entries of one place would part its exams. */
async function unique(act: Act, write: () => Promise<unknown>): Promise<void> {
  await act.query('savepoint named');
  try {
    await write();
  } catch (error) {
    const { driverError } = error as { driverError?: { code?: string; constraint?: string } };
    if (driverError?.code !== '23505') throw error;
    await act.query('rollback to savepoint named');
    const field = driverError.constraint?.includes('issuer') ? 'issuer' : 'name';
    throw new Refusal(409, 'known-already', field === 'name' ? 'A facility of this name is in the directory already. Open that one, or tell the two apart by name.' : 'Another facility gives out patient numbers under this issuer already.', { errors: [{ pointer: `/${field}`, detail: 'is in the directory already' }] });
  }
}
