import { Hl7Problem, writeRegistration, type PatientOut } from '@causeway/hl7v2';
import { comparePeople, registrationMachine, scriptOf, type MatchElement, type Person } from '@causeway/domain';
import { examFacts } from '../inbound/facts';
import { nameOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import type { Act } from '../platform/acts/act';
import { dueAfter } from '../platform/clocks';
import { askPolicy } from '../platform/decisions/decisions';
import { made } from '../platform/acts/move';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { issuersOf } from './issuers';
import { loadPatients, personOf, type LocalPatient } from './local-patients';
import { lockMatch, signalMatch, type MatchColumns } from './match.row';
import { lockRegistration, openRegistrationOf, signalRegistration, type Demographics, type RegistrationColumns } from './registration.row';
import type { SentIdentity } from './sent';

const EMERGENCY_SECONDS = 1800;

/** Writes down that a patient must be registered before this exam can be matched; the request goes out as a job of its own. */
export async function openRegistration(act: Act, match: Pick<MatchColumns, 'id' | 'exam_id'>, sent: SentIdentity): Promise<void> {
  const { person } = sent;
  const demographics: Demographics = {
    personName: sent.personName, names: person.names, birthDate: person.birthDate, sex: person.sex, identifiers: person.identifiers, outsideId: sent.identifier,
    phone: person.phones[0] ?? null, address: person.addresses[0] ?? null,
  };
  const id = newId(act.now.getTime());
  await act.query('insert into registration (id, exam_id, match_id, state, demographics) values ($1, $2, $3, $4, $5)', [id, match.exam_id, match.id, registrationMachine.initial, JSON.stringify(demographics)]);
  made(act, 'registration', id, { exam: match.exam_id, match: match.id }, { examId: match.exam_id, matchId: match.id });
  act.wish({ kind: 'registration.send', key: `registration.send ${id}`, data: { id } });
}

/** Sends the request: to the system that registers patients when one is connected, else to the people who do. Starts the clock. */
export async function sendRegistration(act: Act, id: string, settings: Settings): Promise<void> {
  const row = await lockRegistration(act, id);
  if (!row || row.state !== 'asked') return;
  const x = await examFacts(act, row.exam_id, settings);
  const owner = await askPolicy(act, {
    kind: 'responsibility', subject: { kind: 'registration', id, examId: row.exam_id }, facts: { ...x.facts, 'work.kind': 'registration', 'work.ageMinutes': 0 }, scope: x.row.service_line, today: x.today,
  });
  const message = await queueRequest(act, row, settings);
  await signalRegistration(act, row, {
    move: 'send', set: { message_id: message, owner: owner.outcome.pool }, details: { decision: owner.id, pool: owner.outcome.pool, message, by: message ? 'message' : 'people' },
  });
  const due = x.row.urgency === 'high' ? new Date(act.now.getTime() + EMERGENCY_SECONDS * 1000) : dueAfter(act.now, { workingDays: 1 }, settings.SITE_ZONE);
  act.wish({ kind: 'registration.overdue', key: `registration.overdue ${id}`, data: { id }, dueAt: due, restart: true });
}

/** Null when no system registers patients, or the exam's demographics cannot be written as a message: then people do it. */
async function queueRequest(act: Act, row: RegistrationColumns, settings: Settings): Promise<string | null> {
  const patient = patientOut(row.demographics);
  if (!patient) return null;
  try {
    return await queueMessage(act, { purpose: 'adt-out', subject: { kind: 'registration', id: row.id }, write: (envelope) => writeRegistration(envelope, { event: 'A28', patient }) }, settings);
  } catch (error) {
    if (error instanceof Hl7Problem) return null;
    throw error;
  }
}

/** As ADT^A28 wants it; null without an identifier with issuer, which the message must have. */
function patientOut(d: Demographics): PatientOut | null {
  const identifiers = d.identifiers.map((i) => ({ value: i.value, authority: { namespace: i.issuer, universalId: null, universalIdType: null }, type: 'PI' }));
  if (identifiers.length === 0) return null;
  const names = d.names.filter((n) => !n.former).map((n) => {
    const [given = '', ...middle] = n.given.split(' ');
    return nameOut(n.family, given, { middle: middle.join(' ') || null, suffix: n.suffix ?? null, representation: scriptOf(n.family + n.given) === 'latin' ? 'A' : 'I' });
  });
  return {
    identifiers, names, birthDate: d.birthDate, sex: d.sex,
    phones: d.phone ? [{ number: d.phone, use: 'PRN', equipment: 'PH' }] : [],
    addresses: d.address ? [{ street: d.address, other: null, city: null, state: null, postalCode: null, country: null, type: 'H' }] : [],
  };
}

/** Elements that keep a local patient from being who was asked for: name, birth date and sex must all be equal. */
export function registrationDiffers(demographics: Demographics, patient: Person): MatchElement[] {
  const asked: Person = { names: demographics.names.filter((n) => !n.former), birthDate: demographics.birthDate, sex: demographics.sex, identifiers: [], recordNumbers: [], phones: [], addresses: [] };
  return comparePeople(asked, patient).filter((r) => ['family', 'given', 'birth-date', 'sex'].includes(r.element) && r.answer !== 'agrees').map((r) => r.element);
}

/** Requests a local patient answers are completed, and their exams matched, in the act that told of the patient. Returns the attempts it matched. */
export async function completeByPatient(act: Act, patient: LocalPatient): Promise<string[]> {
  const person = personOf(patient, await issuersOf(act));
  const open = await act.query<RegistrationColumns>(
    `select r.* from registration r join match m on m.id = r.match_id where r.state in ('asked', 'sent') and m.state = 'registering' and r.demographics->>'birthDate' = $1 order by r.id`, [patient.birth_date]);
  const matched: string[] = [];
  for (const row of open) {
    if (registrationDiffers(row.demographics, person).length > 0) continue;
    if (await completeRegistration(act, row, patient.id)) matched.push(row.match_id);
  }
  return matched;
}

/** Completes a request and takes the new patient for the exam that waited. False when the request had ended meanwhile. */
export async function completeRegistration(act: Act, row: RegistrationColumns, patientId: string): Promise<boolean> {
  const match = await lockMatch(act, row.match_id);
  const done = await signalRegistration(act, row, { move: 'complete', set: { patient_id: patientId }, details: { patient: patientId } });
  if (!done || !match) return false;
  act.unwish(`registration.overdue ${row.id}`);
  await signalMatch(act, match, { move: 'take-registered', set: { patient_id: patientId }, details: { patient: patientId, registration: row.id } });
  return true;
}

/** The attempt went another way: nobody needs to register anybody for it. */
export async function cancelRegistration(act: Act, matchId: string, reason: string): Promise<void> {
  const row = await openRegistrationOf(act, matchId);
  if (!row) return;
  await signalRegistration(act, row, { move: 'cancel', set: { reason }, reason });
  act.unwish(`registration.overdue ${row.id}`);
  act.unwish(`registration.send ${row.id}`);
}

/** The other system refused the message: people do it. The request stays sent and its clock runs on. */
export async function registrationRefused(act: Act, id: string): Promise<void> {
  const row = await lockRegistration(act, id);
  if (!row || row.state !== 'sent') return;
  await act.query('update registration set message_id = null where id = $1', [id]);
  act.audit({ action: 'registration.message-refused', object: { kind: 'registration', id }, from: row.state, to: row.state, outcome: 'failed' });
  act.emit({ event: 'registration.message-refused', kind: 'registration', id, data: { examId: row.exam_id } });
}

/** The clock of a sent request is over. */
export async function registrationOverdue(act: Act, id: string): Promise<void> {
  const row = await lockRegistration(act, id);
  if (!row || row.state !== 'sent') return;
  act.audit({ action: 'registration.overdue', object: { kind: 'registration', id }, from: row.state, to: row.state });
  act.emit({ event: 'registration.overdue', kind: 'registration', id, data: { examId: row.exam_id, permille: 1000 } });
}

/** The patient an id names, for a completion by people. */
export async function localPatient(act: Act, id: string): Promise<LocalPatient | null> {
  const [patient] = await loadPatients((sql, p) => act.query(sql, p), [id]);
  return patient ?? null;
}
