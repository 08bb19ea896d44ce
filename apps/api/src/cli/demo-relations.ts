import { activityKinds, facilityKinds, facilityTiers, FacilityFields, SaveContact, SaveProcedures } from '@causeway/contracts';
import { channelKinds, facilityPurposes } from '@causeway/domain';
import * as z from 'zod/mini';
import { writeContact } from '../facilities/contacts';
import { writeFields, writeProcedures } from '../facilities/directory';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';

const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000));
const Days = z.int();

/** What outreach of a demonstration knows of a partner; days count back from the first start. */
export const DemoRelation = z.object({
  owner: Words, stageDays: Days, place: z.string(), volume: z.nullable(z.int()), discPermille: z.nullable(z.int()), purposes: z.array(z.enum(facilityPurposes)), serviceLines: z.array(Words), flow: z.nullable(z.enum(['in', 'out', 'none'])),
  contacts: z.array(z.object({ kind: Words, name: Words, title: z.string(), phone: z.string(), email: z.string(), everyDays: z.nullable(Days) })),
  agreement: z.nullable(z.object({ daysAgo: Days, endsIn: z.nullable(Days), terms: Words, by: z.nullable(z.object({ name: Words, title: Words })) })), next: z.nullable(z.object({ words: Words, inDays: Days })),
  activities: z.array(z.object({ daysAgo: Days, kind: z.enum(activityKinds), words: Words })), networks: FacilityFields.shape.networks, products: FacilityFields.shape.products, procedures: SaveProcedures.shape.procedures,
});
export type DemoRelation = z.infer<typeof DemoRelation>;

export const DemoProgramme = z.object({
  campaigns: z.array(z.object({ name: Words, kind: z.enum(['campaign', 'education']), material: Words, given: z.array(z.object({ facility: Words, how: z.enum(['mail', 'visit', 'call', 'meeting', 'letter']), daysAgo: Days })) })),
  commitments: z.array(z.object({ vendor: Words, product: Words, standard: Words, dueInDays: Days, state: z.enum(['promised', 'kept', 'broken']), source: z.string() })),
  milestones: z.array(z.object({ wave: Words, name: Words, owner: Words, dueInDays: Days, done: z.boolean(), serviceLine: z.nullable(Words), facilities: z.array(Words) })),
  channels: z.array(z.object({ name: Words, kind: z.enum(channelKinds), secure: z.boolean(), serviceLine: z.nullable(Words), owner: Words, perMonth: z.nullable(z.int()), plan: z.string(), replaceInDays: z.nullable(Days) })),
});
export type DemoProgramme = z.infer<typeof DemoProgramme>;

interface Partner { readonly id: string; readonly name: string; readonly kind: string; readonly tier: string; readonly key: string; readonly issuerOid: string; readonly status: string; readonly redisclosure: 'allowed' | 'ask' | 'forbidden' | undefined }

/** Once for each partner: afterwards it is its people's. */
export async function loadRelation(act: Act, partner: Partner, r: DemoRelation): Promise<void> {
  const [row] = await act.query<{ owner_id: string | null }>('select owner_id from facility where id = $1', [partner.id]);
  if (!row || row.owner_id !== null) return;
  const [owner] = await act.query<{ id: string; name: string }>('select id, name from person where username = $1', [r.owner]);
  const kind = facilityKinds.find((k) => k === partner.kind) ?? 'hospital';
  const tier = facilityTiers.find((t) => t === partner.tier) ?? 'unknown';
  await writeFields(act, partner.id, FacilityFields.parse({ ...r, name: partner.name, kind, tier, issuer: partner.key, issuerOid: partner.issuerOid, ownerId: owner?.id ?? null }));
  const newest = Math.min(r.stageDays, ...r.activities.map((a) => a.daysAgo));
  await act.query(
    `update facility set state_since = clock_timestamp() - make_interval(days => $2), last_activity_at = clock_timestamp() - make_interval(days => $3), flow = $4, next_step = $5, next_step_on = current_date + $6::int,
       live_at = case when state = 'live' then clock_timestamp() - make_interval(days => $2) end where id = $1`, [partner.id, r.stageDays, newest, r.flow, r.next?.words ?? null, r.next?.inDays ?? null]);
  for (const { everyDays, ...c } of r.contacts) await writeContact(act, partner.id, null, SaveContact.parse({ ...c, everyDays, counterpartId: everyDays === null ? null : (owner?.id ?? null) }), false);
  if (r.procedures.length > 0) await writeProcedures(act, partner.id, { procedures: r.procedures });
  if (r.agreement) await loadAgreement(act, partner, r.agreement, r.purposes, owner?.name ?? '');
  for (const a of r.activities) {
    await act.query('insert into facility_activity (id, facility_id, at, kind, words, by_id, by_name) values ($1, $2, clock_timestamp() - make_interval(days => $3), $4, $5, $6, $7)', [newId(), partner.id, a.daysAgo, a.kind, a.words, owner?.id ?? null, owner?.name ?? '']);
  }
}

async function loadAgreement(act: Act, partner: Partner, a: NonNullable<DemoRelation['agreement']>, purposes: readonly string[], by: string): Promise<void> {
  await act.query('delete from agreement where facility_id = $1', [partner.id]);
  await act.query(
    `insert into agreement (id, facility_id, kind, purposes, redisclosure, terms, begins_on, ends_on, signed_at, signed_name, signed_title, made_by)
     values ($1, $2, 'sharing', $3, $4, $5, current_date - $6::int, current_date + $7::int, case when $8::text is null then null else clock_timestamp() - make_interval(days => $6::int) end, $8, $9, $10)`,
    [newId(), partner.id, purposes, partner.redisclosure ?? 'ask', a.terms, a.daysAgo, a.endsIn, a.by?.name ?? null, a.by?.title ?? null, by]);
}

export async function loadProgramme(act: Act, programme: DemoProgramme, ids: ReadonlyMap<string, string>): Promise<void> {
  const [who] = await act.query<{ id: string }>(`select id from person where demo and 'ou' = any(roles) order by made_at limit 1`);
  for (const c of programme.campaigns) {
    const [made] = await act.query<{ id: string }>('insert into campaign (id, name, kind, material) values ($1, $2, $3, $4) on conflict (name) do nothing returning id', [newId(), c.name, c.kind, c.material]);
    if (!made || !who) continue;
    for (const g of c.given) await act.query('insert into campaign_given (id, campaign_id, facility_id, how, by_id, at) values ($1, $2, $3, $4, $5, clock_timestamp() - make_interval(days => $6))', [newId(), made.id, ids.get(g.facility), g.how, who.id, g.daysAgo]);
  }
  for (const c of programme.commitments) {
    await act.query(
      `insert into vendor_commitment (id, product_id, standard, due_on, state, settled_on, source) select $1, p.id, $4, current_date + $5::int, $6, case when $6 <> 'promised' then current_date + $5::int end, $7 from vendor_product p
       where p.vendor = $2 and p.name = $3 and not exists (select 1 from vendor_commitment c where c.product_id = p.id and c.standard = $4)`, [newId(), c.vendor, c.product, c.standard, c.dueInDays, c.state, c.source]);
  }  for (const m of programme.milestones) {
    await act.query(
      `insert into programme_milestone (id, wave, name, service_line, owner, due_on, facility_ids, state, settled_on, settled_by) select $1, $2, $3, $4, $5, current_date + $6::int, $7, case when $8 then 'done' else 'open' end,
         case when $8 then current_date + $6::int end, case when $8 then $5::text end where not exists (select 1 from programme_milestone m where m.name = $3)`,
      [newId(), m.wave, m.name, m.serviceLine, m.owner, m.dueInDays, m.facilities.flatMap((key) => ids.get(key) ?? []), m.done]);
  }
  for (const c of programme.channels) {
    await act.query(
      `insert into programme_channel (id, name, kind, secure, service_line, owner, per_month, plan, replace_by, by_name) select $1, $2, $3, $4, $5, $6, $7, $8, current_date + $9::int, $10
       where not exists (select 1 from programme_channel c where c.name = $2)`, [newId(), c.name, c.kind, c.secure, c.serviceLine, c.owner, c.perMonth, c.plan, c.replaceInDays, act.actor.name]);
  }  // of the house's own connections somebody answers for each; of partners' it is still to be said
  await act.query(
    `insert into owned_thing (kind, subject_id, owned_by, person, by_name) select 'endpoint', e.id, case e.kind when 'hl7v2' then 'enterprise-it' else 'radiology-it' end, case e.kind when 'hl7v2' then 'Interface team' else 'Mara Lindqvist' end, $1
     from endpoint e join facility f on f.id = e.facility_id where f.host and not exists (select 1 from owned_thing)`, [act.actor.name]);
}
