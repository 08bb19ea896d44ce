// The main job as one run, by role: an outside exam arrives, is identified, checked, released into PACS, over-read, and acknowledged.
import { inPacs, ordersOf, PACS_TITLE, reportsOf } from '../support/house';
import { expect, test } from '../support/journey';
import { newExam, send, sendReportOf, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, signIn, untilDone, windowOf } from '../support/people';
import { drawnShare } from '../support/pixels';
import { acceptMatch, checkAndPreview, why } from '../support/work';

test('an outside exam goes from its sender into PACS and is read and acknowledged', async ({ page, browser, product }) => {
  test.setTimeout(420_000);
  const world = worldOf(product);
  const patient = strangersToTheDemo(world)[0]!;
  const near = patient.name.given.slice(0, -1);
  const exam = newExam(world, { like: 'adeyemi-head', patient, sent: { name: { family: patient.name.family, given: near } }, images: 6 });
  // made here a while ago: the archive has it under the number of the house
  const earlier = newExam(world, { like: 'adeyemi-head', patient, sent: { id: patient.mrn }, images: 3 });
  await send(product, earlier, { to: { port: product.demoPort, aeTitle: PACS_TITLE } });
  let id = '';
  // Signed in before all else, so that the password of the sign-in no longer counts as a signature when the report is signed.
  const reading = await windowOf(browser, product, 'diaz');

  await test.step('mara sees it arrive, with its count growing', async () => {
    await signIn(page, product, 'mara');
    await expect(page).toHaveURL(/\/inbound/);
    // a demonstration that has just begun still fills up, and a list that was opened empty stands still
    await expect(async () => {
      await page.goto('/inbound?sort=received&order=desc');
      await expect(page.getByRole('row').nth(3)).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 90_000 });
    await send(product, exam, { part: [0, 0.3] });
    // A row that is new waits behind a line until the person wants it.
    const row = page.getByRole('row').filter({ hasText: exam.patient.id });
    await expect(async () => {
      await page.getByRole('button', { name: 'Show now' }).click({ timeout: 1000 });
      await expect(row).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    let seen = false;
    const images = async (): Promise<number> => Number(/(\d+)/.exec(await row.getByRole('gridcell').nth(4).innerText())?.[1] ?? 0);
    const first = await images();
    const arriving = send(product, exam, { part: [0.3, 1], perSecond: () => (seen ? Infinity : 1) });
    await expect(row).toContainText('Arriving');
    await expect.poll(images, { message: 'more images are counted on the row while they come' }).toBeGreaterThan(first);
    seen = true;
    await arriving;
    await sendReportOf(product, exam);
    id = await examId(page, exam.studyUid);
  });

  await test.step('she writes down who asked for it and what they want to know', async () => {
    await page.goto(`/inbound/${id}#summary`);
    // Settled and looked at: while images come, each changes what she would be writing on.
    await expect(page.getByRole('link', { name: 'Match the patient' })).toBeVisible({ timeout: 90_000 });
    await page.getByRole('button', { name: 'Set the need' }).click();
    const dialog = page.getByRole('dialog', { name: 'Set the need' });
    await dialog.getByLabel('Situation').selectOption({ label: 'Emergency consult' });
    await dialog.getByLabel('Requester').selectOption({ label: 'Dr. N. Webb, Emergency physician' });
    await dialog.getByLabel('Question').fill('Is this surgical?');
    await dialog.getByLabel('An over-read is wanted').check();
    await dialog.getByRole('button', { name: 'Save the need' }).click();
    await expect(page.getByText('Is this surgical?')).toBeVisible();
  });

  await test.step('she claims it, compares side by side and accepts the match', async () => {
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await expect(page.getByText('Claimed by you')).toBeVisible();
    await page.getByRole('link', { name: 'Match the patient' }).click();
    await expect(page.getByRole('heading', { name: 'Whose exam is this?' })).toBeVisible();
    await expect(page.getByRole('row', { name: /Given name/ })).toContainText('Close');
    expect(await why(page, 'asks')).toContain('Match');
    await acceptMatch(page, patient.mrn);
  });

  await test.step('she pages through images that are really drawn', async () => {
    const stage = page.locator('cw-stack-pane canvas').first();
    await expect.poll(() => drawnShare(stage), { message: 'the canvas shows more than one grey', timeout: 60_000 }).toBeGreaterThan(0.1);
    const place = page.getByRole('slider', { name: /^Image/ });
    const before = await place.inputValue();
    await place.focus();
    await page.keyboard.press('ArrowRight');
    await expect(place).toHaveValue(String(Number(before) + 1));
  });

  await test.step('she opens an earlier exam of the patient, which lies in the archive of the house, beside it', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Prior' }).click();
    const beside = page.locator('.beside');
    await expect(beside.getByRole('combobox', { name: 'Earlier exam' }).locator('optgroup')).toHaveAttribute('label', 'In our archive');
    const canvas = beside.locator('cw-stack-pane canvas').first();
    await expect.poll(() => drawnShare(canvas).catch(() => 0), { message: 'the earlier exam is drawn', timeout: 60_000 }).toBeGreaterThan(0.1);
    // it is no exam of the inbox
    const found = await page.request.get(`/api/v1/inbound?view=open&q=${patient.mrn}`);
    expect(((await found.json()) as { rows: { exam: { studyUid: string } }[] }).rows.map((r) => r.exam.studyUid)).not.toContain(earlier.studyUid);
    await page.getByRole('button', { name: 'Prior' }).click();
  });

  await test.step('she answers the checklist and sees what release will write', async () => {
    const preview = await checkAndPreview(page);
    await expect(preview.getByText(patient.mrn).first()).toBeVisible();
    await expect(preview.getByRole('row', { name: /Patient ?ID/ }).first()).toContainText(exam.patient.id);
    await preview.getByRole('button', { name: 'Release' }).click();
  });

  await test.step('it is in PACS under the local number, with an order', async () => {
    const seen = async () => (await (await page.request.get(`/api/v1/inbound/${id}`)).json()) as { state: string; images: { received: number } };
    await expect.poll(async () => (await seen()).state, { message: 'the exam is released', timeout: 120_000 }).toBe('released');
    await expect(page.getByText('In PACS').first()).toBeVisible();
    const filed = (await inPacs(product, exam.studyUid))!;
    const [order] = ordersOf(product, exam.studyUid);
    expect(order).toMatchObject({ mrn: patient.mrn, accession: filed.accessionNumber });
    expect(filed).toMatchObject({ patientId: patient.mrn, instanceCount: (await seen()).images.received });
    await page.goto(`/inbound/${id}#summary`);
    for (const decided of ['Match', 'Triage', 'Release', 'Over-read']) expect(await why(page, decided), decided).toMatch(/version \d/i);
  });

  await test.step('the radiologist claims the read, writes and signs it', async () => {
    await reading.goto('/overreads');
    // The one with the latest deadline: a product that runs for longer has the read of an earlier run as well.
    const row = reading.getByRole('row').filter({ hasText: patient.mrn }).last();
    await row.click();
    await reading.keyboard.press('Enter');
    await expect(reading).toHaveURL(/\/overreads\/.+/);
    await reading.getByRole('button', { name: 'Claim', exact: true }).first().click();
    const findings = reading.getByLabel('Findings');
    await findings.fill('Acute right subdural haematoma, 13 mm, with 7 mm shift to the left.');
    await reading.getByLabel('Comparison').fill('Outside report.');
    await reading.getByText('Yes', { exact: true }).first().click();
    await reading.getByLabel('Impression').fill('Acute right subdural haematoma, larger than reported outside.');
    await reading.getByLabel('Recommendation').fill('Neurosurgical review now.');
    await reading.getByText('Major', { exact: true }).click();
    await reading.getByLabel('Person').fill('Dr. N. Webb');
    await reading.getByLabel('How').fill('Phone, ext. 4410');
    await reading.getByRole('button', { name: 'Now' }).click();
    await reading.getByLabel('Yes, repeated').check();
    await expect(reading.getByText('Acute right').first()).toBeVisible();
    await reading.getByLabel('Then open the next read').uncheck();
    await reading.getByRole('button', { name: /^Sign/ }).click();
    // The password counts as the signature: asked for here, unless it was given moments ago to sign in.
    await untilDone(reading, product, reading.getByText(/Report signed by/));
    await expect.poll(() => reportsOf(product, exam.studyUid).length, { message: 'the report reached the order system', timeout: 60_000 }).toBeGreaterThan(0);
  });

  await test.step('the requester says that they read it', async () => {
    const asking = await windowOf(browser, product, 'webb');
    const notice = asking.getByRole('listitem').filter({ hasText: 'Major difference' }).filter({ hasText: new RegExp(patient.name.family, 'i') }).first();
    // One that comes while the page is open waits behind a line.
    await expect(async () => {
      await asking.goto('/notices');
      await expect(notice).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
    await notice.getByRole('link', { name: 'Open the read' }).click();
    await expect(asking.getByText('This report waits for you')).toBeVisible();
    await asking.getByRole('button', { name: 'I have read it' }).click();
    await expect(asking.getByText('Dr. N. Webb has read it')).toBeVisible();
    await reading.reload();
    await expect(reading.getByText('Acknowledged').first()).toBeVisible();
    await asking.context().close();
    await reading.context().close();
  });
});
