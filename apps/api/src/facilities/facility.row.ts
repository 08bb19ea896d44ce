import { facilityMachine, type FacilityMove, type FacilityState } from '@causeway/domain';
import type { AbilityName, Guarded } from '@causeway/access';
import type { Act } from '../platform/acts/act';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';

export interface FacilityColumns {
  id: string; version: number; name: string; kind: string; state: FacilityState; state_since: Date; tier: string; host: boolean; issuer: string | null; issuer_oid: string | null; owner_id: string | null; place: string; oid: string | null;
  home_community: string | null; purposes: string[]; volume: number | null; disc_permille: number | null; service_lines: string[]; next_step: string | null; next_step_on: string | null; last_activity_at: Date; stale_at: Date | null;
  flow: 'in' | 'out' | 'none' | null; live_at: Date | null; tested_by: string | null; redisclosure: string | null; made_at: Date;
}

/** Days as text: a date of the database has no zone, and none may be added on the way. */
export const FACILITY_COLUMNS = `f.id, f.version, f.name, f.kind, f.state, f.state_since, f.tier, f.host, f.issuer, f.issuer_oid, f.owner_id, f.place, f.oid, f.home_community, f.purposes, f.volume, f.disc_permille, f.service_lines,
  f.next_step, f.next_step_on::text as next_step_on, f.last_activity_at, f.stale_at, f.flow, f.live_at, f.tested_by, f.redisclosure, f.made_at`;

/** Abilities of which one lets a person see a facility. */
const SEES: readonly AbilityName[] = ['facility.read', 'facility.approve'];
export const facilitySight = (caller: Caller, bind: (value: unknown) => string): string => rowSql(SEES.flatMap((name) => caller.rows(name)), { facilityIds: 'array[f.id]', earlierActors: `'{}'::uuid[]` }, bind);

/** Whoever brought a facility to testing does not say that it goes live. */
export const facilityGuarded = (row: Pick<FacilityColumns, 'id' | 'tested_by'>, move?: FacilityMove): Omit<Guarded, 'kind'> => ({ facilityIds: [row.id], earlierActors: move === 'go-live' && row.tested_by ? [row.tested_by] : [] });

export const abilityOf = (move: FacilityMove): AbilityName => facilityMachine.table.moves[move].by[0] as AbilityName;

/** The partner under a lock; asks the ability and refuses with 404 what the person may not see. The house itself is not developed. */
export async function lockPartner(act: Act, id: string, caller: Caller, ability: AbilityName): Promise<FacilityColumns> {
  const row = await lockFacility(act, id);
  const see = row && SEES.find((name) => caller.may(name, facilityGuarded(row)));
  if (!row || !see) throw notFound('facility');
  caller.require(ability, facilityGuarded(row), see);
  if (row.host) throw new Refusal(409, 'own-house', 'This is the house itself. Only partners have a stage, contacts and agreements here.');
  return row;
}

export async function lockFacility(act: Act, id: string): Promise<FacilityColumns | null> {
  const [row] = await act.query<FacilityColumns>(`select ${FACILITY_COLUMNS} from facility f where f.id = $1 for update`, [id]);
  return row ?? null;
}

export interface NewActivity {
  readonly kind: 'call' | 'mail' | 'visit' | 'meeting' | 'note' | 'education' | 'stage' | 'partner';
  readonly words: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly contactId?: string | null;
}

/** Writes down that something was done for or by a partner; its stale clock begins anew. */
export async function logActivity(act: Act, facilityId: string, a: NewActivity): Promise<void> {
  await act.query('insert into facility_activity (id, facility_id, kind, words, facts, contact_id, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [newId(act.now.getTime()), facilityId, a.kind, a.words, JSON.stringify(a.facts ?? {}), a.contactId ?? null, act.actor.kind === 'person' ? act.actor.id : null, act.actor.name]);
  await act.query('update facility set last_activity_at = clock_timestamp(), stale_at = null where id = $1', [facilityId]);
}

/** What changed of a facility beside its stage: the next version, an audit entry and a signal for who looks at it. */
export async function facilityChanged(act: Act, id: string, what: string, details: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await act.query('update facility set version = version + 1 where id = $1', [id]);
  act.audit({ action: `facility.${what}`, object: { kind: 'facility', id }, details });
  act.emit({ event: `facility.${what}`, kind: 'facility', id });
}
