import { wishClock } from '../inbound/settle';
import { lockInbound, type InboundColumns } from '../inbound/inbound.row';
import { wishReadClock } from '../overreads/read-clock';
import type { OverreadColumns } from '../overreads/overread.row';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import type { Settings } from '../platform/settings/settings';
import type { DemoAges } from './demo-document';
import { refuseUnlessDemo } from './demo-load';

/** Every instant that is kept of an exam, by table and the column that names the exam. Leases and jobs of people at work stay in real time. */
const INSTANTS: readonly (readonly [table: string, key: string, columns: readonly string[]])[] = [
  ['exam', 'id', ['first_at']],
  ['instance', 'exam_id', ['received_at']],
  ['receipt', 'exam_id', ['at']],
  ['inbound', 'id', ['settled_at', 'due_at', 'state_since', 'last_instance_at', 'made_at']],
  ['need', 'exam_id', ['at']],
  ['checklist_answer', 'exam_id', ['at']],
  ['report', 'exam_id', ['received_at']],
  ['match', 'exam_id', ['state_since', 'made_at']],
  ['registration', 'exam_id', ['state_since', 'made_at']],
  ['recall', 'exam_id', ['state_since', 'made_at', 'due_at']],
  ['decision', 'exam_id', ['at']],
  ['import_order', 'exam_id', ['at']],
  ['transfer', 'exam_id', ['state_since', 'made_at']],
  ['overread', 'exam_id', ['state_since', 'made_at', 'due_at', 'acknowledged_at']],
];
const LEAST_SECONDS = 60;
const OPEN_INBOUND = ['quarantined', 'identifying', 'checking', 'triaging'];
const OPEN_READ = ['open', 'claimed', 'drafting', 'cosigning'];

/**
 * Moves everything kept of these exams back in time, as if they had come when they are said to have, so that a demonstration that began a minute
 * ago does not look like it: clocks are further on and some are over. The audit keeps the real times, and says by how much each exam was moved.
 * Returns how many were moved; one that came then already, or is not known, is left alone.
 */
export async function ageDemo(acts: Acts, settings: Settings, ages: DemoAges): Promise<number> {
  await refuseUnlessDemo(acts, settings);
  let moved = 0;
  for (const { studyUid, receivedAt } of ages.exams) {
    moved += await acts.run(system('demonstration'), async (act) => {
      const rows = await act.query<{ id: string; seconds: number }>(
        `select id, floor(extract(epoch from first_at - $2::timestamptz))::int as seconds from exam where study_uid = $1 for update`, [studyUid, receivedAt]);
      const due = rows.filter((row) => row.seconds >= LEAST_SECONDS);
      for (const { id, seconds } of due) await age(act, id, seconds);
      return due.length;
    });
  }
  return moved;
}

async function age(act: Act, examId: string, seconds: number): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row) return;
  for (const [table, key, columns] of INSTANTS) {
    const set = columns.map((c) => `${c} = ${c} - make_interval(secs => $2)`).join(', ');
    await act.query(`update ${table} set ${set} where ${key} = $1`, [examId, seconds]);
  }
  for (const table of ['inbound', 'overread']) await agedTurns(act, table, examId, seconds);
  act.audit({ action: 'demo.aged', object: { kind: 'inbound', id: examId }, from: row.state, to: row.state, details: { seconds } });
  await restartClocks(act, examId);
}

async function agedTurns(act: Act, table: string, examId: string, seconds: number): Promise<void> {
  await act.query(
    `update ${table} set clock = coalesce((select jsonb_agg(t || jsonb_build_object('at', to_char(((t->>'at')::timestamptz - make_interval(secs => $2)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by n)
       from jsonb_array_elements(clock) with ordinality as c(t, n)), '[]') where ${table === 'inbound' ? 'id' : 'exam_id'} = $1`, [examId, seconds]);
}

/** The marks of a clock name the instant it ends at: those of the former instant would no longer be heeded. */
async function restartClocks(act: Act, examId: string): Promise<void> {
  const row = (await lockInbound(act, examId)) as InboundColumns;
  if (OPEN_INBOUND.includes(row.state) && row.settled_at && row.due_at) wishClock(act, examId, row.settled_at, row.due_at);
  const reads = await act.query<OverreadColumns & { made_at: Date }>('select * from overread where exam_id = $1', [examId]);
  for (const read of reads) if (OPEN_READ.includes(read.state) && read.due_at) wishReadClock(act, read.id, read.made_at, read.due_at);
}
