import { addDays, departments1 } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { hashPassword, passwordFits } from '../platform/sign-in/secrets';
import { People } from '../people/people.service';
import { SaveCommittee } from '@causeway/contracts';
import { writeBook } from '../inbound/departments/departments.service';
import { saveCommittee } from '../policies/committees';
import { loadOpinionLines } from './demo-opinion-lines';
import { loadRotas } from './demo-rotas';
import { loadProgramme, loadRelation } from './demo-relations';
import { faultOf, type DemoDocument } from './demo-document';

type Ids = ReadonlyMap<string, string>;
const ACTOR = system('demonstration');

/** Throws unless this installation runs a demonstration and holds nothing else: made-up people and exams must never mix with real ones. */
export async function refuseUnlessDemo(acts: Pick<Acts, 'read'>, settings: Pick<Settings, 'DEMO'>): Promise<void> {
  if (!settings.DEMO) throw new Refusal(409, 'not-a-demonstration', 'This installation is not a demonstration. Set CAUSEWAY_DEMO=1 if it is meant to be one.');
  const [real] = await acts.read('select 1 as real from facility where not demo limit 1');
  if (real) throw new Refusal(409, 'real-installation', 'This database holds facilities that are not of a demonstration. Use another one: nothing was changed.');
}

export interface Loaded {
  readonly facilities: number;
  readonly endpoints: number;
  readonly people: number;
}

/** Brings facilities, endpoints and people to what the document says; what is so already stays untouched. Counts what was added or changed. */
export async function loadDemo(acts: Acts, settings: Settings, document: DemoDocument): Promise<Loaded> {
  await refuseUnlessDemo(acts, settings);
  const fault = faultOf(document);
  if (fault) throw new Refusal(422, 'document', fault);
  const password = settings.DEMO_PASSWORD;
  if (!password) throw new Refusal(422, 'password', 'CAUSEWAY_DEMO_PASSWORD is missing: the demonstration\'s people sign in with it.');
  const { ids, ...places } = await acts.run(ACTOR, async (act) => {
    const facilities = await loadFacilities(act, document);
    const endpoints = await loadEndpoints(act, document, facilities.ids);
    if (facilities.changed + endpoints > 0) act.audit({ action: 'demo.loaded', object: { kind: 'installation', id: 'demonstration' }, details: { facilities: facilities.changed, endpoints } });
    return { ids: facilities.ids, facilities: facilities.changed, endpoints };
  });
  const people = await loadPeople(acts, document, ids, password);
  await loadCommittees(acts, document);
  await acts.run(ACTOR, (act) => loadRotas(act, document, settings));
  await acts.run(ACTOR, (act) => loadOpinionLines(act, document));
  await loadRelations(acts, document, ids);
  await acts.run(ACTOR, loadDepartments);
  return { ...places, people };
}

async function loadFacilities(act: Act, document: DemoDocument): Promise<{ ids: Ids; changed: number }> {
  const ids = new Map<string, string>();
  let changed = 0;
  for (const f of document.facilities) {
    const rows = await act.query(
      `insert into facility (id, name, kind, state, tier, host, issuer, issuer_oid, redisclosure, demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true)
       on conflict (issuer) do update set name = excluded.name, kind = excluded.kind, tier = excluded.tier, host = excluded.host, issuer_oid = excluded.issuer_oid, redisclosure = excluded.redisclosure, version = facility.version + 1
       where (facility.name, facility.kind, facility.tier, facility.host, facility.issuer_oid, facility.redisclosure) is distinct from (excluded.name, excluded.kind, excluded.tier, excluded.host, excluded.issuer_oid, excluded.redisclosure)
       returning id`, [newId(), f.name, f.kind, f.status, f.tier, f.host, f.key, f.issuerOid, f.redisclosure ?? null]);
    changed += rows.length;
    const [row] = await act.query<{ id: string }>('select id from facility where issuer = $1', [f.key]);
    if (!row) continue;
    ids.set(f.key, row.id);
    // whoever is live has an agreement (INV-33)
    if (f.status === 'live' && !f.host) {
      await act.query(
        `insert into agreement (id, facility_id, kind, redisclosure, begins_on, signed_at, signed_name, made_by)
         select $1, $2, 'sharing', $3, current_date - 400, clock_timestamp() - interval '400 days', $4, 'demonstration' where not exists (select 1 from agreement where facility_id = $2)`,
        [newId(), row.id, f.redisclosure ?? null, `Administration of ${f.name}`]);
    }
  }
  return { ids, changed };
}

/** An endpoint is known by its facility and label; ports of the demonstration's systems may have moved since the last start. */
async function loadEndpoints(act: Act, document: DemoDocument, ids: Ids): Promise<number> {
  let changed = 0;
  for (const e of document.endpoints) {
    const facility = ids.get(e.facility);
    const settings = JSON.stringify(e.settings);
    const [known] = await act.query<{ id: string; same: boolean }>(
      `select id, (kind, direction, purpose, settings, calling, addresses) is not distinct from ($3::text, $4::text, $5::text, $6::jsonb, $7::text, $8::text[]) as same
       from endpoint where facility_id = $1 and label = $2`, [facility, e.label, e.kind, e.direction, e.purpose, settings, e.calling, e.addresses]);
    if (known?.same) continue;
    if (known) {
      await act.query('update endpoint set kind = $2, direction = $3, purpose = $4, settings = $5, calling = $6, addresses = $7, version = version + 1 where id = $1', [
        known.id, e.kind, e.direction, e.purpose, settings, e.calling, e.addresses]);
    } else {
      await act.query('insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        newId(), facility, e.kind, e.direction, e.purpose, e.label, settings, e.calling, e.addresses]);
    }
    changed++;
  }
  return changed;
}

async function loadPeople(acts: Acts, document: DemoDocument, ids: Ids, password: string): Promise<number> {
  const people = new People(acts);
  const known = await acts.read<{ username: string; demo: boolean }>('select username, demo from person');
  const taken = document.people.find((p) => known.some((k) => k.username === p.username.toLowerCase() && !k.demo));
  if (taken) throw new Refusal(409, 'username-taken', `The user name ${taken.username} belongs to somebody who is not of the demonstration.`);
  let changed = 0;
  for (const p of document.people) {
    const facilities = p.facilities.map((key) => ids.get(key) ?? '');
    if (!known.some((k) => k.username === p.username.toLowerCase())) {
      await people.add(ACTOR, { ...p, facilities, password, demo: true });
      changed++;
      continue;
    }
    changed += await acts.run(ACTOR, async (act) => {
      const rows = await act.query<{ id: string }>(
        `update person set name = $2, title = $3, roles = $4, facilities = $5, service_lines = $6, subspecialties = $7, version = version + 1
         where username = $1 and demo and (name, title, roles, facilities, service_lines, subspecialties) is distinct from ($2::text, $3::text, $4::text[], $5::uuid[], $6::text[], $7::text[]) returning id`,
        [p.username.toLowerCase(), p.name, p.title, p.roles, facilities, p.serviceLines, p.subspecialties]);
      for (const row of rows) act.audit({ action: 'people.changed', object: { kind: 'person', id: row.id }, details: { roles: p.roles, facilities, serviceLines: p.serviceLines } });
      return rows.length;
    });
  }
  await samePassword(acts, password);
  return changed;
}

/** Who answers at each partner, what was agreed and what was done: once, after the people who did it. */
async function loadRelations(acts: Acts, document: DemoDocument, ids: Ids): Promise<void> {
  await acts.run(ACTOR, async (act) => {
    for (const f of document.facilities) {
      const id = ids.get(f.key);
      if (f.relation && id) await loadRelation(act, { ...f, id, redisclosure: f.redisclosure }, f.relation);
    }
    if (document.programme) await loadProgramme(act, document.programme, ids);
  });
}

/** The usual departments, once; what makes photographs keeps them in the archive for photographs. Afterwards the list is the house's. */
async function loadDepartments(act: Act): Promise<void> {
  if ((await act.query('select 1 as known from department_book limit 1')).length > 0) return;
  const [archive] = await act.query<{ id: string }>(`select e.id from endpoint e join facility f on f.id = e.facility_id where f.host and e.purpose = 'vna' and e.disabled_at is null order by e.made_at limit 1`);
  const keeps = new Set(['Ophthalmology', 'Wound care']);
  await writeBook(act, 1, departments1.map((d) => (keeps.has(d.name) ? { ...d, archiveId: archive?.id ?? null } : d)), 'The usual departments, to begin with');
}

/** A committee is made once; afterwards it is its chair's. */
async function loadCommittees(acts: Acts, document: DemoDocument): Promise<void> {
  const known = await acts.read<{ username: string; id: string }>('select username, id from person');
  await acts.run(ACTOR, async (act) => {
    for (const { members, measured, ...committee } of document.committees ?? []) {
      if ((await act.query('select 1 as known from committee where kinds && $1::text[] and scope = $2', [committee.kinds, committee.scope])).length > 0) continue;
      const people = members.map(({ username, ...m }) => ({ ...m, weight: 1, personId: known.find((k) => k.username === username)?.id ?? '' }));
      const goals = (measured ?? []).map(({ inDays, ...g }) => ({ ...g, byOn: inDays === null ? null : addDays(act.now.toISOString().slice(0, 10), inDays) }));
      await saveCommittee(act, null, SaveCommittee.parse({ ...committee, measured: goals, members: people }), true);
    }
  });
}

/** All of them have the same password; when the installation's was changed, so is theirs. */
async function samePassword(acts: Acts, password: string): Promise<void> {
  const hashes = await acts.read<{ password_hash: string }>('select password_hash from person where demo order by made_at limit 1');
  if (!hashes[0] || (await passwordFits(hashes[0].password_hash, password))) return;
  const hash = await hashPassword(password);
  await acts.run(ACTOR, async (act) => {
    await act.query('update person set password_hash = $1, version = version + 1 where demo', [hash]);
    act.audit({ action: 'demo.password-changed', object: { kind: 'installation', id: 'demonstration' } });
  });
}
