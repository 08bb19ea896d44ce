import type { OpenCase, ToldPatient } from '@causeway/contracts';
import { caseBall, caseMachine } from '@causeway/domain';
import { cliniciansOf, hostId, partnerOf } from '../exchange/directory';
import { writeEntry } from '../exchange/entries';
import { toldOf } from '../exchange/subject';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { caseGuarded, lockCase, requireOfCase, type CaseColumns } from './case.row';
import { caseDue, wishCaseClock } from './turn';
import { templateFor } from './templates';

export interface NewCase {
  readonly useCase: string;
  readonly subject: ToldPatient;
  readonly patientId: string | null;
  readonly partnerId: string | null;
  readonly serviceLine: string;
  readonly question: string;
  readonly caller: CaseColumns['caller'];
  readonly openerId: string | null;
  readonly consultantId: string | null;
  readonly transferAsked: boolean;
  readonly payer: string | null;
  readonly role: CaseColumns['role'];
  readonly linkedCaseId: string | null;
  readonly boardId: string | null;
  /** The instant it is for, where it is for one: a visit, a board. */
  readonly fixedDue: Date | null;
}

/** A person opens a case: who may work for the two facilities, and is not told of a patient twice. */
export async function openByPerson(act: Act, caller: Caller, body: OpenCase, settings: Settings): Promise<string> {
  if (body.facilityId) await partnerOf(act, body.facilityId);
  const subject = body.patientId ? { ...(await toldOf(act, body.patientId)), identifier: body.patient.identifier } : body.patient;
  const { role, linkedCaseId } = body;
  if (role !== 'patient' && body.useCase !== 'U17') throw new Refusal(422, 'role', 'Donor and recipient are roles of an organ evaluation (U17).', { errors: [{ pointer: '/role', detail: 'only with U17' }] });
  if (role === 'patient' && body.useCase === 'U17') throw new Refusal(422, 'role', 'Say whether this case is about the donor or about a recipient: the two are kept apart.', { errors: [{ pointer: '/role', detail: 'donor or recipient' }] });
  const linked = linkedCaseId ? await lockCase(act, linkedCaseId) : null;
  if (linkedCaseId) {
    if (!linked) throw notFound('case');
    requireOfCase(caller, 'case.work', linked);
    if (linked.role === role) throw new Refusal(422, 'linked-case', 'A donor is linked to a recipient, not to another donor.', { errors: [{ pointer: '/linkedCaseId', detail: `is a ${role} too` }] });
    if (linked.patient_id !== null && linked.patient_id === body.patientId) throw new Refusal(422, 'same-patient', 'Donor and recipient are two people: this is the patient of the linked case.');
  }
  const id = await openCase(act, {
    useCase: body.useCase, subject, patientId: body.patientId, partnerId: body.facilityId, serviceLine: body.serviceLine, question: body.question, caller: body.caller, openerId: caller.id,
    consultantId: body.consultantId, transferAsked: body.transferAsked, payer: body.payer, role, linkedCaseId, boardId: null, fixedDue: null,
  }, settings);
  const row = await lockCase(act, id);
  if (row) caller.require('case.work', caseGuarded(row, caller), 'case.work');
  if (linked && linked.linked_case_id === null) await act.query('update exchange_case set linked_case_id = $2, version = version + 1 where id = $1', [linked.id, id]);
  return id;
}

/** The row, its clock and the first line of its ledger. Whoever calls it has asked whether it may be. */
export async function openCase(act: Act, c: NewCase, settings: Settings): Promise<string> {
  const template = await templateFor(act, c.useCase);
  const host = await hostId(act);
  const id = newId(act.now.getTime());
  const restricted = c.role !== 'patient';
  if (c.consultantId) await requirePerson(act, c.consultantId);
  // until duties are planned, every clinician of the line may decide; of a restricted case only who is named
  const deciders = c.consultantId ? [c.consultantId] : restricted ? [] : await cliniciansOf(act, c.serviceLine, host);
  const team = [...new Set([...deciders, ...(c.openerId ? [c.openerId] : [])])];
  const due = caseDue({ profile: template.profile, started_at: act.now }, template.decided, c.fixedDue, settings);
  const holder = caseBall(template, caseMachine.initial, { openRequests: 0, exams: [] });
  await act.query(
    `insert into exchange_case (id, state, use_case, urgency, profile, service_line, facility_ids, care_team, restricted, role, linked_case_id, partner_id, subject, patient_id, question, caller, opener_id,
       consultant_id, transfer_asked, payer, board_id, clock, started_at, due_at, template_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [id, caseMachine.initial, c.useCase, template.urgency, template.profile, c.serviceLine, [host, ...(c.partnerId && c.partnerId !== host ? [c.partnerId] : [])], team, restricted, c.role, c.linkedCaseId, c.partnerId, c.subject,
      c.patientId, c.question, c.caller ? JSON.stringify(c.caller) : null, c.openerId, c.consultantId, c.transferAsked, c.payer, c.boardId, JSON.stringify([{ holder, at: act.now.toISOString() }]), act.now, due, template.version || null]);
  made(act, 'case', id, { useCase: c.useCase, profile: template.profile, partner: c.partnerId }, { useCase: c.useCase });
  await writeEntry(act, 'case', id, 'opened', { useCase: c.useCase, ...(c.caller?.name ? { caller: c.caller.name } : {}), ...(c.transferAsked ? { transferAsked: true } : {}) });
  wishCaseClock(act, id, act.now, due);
  return id;
}

async function requirePerson(act: Act, id: string): Promise<void> {
  const [person] = await act.query(`select 1 as there from person where id = $1 and roles && array['cl', 'rd', 'sl'] and disabled_at is null`, [id]);
  if (!person) throw new Refusal(422, 'consultant', 'Choose a clinician who works here as the one who decides.', { errors: [{ pointer: '/consultantId', detail: 'not a clinician of this house' }] });
}
