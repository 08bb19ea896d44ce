import type { Guarded } from '@causeway/access';
import type { AskOpinion, MoveOffer, ToldPatient } from '@causeway/contracts';
import { opinionMachine, type OpinionDecline, type OpinionMove, type OpinionState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Actor } from '../platform/acts/actor';
import type { Caller } from '../platform/http/caller';

/** What somebody said on the open page. */
export type Asked = Omit<AskOpinion, 'agreed' | 'serviceLine'>;

export interface OpinionColumns {
  id: string; state: OpinionState; state_since: Date; version: number; facility_ids: string[]; service_line: string; asked: Asked | null; consent: { version: number; at: string }; secret: Buffer; code: Buffer; tries: number;
  locked_at: Date | null; call_number: string; asked_at: Date; look_by: Date; ends_at: Date; case_id: string | null; declined: OpinionDecline | null; handled_by: string | null; told: string | null; mail_failed: string | null;
}

export async function lockOpinion(act: Act, id: string): Promise<OpinionColumns | null> {
  const [row] = await act.query<OpinionColumns>('select * from opinion where id = $1 for update', [id]);
  return row ?? null;
}

export const opinionGuarded = (row: Pick<OpinionColumns, 'facility_ids' | 'service_line'>): Omit<Guarded, 'kind'> => ({ facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: [] });

const OFFERED: readonly OpinionMove[] = ['accept', 'decline'];
export const opinionOffers = (row: Pick<OpinionColumns, 'state' | 'facility_ids' | 'service_line'>, caller: Caller): MoveOffer[] =>
  OFFERED.flatMap((move) => (opinionMachine.answer(row.state, move) === 'legal' && caller.offer(move, 'case.work', opinionGuarded(row))) || []);

/** Whoever asked, as the audit names them: by the link, without a name. */
export const askerOf = (id: string): Actor => ({ kind: 'client', id: `opinion-link ${id}`, name: 'Patient, by link' });

export const toldIn = (asked: Asked): ToldPatient => ({ family: asked.family, given: asked.given, birthDate: asked.birthDate, sex: null, identifier: null });
