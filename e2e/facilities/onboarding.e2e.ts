// A stranger of foreign software only, Orthanc and dcmtk, goes from prospect to live: outreach takes it on with the keyboard, the partner fills in its part from a link without an account,
// a test exam with its report goes there and comes back, an exam and a report of theirs come here, over TLS with a certificate they handed in, and somebody else says that it is live.
import fs from 'node:fs/promises';
import { type Page } from '@playwright/test';
import { run, startOrthanc, testAuthority } from '@causeway/transport-dimse/testing';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { untilDone, windowOf } from '../support/people';

test.setTimeout(360_000);
/** A white square, and a page with nothing on it. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGP4/5/h/38AC/oD/eAlihAAAAAASUVORK5CYII=';
const PAGE = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n').toString('base64');

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

test('a stranger of Orthanc and dcmtk goes from prospect to live through the wizard, with a round trip both ways', async ({ browser, product }) => {
  const name = `Bayview General ${Date.now() % 100_000}`;
  const title = `BAY${Date.now() % 100_000}`;
  const peer = await startOrthanc({ causeway: { aeTitle: 'CAUSEWAY', port: product.dicomPort } }, { DicomAet: title, DicomCheckCalledAet: true, DicomAlwaysAllowGet: true });
  const tls = product.dicomTls!;
  const [theirs, stolen] = [testAuthority('pacs.bayview.example'), testAuthority('pacs.elsewhere.example')];
  /** dcmtk sends what Orthanc wrote, over TLS, with that certificate. */
  const overTls = async (files: readonly string[], identity: typeof theirs): Promise<string> => {
    for (const [part, pem] of [['key', identity.keyPem], ['cert', identity.certPem], ['ca', tls.ca]] as const) await fs.writeFile(`${peer.folder}/${part}.pem`, pem);
    const { code, output } = await run('storescu', ['-R', '+tls', `${peer.folder}/key.pem`, `${peer.folder}/cert.pem`, '+cf', `${peer.folder}/ca.pem`, '-aet', title, '-aec', 'CAUSEWAY', '127.0.0.1', String(tls.port), ...files]);
    return `${code} ${output}`.trim();
  };
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
    const link = await theo.getByRole('textbox', { name: 'The link' }).inputValue();
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
    await partner.getByLabel(/^Addresses you send from/).fill('127.0.0.1');
    await partner.getByRole('button', { name: 'Save this connection' }).click();
    await expect(partner.getByText(`${title} at 127.0.0.1:${peer.port}`)).toBeVisible();
    expect(await axeFaults(partner)).toEqual([]);

    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByLabel('Certificate, PEM').fill(theirs.keyPem);
    await partner.getByRole('button', { name: 'Send our certificate' }).click();
    await expect(partner.getByRole('alert').first()).toContainText('This is a private key');
    await partner.getByLabel('Certificate, PEM').fill(theirs.certPem);
    await partner.getByRole('button', { name: 'Send our certificate' }).click();
    await expect(partner.getByText('waits to be compared')).toBeVisible();

    await partner.getByRole('button', { name: /Procedures/ }).click();
    await partner.getByLabel('Your names of procedures').fill('CT HEAD W/O CONTRAST; 70450; 95\nODD VIEW; ; 5');
    await partner.getByRole('button', { name: 'Add to the list' }).click();
    await expect(partner.getByLabel('Our name for CT HEAD W/O CONTRAST')).toHaveValue('CT head without contrast');
    await expect(partner.getByText('95 % of your exams have a name of ours')).toBeVisible();
    await partner.getByRole('button', { name: 'Save names' }).click();
    await expect(partner.getByText('Saved', { exact: true })).toBeVisible();

    await partner.getByRole('button', { name: 'Continue' }).click();
    await partner.getByRole('button', { name: 'Test now' }).click();
    for (const rung of ['Test exam sent', 'Seen at your side', 'Fetched back', 'Test report', 'Report fetched back']) await expect(partner.getByRole('listitem').filter({ hasText: rung }).first()).toHaveAttribute('data-hue', 'good', { timeout: 60_000 });
    const held = (level: string): Promise<string[]> => peer.rest(`/${level}`).then((answer) => JSON.parse(String(answer)) as string[]);
    expect(await held('instances')).toHaveLength(2);
    await partner.getByRole('button', { name: 'We see the test exam at our side' }).click();
    expect(await axeFaults(partner)).toEqual([]);

    // Orthanc sends the test exam back, as the page asks for
    await expect(partner.getByText('nothing has come yet')).toHaveCount(2);
    await peer.rest('/modalities/causeway/store', { Resources: await held('studies'), Synchronous: true });
    await expect(partner.getByRole('listitem').filter({ hasText: 'An exam of yours' })).toHaveAttribute('data-hue', 'good');
    // and dcmtk an exam with a report of their own over TLS: with the certificate they handed in, once it was compared, and with no other
    const own = JSON.parse(String(await peer.rest('/tools/create-dicom', { Tags: { PatientName: 'NOBODY^FROM BAYVIEW', PatientID: 'BAY-TEST', StudyDescription: 'TEST OF BAYVIEW', Modality: 'OT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' }, Content: `data:image/png;base64,${PIXEL}` }))) as { ID: string; ParentStudy: string };
    const report = JSON.parse(String(await peer.rest('/tools/create-dicom', { Parent: own.ParentStudy, Tags: { SeriesDescription: 'REPORT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' }, Content: `data:application/pdf;base64,${PAGE}` }))) as { ID: string };
    const files = await Promise.all([own, report].map(async ({ ID }) => {
      const file = `${peer.folder}/${ID}.dcm`;
      await fs.writeFile(file, await peer.rest(`/instances/${ID}/file`));
      return file;
    }));
    expect(await overTls(files, theirs)).not.toBe('0');
    const mara = await windowOf(browser, product, 'mara');
    await mara.goto(`${new URL(theo.url()).pathname}?tab=connections`);
    await mara.getByRole('button', { name: 'Compare and trust' }).click();
    await dialog(mara).getByLabel('Who read it to you').fill('Jon Ferry');
    await dialog(mara).getByLabel(/^Its last eight characters/).fill((await mara.locator('.fingerprint').first().innerText()).slice(-11));
    await dialog(mara).getByRole('button', { name: 'Trust it' }).click();
    await untilDone(mara, product, mara.getByText('Trusted', { exact: true }));
    expect(await axeFaults(mara)).toEqual([]);
    await expect.poll(() => overTls(files, theirs), { timeout: 20_000 }).toBe('0');
    expect(await overTls(files, stolen)).not.toBe('0');
    await expect(partner.getByRole('listitem').filter({ hasText: 'A report of yours' })).toHaveAttribute('data-hue', 'good');
    expect(await axeFaults(partner)).toEqual([]);
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

    // and somebody else says that it is live
    const solveig = await windowOf(browser, product, 'solveig', { viewport: { width: 820, height: 1000 } });
    await solveig.goto(new URL(theo.url()).pathname);
    await stage(solveig, 'Testing');
    await solveig.getByRole('button', { name: 'Go live' }).click();
    await stage(solveig, 'Live');
    expect(await axeFaults(solveig)).toEqual([]);

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
