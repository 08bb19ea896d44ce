import type { Fit } from '@causeway/domain';
import { lockCase } from '../cases/case.row';
import { linkExam } from '../cases/link';
import { writeEntry } from '../exchange/entries';
import { issuersOf } from '../identity/issuers';
import type { Act } from '../platform/acts/act';
import { recordArrival, recordArrivals } from './arrivals';
import { answerIn, arrivedExam, weigh, type ArrivedRow } from './arriving';
import { lockRequest } from './out.row';

/** Name and birth date are those of whom it was asked for, and nothing speaks against it. Where it came from is known already: from whoever brought it. */
export const namesThePerson = (fit: Fit): boolean =>
  ['agrees', 'close'].includes(answerIn(fit, 'name')) && answerIn(fit, 'birth-date') === 'agrees' && answerIn(fit, 'identifier') !== 'differs' && answerIn(fit, 'sex') !== 'differs';
/** Something on it names another person. */
export const namesAnother = (fit: Fit): boolean => answerIn(fit, 'name') === 'differs' || answerIn(fit, 'birth-date') === 'differs' || answerIn(fit, 'sex') === 'differs';

const OPEN = ['sent', 'acknowledged', 'promised', 'partly-fulfilled', 'declined', 'expired'];

/** An exam settled, or what it came with was read: it is put to what it was brought for, else to the request it answers by itself. */
export async function recordComing(act: Act, examId: string): Promise<void> {
  const exam = await arrivedExam(act, examId);
  if (exam && !(await recordBrought(act, exam))) await recordArrivals(act, examId);
}

/**
 * An exam that came under the number of a request, or by a link of a request or case, stands with it as far as it names the same person; else a person decides,
 * who finds it among what may be it. True when it was put somewhere.
 */
async function recordBrought(act: Act, exam: ArrivedRow): Promise<boolean> {
  const parcels = await act.query<{ request_id: string | null; case_id: string | null }>(
    'select distinct p.request_id, p.case_id from parcel_exam x join parcel p on p.id = x.parcel_id where x.exam_id = $1 and (p.request_id is not null or p.case_id is not null) order by 1, 2', [exam.id]);
  let placed = false;
  for (const { request_id, case_id } of parcels) {
    placed = (request_id ? await toRequest(act, exam, request_id) : case_id ? await toCase(act, exam, case_id) : false) || placed;
  }
  return placed;
}

async function toRequest(act: Act, exam: ArrivedRow, id: string): Promise<boolean> {
  const [known] = await act.query(`select 1 as known from request_arrival where request_id = $1 and exam_id = $2 and state <> 'withdrawn'`, [id, exam.id]);
  const row = known ? null : await lockRequest(act, id);
  if (!row || !OPEN.includes(row.state)) return known !== undefined;
  const fit = await weigh(act, row, exam, await issuersOf(act));
  act.audit({ action: 'requestOut.weighed', object: { kind: 'inbound', id: exam.id }, details: { requests: [{ id, fits: fit.fits, score: fit.score }], brought: true, answered: namesThePerson(fit) ? id : null } });
  if (!namesThePerson(fit)) return false;
  await recordArrival(act, row, exam.id, fit, {});
  return true;
}

async function toCase(act: Act, exam: ArrivedRow, id: string): Promise<boolean> {
  const c = await lockCase(act, id);
  if (!c || c.state === 'closed' || c.state === 'cancelled') return false;
  const fit = await weigh(act, { facility_id: c.partner_id ?? '', subject: c.subject, patient_id: c.patient_id, wanted: [{ modality: null, what: '', from: null, to: null }] }, exam, await issuersOf(act));
  if (!namesThePerson(fit)) return false;
  if (await linkExam(act, c, exam.id, act.actor.name)) await writeEntry(act, 'case', c.id, 'arrived', { request: '', exam: exam.id });
  return true;
}
