// What is kept too long ends by two people, never under a hold, and what is left says who decided.
import pg from 'pg';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, untilDone, windowOf } from '../support/people';
import { type ProductUnderTest } from '../support/product';
import { acceptMatch, checkAndPreview, claimExam, why } from '../support/work';

/** Twelve years pass for one exam: it came then, and its patient was not seen since. What is done with it next looks at its time again. */
async function twelveYearsPass(product: ProductUnderTest, id: string): Promise<void> {
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  await db.query(`update exam set first_at = clock_timestamp() - interval '12 years', head = head || '{"studyDate": "20140601"}' where id = $1`, [id]);
  await db.query(`update patient set last_visit = null where id = (select patient_id from match where exam_id = $1 and state = 'matched')`, [id]);
  await db.end();
}

test('an exam whose time is over is held, let go by two people, ended by two people, and leaves a tombstone', async ({ browser, product }) => {
  test.setTimeout(420_000);
  const world = worldOf(product);
  const patient = strangersToTheDemo(world).find((p) => p.birthDate! < '1950')!;
  const exam = newExam(world, { like: 'two-doors', patient, images: 2 });
  const clerk = await windowOf(browser, product, 'mara');
  const [records, second] = [await windowOf(browser, product, 'achterberg'), await windowOf(browser, product, 'nyberg', { colorScheme: 'dark' })];
  let id = '';

  await test.step('an exam is released, and years pass', async () => {
    await send(product, exam);
    id = await examId(clerk, exam.studyUid);
    // whoever looks at images keeps them for a year: nobody has looked at these
    await clerk.route(/\/dicomweb\//, (route) => route.abort());
    await claimExam(clerk, id);
    await clerk.getByRole('link', { name: 'Match the patient' }).click();
    await acceptMatch(clerk, patient.mrn);
    await (await checkAndPreview(clerk)).getByRole('button', { name: 'Release' }).click();
    await expect.poll(async () => ((await (await clerk.request.get(`/api/v1/inbound/${id}`)).json()) as { state: string }).state, { timeout: 120_000 }).toBe('released');
    await twelveYearsPass(product, id);
  });

  const row = records.getByRole('row').filter({ hasText: patient.name.family }).filter({ hasText: '2014' });
  await test.step('a hold of everything of the patient forbids it', async () => {
    // its time is looked at again with what is done next, which may have happened already
    const listed = async (view: string): Promise<boolean> => {
      await records.goto(`/retention?view=${view}`);
      return row.waitFor({ timeout: 4000 }).then(() => true, () => false);
    };
    await expect.poll(async () => (await listed('kept')) || listed('due'), { message: 'the exam among those that are kept', timeout: 60_000 }).toBe(true);
    await row.getByRole('checkbox').check();
    await records.keyboard.press('h');
    const dialog = records.getByRole('dialog', { name: 'Place a hold' });
    await dialog.getByLabel('It covers').selectOption({ label: 'every exam of its patient, also those that come later' });
    await dialog.getByLabel('Matter').fill('Roe v. Westbrook');
    await dialog.getByLabel('Custodian').fill('Office of counsel');
    await dialog.getByLabel('Why').fill('Letter of counsel, this morning.');
    await dialog.getByRole('button', { name: 'Place the hold' }).click();
    await expect(records.getByRole('heading', { name: 'Roe v. Westbrook' })).toBeVisible();
    expect(await axeFaults(records)).toEqual([]);
    const held = records.url();
    await records.goto('/retention?view=held');
    await row.getByRole('checkbox').check();
    await expect(records.getByRole('button', { name: 'End keeping…' })).toHaveAttribute('aria-disabled', 'true');

    await records.goto(held);
    await records.getByRole('button', { name: /release/i }).first().click();
    const ask = records.getByRole('dialog');
    await ask.getByRole('textbox').last().fill('The matter is closed.');
    await ask.getByRole('button', { name: /ask/i }).click();
    await untilDone(records, product, records.getByText('Somebody else confirms it.'));
    await expect(records.getByRole('button', { name: /confirm/i })).toHaveCount(0);
    await second.goto(new URL(held).pathname);
    await second.getByRole('button', { name: /confirm/i }).first().click();
    await untilDone(second, product, second.getByRole('heading', { level: 1 }).locator('..').getByText('Released'));
    expect(await axeFaults(second)).toEqual([]);
  });

  await test.step('it may end, and Why names the law', async () => {
    await records.goto('/retention');
    await expect(row).toContainText('May end', { timeout: 60_000 });
    expect(await axeFaults(records)).toEqual([]);
    expect(await why(records, 'how long it is kept')).toContain('law');
  });

  await test.step('one proposes and endorses, another approves, and it is purged', async () => {
    await records.goto('/retention');
    await row.getByRole('checkbox').check();
    await records.getByRole('button', { name: 'End keeping…' }).click();
    const dialog = records.getByRole('dialog', { name: 'End keeping' });
    await dialog.getByLabel('Name of the batch').fill('Exams of 2014');
    await dialog.getByRole('button', { name: 'Propose' }).click();
    await records.getByRole('button', { name: 'Begin the review' }).click();
    await records.getByRole('button', { name: 'Endorse…' }).click();
    await records.getByRole('dialog', { name: 'Endorse' }).getByRole('button', { name: 'Endorse' }).click();
    await expect(records.getByText('Somebody else approves it.')).toBeVisible();
    await expect(records.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
    expect(await axeFaults(records)).toEqual([]);
    await second.goto(new URL(records.url()).pathname);
    await second.getByRole('button', { name: /^Approve/ }).click();
    await untilDone(second, product, second.getByText('Purging').or(second.getByRole('button', { name: 'Certificate' })));
    await expect(second.getByRole('button', { name: 'Certificate' })).toBeVisible({ timeout: 120_000 });
    await expect(second.getByRole('row').filter({ hasText: 'Purged exam' })).toContainText('purged');
  });

  await test.step('what is left names nobody', async () => {
    await records.goto('/retention/purged');
    await records.getByLabel('Study UID').fill(exam.studyUid);
    await records.getByRole('button', { name: 'Find' }).click();
    const left = records.getByRole('row').filter({ hasText: exam.studyUid });
    const [saved] = await Promise.all([records.waitForEvent('download', { timeout: 60_000 }), left.getByRole('button', { name: 'Certificate' }).click()]);
    expect(saved.suggestedFilename()).toContain(exam.studyUid);
    await expect(records.getByText(patient.name.family)).toHaveCount(0);
    expect(await axeFaults(records)).toEqual([]);
    const images = await clerk.request.get(`/dicomweb/studies/${exam.studyUid}`, { headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' } });
    expect(images.status()).toBeGreaterThanOrEqual(400);
  });

  await test.step('who saw the patient is known to who may ask', async () => {
    await records.goto('/audit/disclosures');
    await records.getByLabel('Number of the patient').fill(patient.mrn);
    await records.getByRole('button', { name: 'Show' }).click();
    await expect(records.getByRole('status').filter({ hasText: patient.name.family })).toBeVisible();
    expect(records.url()).not.toContain(patient.mrn);
    expect(await axeFaults(records)).toEqual([]);
  });
  await Promise.all([clerk, records, second].map((page) => page.context().close()));
});
