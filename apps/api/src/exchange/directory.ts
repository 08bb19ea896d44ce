import type { ChoicesView, PersonRef } from '@causeway/contracts';
import { serviceLines, standingOf, type AgreementStanding, type AgreementTerms } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';

type Query = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

/** Id of the house itself. */
export async function hostId(act: Act): Promise<string> {
  const [host] = await act.query<{ id: string }>('select id from facility where host order by made_at limit 1');
  if (!host) throw new Refusal(503, 'no-host', 'This installation has no facility of its own yet. Ask a system administrator.');
  return host.id;
}

export interface Partner { readonly id: string; readonly name: string; readonly issuer: string | null; readonly status: string; readonly host: boolean }
export async function partnerOf(act: Act, id: string): Promise<Partner> {
  const [row] = await act.query<Partner>('select id, name, issuer, state as status, host from facility where id = $1', [id]);
  if (!row) throw new Refusal(422, 'facility', 'There is no such facility in the directory.');
  return row;
}

export interface PartnerStanding {
  readonly agreement: AgreementStanding;
  /** Somebody, or the end of an agreement, stopped what we send there. */
  readonly paused: boolean;
}

/** What is disclosed for other purposes rests on the law or the patient, not on an agreement's list. */
const AGREED: ReadonlySet<string> = new Set(['treatment', 'payment', 'operations', 'research']);

/** What stands between us and a partner on a day of the site, for a purpose: only what is live, or paused for the other way alone, is sent anything, and only as agreed (INV-33). */
export async function standingWith(act: Pick<Act, 'query'>, facilityId: string, today: string, purpose: string | null): Promise<PartnerStanding> {
  const [to] = await act.query<{ state: string; flow: string | null }>('select state, flow from facility where id = $1', [facilityId]);
  const takes = to?.state === 'live' || (to?.state === 'paused' && to.flow === 'out');
  return { agreement: takes ? standingOf(await agreementsOf(act, facilityId), today, purpose !== null && AGREED.has(purpose) ? purpose : null) : 'none', paused: to?.state === 'paused' && !takes };
}

export const agreementsOf = (act: Pick<Act, 'query'>, facilityId: string): Promise<AgreementTerms[]> => act.query<AgreementTerms>(
  `select kind, purposes, signed_at is not null as signed, begins_on::text as "beginsOn", case when renewal <> 'automatic' then ends_on::text end as "endsOn", ended_on::text as "endedOn" from agreement where facility_id = $1`, [facilityId]);

/** Names of the networks a facility belongs to; null where it is not in the directory. */
export async function networksOf(act: Pick<Act, 'query'>, facilityId: string): Promise<string[] | null> {
  const [row] = await act.query<{ names: string[] }>('select array(select n.name from facility_network m join network n on n.id = m.network_id where m.facility_id = f.id order by n.name) as names from facility f where f.id = $1', [facilityId]);
  return row?.names ?? null;
}

/** The line a facility takes requests over, when it has one. */
export async function requestLine(query: Query, facilityId: string): Promise<{ id: string; label: string } | null> {
  const [row] = await query<{ id: string; label: string }>(
    `select id, label from endpoint where facility_id = $1 and kind = 'hl7v2' and direction in ('out', 'both') and purpose = 'requests' and disabled_at is null order by made_at limit 1`, [facilityId]);
  return row ?? null;
}

/** Clinicians of a line at this house: who decides, until somebody plans duties. */
export async function cliniciansOf(act: Act, serviceLine: string, facilityId: string): Promise<string[]> {
  const rows = await act.query<{ id: string }>(
    `select id from person where 'cl' = any(roles) and disabled_at is null and $1 = any(service_lines) and $2::uuid = any(facilities)`, [serviceLine, facilityId]);
  return rows.map((r) => r.id);
}

/** People of a team group, which is a service line: those who treat and lead. */
export async function teamOf(query: Query, group: string, facilityIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select id from person where roles && array['cl', 'sl', 'tn'] and disabled_at is null and ($1 = any(service_lines) or 'tn' = any(roles)) and facilities && $2::uuid[]`, [group, facilityIds]);
  return rows.map((r) => r.id);
}

export const personRef = (id: string | null, name: string | null, initials: string | null, title: string | null): PersonRef | null => (id && name ? { id, name, initials: initials ?? '', title: title ?? '' } : null);

/** What the forms of cases and requests offer. Facilities are those of the directory this person works with. */
export async function choicesFor(acts: Acts, caller: Caller): Promise<ChoicesView> {
  const b = new Binder();
  const sight = rowSql(caller.rows('facility.read'), { facilityIds: 'array[f.id]' }, b.bind);
  const own = `f.id = any(${b.bind(caller.principal.facilities)}::uuid[])`;
  const [people, facilities, networks] = await Promise.all([
    acts.read<PersonRef & { service_lines: string[]; roles: string[] }>(
      `select id, name, initials, title, service_lines, roles from person where roles && array['cl', 'rd', 'sl', 'tn', 'li'] and disabled_at is null and facilities && $1::uuid[] order by name limit 500`, [caller.principal.facilities]),
    acts.read<{ id: string; name: string; issuer: string | null; status: string; line: boolean }>(
      `select f.id, f.name, f.issuer, f.state as status, exists (select 1 from endpoint p where p.facility_id = f.id and p.kind = 'hl7v2' and p.direction in ('out', 'both') and p.purpose = 'requests' and p.disabled_at is null) as line
       from facility f where not f.host and (${sight} or ${own}) order by f.name`, b.values),
    acts.read<{ id: string; name: string; members: string[] }>('select n.id, n.name, array_agg(m.facility_id::text) as members from network n join facility_network m on m.network_id = n.id group by n.id order by n.name'),
  ]);
  return {
    people: people.map((p) => ({ id: p.id, name: p.name, initials: p.initials, title: p.title, serviceLines: p.service_lines, decides: p.roles.includes('cl') })),
    facilities: facilities.map((f) => ({ id: f.id, name: f.name, issuer: f.issuer, channel: f.line ? 'hl7' : 'phone', status: f.status })),
    // of each the members this person works with that are live: only they can be asked
    networks: networks.map((n) => ({ id: n.id, name: n.name, members: facilities.filter((f) => f.status === 'live' && n.members.includes(f.id)).map((f) => f.name) })).filter((n) => n.members.length > 0),
    serviceLines: [...serviceLines],
  };
}
