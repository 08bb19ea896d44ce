import { missingOutcome } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import { contentOf, resumed } from './case.moves';
import { lockCase, type CaseColumns } from './case.row';
import { adviceAnswered } from './plan';
import { recordOf } from './record';
import { templateFor } from './templates';
import { passBall, signalCase } from './turn';
import { valueOfReleased, valuesOfClosed } from './values';

export const caseJobKinds = {
  'case.follow': jobKind('fast', 20, 1, 60),
  'case.released': jobKind('fast', 20, 1, 60),
  'case.clock': jobKind('fast'),
  'case.resume': jobKind('fast'),
  'case.close': jobKind('fast', 20, 1, 60),
  'case.answered': jobKind('fast', 20, 1, 60),
} as const;

const EXAM_MOVES = ['inbound.identified', 'inbound.checked', 'inbound.approved', 'inbound.returned', 'inbound.rejected', 'inbound.recalled', 'inbound.parked', 'inbound.unparked', 'inbound.settled'];
const REQUEST_MOVES = ['requestOut.sent', 'requestOut.approved', 'requestOut.answered', 'requestOut.fulfilled', 'requestOut.declined', 'requestOut.expired', 'requestOut.cancelled', 'requestOut.arrival-withdrawn'];

export const caseReactions: readonly Reaction[] = [
  ...EXAM_MOVES.map((on): Reaction => ({ on, wish: (e) => ({ kind: 'case.follow', key: `case.follow exam ${e.id}`, data: { examId: e.id } }) })),
  ...REQUEST_MOVES.map((on): Reaction => ({ on, wish: (e) => (e.data?.['caseId'] ? { kind: 'case.follow', key: `case.follow ${String(e.data['caseId'])}`, data: { id: e.data['caseId'], resume: on === 'requestOut.answered' } } : null) })),
  { on: 'inbound.released', wish: (e) => ({ kind: 'case.released', key: `case.released ${e.id}`, data: { examId: e.id } }) },
  ...['message.acknowledged', 'message.refused'].map((on): Reaction => ({
    on, wish: (e) => (e.kind === 'case' ? { kind: 'case.answered', key: `case.answered ${String(e.data?.['message'])}`, data: { id: e.id, accepted: on === 'message.acknowledged', code: e.data?.['code'] ?? '' } } : null),
  })),
  { on: 'overread.acknowledged', wish: (e) => ({ kind: 'case.close', key: `case.close ${String(e.data?.['examId'])}`, data: { examId: e.data?.['examId'] } }) },
];

/** The system's part of cases: the ball follows the exams, the clock rings, and what is complete is closed. */
export class CaseJobs implements JobHandler {
  readonly kinds = Object.keys(caseJobKinds);

  constructor(private readonly acts: Acts) {}

  async run(job: JobRun): Promise<void> {
    await this.acts.run(system('cases'), async (act) => {
      switch (job.kind as keyof typeof caseJobKinds) {
        case 'case.follow':
          if (job.data['resume'] === true) await resumeFor(act, String(job.data['id']));
          for (const id of job.data['id'] ? [String(job.data['id'])] : await casesOf(act, String(job.data['examId']))) await passBall(act, id);
          return;
        case 'case.released':
          for (const id of await casesOf(act, String(job.data['examId']))) await released(act, id, String(job.data['examId']));
          return;
        case 'case.clock':
          return mark(act, String(job.data['id']), Number(job.data['permille']), String(job.data['due']));
        case 'case.resume': {
          const row = await lockCase(act, String(job.data['id']));
          if (row?.pause && Date.parse(row.pause.until) <= act.now.getTime()) await resume(act, row, 'time-over');
          return;
        }
        case 'case.answered': {
          const row = await lockCase(act, String(job.data['id']));
          if (row) await adviceAnswered(act, row, job.data['accepted'] === true, String(job.data['code']));
          return;
        }
        case 'case.close':
          for (const id of await casesOf(act, String(job.data['examId']))) await closeComplete(act, id);
      }
    });
  }
}

const casesOf = async (act: Act, examId: string): Promise<string[]> => (await act.query<{ case_id: string }>('select case_id from case_exam where exam_id = $1 order by case_id', [examId])).map((r) => r.case_id);

async function resume(act: Act, row: CaseColumns, why: string): Promise<void> {
  const due = resumed(act, row);
  await signalCase(act, row, { move: 'resume-clock', set: { pause: null, due_at: due }, reason: why, entry: { why } });
}

/** What everybody waited for has come: the clock runs again. */
async function resumeFor(act: Act, id: string): Promise<void> {
  const row = await lockCase(act, id);
  if (row?.pause && ['open', 'deciding'].includes(row.state)) await resume(act, row, 'exams-came');
}

/** An exam of the case is released: V4 is measured and whoever decides gets the ball. */
async function released(act: Act, id: string, examId: string): Promise<void> {
  const row = await lockCase(act, id);
  if (!row || row.state === 'cancelled') return;
  await valueOfReleased(act, row, examId);
  if (row.state === 'open') {
    const content = await contentOf(act, id);
    await signalCase(act, row, { move: 'present', set: { content }, details: { exam: examId }, data: { examId }, entry: { content: content.join(', ') } });
  }
  await passBall(act, id);
}

async function mark(act: Act, id: string, permille: number, due: string): Promise<void> {
  const row = await lockCase(act, id);
  if (!row || row.pause || !['open', 'deciding'].includes(row.state) || row.due_at?.toISOString() !== due) return;
  act.audit({ action: 'case.clock-mark', object: { kind: 'case', id }, from: row.state, to: row.state, details: { permille } });
  act.emit({ event: 'case.clock-mark', kind: 'case', id, data: { permille } });
}

/** The read was acknowledged: a decided case with everything on record closes by itself. */
async function closeComplete(act: Act, id: string): Promise<void> {
  const row = await lockCase(act, id);
  if (!row || row.state !== 'decided') return;
  if (missingOutcome(await templateFor(act, row.use_case, row.template_version), await recordOf(act, row, row.outcome)).length > 0) return;
  const [open] = await act.query<{ n: number }>(
    `select (select count(*) from request_out where case_id = $1 and state in ('sent', 'acknowledged', 'promised', 'partly-fulfilled'))::int
       + (select count(*) from overread o join case_exam e on e.exam_id = o.exam_id where e.case_id = $1 and o.state in ('open', 'claimed', 'drafting', 'cosigning', 'signed'))::int as n`, [id]);
  if ((open?.n ?? 0) > 0) return;
  const moved = await signalCase(act, row, { move: 'close', reason: 'outcome-complete', entry: { why: 'outcome-complete' } });
  if (moved) await valuesOfClosed(act, row);
}
