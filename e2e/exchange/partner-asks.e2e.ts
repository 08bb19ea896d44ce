// A partner asks us for priors: the film room promises what policy allows, it goes out over their line, and the request is answered; another is declined.
import type { DemoExam } from '@causeway/tools';
import type { Browser, Page } from '@playwright/test';
import pg from 'pg';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, windowOf } from '../support/people';
import type { ProductUnderTest } from '../support/product';
import { checkedAndReleased, get, isoDay, matched } from './support';

/** A released exam of ours, of somebody a partner can ask for by name and birth date. */
async function releasedExam(browser: Browser, product: ProductUnderTest): Promise<DemoExam> {
  const of = worldOf(product);
  const exam = newExam(of, { like: 'lindgren-head', patient: strangersToTheDemo(of).at(-5)! });
  await send(product, exam);
  const admin = await windowOf(browser, product, 'okoro');
  const id = await examId(admin, exam.studyUid);
  await matched(admin, id);
  await checkedAndReleased(admin, id);
  await expect.poll(async () => (await get<{ state: string }>(admin, `/inbound/${id}`)).state, { timeout: 90_000, message: 'the exam is released' }).toBe('released');
  return exam;
}

async function asked(partner: Page, exam: DemoExam, what: string): Promise<string> {
  await partner.goto('/records/new');
  await partner.getByLabel('Family name').fill(exam.patient.name.family);
  await partner.getByLabel('Given name').fill(exam.patient.name.given);
  await partner.getByLabel('Born').fill(isoDay(exam.patient.birthDate));
  await partner.getByLabel('Exam', { exact: true }).fill(what);
  await partner.getByLabel('Kind').selectOption('');
  await partner.getByLabel('Name', { exact: true }).fill('Dr. T. Oyelaran');
  expect(await axeFaults(partner)).toEqual([]);
  await partner.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(partner).toHaveURL(/\/records\/[0-9a-f-]{36}$/);
  await expect(partner.getByText('Received').first()).toBeVisible();
  // what else we hold is not theirs to see
  await expect(partner.getByRole('heading', { name: 'What we hold' })).toHaveCount(0);
  return partner.url().split('/').at(-1)!;
}

test('St. Mary’s asks for earlier exams; they are promised, go out by themselves and are answered; a second request is declined with its reason', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  try {
    await db.query(`update facility set redisclosure = 'allowed' where not host`);
    const exam = await releasedExam(browser, product);
    const partner = await windowOf(browser, product, 'reyes');
    const id = await asked(partner, exam, exam.description);

    const clerk = await windowOf(browser, product, 'frank');
    await clerk.goto('/records');
    await expect(clerk.getByRole('heading', { name: 'Asked of us' })).toBeVisible();
    expect(await axeFaults(clerk)).toEqual([]);
    await clerk.goto(`/records/${id}`);
    await expect(clerk.getByRole('heading', { name: 'What we hold' })).toBeVisible();
    expect(await axeFaults(clerk)).toEqual([]);
    await clerk.getByRole('button', { name: /^Promise \d+ now/ }).click();

    // nobody touches it any more: the send is made, moves and closes the request
    await expect(clerk.getByText('Answered').first()).toBeVisible({ timeout: 120_000 });
    await expect(clerk.getByRole('link', { name: 'Delivered' }).first()).toBeVisible();
    expect(await axeFaults(clerk)).toEqual([]);
    await clerk.getByRole('link', { name: 'Delivered' }).first().click();
    await expect(clerk.getByRole('link', { name: /request Q-\d+/ })).toBeVisible();
    const [proven] = (await db.query<{ n: number; all: number }>(
      `select count(*) filter (where r.state = 'verified')::int as n, count(*)::int as all from request_in_exam e join transfer t on t.send_id = e.send_id and t.exam_id = e.exam_id join transfer_row r on r.transfer_id = t.id where e.request_id = $1`, [id])).rows;
    expect(proven!.all).toBeGreaterThan(0);
    expect(proven!.n).toBe(proven!.all);
    await partner.goto(`/records/${id}`);
    await expect(partner.getByText('Answered').first()).toBeVisible();

    const second = await asked(partner, exam, 'Everything you have');
    await clerk.goto(`/records/${second}`);
    await clerk.getByRole('button', { name: 'Decline' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByLabel('Why').selectOption('identity-unclear');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await expect(clerk.getByText('Declined').first()).toBeVisible();
    await partner.goto(`/records/${second}`);
    await expect(partner.getByText('Declined').first()).toBeVisible();
    await expect(partner.getByText(/identity unclear/)).toBeVisible();
    expect(await axeFaults(partner)).toEqual([]);
  } finally {
    await db.end();
  }
});
