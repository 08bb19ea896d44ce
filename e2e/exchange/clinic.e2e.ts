// Next week's clinic: the liaison sees whose images are missing, asks for them, and the visit gets its outcome; a standing list asks by itself, and again.
import { makeObject } from '@causeway/dicom/testing';
import type { Browser, Page } from '@playwright/test';
import pg from 'pg';
import sharp from 'sharp';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';
import { get } from './support';

interface Board { readonly rows: readonly { readonly caseRow: { readonly id: string; readonly serviceLine: string; readonly moves: readonly { readonly move: string }[] } | null }[] }

test('a liaison works through the visits of next week, asks a partner for priors, and the visit is kept with new images', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const liaison = await windowOf(browser, product, 'leila');
  let caseId = '';
  await expect.poll(async () => {
    const board = await get<Board>(liaison, '/appointments?days=10');
    caseId = board.rows.find((r) => r.caseRow?.serviceLine === 'neurology')?.caseRow?.id ?? '';
    return caseId;
  }, { message: 'appointments came from the scheduling system', timeout: 40_000 }).not.toBe('');
  await liaison.goto('/visits');
  await expect(liaison.getByRole('heading', { name: 'Pre-visit' })).toBeVisible();
  expect(await axeFaults(liaison)).toEqual([]);
  await liaison.goto(`/requests/new?case=${caseId}`);
  await expect(liaison.getByLabel('Family name')).not.toHaveValue('');
  await liaison.getByLabel('Exam', { exact: true }).fill('MR lumbar spine');
  await liaison.getByRole('group', { name: 'Exam 1' }).getByLabel('Kind').selectOption('MR');
  await liaison.getByRole('combobox', { name: 'Facility', exact: true }).selectOption({ label: 'St. Mary’s Regional' });
  expect(await axeFaults(liaison)).toEqual([]);
  await liaison.getByRole('button', { name: 'Send request' }).click();
  await expect(liaison).toHaveURL(new RegExp(`/cases/${caseId}`));
  await expect(liaison.getByText('MR lumbar spine from St. Mary’s Regional')).toBeVisible();

  await liaison.getByRole('button', { name: 'Stop the clock' }).click();
  await liaison.getByRole('dialog').getByLabel('Everybody waits for').fill('St. Mary’s');
  await liaison.getByRole('dialog').getByLabel('Why').fill('disc promised for Thursday');
  await liaison.getByRole('dialog').getByRole('button', { name: 'Stop the clock' }).click();
  await expect(liaison.getByText('Paused')).toBeVisible();

  await bringsImages(browser, liaison, product.url, caseId);

  const reader = await windowOf(browser, product, 'diaz');
  await reader.goto(`/cases/${caseId}`);
  await reader.getByRole('button', { name: 'Make new images here' }).click();
  await reader.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await liaison.goto('/visits');
  await expect(liaison.getByRole('cell', { name: 'New images here' })).toBeVisible();
});

/** The patient is invited, and their mother brings a disc's files and a photograph from her telephone. */
async function bringsImages(browser: Browser, liaison: Page, url: string, caseId: string): Promise<void> {
  const { patient } = await get<{ patient: { birthDate: string; sex: string | null; name: { family: string; given: string } } }>(liaison, `/cases/${caseId}`);
  await liaison.getByRole('button', { name: 'Invite the patient' }).click();
  await liaison.getByRole('dialog').getByLabel('Which images').fill('your spine MRI of 2025');
  await liaison.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
  const given = liaison.getByRole('status').filter({ hasText: 'two different ways' });
  const address = (await given.locator('.address').textContent()) ?? '';
  const code = (await given.locator('dd b').textContent()) ?? '';
  expect(await axeFaults(liaison)).toEqual([]);

  const visitor = await (await browser.newContext({ baseURL: url, viewport: { width: 400, height: 860 } })).newPage();
  await visitor.goto(`/bring#${address.split('#')[1]}`);
  await visitor.getByLabel('Code').fill('WRONGONE');
  await visitor.getByLabel('Birth date of the patient').fill(patient.birthDate);
  await visitor.getByRole('button', { name: 'Open' }).click();
  await expect(visitor.getByText('That does not fit.')).toBeVisible();
  expect(await axeFaults(visitor)).toEqual([]);
  await visitor.getByLabel('Code').fill(code);
  await visitor.getByRole('button', { name: 'Open' }).click();
  await visitor.getByLabel('mother or father').check();
  await visitor.getByLabel('Your name').fill('Rosa Journey');
  await visitor.getByLabel(/I am allowed to bring/).check();
  expect(await axeFaults(visitor)).toEqual([]);
  await visitor.getByRole('button', { name: 'Go on' }).click();
  await expect(visitor.getByText('your spine MRI of 2025')).toBeVisible();
  const made = makeObject({ kind: 'mr', edge: 32, attributes: { PatientName: `${patient.name.family}^${patient.name.given}`, PatientBirthDate: patient.birthDate.replaceAll('-', ''), PatientSex: patient.sex ?? '', StudyDescription: 'MR LUMBAR SPINE' } });
  await visitor.getByLabel('Files', { exact: true }).setInputFiles({ name: 'IM0001', mimeType: 'application/dicom', buffer: made.file });
  await expect(visitor.getByText(/MR, 1 image: received/)).toBeVisible({ timeout: 40_000 });
  await visitor.getByLabel('What do they show?').fill('back, from behind');
  const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c08060' } }).jpeg().toBuffer();
  await visitor.getByLabel('Photographs', { exact: true }).setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg }, { name: 'b.heic', mimeType: 'image/heic', buffer: Buffer.alloc(10) }]);
  await expect(visitor.getByText(/b\.heic is no JPEG or PNG picture/)).toBeVisible();
  await expect(visitor.getByText(/photographs, 1 image: received/)).toBeVisible({ timeout: 40_000 });
  expect(await axeFaults(visitor)).toEqual([]);
  await visitor.getByRole('button', { name: 'That is everything' }).click();
  await expect(visitor.getByText('Thank you.')).toBeVisible();
  expect(await axeFaults(visitor)).toEqual([]);
  await visitor.context().close();

  await expect(liaison.getByText('has brought everything')).toBeVisible();
  await expect(liaison.getByText(/Rosa Journey, who says to be a parent/)).toBeVisible();
  await expect(liaison.getByText('MR LUMBAR SPINE')).toBeVisible({ timeout: 40_000 });
}

test('a liaison makes a standing list, which asks for its patients on its day and again a week later, and for nobody whose request is still open', async ({ browser, product }) => {
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  try {
    const liaison = await windowOf(browser, product, 'leila');
    await liaison.goto('/requests/lists/new');
    await liaison.getByLabel('Name', { exact: true }).fill('Tuesday spine clinic');
    await liaison.getByRole('combobox', { name: 'Facility', exact: true }).selectOption({ label: 'St. Mary’s Regional' });
    await liaison.getByLabel('Exam', { exact: true }).fill('MR spine');
    await liaison.getByLabel('Or paste several').fill('Halloran, Ines, 1971-07-02, F, 4711\nOduya, Femi, 1958-11-30, M, 4712');
    await liaison.getByRole('button', { name: 'Take them over' }).click();
    await expect(liaison.getByText('2 in the list')).toBeVisible();
    expect(await axeFaults(liaison)).toEqual([]);
    await liaison.getByRole('button', { name: 'Make the list' }).click();
    await liaison.getByRole('button', { name: 'Ask now' }).click();
    const rounds = liaison.locator('details.run');
    await expect(rounds).toHaveCount(1);
    await expect(rounds.getByText('Halloran, Ines asked')).toBeVisible();

    // one of them has been answered, and a week is over
    const id = liaison.url().split('/').at(-1)!;
    const { people } = await get<{ people: { told: { family: string }; request: { id: string } | null }[] }>(liaison, `/standing-lists/${id}`);
    const answered = people.find((p) => p.told.family === 'Oduya')!.request!.id;
    await db.query(`update request_out set state = 'fulfilled', version = version + 1 where id = $1`, [answered]);
    await db.query(`update standing_list set next_at = clock_timestamp() where id = $1`, [id]);
    await db.query(`update job set due_at = clock_timestamp() where kind = 'request.round' and state = 'waiting' and data->>'id' = $1`, [id]);
    await expect(rounds).toHaveCount(2, { timeout: 60_000 });
    await expect(rounds.first().getByText('Oduya, Femi asked')).toBeVisible();
    await expect(rounds.first().getByText('Halloran, Ines not asked again: the last request is still open')).toBeVisible();
    expect(await axeFaults(liaison)).toEqual([]);
  } finally {
    await db.end();
  }
});
