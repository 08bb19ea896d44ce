import type { HoldState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

export interface BlockingHold { id: string; number: number; matter: string; state: HoldState }

/** States in which a hold forbids deletion: from the moment somebody asks for it until two people have released it (INV-27). */
export const BLOCKING = `('requested', 'active', 'release-asked')`;

/**
 * The condition that hold `h` covers the exam of `inbound x`: by its list, by its patient, or by the facility the exam came from. What comes later is covered
 * at once, before anybody adds it to the list.
 */
export const COVERS = `(exists (select 1 from hold_exam he where he.hold_id = h.id and he.exam_id = x.id)
  or (h.scope = 'patient' and exists (select 1 from match hm where hm.exam_id = x.id and hm.patient_id = h.patient_id and hm.state in ('matched', 'overridden')))
  or (h.scope = 'facility' and exists (select 1 from exam xe where xe.id = x.id and xe.source_facility_id = h.facility_id)))`;

export const blockingHolds = (act: Pick<Act, 'query'>, examId: string): Promise<BlockingHold[]> =>
  act.query<BlockingHold>(`select h.id, h.number, h.matter, h.state from hold h, inbound x where x.id = $1 and h.state in ${BLOCKING} and ${COVERS} order by h.number`, [examId]);

/** Advisory lock that purges share, and that a hold of a patient or facility takes alone. */
export const PURGE_GATE = 430_043;
