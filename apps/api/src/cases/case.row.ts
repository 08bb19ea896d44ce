import type { AbilityName, Guarded } from '@causeway/access';
import type { Contact, ToldPatient } from '@causeway/contracts';
import type { CaseState, Disposition, ProfileId } from '@causeway/domain';
import type { ClockTurn } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

/** Where care goes on elsewhere, with whom and how; and whether they said that they have what they need. */
export interface CaseHandover { facilityId: string; physician: string; phone: string; followUp: string; followUpOn: string | null; receivedAt?: string; receivedBy?: string }

export interface CaseColumns {
  id: string; version: number; number: number; state: CaseState; state_since: Date; use_case: string; template_version: number | null; video_url: string | null; urgency: 'high' | 'medium' | 'low'; profile: ProfileId; service_line: string;
  facility_ids: string[]; care_team: string[]; restricted: boolean; role: 'patient' | 'donor' | 'recipient'; linked_case_id: string | null; partner_id: string | null;
  subject: ToldPatient; patient_id: string | null; question: string; caller: Contact | null; opener_id: string | null; consultant_id: string | null; transfer_asked: boolean; payer: string | null;
  clock: ClockTurn[]; started_at: Date; due_at: Date | null; pause: { reason: string; holder: string; until: string; since: string } | null;
  content: string[]; content_waived: string | null; advised: boolean; team: { group: string; people: string[] } | null; pathology: string | null;
  disposition: Disposition | null; disposition_reason: string | null; destination: string | null; decided_by: string | null; decided_at: Date | null; outcome: Record<string, string | undefined>;
  reason: string | null; board_id: string | null; made_at: Date; known_well_at: Date | null; handover: CaseHandover | null;
}

export async function lockCase(act: Act, id: string): Promise<CaseColumns | null> {
  const [row] = await act.query<CaseColumns>('select * from exchange_case where id = $1 for update', [id]);
  return row ?? null;
}

type Sight = Pick<CaseColumns, 'facility_ids' | 'service_line' | 'care_team' | 'restricted' | 'opener_id'>;

/** What the ability rules look at. A restricted case gives its facility and line only to who is in its team: the rest find nothing to hold on to. */
export function caseGuarded(row: Sight, caller: Pick<Caller, 'id'>): Omit<Guarded, 'kind'> {
  const inside = !row.restricted || row.care_team.includes(caller.id);
  return { facilityIds: inside ? row.facility_ids : [], ...(inside ? { serviceLine: row.service_line } : {}), careTeam: row.care_team, owners: row.opener_id ? [row.opener_id] : [] };
}

const SEES: readonly AbilityName[] = ['case.work', 'case.decide'];
const COLUMNS = { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team' } as const;

/** The same as a condition over `exchange_case x`: lists and counts hold exactly what this person may see. */
export const caseSight = (caller: Caller, bind: (value: unknown) => string): string =>
  `(${rowSql(SEES.flatMap((name) => caller.rows(name)), COLUMNS, bind)} and (not x.restricted or ${bind(caller.id)}::uuid = any(x.care_team)))`;

/** Asks an ability of a case. Who may not even see it is told that there is none. */
export function requireOfCase(caller: Caller, ability: AbilityName, row: Sight): void {
  const thing = caseGuarded(row, caller);
  const see = SEES.find((name) => caller.may(name, thing));
  if (!see) throw notFound('case');
  caller.require(ability, thing, see);
}
export const caseNumber = (n: number): string => `C-${n}`;
