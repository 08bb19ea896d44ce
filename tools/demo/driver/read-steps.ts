// One step with an over-read towards its goal, by the person it falls to.
import { type OverreadDetail, type OverreadRow, type ReportText } from '@causeway/contracts';
import { needsCall } from '@causeway/domain';
import { type ExamMemory } from '../memory';
import { type DemoExam } from '../world/index';
import { type Desk, type Step } from './inbound-steps';
import { type Plan, type ReadGoal } from './plan';
import { type Person } from './staff';

/** Goals a read reaches on the way to others. */
const ON_THE_WAY: Readonly<Record<ReadGoal, readonly ReadGoal[]>> = {
  open: [], claimed: [], returned: [], declined: [], drafting: [], cosigning: [], signed: ['drafting'], acknowledged: ['drafting', 'signed'],
};

export async function stepRead(desk: Desk, exam: DemoExam, plan: Plan, memory: ExamMemory, read: OverreadRow): Promise<Step> {
  const goal = plan.read;
  if (read.state === goal || (goal === 'declined' && memory.readDone)) return 'done';
  if (goal === 'open' || ['withdrawn', 'retracted', 'acknowledged', 'returned', 'awaiting-pick'].includes(read.state)) return 'done';
  if (read.state === 'signed') return goal === 'acknowledged' ? acknowledge(desk, plan, read) : 'done';
  if (read.state === 'cosigning') return 'done';
  const username = goal === 'cosigning' ? desk.roster.resident(read.subspecialty) : desk.roster.reader(exam, read.subspecialty);
  if (!username || (!exam.read && goal !== 'claimed')) return 'done';
  const person = desk.staff.as(username);
  if (read.state === 'open') return claim(person, goal, memory, read);
  if (read.lease?.epoch !== memory.readEpoch || read.lease?.holder.id !== (await person.id())) return 'visitor';
  return write(desk, person, exam, plan, read);
}

async function claim(person: Person, goal: ReadGoal, memory: ExamMemory, read: OverreadRow): Promise<Step> {
  const claimed = await person.post<OverreadDetail>(`/overreads/${read.id}/claim`, { version: read.version, reason: 'Takes it between two cases' });
  memory.readEpoch = claimed.epoch;
  const { version, epoch } = claimed;
  if (goal === 'returned') {
    await person.post(`/overreads/${read.id}/return`, { version, epoch, reason: 'The thin slices named in the report are not here.' });
    return 'done';
  }
  if (goal === 'declined') {
    await person.post(`/overreads/${read.id}/decline`, { version, epoch, reason: 'workload' });
    return 'done';
  }
  return goal === 'claimed' ? 'done' : 'acted';
}

async function write(desk: Desk, person: Person, exam: DemoExam, plan: Plan, read: OverreadRow): Promise<Step> {
  const goal = plan.read;
  const { epoch, version } = read;
  const revisionSeen = read.exam.revision;
  const text = textOf(exam, desk.now(), read.requester?.name ?? 'the emergency physician on duty');
  if (read.state === 'claimed') {
    await person.put(`/overreads/${read.id}/draft`, { version, epoch, text, revisionSeen });
    return goal === 'drafting' ? 'done' : 'acted';
  }
  if (goal === 'cosigning') {
    await person.post(`/overreads/${read.id}/submit`, { version, epoch });
    return 'done';
  }
  if (!ON_THE_WAY[goal].includes('drafting')) return 'done';
  await person.post(`/overreads/${read.id}/sign`, { version, epoch, text, revisionSeen });
  return goal === 'signed' ? 'done' : 'acted';
}

/** The requester says that they read it. */
export async function acknowledge(desk: Desk, plan: Pick<Plan, 'need'>, read: OverreadRow): Promise<Step> {
  const { requester } = plan.need;
  if (!requester || !desk.roster.isClinician(requester)) return 'done';
  await desk.staff.as(requester).post(`/overreads/${read.id}/acknowledge`, { version: read.version });
  return 'done';
}

/** The world's read as a report; a difference that asks for it was told on the telephone a moment ago. */
export function textOf(exam: DemoExam, now: number, person: string): ReportText {
  const read = exam.read;
  if (!read) throw new Error(`Exam ${exam.key} has no read.`);
  const { comparison, adequacy, findings, impression, recommendation, grade } = read;
  const call = needsCall(grade) ? { person, how: 'telephone', at: new Date(now - 60_000).toISOString(), readBack: true } : null;
  return { comparison, adequacy, findings, impression, recommendation, grade, call };
}
