// The system administrator adds a person, explains why they cannot do something, and disables them while their page is open.
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { untilDone, windowOf } from '../support/people';

const OWN_PASSWORD = 'seven grey herons wading';

test('a person is added, asked about and disabled, and their open page is signed out within seconds', async ({ browser, product }) => {
  const sasha = await windowOf(browser, product, 'sasha');
  await sasha.goto('/people');
  await sasha.getByRole('link', { name: 'Add a person' }).click();
  await sasha.getByLabel('User name').fill('ana.moreno');
  await sasha.getByLabel('Name', { exact: true }).fill('Ana Moreno');
  await sasha.getByLabel(/^Title/).fill('Image triage');
  await sasha.getByRole('checkbox', { name: 'Radiologist' }).check();
  await sasha.getByRole('checkbox', { name: 'Resident' }).check();
  await expect(sasha.getByRole('alert')).toContainText('resident and radiologist never go together');
  await expect(sasha.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await sasha.getByRole('checkbox', { name: 'Radiologist' }).uncheck();
  await sasha.getByRole('checkbox', { name: 'Resident' }).uncheck();
  await sasha.getByRole('checkbox', { name: 'Triage' }).check();
  await sasha.getByRole('button', { name: 'All facilities' }).click();
  await sasha.getByRole('checkbox', { name: 'burn', exact: true }).check();
  await sasha.getByRole('button', { name: 'Add', exact: true }).click();
  const secret = sasha.getByRole('status', { name: 'The secret' });
  await untilDone(sasha, product, secret);
  const oneTime = (await secret.textContent())?.trim() ?? '';
  expect(oneTime).toMatch(/^([a-z0-9]{4}-){4}[a-z0-9]{4}$/);
  await sasha.getByRole('button', { name: 'I have it' }).click();
  await expect(sasha.getByRole('heading', { name: 'Ana Moreno' })).toBeVisible();
  await expect(sasha.getByText('Waits for the first sign-in')).toBeVisible();

  const ana = await (await browser.newContext({ baseURL: product.url })).newPage();
  await ana.goto('/sign-in');
  await ana.getByLabel('User name').fill('ana.moreno');
  await ana.getByLabel('Password').fill(oneTime);
  await ana.getByRole('button', { name: 'Sign in', exact: true }).click();
  await ana.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
  await ana.getByLabel('New password again').fill(OWN_PASSWORD);
  await ana.getByRole('button', { name: 'Save and go on' }).click();
  await expect(ana.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await ana.goto('/inbound');
  await expect(ana.getByRole('heading', { name: 'Inbox' }).or(ana.getByText('Inbox')).first()).toBeVisible();

  // "Why can Ana not release the exam of Mrs. …?" The administrator sees no patient data, only its address.
  const mara = await windowOf(browser, product, 'mara');
  let exam: string | undefined;
  await expect.poll(async () => {
    const page = (await (await mara.request.get('/api/v1/inbound?view=open&limit=200')).json()) as { rows: { id: string; serviceLine: string }[] };
    return (exam = page.rows.find((row) => row.serviceLine !== 'burn')?.id);
  }, { message: 'an exam of another line has come', timeout: 90_000 }).toBeTruthy();
  await sasha.getByRole('link', { name: 'May they…?' }).click();
  await sasha.getByRole('combobox', { name: 'do', exact: true }).selectOption('inbound.release');
  await sasha.getByLabel('Address of its page').fill(`${product.url}/inbound/${exam}`);
  await sasha.getByRole('button', { name: 'Ask', exact: true }).click();
  const answer = sasha.getByRole('region', { name: 'Answer' });
  await expect(answer.getByText('Ana Moreno may not do this to this one')).toBeVisible();
  await expect(answer.getByText('Ana Moreno has burn.')).toBeVisible();
  expect(await axeFaults(sasha)).toEqual([]);

  // Disabled while her page is open: nobody touches it, and it is signed out.
  await answer.getByRole('link', { name: 'Open Ana Moreno' }).click();
  await expect(sasha.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  expect(await axeFaults(sasha)).toEqual([]);
  await sasha.getByRole('button', { name: 'Disable' }).click();
  await sasha.getByLabel(/In words/).fill('Left the house');
  await sasha.getByRole('button', { name: 'Disable' }).last().click();
  await untilDone(sasha, product, sasha.getByText('Disabled', { exact: true }));
  await expect(ana.getByText('Your session ended on the server')).toBeVisible({ timeout: 8000 });
  await ana.context().close();
  await mara.context().close();
  await sasha.context().close();
});
