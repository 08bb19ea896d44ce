import { DateTime } from 'luxon';
import type { DaysBefore } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';

const DAYS_BEFORE: DaysBefore = 1;
/** A visit that began so long ago still counts: the exam comes late, not never. */
const BEGUN = `interval '4 hours'`;
/** How long a released exam waits without any appointment before somebody is told, and how often again. */
const FIRST_DAYS = 2;
const AGAIN_DAYS = 7;

export interface VisitRelease { readonly id: string; readonly outcome: { readonly when?: string; readonly daysBefore?: number } }
interface WaitRow { patient_id: string; appointment_id: string | null; load_at: Date | null; loaded_at: Date | null; since: Date }
interface VisitRow { id: string; starts_at: Date }

/**
 * Whether a released exam still waits for its visit. What is due, was loaded before, or does not wait by policy, may go; else it is written down for which visit it waits,
 * and it is looked at again when that is due, when an appointment changes, and from time to time while none is known.
 */
export async function waitsForVisit(act: Act, examId: string, patientId: string, release: VisitRelease, settings: Settings): Promise<boolean> {
  const [before] = await act.query<WaitRow>('select * from visit_wait where exam_id = $1 for update', [examId]);
  if (release.outcome.when !== 'with-appointment') {
    if (before && !before.loaded_at) await act.query('delete from visit_wait where exam_id = $1', [examId]);
    return false;
  }
  // images that come late to what is loaded follow at once, unless it has become somebody else's exam
  if (before?.loaded_at && before.patient_id === patientId) return false;
  const days = release.outcome.daysBefore ?? DAYS_BEFORE;
  const visit = await visitOf(act, examId, patientId, before?.loaded_at ? null : (before?.appointment_id ?? null));
  const loadAt = visit && DateTime.fromJSDate(visit.starts_at, { zone: settings.SITE_ZONE }).startOf('day').minus({ days }).toJSDate();
  const due = loadAt !== null && loadAt.getTime() <= act.now.getTime();
  await act.query(
    `insert into visit_wait (exam_id, patient_id, decision_id, days_before, appointment_id, load_at, since, loaded_at, loaded_because, loaded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (exam_id) do update set patient_id = excluded.patient_id, decision_id = excluded.decision_id, days_before = excluded.days_before, appointment_id = excluded.appointment_id, load_at = excluded.load_at,
       since = case when visit_wait.patient_id = excluded.patient_id and visit_wait.loaded_at is null then visit_wait.since else excluded.since end,
       loaded_at = excluded.loaded_at, loaded_because = excluded.loaded_because, loaded_by = excluded.loaded_by`,
    [examId, patientId, release.id, days, visit?.id ?? null, loadAt, act.now, due ? act.now : null, due ? 'visit' : null, due ? act.actor.name : null]);
  const same = before && !before.loaded_at && before.appointment_id === (visit?.id ?? null) && before.load_at?.getTime() === loadAt?.getTime();
  if (!same) {
    act.audit({ action: due ? 'inbound.visit-due' : visit ? 'inbound.waits-for-visit' : 'inbound.visit-unknown', object: { kind: 'inbound', id: examId }, details: { appointment: visit?.id ?? null, loadAt: loadAt?.toISOString() ?? null, decision: release.id } });
    act.emit({ event: 'inbound.visit-changed', kind: 'inbound', id: examId });
  }
  if (due) {
    act.unwish(`release.visit-unknown ${examId}`);
    return false;
  }
  const key = `release.load ${examId}`;
  if (loadAt) act.wish({ kind: 'release.prepare', key, data: { id: examId }, dueAt: loadAt, restart: true });
  else act.unwish(key);
  if (visit) act.unwish(`release.visit-unknown ${examId}`);
  else if (!same) act.wish({ kind: 'release.visit-unknown', key: `release.visit-unknown ${examId}`, data: { id: examId }, inSeconds: FIRST_DAYS * 86_400, restart: true });
  return true;
}

/**
 * The visit an exam is for: that of its case, or of its service line, before any other of the patient; the next of them. One it waited for and that began meanwhile, while
 * nothing ran, is still the one.
 */
async function visitOf(act: Act, examId: string, patientId: string, waitedFor: string | null): Promise<VisitRow | null> {
  const [row] = await act.query<VisitRow>(
    `select a.id, a.starts_at from appointment a join patient p on p.id = a.patient_id join inbound x on x.id = $1
     where coalesce(p.merged_into, p.id) = $2 and a.state = 'booked' and (a.starts_at > clock_timestamp() - ${BEGUN} or a.id = $3)
     order by (a.starts_at <= clock_timestamp() - ${BEGUN}) desc, exists (select 1 from case_exam c where c.exam_id = $1 and c.case_id = a.case_id) desc, (a.service_line = x.service_line) desc, a.starts_at, a.id limit 1`, [examId, patientId, waitedFor]);
  return row ?? null;
}

/** A person does not want to wait: it is loaded now, whatever the visit. False when it does not wait. */
export async function loadNow(act: Act, examId: string): Promise<boolean> {
  const rows = await act.query(
    `update visit_wait set loaded_at = $2, loaded_because = 'person', loaded_by = $3 where exam_id = $1 and loaded_at is null returning exam_id`, [examId, act.now, act.actor.name]);
  if (rows.length === 0) return false;
  act.unwish(`release.load ${examId}`);
  act.unwish(`release.visit-unknown ${examId}`);
  act.wish({ kind: 'release.prepare', key: `release.prepare ${examId}`, data: { id: examId } });
  return true;
}

/** An appointment was booked, moved or given up: every exam of its patient that waits is looked at again, and those that waited for it. */
export async function followAppointment(act: Act, appointmentId: string): Promise<void> {
  const exams = await act.query<{ exam_id: string }>(
    `select w.exam_id from visit_wait w join inbound x on x.id = w.exam_id and x.state = 'releasing'
     where w.loaded_at is null and (w.appointment_id = $1 or w.patient_id = (select coalesce(p.merged_into, p.id) from appointment a join patient p on p.id = a.patient_id where a.id = $1))`, [appointmentId]);
  for (const { exam_id } of exams) act.wish({ kind: 'release.prepare', key: `release.prepare ${exam_id}`, data: { id: exam_id } });
}

/** It still waits, and nobody knows for what: whoever has it in hand is told, again and again. */
export async function remindOfVisit(act: Act, examId: string): Promise<void> {
  const [waits] = await act.query(`select 1 as waits from visit_wait w join inbound x on x.id = w.exam_id and x.state = 'releasing' where w.exam_id = $1 and w.loaded_at is null and w.appointment_id is null`, [examId]);
  if (!waits) return;
  act.audit({ action: 'inbound.visit-missing', object: { kind: 'inbound', id: examId } });
  act.emit({ event: 'inbound.visit-missing', kind: 'inbound', id: examId, data: { permille: 800 } });
  act.wish({ kind: 'release.visit-unknown', key: `release.visit-unknown ${examId}`, data: { id: examId }, inSeconds: AGAIN_DAYS * 86_400, restart: true });
}
