import type { Guarded } from '@causeway/access';
import type { BroughtBy, MoveOffer, ToldPatient } from '@causeway/contracts';
import { linkMachine, type LinkMove, type LinkState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Caller } from '../platform/http/caller';

export interface UploadLinkColumns {
  id: string; state: LinkState; state_since: Date; version: number; request_id: string | null; case_id: string | null; facility_ids: string[]; service_line: string; care_team: string[]; subject: ToldPatient; patient_id: string | null;
  wanted: string[]; secret: Buffer; code: Buffer; birth_date: string | null; tries: number; held_until: Date | null; issued_by: string; issued_at: Date; issues: number; made_at: Date; ends_at: Date; uploader: BroughtBy | null;
  summary: { otherName: string | null } | null; reason: string | null;
}

export async function lockLink(act: Act, id: string): Promise<UploadLinkColumns | null> {
  const [row] = await act.query<UploadLinkColumns>('select * from upload_link where id = $1 for update', [id]);
  return row ?? null;
}

export const linkGuarded = (row: Pick<UploadLinkColumns, 'facility_ids' | 'service_line' | 'care_team'>): Omit<Guarded, 'kind'> => ({ facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team });

const OFFERED: readonly LinkMove[] = ['extend', 'reissue', 'close', 'revoke'];
export const linkOffers = (row: UploadLinkColumns, caller: Caller): MoveOffer[] =>
  OFFERED.flatMap((move) => (linkMachine.answer(row.state, move) === 'legal' && caller.offer(move, 'link.issue', linkGuarded(row))) || []);

/** Rings when the link ends, and a day later for an upload that nobody went on with. */
export function wishLinkEnd(act: Act, id: string, endsAt: Date): void {
  act.wish({ kind: 'link.end', key: `link.end ${id}`, data: { id }, dueAt: endsAt, restart: true });
  act.wish({ kind: 'link.abandon', key: `link.abandon ${id}`, data: { id }, dueAt: new Date(endsAt.getTime() + GRACE_MS), restart: true });
}
export function unwishLinkEnd(act: Act, id: string): void {
  act.unwish(`link.end ${id}`);
  act.unwish(`link.abandon ${id}`);
}

/** An upload that was begun may go on so long after the end. */
export const GRACE_MS = 86_400_000;
