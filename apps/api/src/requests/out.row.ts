import type { AbilityName, Guarded } from '@causeway/access';
import type { Authorisation, ToldPatient, Wanted } from '@causeway/contracts';
import type { RequestOutState } from '@causeway/domain';
import type { ClockTurn } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

export interface RequestOutColumns {
  id: string; version: number; number: number; state: RequestOutState; state_since: Date; case_id: string | null; facility_id: string; facility_ids: string[]; service_line: string; care_team: string[];
  requester_id: string | null; for_person_id: string | null; for_pool: string | null; legal_basis: string; purpose: string; subject: ToldPatient; patient_id: string | null; wanted: Wanted[]; with_reports: boolean;
  wants_read: boolean; message: string; urgency: 'high' | 'medium' | 'low'; stat: boolean; needed_by: Date; expires_at: Date | null; channel: 'hl7' | 'phone'; endpoint_id: string | null; message_id: string | null;
  decision_id: string | null; submitted_by: string | null; approver_id: string | null; sent_at: Date | null; last_contact_at: Date | null; promised_by: Date | null; expected: number; reminders: number; reason: string | null;
  clock: ClockTurn[]; made_at: Date; authorisation: (Authorisation & { recordedBy: string }) | null;
}

export async function lockRequest(act: Act, id: string): Promise<RequestOutColumns | null> {
  const [row] = await act.query<RequestOutColumns>('select * from request_out where id = $1 for update', [id]);
  return row ?? null;
}

type Sight = Pick<RequestOutColumns, 'facility_ids' | 'service_line' | 'care_team' | 'requester_id' | 'submitted_by'>;
/** What the ability rules look at. Whoever asked, or handed the request in, does not approve it. */
export const requestGuarded = (r: Sight): Omit<Guarded, 'kind'> => {
  const asked = [...new Set([r.requester_id, r.submitted_by].filter((x): x is string => x !== null))];
  return { facilityIds: r.facility_ids, serviceLine: r.service_line, careTeam: r.care_team, owners: r.requester_id ? [r.requester_id] : [], earlierActors: asked };
};

const SEES: readonly AbilityName[] = ['requestOut.create', 'requestOut.log', 'requestOut.approve', 'requestOut.link'];
const COLUMNS = { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team', owners: 'array[x.requester_id]', earlierActors: 'array_remove(array[x.requester_id, x.submitted_by], null)' } as const;
export const requestSight = (caller: Caller, bind: (value: unknown) => string): string => rowSql(SEES.flatMap((name) => caller.rows(name)), COLUMNS, bind);
/** Whether they may see it at all. */
export const seesRequest = (caller: Caller, row: Sight): boolean => SEES.some((name) => caller.may(name, requestGuarded(row)));
/** Asks an ability of a request. Who may not even see it is told that there is none. */
export function requireOfRequest(caller: Caller, ability: AbilityName, row: Sight): void {
  const thing = requestGuarded(row);
  const see = SEES.find((name) => caller.may(name, thing));
  if (!see) throw notFound('request');
  caller.require(ability, thing, see);
}
export const requestNumber = (n: number): string => `R-${n}`;
