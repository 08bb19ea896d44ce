// What the journeys of cases and requests share: people asked over the api as the console asks, and patients as they are told.
import { type Page } from '@playwright/test';
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
