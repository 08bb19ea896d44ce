import type { AskUs } from '@causeway/contracts';
import { answerAfter, legalLast, requestInMachine, type RequestedBy } from '@causeway/domain';
import { hostId } from '../exchange/directory';
import { writeEntry } from '../exchange/entries';
import { issuersOf } from '../identity/issuers';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { dueAfter } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

export type Asked = Omit<AskUs, 'facilityId'> & { readonly facilityId: string; readonly endpointId: string | null };

/** A partner asks us. The same reference of the same partner twice is one request; its clock and the law's run from the first. */
export async function receiveRequest(act: Act, asked: Asked, settings: Settings): Promise<{ id: string; again: boolean }> {
  const [known] = asked.reference ? await act.query<{ id: string }>('select id from request_in where facility_id = $1 and reference = $2', [asked.facilityId, asked.reference]) : [];
  if (known) return { id: known.id, again: true };
  const by: RequestedBy = asked.emergency ? 'emergency' : asked.purpose === 'patient-access' ? 'patient' : 'partner';
  const id = newId(act.now.getTime());
  const due = dueAfter(act.now, answerAfter(by), settings.SITE_ZONE);
  const last = dueAfter(act.now, legalLast(by), settings.SITE_ZONE);
  const issuers = await issuersOf(act);
  const ours = asked.patient.identifier && asked.patient.identifier.issuer === issuers.host ? asked.patient.identifier.value : null;
  const [patient] = ours ? await act.query<{ id: string }>(`select coalesce(p.merged_into, p.id) as id from patient_identifier i join patient p on p.id = i.patient_id where i.issuer = $1 and i.value = $2 and i.ended_at is null limit 1`, [issuers.host, ours]) : [];
  await act.query(
    `insert into request_in (id, state, facility_id, facility_ids, endpoint_id, reference, requester, subject, patient_id, wanted, with_reports, legal_basis, purpose, asked_by, needed_by, due_at, legal_last_at, clock)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [id, requestInMachine.initial, asked.facilityId, [await hostId(act), asked.facilityId], asked.endpointId, asked.reference, asked.requester, asked.patient, patient?.id ?? null, JSON.stringify(asked.wanted), asked.withReports, asked.legalBasis,
      asked.purpose, by, asked.neededBy ? new Date(asked.neededBy) : null, due, last, JSON.stringify([{ holder: 'records', at: act.now.toISOString() }])]);
  made(act, 'requestIn', id, { facility: asked.facilityId, by }, { facilityId: asked.facilityId });
  await writeEntry(act, 'requestIn', id, 'received', { by: asked.requester.name });
  act.wish({ kind: 'request-in.clock', key: `request-in.clock ${id}`, data: { id, permille: 1000 }, dueAt: due });
  act.wish({ kind: 'request-in.legal', key: `request-in.legal ${id}`, data: { id }, dueAt: new Date((act.now.getTime() + last.getTime()) / 2) });
  return { id, again: false };
}
