import type { ToldPatient } from '@causeway/contracts';
import { lockCase } from '../cases/case.row';
import { openCase } from '../cases/open';
import { signalCase, wishCaseClock } from '../cases/turn';
import { linkExam } from '../cases/link';
import { stopClock } from '../cases/case.moves';
import { writeEntry } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';

interface Visit { id: string; state: string; starts_at: Date; case_id: string | null; patient_id: string | null; subject: ToldPatient; service_line: string; reason: string | null; clinic: string }

/** Reviews are opened for visits this far ahead; those of today are beyond help. */
const AHEAD_DAYS = 60;

/** The review of a visit: opened when it is booked, moved with it, called off with it. */
export async function followVisit(act: Act, id: string, settings: Settings): Promise<void> {
  const [visit] = await act.query<Visit>('select * from appointment where id = $1 for update', [id]);
  if (!visit) return;
  const c = visit.case_id ? await lockCase(act, visit.case_id) : null;
  if (visit.state === 'cancelled') {
    const [other] = c ? await act.query(`select 1 as there from appointment where case_id = $1 and state = 'booked'`, [c.id]) : [];
    if (c && !other && ['open', 'deciding'].includes(c.state)) {
      await signalCase(act, c, { move: 'cancel', reason: 'visit-cancelled', set: { reason: 'visit-cancelled', pause: null }, entry: { reason: 'visit cancelled' } });
      stopClock(act, c.id);
    }
    return;
  }
  if (c && ['open', 'deciding', 'decided'].includes(c.state)) {
    if (c.due_at?.getTime() === visit.starts_at.getTime()) return;
    await act.query('update exchange_case set due_at = $2, version = version + 1 where id = $1', [c.id, visit.starts_at]);
    await writeEntry(act, 'case', c.id, 'visit-moved', { to: visit.starts_at.toISOString() });
    if (!c.pause && c.state !== 'decided') wishCaseClock(act, c.id, c.started_at, visit.starts_at);
    return;
  }
  if (!c && visit.starts_at > act.now && visit.starts_at.getTime() - act.now.getTime() < AHEAD_DAYS * 86_400_000) await openVisit(act, visit, settings);
}

/** One review for each patient and line: a second appointment joins the first. Exams of the patient that are here already belong to it. */
export async function openVisit(act: Act, visit: Visit, settings: Settings): Promise<string> {
  const [open] = visit.patient_id
    ? await act.query<{ id: string }>(`select id from exchange_case where patient_id = $1 and use_case = 'U18' and service_line = $2 and state in ('open', 'deciding', 'decided') order by made_at desc limit 1`, [visit.patient_id, visit.service_line])
    : [];
  const id = open?.id ?? (await openCase(act, {
    useCase: 'U18', subject: visit.subject, patientId: visit.patient_id, partnerId: null, serviceLine: visit.service_line, question: visit.reason ?? '', caller: null, openerId: null, consultantId: null, transferAsked: false, payer: null, role: 'patient',
    linkedCaseId: null, boardId: null, fixedDue: visit.starts_at,
  }, settings));
  await act.query('update appointment set case_id = $2, version = version + 1 where id = $1', [visit.id, id]);
  const c = await lockCase(act, id);
  if (c && visit.patient_id) {
    const exams = await act.query<{ exam_id: string }>(
      `select m.exam_id from match m join inbound x on x.id = m.exam_id where m.patient_id = $1 and m.state in ('matched', 'overridden') and x.state = 'released' and x.service_line = $2 and x.made_at > clock_timestamp() - interval '180 days' limit 20`, [visit.patient_id, visit.service_line]);
    for (const { exam_id } of exams) await linkExam(act, c, exam_id, act.actor.name);
  }
  return id;
}
