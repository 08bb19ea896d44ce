// What the journeys of cases and requests share: people asked over the api as the console asks, and exams brought to their end.
import { expect, type Page } from '@playwright/test';
import type { DemoExam } from '@causeway/tools';

export async function get<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}
export async function post<T>(page: Page, path: string, body: object): Promise<T> {
  const answer = await page.request.post(`/api/v1${path}`, { data: body });
  if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const isoDay = (da: string | null): string => (da ? da.replace(/(....)(..)(..)/, '$1-$2-$3') : '');

interface Choices { readonly facilities: readonly { readonly id: string; readonly name: string; readonly issuer: string | null }[]; readonly people: readonly { readonly id: string; readonly name: string }[] }
export async function facility(page: Page, name: string): Promise<{ readonly id: string; readonly issuer: string | null }> {
  const found = (await get<Choices>(page, '/cases/choices')).facilities.find((f) => f.name === name);
  if (!found) throw new Error(`No facility ${name}.`);
  return found;
}
export const personId = async (page: Page, name: string): Promise<string> => (await get<Choices>(page, '/cases/choices')).people.find((p) => p.name === name)?.id ?? '';

/** The patient of an exam as somebody tells them on the telephone. */
export const told = (exam: DemoExam, issuer: string | null) => ({
  family: exam.patient.name.family, given: exam.patient.name.given, birthDate: isoDay(exam.patient.birthDate), sex: exam.patient.sex, identifier: issuer ? { value: exam.patient.id, issuer } : null,
});

/** Says whose exam it is, as a PACS administrator who sees that all agrees; what policy decides by itself is left to it. */
export async function matched(admin: Page, examId: string): Promise<void> {
  await expect.poll(async () => {
    const exam = await get<{ state: string }>(admin, `/inbound/${examId}`);
    if (exam.state !== 'identifying') return exam.state !== 'receiving';
    // the exam is there a moment before its match is
    const answer = await admin.request.get(`/api/v1/exams/${examId}/match`);
    if (answer.status() === 404) return false;
    const match = (await answer.json()) as { id: string; version: number; state: string; candidates: readonly { readonly patientId: string }[] };
    const candidate = match.candidates[0];
    if (match.state === 'proposed' && candidate) await post(admin, `/matches/${match.id}/accept`, { version: match.version, patientId: candidate.patientId });
    return false;
  }, { message: 'the exam has its patient', timeout: 40_000 }).toBe(true);
}

interface Checked { readonly state: string; readonly version: number; readonly revision: number; readonly checklist: { readonly items: readonly { readonly id: string; readonly answer: string | null }[] } | null }

/** Answers what the machine could not and releases: what triage does with eyes. Nothing is left to do when it went by itself. */
export async function checkedAndReleased(admin: Page, examId: string): Promise<void> {
  const exam = await get<Checked>(admin, `/inbound/${examId}`);
  if (exam.state !== 'checking') return;
  const open = (exam.checklist?.items ?? []).filter((i) => i.answer === null);
  const answer = await admin.request.put(`/api/v1/inbound/${examId}/checklist`, { data: { revision: exam.revision, answers: Object.fromEntries(open.map((i) => [i.id, { answer: 'pass' }])) } });
  if (!answer.ok()) throw new Error(`checklist: ${answer.status()} ${await answer.text()}`);
  const now = await get<Checked>(admin, `/inbound/${examId}`);
  await post(admin, `/inbound/${examId}/release`, { version: now.version, revision: now.revision });
}
