// A patient asks for a second opinion from home: the mail is confirmed, the liaison takes it up, the patient brings the images, a specialist answers, and the patient knows how to get the answer.
import { makeObject } from '@causeway/dicom/testing';
import type { Browser, Page } from '@playwright/test';
import { checkedAndReleased, get, isoDay, matched } from '../exchange/support';
import { axeFaults as faultsOf } from '../support/axe';
import { expect, test } from '../support/journey';
import { mailServer, readable, type Mail } from '../support/mail';
import { strangersToTheDemo, worldOf } from '../support/partner';
import { untilDone, windowOf } from '../support/people';
import { settled } from '../support/settled';

const MAIL = 'patient@home.example';
const PHONE = '+1 555 0142';

/** What axe finds once the page stands still. */
async function axeFaults(page: Page): Promise<string[]> {
  await settled(page);
  return faultsOf(page);
}

/** The page of somebody at home, on a telephone. */
const atHome = async (browser: Browser, url: string, colorScheme: 'light' | 'dark'): Promise<Page> => (await browser.newContext({ baseURL: url, viewport: { width: 400, height: 860 }, colorScheme, locale: 'en-US', timezoneId: 'UTC' })).newPage();

test('a patient asks for a second opinion by themselves, and it goes its way to the answer', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const mails: Mail[] = [];
  const server = await mailServer(product.smtpPort, mails);
  const patient = strangersToTheDemo(worldOf(product)).at(-1)!;
  const birthDate = isoDay(patient.birthDate);
  const { family, given } = patient.name;
  const liaison = await windowOf(browser, product, 'leila');
  const mailWith = async (words: string): Promise<string> => {
    await expect.poll(() => mails.some((m) => m.to === MAIL && readable(m.text).includes(words)), { message: `a mail that says "${words}"`, timeout: 60_000 }).toBe(true);
    const text = readable(mails.findLast((m) => m.to === MAIL && readable(m.text).includes(words))!.text);
    for (const secret of [family, given, birthDate, 'PLANTED', 'neurology']) expect(text.toUpperCase()).not.toContain(secret.toUpperCase());
    return text;
  };
  try {
    const home = await atHome(browser, product.url, 'light');
    const code = await test.step('asks on the open page, is told what is missing, and is shown a code', async () => {
      await home.goto('/second-opinion');
      expect(await axeFaults(home)).toEqual([]);
      await home.getByRole('button', { name: 'Send my question' }).click();
      await expect(home.getByText('Tick that you agree before you send it.')).toBeVisible();
      expect(await axeFaults(home)).toEqual([]);
      await home.getByLabel('Whom do you ask?').selectOption({ label: 'Brain, spine and nerves' });
      await home.getByLabel('Look at my images again').check();
      await home.getByLabel('Your question').fill('PLANTED: I was told that I need an operation of my back. Is that so?');
      await home.getByLabel('Which images do you have?').fill('my spine MRI of 2025');
      await home.getByLabel('Given name').fill(given);
      await home.getByLabel('Family name').fill(family);
      await home.getByLabel('Birth date').fill(birthDate);
      await home.getByLabel('I am the patient', { exact: true }).check();
      await home.getByLabel('Mail address').fill(MAIL);
      await home.getByLabel('Telephone').fill(PHONE);
      await home.getByLabel(/I may ask this/).check();
      await home.getByRole('button', { name: 'Send my question' }).click();
      await expect(home.getByRole('heading', { name: 'Now look into your mail' })).toBeVisible();
      expect(await axeFaults(home)).toEqual([]);
      return (await home.locator('.code b').textContent()) ?? '';
    });
    const token = /second-opinion#([0-9a-f-]{36}\.[\w-]+)/.exec(await mailWith('please confirm'))![1]!;
    expect((await get<{ views: { waiting: number } }>(liaison, '/opinions')).views.waiting).toBe(0);
    const progress = await atHome(browser, product.url, 'dark');
    await test.step('confirms with the link of the mail, and sees with the code that the question is there', async () => {
      await progress.goto(`/second-opinion#${token}`);
      await expect(progress.getByRole('heading', { name: 'Was it you who asked?' })).toBeVisible();
      expect(await axeFaults(progress)).toEqual([]);
      await progress.getByRole('button', { name: 'Confirm' }).click();
      await progress.getByLabel('Code').fill(code);
      await progress.getByLabel('Birth date of the patient').fill(birthDate);
      expect(await axeFaults(progress)).toEqual([]);
      await progress.getByRole('button', { name: 'Open' }).click();
      await expect(progress.getByRole('heading', { name: 'Your question is here' })).toBeVisible();
      expect(await axeFaults(progress)).toEqual([]);
    });

    const caseId = await test.step('the liaison sees who it may be, and takes it up', async () => {
      await liaison.goto('/cases');
      await liaison.getByRole('link', { name: 'Asked by patients (1)' }).click();
      expect(await axeFaults(liaison)).toEqual([]);
      await liaison.locator('.rows a').first().click();
      await expect(liaison.getByText('PLANTED: I was told').first()).toBeVisible();
      expect(await axeFaults(liaison)).toEqual([]);
      await liaison.getByRole('button', { name: 'Take it up and mail the link' }).click();
      await expect(liaison.getByText('Say who it is.')).toBeVisible();
      await liaison.getByRole('radio', { name: new RegExp(patient.mrn) }).check();
      await liaison.getByRole('button', { name: 'Take it up and mail the link' }).click();
      await expect(liaison.getByText('The link for the images went to the patient by mail')).toBeVisible();
      expect(await axeFaults(liaison)).toEqual([]);
      const opened = liaison.getByRole('link', { name: /^Case C-/ });
      return (await opened.getAttribute('href'))!.split('/').at(-1)!;
    });

    await test.step('brings the images with the code from the beginning', async () => {
      const link = /bring#([0-9a-f-]{36}\.[\w-]+)/.exec(await mailWith('takes up what you asked'))![1]!;
      await home.goto(`/bring#${link}`);
      await home.reload();
      await home.getByLabel('Code').fill(code);
      await home.getByLabel('Birth date of the patient').fill(birthDate);
      await home.getByRole('button', { name: 'Open' }).click();
      await home.getByLabel('I am the patient', { exact: true }).check();
      await home.getByLabel('Your name').fill(`${given} ${family}`);
      await home.getByLabel(/I am allowed to bring/).check();
      await home.getByRole('button', { name: 'Go on' }).click();
      await expect(home.getByText('my spine MRI of 2025')).toBeVisible();
      const made = makeObject({ kind: 'mr', edge: 32, attributes: { PatientName: `${family}^${given}`, PatientBirthDate: birthDate.replaceAll('-', ''), PatientSex: patient.sex ?? '', StudyDescription: 'MR LUMBAR SPINE' } });
      await home.getByLabel('Files', { exact: true }).setInputFiles({ name: 'IM0001', mimeType: 'application/dicom', buffer: made.file });
      await expect(home.getByText(/MR, 1 image: received/)).toBeVisible({ timeout: 40_000 });
      await home.getByRole('button', { name: 'That is everything' }).click();
      await expect(home.getByText('Thank you.')).toBeVisible();
      await progress.getByRole('button', { name: 'Look again' }).click();
      await expect(progress.getByRole('heading', { name: 'Your images are here' })).toBeVisible();
    });

    await test.step('the images are matched, checked and released, and go to the reader', async () => {
      const admin = await windowOf(browser, product, 'mara');
      const { links } = await get<{ links: { parcels: { id: string }[] }[] }>(liaison, `/upload-links?case=${caseId}`);
      const { people } = await get<{ people: { exams: { examId: string }[] }[] }>(admin, `/parcels/${links[0]!.parcels[0]!.id}`);
      const examId = people[0]!.exams[0]!.examId;
      await matched(admin, examId);
      await checkedAndReleased(admin, examId);
      await expect.poll(async () => (await get<{ state: string }>(liaison, `/cases/${caseId}`)).state, { message: 'the case is with who decides', timeout: 90_000 }).toBe('deciding');
      await progress.getByRole('button', { name: 'Look again' }).click();
      await expect(progress.getByRole('heading', { name: 'A specialist has your images' })).toBeVisible();
      await admin.context().close();
    });

    await test.step('a specialist answers, and the patient learns how the answer reaches them', async () => {
      const reader = await windowOf(browser, product, 'diaz');
      await reader.goto(`/cases/${caseId}`);
      await expect(reader.getByText('Asked by the patient on the open page')).toBeVisible();
      await reader.getByRole('button', { name: 'Advise', exact: true }).click();
      await reader.getByRole('dialog').getByLabel('What you advise').fill('No operation. Physiotherapy for three months.');
      await reader.getByRole('dialog').getByRole('button', { name: 'Record' }).click();
      await expect(reader.getByRole('dialog')).toHaveCount(0);
      await reader.getByRole('button', { name: 'Advised' }).click();
      await reader.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
      expect(await mailWith('has been answered')).not.toMatch(/physiotherapy|operation/i);
      await progress.getByRole('button', { name: 'Look again' }).click();
      await expect(progress.getByRole('heading', { name: 'The answer is there' })).toBeVisible();
      await expect(progress.getByRole('link', { name: 'Call +1 555 0173' })).toBeVisible();
      await expect(progress.getByText(/physiotherapy/i)).toHaveCount(0);
      expect(await axeFaults(progress)).toEqual([]);
      await reader.context().close();
    });
    await home.context().close();
    await progress.context().close();
  } finally {
    await liaison.context().close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

test('the administrator opens and closes a line, and the open page follows', async ({ browser, product }) => {
  const server = await mailServer(product.smtpPort, []);
  const admin = await windowOf(browser, product, 'sasha');
  const home = await atHome(browser, product.url, 'light');
  const asked = home.getByLabel('Whom do you ask?');
  try {
    await admin.goto('/use-cases/patients-ask');
    expect(await axeFaults(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Open cardiology' }).click();
    await admin.getByRole('button', { name: 'Open it' }).click();
    await expect(admin.getByText('Give the number at which patients reach the line.')).toBeVisible();
    await admin.getByLabel('Number patients call').fill('+1 555 0174');
    await admin.getByRole('button', { name: 'Open it' }).click();
    await untilDone(admin, product, admin.getByText('Heart is open for questions of patients.'));
    expect(await axeFaults(admin)).toEqual([]);
    await home.goto('/second-opinion');
    await expect(asked.getByRole('option', { name: 'Heart' })).toBeAttached();
    await admin.getByRole('button', { name: 'Close cardiology' }).click();
    await untilDone(admin, product, admin.getByText('Heart is closed for questions of patients.'));
    await home.reload();
    await expect(asked).toBeVisible();
    await expect(asked.getByRole('option', { name: 'Heart' })).toHaveCount(0);
  } finally {
    await admin.context().close();
    await home.context().close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
