// What is opened out of turn and judged afterwards, whom one lets act for oneself, and who still should hold which role.
import { expect, test } from '../support/journey';
import { looksClean } from '../support/looks-clean';
import { untilDone, windowOf } from '../support/people';

interface Exam { readonly id: string; readonly patient: { readonly birthDate: string | null; readonly name: { readonly family: string }; readonly local: { readonly mrn: string } | null; readonly outsideId: { readonly value: string } | null } }

const numberOf = ({ patient }: Exam): string => patient.local?.mrn ?? patient.outsideId?.value ?? '';

test('a clinician opens a patient in an emergency, every page says so, and the records manager judges it', async ({ browser, product }) => {
  const mara = await windowOf(browser, product, 'mara');
  const webb = await windowOf(browser, product, 'webb');
  let exam: Exam | undefined;
  await expect.poll(async () => {
    const { rows } = (await (await mara.request.get('/api/v1/inbound?view=open&limit=200')).json()) as { rows: Exam[] };
    for (const row of rows.filter((r) => r.patient.birthDate !== null && numberOf(r) !== '')) {
      if ((await webb.request.get(`/api/v1/inbound/${row.id}`)).status() === 404) exam = row;
      if (exam) break;
    }
    return exam?.id;
  }, { message: 'an exam that is not the clinician’s to see', timeout: 60_000 }).toBeTruthy();
  await mara.context().close();

  await webb.goto('/emergency');
  await webb.getByRole('button', { name: 'Open in an emergency' }).click();
  await expect(webb.getByText('The date of birth is needed.')).toBeVisible();
  await webb.getByLabel('Date of birth').fill(exam!.patient.birthDate!);
  await webb.getByLabel('Record number').fill(numberOf(exam!));
  await webb.getByRole('combobox', { name: /^Reason/ }).selectOption('life-threat');
  await webb.getByLabel('What makes it an emergency').fill('Unconscious after a fall, prior imaging needed');
  await looksClean(webb, 'emergency');
  await webb.getByRole('button', { name: 'Open in an emergency' }).click();
  await untilDone(webb, product, webb.getByText(/Emergency access to/));
  await webb.getByRole('list').getByRole('link').filter({ hasText: exam!.patient.name.family }).first().click();
  await expect(webb).toHaveURL(new RegExp(exam!.id));
  await expect(webb.getByText(/Emergency access to .* until \d\d:\d\d/)).toBeVisible();
  await looksClean(webb, 'exam under emergency access');

  const rm = await windowOf(browser, product, 'achterberg');
  await rm.goto('/emergency');
  await rm.getByRole('link', { name: /Dr\. N\. Webb opened/ }).click();
  await rm.getByRole('button', { name: 'End it now' }).click();
  await expect(rm.getByText(/ended by a reviewer/)).toBeVisible();
  await expect(webb.getByText(/Emergency access to/)).toBeHidden();
  expect((await webb.request.get(`/api/v1/inbound/${exam!.id}`)).status()).toBe(404);
  await rm.getByRole('button', { name: 'Review' }).click();
  await rm.getByRole('combobox', { name: /Verdict/ }).selectOption('justified');
  await rm.getByRole('button', { name: 'Give the verdict' }).click();
  await expect(rm.getByText(/^Justified \(/)).toBeVisible();
  await looksClean(rm, 'emergency access reviewed');
  await rm.context().close();
  await webb.context().close();
});

test('a clinician lets a colleague act for them and takes it back', async ({ browser, product }) => {
  const webb = await windowOf(browser, product, 'webb');
  await webb.goto('/account');
  await webb.getByRole('button', { name: 'Let a colleague act for you' }).click();
  await webb.getByRole('combobox', { name: /Colleague/ }).selectOption({ index: 1 });
  await webb.getByRole('button', { name: 'Hand over' }).click();
  await untilDone(webb, product, webb.getByText(/acts for you$/));
  await looksClean(webb, 'account with a delegation');
  await webb.getByRole('button', { name: /^End ?:/ }).click();
  await expect(webb.getByText('Over', { exact: true })).toBeVisible();
  await webb.context().close();
});

test('an administrator starts an access review, a section lead answers about their people', async ({ browser, product }) => {
  const sasha = await windowOf(browser, product, 'sasha');
  await sasha.goto('/access-reviews');
  await sasha.getByRole('button', { name: 'Start a review' }).click();
  await sasha.getByRole('textbox', { name: /^Name/ }).fill('Winter review');
  await sasha.getByLabel('Answers until').fill('2999-12-31');
  await sasha.getByRole('button', { name: 'Start', exact: true }).click();
  await untilDone(sasha, product, sasha.getByRole('heading', { name: 'Winter review' }));
  await looksClean(sasha, 'access review');

  const lead = await windowOf(browser, product, 'ingrid');
  await lead.goto('/access-reviews');
  await lead.getByRole('link', { name: 'Winter review' }).click();
  await lead.getByRole('button', { name: /^Confirm the roles of/ }).first().click();
  await untilDone(lead, product, lead.getByText(/Confirmed by Ingrid Solheim/));
  await looksClean(lead, 'access review of a lead');
  await lead.goto('/access-reviews');
  await expect(lead.getByText(/1 of \d+ decided/)).toBeVisible();
  await lead.context().close();
  await sasha.context().close();
});
