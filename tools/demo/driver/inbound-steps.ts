// One step with an inbound exam towards its goal. Looks at what is there, does the next thing a person would do, and leaves the rest for
// another time; what a visitor has in hand is left to them.
import { type CandidateView, type InboundDetail, type InboundRow, type MatchDetail } from '@causeway/contracts';
import { type ExamMemory } from '../memory';
import { type DemoExam } from '../world/index';
import { type Plan } from './plan';
import { type Staff } from './staff';
import { ADMINISTRATOR, REGISTRAR, type Roster, TRANSFER_NURSE } from './who';

/** `wait` for others, `acted` and look again soon, `done`: where it was meant to be, `visitor`: somebody else has it in hand. */
export type Step = 'wait' | 'acted' | 'done' | 'visitor';

export interface Desk {
  readonly staff: Staff;
  readonly roster: Roster;
  /** Record number of the local patient an exam truly belongs to. */
  readonly trueMrn: (exam: DemoExam) => string | null;
  readonly now: () => number;
}

const RESTING = ['released', 'mirrored', 'returned', 'rejected', 'purged'];
const DAY = 86_400_000;

export async function stepInbound(desk: Desk, exam: DemoExam, plan: Plan, memory: ExamMemory, row: InboundRow): Promise<Step> {
  if (row.lease && row.lease.epoch !== memory.epoch) return 'visitor';
  if (!memory.need && row.state === 'receiving') return tellNeed(desk, plan, memory, row);
  const { goal } = plan;
  if (goal.to === 'quarantined' && row.state === 'identifying') {
    await desk.staff.as(ADMINISTRATOR).post(`/inbound/${row.id}/quarantine`, { version: row.version, reason: goal.reason });
    return 'done';
  }
  switch (row.state) {
    case 'identifying':
      return identify(desk, exam, plan, row);
    case 'checking':
      return check(desk, plan, memory, row);
    case 'triaging':
      return goal.to === 'triaging' ? 'done' : release(desk, plan, row);
    case 'released':
      return goal.to === 'recalling' ? recall(desk, row) : 'done';
    case 'releasing':
      return goal.to === 'releasing' ? 'done' : 'wait';
    case 'receiving':
      return 'wait';
    default:
      return RESTING.includes(row.state) || row.state === goal.to || row.state === 'parked' || row.state === 'quarantined' || row.state === 'recalling' ? 'done' : 'wait';
  }
}

async function tellNeed({ staff }: Desk, { need }: Plan, memory: ExamMemory, row: InboundRow): Promise<Step> {
  const requesterId = need.requester ? await staff.as(need.requester).id() : null;
  const { urgency, useCase, question, wantsRead } = need;
  await staff.as(TRANSFER_NURSE).put(`/inbound/${row.id}/need`, { version: row.version, requesterId, urgency, useCase, question, wantsRead });
  memory.need = true;
  return 'acted';
}

async function identify(desk: Desk, exam: DemoExam, plan: Plan, row: InboundRow): Promise<Step> {
  if (row.match.state === 'none' || row.match.state === 'deciding' || row.match.state === 'matched' || row.match.state === 'overridden') return 'wait';
  const { goal } = plan;
  if (goal.to === 'leave') return 'done';
  if (goal.to === 'registering' && row.match.state === 'registering') return 'done';
  if (goal.to === 'second-look' && row.match.state === 'second-look') return 'done';
  if (goal.to === 'parked' || goal.to === 'returned' || goal.to === 'rejected') return putAway(desk, plan, row);
  if (row.match.state === 'registering') return 'wait';
  const match = await desk.staff.as(ADMINISTRATOR).get<MatchDetail>(`/exams/${row.id}/match`);
  if (match.state === 'second-look') return secondLook(desk, match);
  return match.state === 'proposed' ? choose(desk, exam, match) : 'wait';
}

/** Takes the patient it truly is, overrides where elements differ, and asks for a registration where nobody here is it. */
async function choose({ staff, trueMrn }: Desk, exam: DemoExam, match: MatchDetail): Promise<Step> {
  const admin = staff.as(ADMINISTRATOR);
  const mrn = trueMrn(exam);
  const candidate = match.candidates.find((c) => c.mrn === mrn && !c.dismissed);
  if (!candidate) {
    if (mrn !== null || !match.moves.some((m) => m.move === 'ask-registration')) return 'done';
    await admin.post(`/matches/${match.id}/ask-registration`, { version: match.version });
    return 'acted';
  }
  const { patientId, blockedBy } = candidate;
  if (blockedBy.length === 0) {
    await admin.post(`/matches/${match.id}/accept`, { version: match.version, patientId });
    return 'acted';
  }
  const body = { version: match.version, patientId, elements: blockedBy, reason: reasonFor(candidate) };
  await admin.post(`/matches/${match.id}/${candidate.people === 2 ? 'ask-second' : 'override'}`, body);
  return 'acted';
}

const REASONS: Readonly<Record<string, string>> = {
  family: 'Family name spelt otherwise by the sender; same person by date of birth and telephone call.',
  given: 'Given name written otherwise by the sender; confirmed on the telephone.',
  'birth-date': 'Day and month exchanged by the sender; confirmed with the referring office.',
  identifier: 'Number checked with the sender’s registration desk.',
};

const reasonFor = ({ blockedBy }: CandidateView): string => blockedBy.map((e) => REASONS[e]).find((r) => r !== undefined) ?? 'Checked with the sender by telephone.';

async function secondLook({ staff }: Desk, match: MatchDetail): Promise<Step> {
  const second = match.second;
  const asker = second ? await staff.as(REGISTRAR).id() : null;
  if (!second || second.asker.id === asker) return 'done';
  await staff.as(REGISTRAR).post(`/matches/${match.id}/confirm-second`, { version: match.version });
  return 'acted';
}

async function check(desk: Desk, plan: Plan, memory: ExamMemory, row: InboundRow): Promise<Step> {
  const { goal } = plan;
  if (goal.to === 'leave' || goal.to === 'second-look' || goal.to === 'registering' || goal.to === 'quarantined') return 'done';
  if (goal.to === 'parked' || goal.to === 'returned' || goal.to === 'rejected') return putAway(desk, plan, row);
  const person = desk.staff.as(triage(desk, row));
  if (goal.to === 'claimed' || (plan.slowly && !row.lease)) {
    const claimed = await person.post<InboundRow>(`/inbound/${row.id}/claim`, {});
    if (claimed.lease) memory.epoch = claimed.lease.epoch;
    return goal.to === 'claimed' ? 'done' : 'acted';
  }
  const detail = await person.get<InboundDetail>(`/inbound/${row.id}`);
  const open = (detail.checklist?.items ?? []).filter((item) => item.answer === null);
  if (detail.checklist?.items.some((item) => item.blocks && item.answer === 'fail')) return 'done';
  const answered = goal.to === 'half-checked' ? open.slice(0, 2) : open;
  if (answered.length > 0) {
    await person.put(`/inbound/${row.id}/checklist`, { revision: detail.revision, answers: Object.fromEntries(answered.map((item) => [item.id, { answer: 'pass' }])) });
  }
  if (goal.to === 'half-checked') return 'done';
  if (goal.to !== 'triaging') return release(desk, plan, await person.get<InboundRow>(`/inbound/${row.id}`));
  const now = await person.get<InboundRow>(`/inbound/${row.id}`);
  await person.post(`/inbound/${row.id}/pass-check`, { version: now.version, revision: now.revision });
  return 'done';
}

async function release(desk: Desk, plan: Plan, row: InboundRow): Promise<Step> {
  if (plan.goal.to === 'leave') return 'done';
  await desk.staff.as(triage(desk, row)).post(`/inbound/${row.id}/release`, { version: row.version, revision: row.revision });
  return 'acted';
}

async function putAway({ staff, now }: Desk, { goal }: Plan, row: InboundRow): Promise<Step> {
  const admin = staff.as(ADMINISTRATOR);
  const version = row.version;
  if (goal.to === 'parked') {
    await admin.post(`/inbound/${row.id}/park`, { version, reason: goal.reason, note: goal.note, until: new Date(now() + goal.days * DAY).toISOString() });
  } else if (goal.to === 'returned' || goal.to === 'rejected') {
    await admin.post(`/inbound/${row.id}/${goal.to === 'returned' ? 'return' : 'reject'}`, { version, reason: goal.reason, note: goal.note });
  }
  return 'done';
}

async function recall({ staff }: Desk, row: InboundRow): Promise<Step> {
  const admin = staff.as(ADMINISTRATOR);
  const match = await admin.get<MatchDetail>(`/exams/${row.id}/match`);
  if (match.state !== 'matched' && match.state !== 'overridden') return 'done';
  await admin.post(`/matches/${match.id}/unlink`, { version: match.version, reason: 'The sender called: these images are of another patient of the same name.', blastListSeen: true });
  return 'done';
}

const triage = ({ roster }: Desk, row: InboundRow): string => roster.triage(row.exam.subspecialty, row.exam.contentKind, row.exam.description);
