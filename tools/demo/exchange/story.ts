// Why exams move in the demonstration: a few cases, requests in every state, a board and what partners ask for. Made by its people through the routes.
import { type CaseDetail, type CasePage, type ChoicesView, type RequestInDetail, type RequestOutDetail } from '@causeway/contracts';
import { type Person, type Staff } from '../driver/staff';
import { pause } from '../processes/partner/pace';
import { type DemoExam, type World } from '../world/index';

export interface StoryOptions {
  readonly world: World;
  readonly staff: Staff;
  readonly pace: number;
  readonly log: (line: string) => void;
}

const MINUTE = 60_000;
const RETRY_MS = 4000;
const [NURSE, LIAISON, CLERK, PARTNER] = ['moreau', 'leila', 'frank', 'reyes'];

const told = (exam: DemoExam, issuer: string | null) => {
  const { birthDate, sex, name } = exam.patient;
  return {
    family: name.family || 'Unknown', given: name.given, birthDate: birthDate && birthDate.length === 8 ? birthDate.replace(/(....)(..)(..)/, '$1-$2-$3') : null, sex: sex === 'F' || sex === 'M' ? sex : null,
    identifier: issuer ? { value: exam.patient.id, issuer } : null,
  };
};
const soon = (minutes: number): string => new Date(Date.now() + minutes * MINUTE).toISOString();

/** Tells the story once: an installation that has cases already is left alone. */
export async function tellStory(options: StoryOptions, signal: AbortSignal): Promise<void> {
  const { staff, log, pace } = options;
  while (!signal.aborted) {
    try {
      const page = await staff.as(NURSE).get<CasePage>('/cases?view=open');
      if (page.views.open + page.views.done > 0 && (page.views.open - page.views.visits) > 0) return;
      await story(options);
      return;
    } catch (error) {
      if (!signal.aborted) log(`the cases wait: ${error instanceof Error ? error.message : String(error)}`);
      await pause(RETRY_MS / pace, signal);
    }
  }
}

async function story({ world, staff }: StoryOptions): Promise<void> {
  const nurse = staff.as(NURSE);
  const choices = await nurse.get<ChoicesView>('/cases/choices');
  const facilityOf = (key: string) => choices.facilities.find((f) => f.name === world.facilities.find((w) => w.key === key)?.name);
  const examsOf = (key: string): DemoExam[] => world.exams.filter((e) => e.facility === key && e.patient.birthDate !== null);
  const surgeon = choices.people.find((p) => p.decides && p.serviceLines.includes('trauma'));
  const lakeview = facilityOf('LAKEVIEW');
  const stmary = facilityOf('STMARY');
  if (!lakeview || !stmary) return;

  const [head, second] = examsOf('LAKEVIEW');
  if (head) {
    const consult = await nurse.post<CaseDetail>('/cases', {
      useCase: 'U10', patient: told(head, lakeview.issuer), facilityId: lakeview.id, serviceLine: 'trauma', question: 'Fall from height. Right pupil slow. Can we keep the patient here?', caller: { name: 'Dr. P. Osei', phone: '+1 555 0119' },
      consultantId: surgeon?.id ?? null, transferAsked: true,
    });
    const asked = await ask(nurse, head, lakeview.id, lakeview.issuer, { caseId: consult.id, urgency: 'high', neededBy: soon(25), legalBasis: 'emergency', forPersonId: surgeon?.id ?? null, serviceLine: 'trauma' });
    await nurse.post(`/requests/${asked.id}/promise`, { version: asked.version, byWhen: soon(10), exams: 1, by: 'Dr. P. Osei', channel: 'phone' });
  }
  if (second) {
    await nurse.post<CaseDetail>('/cases', { useCase: 'U9', patient: told(second, lakeview.issuer), facilityId: lakeview.id, serviceLine: 'trauma', question: 'Transfer asked, images follow.', caller: { name: 'Dr. R. Kaplan', phone: '+1 555 0119' }, transferAsked: true });
  }
  const rest = examsOf('STMARY');
  const states: ((r: RequestOutDetail) => Promise<unknown>)[] = [
    () => Promise.resolve(), (r) => nurse.post(`/requests/${r.id}/acknowledge`, { version: r.version, by: 'film room' }), (r) => nurse.post(`/requests/${r.id}/promise`, { version: r.version, byWhen: soon(180), exams: 1, by: 'film room' }),
    (r) => nurse.post(`/requests/${r.id}/decline`, { version: r.version, reason: 'no-such-exam', note: 'never imaged there', by: 'film room' }), (r) => nurse.post(`/requests/${r.id}/cancel`, { version: r.version, reason: 'found-elsewhere' }),
  ];
  for (const [i, settle] of states.entries()) {
    const exam = rest[i];
    if (exam) await settle(await ask(nurse, exam, stmary.id, stmary.issuer, { serviceLine: 'general', neededBy: soon(60 * (4 + i * 6)) }));
  }
  await board(staff.as(LIAISON), rest.slice(5, 8), stmary.id, stmary.issuer);
  await standingList(staff.as(LIAISON), rest.slice(10, 14), stmary.id, stmary.issuer);
  await asks(staff, rest.slice(8, 10));
}

async function ask(who: Person, exam: DemoExam, facilityId: string, issuer: string | null, more: object): Promise<RequestOutDetail> {
  const modality = exam.series[0]?.modality ?? null;
  const made = await who.post<RequestOutDetail>('/requests', {
    patient: told(exam, issuer), legalBasis: 'treatment', wanted: [{ modality: modality && /^[A-Z]{2,6}$/.test(modality) ? modality : null, what: exam.description || 'Exam' }], facilityId, serviceLine: 'general', neededBy: soon(600), ...more,
  });
  return who.post<RequestOutDetail>(`/requests/${made.id}/send`, { version: made.version });
}

async function board(liaison: Person, exams: readonly DemoExam[], facilityId: string, issuer: string | null): Promise<void> {
  const { id } = await liaison.post<{ id: string }>('/boards', { name: 'Thoracic tumor board', serviceLine: 'oncology', startsAt: soon(3 * 24 * 60) });
  for (const exam of exams) {
    const c = await liaison.post<CaseDetail>('/cases', { useCase: 'U24', patient: told(exam, issuer), facilityId, serviceLine: 'oncology', question: 'Resectable?' });
    const placed = await liaison.post<CaseDetail>(`/cases/${c.id}/board`, { version: c.version, boardId: id });
    if (exam === exams[0]) await liaison.post(`/cases/${c.id}/pathology`, { version: placed.version, pathology: 'there' });
    await ask(liaison, exam, facilityId, issuer, { caseId: c.id, serviceLine: 'oncology', neededBy: soon(2 * 24 * 60), purpose: 'comparison' });
  }
}

/** The patients a clinic sees again and again: asked for each Tuesday. */
async function standingList(liaison: Person, exams: readonly DemoExam[], facilityId: string, issuer: string | null): Promise<void> {
  await liaison.post('/standing-lists', {
    name: 'Tuesday spine clinic', facilityId, serviceLine: 'general', weekday: 2, neededWithinDays: 5, patients: exams.map((exam) => told(exam, issuer)),
    ask: { legalBasis: 'treatment', purpose: 'comparison', wanted: [{ modality: 'MR', what: 'MR spine' }], withReports: true, urgency: 'medium' },
  });
}

/** St. Mary's asks for priors; the film room looks at the first. */
async function asks(staff: Staff, exams: readonly DemoExam[]): Promise<void> {
  for (const [i, exam] of exams.entries()) {
    const made = await staff.as(PARTNER).post<RequestInDetail>('/requests-in', { requester: { name: 'Dr. T. Oyelaran', phone: '+1 555 0121' }, patient: told(exam, null), legalBasis: 'treatment', wanted: [{ modality: null, what: exam.description || 'Earlier exams' }], emergency: i === 1, reference: `SM-${4100 + i}` });
    if (i === 0) await staff.as(CLERK).post(`/requests-in/${made.id}/review`, { version: made.version });
  }
}
