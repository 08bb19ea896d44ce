import type { Guarded } from '@causeway/access';
import type { SaveList, ToldPatient } from '@causeway/contracts';
import type { Act } from '../../platform/acts/act';
import { notFound } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { rowSql } from '../../platform/http/row-sql';

export interface ListedPatient extends ToldPatient { readonly id: string }

export interface ListColumns {
  id: string; version: number; name: string; owner_id: string; facility_id: string; facility_ids: string[]; service_line: string; for_person_id: string | null; weekday: number; needed_within_days: number; ends_on: string | null;
  ask: SaveList['ask']; patients: ListedPatient[]; paused: string | null; next_at: Date | null; ended_at: Date | null; made_at: Date;
}
export const LIST_COLUMNS = 'x.*, x.ends_on::text as ends_on';

export async function lockList(act: Act, id: string): Promise<ListColumns | null> {
  const [row] = await act.query<ListColumns>(`select ${LIST_COLUMNS} from standing_list x where x.id = $1 and x.ended_at is null for update`, [id]);
  return row ?? null;
}

/** What the rules of requests look at: a list is asked for by its owner, for nobody's care team yet. */
export const listGuarded = (r: Pick<ListColumns, 'facility_ids' | 'service_line' | 'owner_id'>): Omit<Guarded, 'kind'> => ({ facilityIds: r.facility_ids, serviceLine: r.service_line, careTeam: [r.owner_id], owners: [r.owner_id] });
export const listSight = (caller: Caller, bind: (value: unknown) => string): string =>
  rowSql(caller.rows('requestOut.create'), { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'array[x.owner_id]', owners: 'array[x.owner_id]' }, bind);

export function requireOfList(caller: Caller, row: ListColumns): void {
  if (!caller.may('requestOut.create', listGuarded(row))) throw notFound('list');
}
