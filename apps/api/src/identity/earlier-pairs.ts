import type { Act } from '../platform/acts/act';
import type { Issuers } from './issuers';
import { identityIn, type SentIdentity, type SentRow } from './sent';

/** A person said before that this outside number is this local patient. */
export interface EarlierPair {
  readonly patientId: string;
  readonly times: number;
  /** When it was said last. */
  readonly at: string;
}

interface Row extends SentRow { patient_id: string; at: Date }

/** Earlier exams with the same number of the same issuer whose association a person confirmed and nobody took back. */
export async function earlierPairs(act: Act, sent: SentIdentity, issuers: Issuers): Promise<EarlierPair[]> {
  if (!sent.identifier?.issuer) return [];
  const { value, issuer } = sent.identifier;
  const rows = await act.query<Row>(
    `select e.id, e.study_uid, e.head, f.issuer as source_issuer, null as parcel_patients, null as findings, m.patient_id, m.state_since as at
     from exam e join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') and m.asker_id is not null left join facility f on f.id = e.source_facility_id
     where e.head->>'patientId' = $1 and e.id <> $2 order by m.state_since desc limit 50`, [value, sent.examId]);
  const same = rows.filter((row) => identityIn(row, issuers).identifier?.issuer === issuer);
  const patients = [...new Set(same.map((row) => row.patient_id))];
  return patients.map((patientId) => {
    const mine = same.filter((row) => row.patient_id === patientId);
    return { patientId, times: mine.length, at: (mine[0] as Row).at.toISOString() };
  });
}
