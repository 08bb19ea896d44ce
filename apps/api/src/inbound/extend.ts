import { inboundMachine } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { UNCOUNTED_OF_EXAM } from '../exams/counted';
import { claimWaitingReports } from '../exams/report-intake';
import { made } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { lockInbound, type InboundColumns } from './inbound.row';
import { summarise, type Summary } from './summary';
import { signalInbound } from './turn';

const MEDIA_DOORS = new Set(['disc', 'portal', 'media']);

/** Folds the instances stored since the last time into the exam's inbound way: makes it, grows it, or takes it up again. */
export async function extend(act: Act, examId: string, settings: Settings): Promise<void> {
  const [exam] = await act.query<{ door: string; source_facility_id: string | null }>('select door, source_facility_id from exam where id = $1 for no key update', [examId]);
  const [fresh] = await act.query<{ n: number }>(UNCOUNTED_OF_EXAM, [examId]);
  if (!exam || !fresh || fresh.n === 0) return;
  const row = await lockInbound(act, examId);
  if (!row) await begin(act, examId, exam.source_facility_id);
  else if (!(await grow(act, row))) return;
  const quiet = MEDIA_DOORS.has(exam.door) ? settings.QUIET_MEDIA_SECONDS : settings.QUIET_SECONDS;
  act.wish({ kind: 'inbound.quiet', key: `inbound.quiet ${examId}`, data: { id: examId }, inSeconds: quiet, restart: true });
}

async function begin(act: Act, examId: string, source: string | null): Promise<void> {
  const [host] = await act.query<{ id: string }>('select id from facility where host order by made_at limit 1');
  const facilities = [host?.id, source].filter((f): f is string => !!f);
  await count(act, examId);
  const s = await summarise(act, examId);
  await act.query(
    `insert into inbound (id, state, site_id, facility_ids, clock, ${SUMMARY_COLUMNS.join(', ')})
     values ($1, $2, $3, $4, $5, ${SUMMARY_COLUMNS.map((_, i) => `$${i + 6}`).join(', ')})`,
    [examId, inboundMachine.initial, host?.id ?? null, facilities, JSON.stringify([{ holder: 'sender', at: act.now.toISOString() }]), ...summaryValues(s)]);
  await claimWaitingReports(act, examId);
  made(act, 'inbound', examId, { received: s.received }, { received: s.received });
}

/** False when the table keeps the instances for later; they stay uncounted and are looked at again when the exam comes to rest. */
async function grow(act: Act, row: InboundColumns): Promise<boolean> {
  const answer = inboundMachine.answer(row.state, 'add-instance');
  const reopens = answer === 'ignore:reopens';
  if (answer.startsWith('ignore') && !reopens && row.state !== 'quarantined') return false;
  if (reopens && row.late === 'ask') {
    await count(act, row.id);
    act.audit({ action: 'inbound.late-instances', object: { kind: 'inbound', id: row.id }, from: row.state, to: row.state, outcome: 'ignored', reason: 'policy-asks' });
    act.emit({ event: 'inbound.late-instances', kind: 'inbound', id: row.id });
    return false;
  }
  const revision = row.state === 'receiving' || row.state === 'quarantined' ? row.revision : row.revision + 1;
  await count(act, row.id);
  const s = await summarise(act, row.id);
  const set = { revision, last_instance_at: act.now, ...Object.fromEntries(SUMMARY_COLUMNS.map((c, i) => [c, summaryValues(s)[i]])) };
  if (row.state === 'quarantined') {
    await act.query('update inbound set received = $2, findings = $3, last_instance_at = $4 where id = $1', [row.id, s.received, s.findings, act.now]);
    act.emit({ event: 'inbound.counted', kind: 'inbound', id: row.id, data: { received: s.received } });
    return false;
  }
  await signalInbound(act, { id: row.id, move: reopens ? 'reopen' : 'add-instance', set, details: { received: s.received, revision }, data: { received: s.received, revision } });
  return true;
}

const count = (act: Act, examId: string): Promise<object[]> => act.query('delete from uncounted_instance where exam_id = $1', [examId]);

const SUMMARY_COLUMNS = ['received', 'modalities', 'findings', 'parcel_patients', 'subspecialty', 'service_line', 'content_kind', 'patient_text', 'department', 'department_rule', 'department_version'] as const;
const summaryValues = (s: Summary): unknown[] => [s.received, s.modalities, s.findings, s.patients, s.subspecialty, s.serviceLine, s.contentKind, s.patientText, s.department?.name ?? null, s.department?.rule ?? null, s.department?.version ?? null];
