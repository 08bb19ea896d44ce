// Small journeys: what people meet at the door, at each other's work, and where they may not go.
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, windowOf } from '../support/people';

test('a wrong password is refused without saying which part was wrong, and many tries are slowed down', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('User name').fill('frank');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('do not fit');
  const tries: number[] = [];
  for (let i = 0; i < 12 && tries.at(-1) !== 429; i++) {
    tries.push((await page.request.post('/api/v1/session', { data: { username: 'nobody-of-this-house', password: `wrong ${i}` } })).status());
  }
  expect(tries[0]).toBe(401);
  expect(tries.at(-1)).toBe(429);
});

test('a page that is not for somebody says which right it needs and who has it', async ({ browser, product }) => {
  const page = await windowOf(browser, product, 'diaz');
  await page.goto('/audit');
  await expect(page.getByText('This page is not open to you')).toBeVisible();
  await expect(page.getByText(/audit\.read.*auditor/i)).toBeVisible();
  await page.context().close();
});

test('triage sees the exams of its own lines and no others', async ({ browser, product }) => {
  const [clinics, administrator] = [await windowOf(browser, product, 'tomas'), await windowOf(browser, product, 'mara')];
  const subjectsOf = async (page: typeof clinics): Promise<readonly (string | null)[]> => {
    const { rows } = (await (await page.request.get('/api/v1/inbound?view=open&limit=200')).json()) as { rows: { exam: { subspecialty: string | null } }[] };
    return rows.map((row) => row.exam.subspecialty);
  };
  await expect.poll(() => subjectsOf(administrator), { message: 'the administrator sees neuroradiology', timeout: 60_000 }).toContain('neuro');
  await expect.poll(() => subjectsOf(clinics), { message: 'clinics see what is theirs', timeout: 60_000 }).toContain('chest');
  expect(await subjectsOf(clinics)).not.toContain('neuro');
  await clinics.context().close();
  await administrator.context().close();
});

test('two people open the same exam: one claims it, and the other is told who', async ({ browser, product }) => {
  const world = worldOf(product);
  const exam = newExam(world, { like: 'two-doors', patient: strangersToTheDemo(world)[1]!, images: 2 });
  await send(product, exam);
  const mara = await windowOf(browser, product, 'mara');
  const jide = await windowOf(browser, product, 'okoro');
  const id = await examId(mara, exam.studyUid);
  await mara.goto(`/inbound/${id}`);
  await jide.goto(`/inbound/${id}`);
  await mara.getByRole('button', { name: 'Claim', exact: true }).click();
  await expect(mara.getByText('Claimed by you')).toBeVisible();
  await expect(jide.getByText('Mara Lindqvist works on this')).toBeVisible();
  await mara.context().close();
  await jide.context().close();
});

test('the inbox is worked with keys alone', async ({ browser, product }) => {
  const page = await windowOf(browser, product, 'mara');
  await page.goto('/inbound');
  await expect(page.getByRole('row').nth(2)).toBeVisible();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Close preview' })).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/inbound\/[0-9a-f-]{36}/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/inbound(\?|$)/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Claim the next exam');
  await page.context().close();
});

test('the auditor proves that nothing was changed', async ({ browser, product }) => {
  const page = await windowOf(browser, product, 'audrey');
  await page.goto('/audit');
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await expect(page.getByText(/Nothing was changed: all \d+ entries fit together/)).toBeVisible({ timeout: 30_000 });
  await page.context().close();
});
