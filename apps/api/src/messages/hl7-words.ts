import type { Identifier, Moment, PatientOut, PersonName } from '@causeway/hl7v2';
import { DateTime } from 'luxon';
import type { Act } from '../platform/acts/act';

/** A moment as HL7 writes it: with the offset of the site's clock then. */
export const momentIn = (at: Date, zone: string): Moment => ({ epochMs: at.getTime(), offsetMinutes: DateTime.fromJSDate(at, { zone }).offset });

export const nameOut = (family: string, given: string, more: Partial<PersonName> = {}): PersonName => ({
  family, given, middle: null, suffix: null, prefix: null, type: 'L', representation: null, ...more,
});

/** A local patient as messages carry them: every identifier with its issuer, the record number first. */
export async function patientOut(act: Act, patientId: string): Promise<PatientOut> {
  const [p] = await act.query<{ birth_date: string | null; sex: string | null }>('select birth_date, sex from patient where id = $1', [patientId]);
  const names = await act.query<{ use: string; representation: string; family: string; given: string }>('select * from patient_name where patient_id = $1 order by (use = $2) desc, id', [patientId, 'L']);
  const ids = await act.query<{ value: string; issuer: string; issuer_oid: string | null; type: string }>(
    `select * from patient_identifier where patient_id = $1 and ended_at is null order by (type = 'MR') desc, id`, [patientId]);
  return {
    identifiers: ids.map((i): Identifier => ({ value: i.value, authority: { namespace: i.issuer, universalId: i.issuer_oid, universalIdType: i.issuer_oid ? 'ISO' : null }, type: i.type })),
    names: names.map((n) => nameOut(n.family, n.given, { type: n.use, representation: n.representation })),
    birthDate: p?.birth_date ?? null, sex: p?.sex ?? null,
  };
}
