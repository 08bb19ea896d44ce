// An outreach person takes a facility from prospect to connecting with the keyboard, the partner fills in its part from a link without an account, and the line is tested both ways.
import { type Page } from '@playwright/test';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';

const dialog = (page: Page) => page.getByRole('dialog');

async function addContact(page: Page, kind: string, name: string, phone: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await dialog(page).getByLabel('Kind').selectOption({ label: kind });
  await dialog(page).getByLabel('Name', { exact: true }).fill(name);
  await dialog(page).getByLabel(/^Phone/).fill(phone);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(name)).toBeVisible();
}

const stage = (page: Page, word: string) => expect(page.getByRole('list', { name: 'Stage' }).locator('[aria-current=step]')).toContainText(word);

test('a facility goes from prospect to testing: outreach takes it on, the partner does its part from a link', async ({ browser, product }) => {
  const name = `Bayview General ${Date.now() % 100_000}`;
  const title = `BAY${Date.now() % 100_000}`;
  const peer = await LoopbackPeer.start({ aeTitle: title, knows: ['CAUSEWAY'] });
  try {
    const theo = await windowOf(browser, product, 'theo');
    await theo.goto('/facilities');
    await expect(theo.getByRole('heading', { name: /^Prospect/ })).toBeVisible();
    expect(await axeFaults(theo)).toEqual([]);
    await theo.getByRole('button', { name: 'New partner' }).click();
    await dialog(theo).getByLabel('Name', { exact: true }).fill(name);
    await dialog(theo).getByLabel('Kind').selectOption({ label: 'Hospital' });
    await dialog(theo).getByRole('button', { name: 'Add' }).click();
    await expect(theo.getByRole('heading', { level: 1, name })).toBeVisible();
    await stage(theo, 'Prospect');

    // what a stage asks for is said, not only refused
    await expect(theo.getByText('The next stage needs a clinical contact by name; an IT or PACS contact by name.')).toBeVisible();
    await theo.keyboard.press('>');
    await expect(theo.getByRole('alert')).toContainText('Not yet: a clinical contact by name');
    await theo.getByRole('link', { name: /^Contacts/ }).click();
    await addContact(theo, 'Clinical', 'Dr. Ada Brandt', '+1 555 0301');
    await addContact(theo, 'IT', 'Jon Ferry', '+1 555 0302');
    await theo.keyboard.press('>');
    await stage(theo, 'Contacted');

    await theo.getByRole('link', { name: 'Overview' }).click();
    await theo.getByRole('button', { name: 'Change', exact: true }).click();
    await theo.getByLabel('Treatment').check();
    await theo.getByLabel('Exams a month').fill('90');
    await theo.getByRole('button', { name: 'Save' }).click();
    await expect(theo.getByText('90 exams a month', { exact: true })).toBeVisible();
    await theo.keyboard.press('>');
    await stage(theo, 'Agreement');
    await theo.keyboard.press('n');
    await dialog(theo).getByLabel(/What is next/).fill('They read the agreement');
    await dialog(theo).getByRole('button', { name: 'Save' }).click();
    await expect(theo.getByText('Next: They read the agreement')).toBeVisible();

    await theo.getByRole('link', { name: /^Agreement/ }).click();
    await theo.getByRole('button', { name: 'Write one' }).click();
    await dialog(theo).getByLabel(/^Terms/).fill('Exams are used for treatment. Both sides keep a record of every disclosure.');
    await dialog(theo).getByRole('button', { name: 'Save' }).click();
    await expect(theo.getByText('Not signed')).toBeVisible();
    expect(await axeFaults(theo)).toEqual([]);
    await theo.getByRole('link', { name: 'Overview' }).click();
    await theo.getByLabel('For whom there').fill('Jon Ferry');
    await theo.getByRole('button', { name: /^Make a link/ }).click();
    const link = await theo.getByLabel('The link').inputValue();
    expect(link).toContain('/partner#');

    // somebody at the partner, in the dark, without an account
    const context = await browser.newContext({ baseURL: product.url, colorScheme: 'dark', viewport: { width: 1200, height: 900 } });
    const partner = await context.newPage();
    const asked: string[] = [];
    partner.on('request', (request) => asked.push(request.url()));
    await partner.goto(new URL(link).pathname + new URL(link).hash);
    await expect(partner.getByRole('heading', { level: 1 })).toContainText(name);
    expect(await axeFaults(partner)).toEqual([]);
    await partner.getByRole('button', { name: 'Accept' }).click();
    await expect(partner.getByText('Type your name: it stands under the agreement.')).toBeVisible();
    await partner.getByLabel('Your name').fill('Ines Falk');
    await partner.getByLabel(/I have read this/).check();
    await partner.getByRole('button', { name: 'Accept' }).click();
    await expect(partner.getByText('Accepted by Ines Falk.')).toBeVisible();

    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByLabel('Kind').selectOption({ label: 'After hours' });
    await partner.getByLabel('Name').fill('Night desk');
    await partner.getByLabel('Phone').fill('+1 555 0309');
    await partner.getByRole('button', { name: 'Add this person' }).click();
    await expect(partner.getByText('Night desk')).toBeVisible();

    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByLabel('AE title').fill(title);
    await partner.getByLabel('Host name or address').fill('169.254.169.254');
    await partner.getByLabel('Port').fill(String(peer.port));
    await partner.getByRole('button', { name: 'Save this connection' }).click();
    await expect(partner.getByRole('alert').first()).toContainText('inside a network');
    await partner.getByLabel('Host name or address').fill('127.0.0.1');
    await partner.getByRole('button', { name: 'Save this connection' }).click();
    await expect(partner.getByText(`${title} at 127.0.0.1:${peer.port}`)).toBeVisible();
    expect(await axeFaults(partner)).toEqual([]);

    await partner.getByRole('button', { name: /Procedures/ }).click();
    await partner.getByLabel('Your names of procedures').fill('CT HEAD W/O CONTRAST; 70450; 95\nODD VIEW; ; 5');
    await partner.getByRole('button', { name: 'Add to the list' }).click();
    await expect(partner.getByLabel('Our name for CT HEAD W/O CONTRAST')).toHaveValue('CT head without contrast');
    await expect(partner.getByText('95 % of your exams have a name of ours')).toBeVisible();
    await partner.getByRole('button', { name: 'Save names' }).click();
    await expect(partner.getByText('Saved', { exact: true })).toBeVisible();

    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByRole('button', { name: 'Test now' }).click();
    await expect(partner.getByRole('listitem').filter({ hasText: 'Test exam sent' })).toHaveAttribute('data-hue', 'good', { timeout: 60_000 });
    await partner.getByRole('button', { name: 'We see the test exam at our side' }).click();
    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByRole('button', { name: 'We are done for now' }).click();
    await expect(partner.getByText('Thank you.')).toBeVisible();
    expect(await axeFaults(partner)).toEqual([]);
    // the secret never stood in an address that was asked for
    const secret = link.split('.').at(-1) ?? '';
    expect(asked.filter((url) => url.includes(secret))).toEqual([]);

    // outreach sees all of it and goes on
    await theo.reload();
    await theo.getByRole('link', { name: /^Contacts/ }).click();
    await expect(theo.getByText('entered by the partner')).toBeVisible();
    await theo.keyboard.press('>');
    await stage(theo, 'Connecting');
    await expect.poll(async () => { await theo.keyboard.press('>'); return theo.getByRole('list', { name: 'Stage' }).locator('[aria-current=step]').innerText(); }, { timeout: 60_000, intervals: [1500] }).toContain('Testing');
    await theo.getByRole('link', { name: /^Activity/ }).click();
    await expect(theo.getByText('Our exam seen at their side, said by the partner')).toBeVisible();
    await theo.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFaults(theo)).toEqual([]);

    // the link is taken back, and opens nothing from then on
    await theo.getByRole('link', { name: 'Overview' }).click();
    await theo.getByRole('button', { name: 'Take back the link for Jon Ferry' }).click();
    await expect(theo.getByText('Taken back')).toBeVisible();
    await partner.reload();
    await expect(partner.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
    await context.close();
  } finally {
    await peer.stop();
  }
});
