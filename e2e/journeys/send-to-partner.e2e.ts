// A PACS administrator sends two exams with their reports to a partner; the partner goes away in the middle and comes back; a send is called back.
// Another exam is fetched from the same partner, and one goes to a person by link and code.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import pg from 'pg';
import { axeFaults } from '../support/axe';
import { facility as facilityOf, get, isoDay, post } from '../exchange/support';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { windowOf } from '../support/people';

test.setTimeout(420_000);

test('two exams with reports reach a partner that goes away in the middle, and a send is called back', async ({ browser, product }) => {
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => (await db.query<T & Record<string, unknown>>(sql, values)).rows;
  let partner = await LoopbackPeer.start({ aeTitle: 'RIVERSIDE' });
  const { port } = partner;
  try {
    // a partner this house may send to, over one line
    const [facility, line] = [randomUUID(), randomUUID()];
    const name = `Riverside Trauma ${facility.slice(0, 4)}`;
    await rows(`insert into facility (id, name, kind, state, tier, issuer, demo) values ($1, $2, 'hospital', 'live', 'regular', $3, true)`, [facility, name, `RIV${facility.slice(0, 6).toUpperCase()}`]);
    await rows(`insert into agreement (id, facility_id, kind, begins_on, signed_at, signed_name, made_by) values (gen_random_uuid(), $1, 'sharing', '2020-01-01', clock_timestamp(), 'Journey', 'journey')`, [facility]);
    await rows(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'both', 'images', 'Images', $3)`,
      [line, facility, { host: '127.0.0.1', port, calledAeTitle: 'RIVERSIDE', callingAeTitle: 'CAUSEWAY', retrieve: 'get', connectSeconds: 2, associateSeconds: 4, responseSeconds: 10 }]);
    await rows(`update person set facilities = array_append(facilities, $1) where username in ('mara', 'moreau')`, [facility]);
    await rows(`update facility set redisclosure = 'allowed' where not host`);
    // two exams of the demonstration that are matched and have images; each with a report in words
    const fitting = (): Promise<{ id: string }[]> => rows<{ id: string }>(
      `select x.id from inbound x join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') join patient p on p.id = m.patient_id
       where x.state = 'released' and x.received between 3 and 400 and not p.flags && '{part2,restricted}' order by x.received desc limit 2`);
    await expect.poll(async () => (await fitting()).length, { timeout: 240_000, intervals: [1000] }).toBe(2);
    const two = await fitting();
    for (const exam of two) {
      await rows(`insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'Journey RIS', 'Imre^Sandor', 'F', 'Report', $3, sha256('x'))`,
        [randomUUID(), exam.id, JSON.stringify([{ heading: 'Impression', text: 'No bleed.' }])]);
    }
    // the partner takes its time, so that it can go away in the middle
    partner.behaviour.answerDelayMs = 500;

    const page = await windowOf(browser, product, 'mara');
    page.setDefaultTimeout(60_000);
    await page.goto(`/sends/new?exams=${two.map((x) => x.id).join(',')}`);
    await page.getByLabel('Facility').selectOption({ label: name });
    await page.getByLabel(/Person there/).fill('Dr. Amara Osei');
    await expect(page.getByText('is taken', { exact: true })).toBeVisible();
    await expect(page.getByText(/Something stops it/)).toBeHidden();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel(/I attest/).check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByText('Sending', { exact: true })).toBeVisible({ timeout: 30_000 });
    const address = page.url();

    await expect.poll(() => partner.held.size, { timeout: 30_000 }).toBeGreaterThan(0);
    await partner.stop();
    await page.goto('/transfers');
    await expect(page.getByText(`${name} is away`).first()).toBeVisible({ timeout: 60_000 });
    expect(await axeFaults(page)).toEqual([]);

    partner = await LoopbackPeer.start({ aeTitle: 'RIVERSIDE', port });
    await page.goto(address);
    await expect(page.getByText('Delivered', { exact: true }).first()).toBeVisible({ timeout: 90_000 });
    expect(await axeFaults(page)).toEqual([]);
    const [proven] = await rows<{ n: number; all: number }>(
      `select count(*) filter (where r.state = 'verified')::int as n, count(*)::int as all from transfer_row r join transfer t on t.id = r.transfer_id where t.endpoint_id = $1`, [line]);
    expect(proven!.n).toBe(proven!.all);

    await page.getByRole('button', { name: 'Call back' }).click();
    await page.getByLabel(/In words/).fill('It went to the wrong clinic');
    await page.getByRole('dialog').getByRole('button', { name: 'Call back' }).click();
    await expect(page.getByText('ask them to delete these').first()).toBeVisible();

    // what they have is looked for and fetched, and stands among the transfers image by image
    partner.behaviour.answerDelayMs = 0;
    const of = worldOf(product);
    const exam = newExam(of, { like: 'lindgren-head', patient: strangersToTheDemo(of).at(-7)! });
    await send(product, exam, { to: { port, aeTitle: 'RIVERSIDE' } });
    const nurse = await windowOf(browser, product, 'moreau');
    const { issuer } = await facilityOf(nurse, name);
    const { patient } = exam;
    const request = await post<{ id: string; version: number }>(nurse, '/requests', {
      patient: { family: patient.name.family, given: patient.name.given, birthDate: isoDay(patient.birthDate), sex: patient.sex, identifier: { value: patient.id, issuer } }, legalBasis: 'treatment', wanted: [{ modality: 'CT', what: 'CT head' }],
      facilityId: facility, serviceLine: 'trauma', urgency: 'high', neededBy: new Date(Date.now() + 7_200_000).toISOString(),
    });
    await post(nurse, `/requests/${request.id}/send`, { version: request.version, route: 'phone' });
    await nurse.goto(`/requests/${request.id}`);
    await nurse.getByRole('region', { name: 'In their archive' }).getByRole('button', { name: 'Look' }).click();
    await nurse.getByRole('button', { name: 'Fetch' }).first().click();
    await expect.poll(async () => (await get<{ rows: { state: string }[] }>(page, `/transfers?view=all&direction=in&request=${request.id}`)).rows.map((t) => t.state), { timeout: 60_000 }).toEqual(['done']);
    await page.goto(`/transfers?view=all&direction=in&request=${request.id}`);
    await page.getByRole('grid').getByText('are here').click();
    await expect(page.getByRole('heading', { name: `here from ${name}` })).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('region', { name: 'Ledger of the chosen transfer' }).getByRole('link', { name: 'Request' }).click();
    await expect(page.getByText('Fetched from their archive').first()).toBeVisible();

    // the other exam goes to a clinician without an account, who opens it with link and code; called back it opens nothing any more
    await page.goto(`/sends/new?exams=${two[0]!.id}`);
    await page.getByRole('group', { name: 'Goes to' }).getByText('A person, by link').click();
    await page.getByLabel('Who opens it').selectOption({ label: 'A clinician elsewhere' });
    await page.getByLabel('Their name').fill('Dr. Noor Halabi');
    await page.getByLabel(/I attest/).check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    // no agreement covers a person alone: a second one of ours has to approve
    const second = await windowOf(browser, product, 'okoro');
    await expect(page).toHaveURL(/\/sends\/[0-9a-f-]{36}$/);
    await second.goto(page.url());
    await second.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Give out the link' }).click();
    const given = page.getByRole('status').filter({ hasText: 'Give them both' });
    const [link, code] = [await given.locator('dd .cw-mono').first().innerText(), await given.locator('b.cw-mono').innerText()];
    const visitor = await (await browser.newContext({ viewport: { width: 400, height: 860 } })).newPage();
    await visitor.goto(link);
    await visitor.getByRole('textbox', { name: 'Code' }).fill(code);
    await visitor.getByLabel(/These exams are for me/).check();
    expect(await axeFaults(visitor)).toEqual([]);
    await visitor.getByRole('button', { name: 'Open' }).click();
    await expect(visitor.getByRole('heading', { name: 'Exams for Dr. Noor Halabi' })).toBeVisible();
    expect(await axeFaults(visitor)).toEqual([]);
    const taking = visitor.waitForEvent('download');
    await visitor.getByRole('link', { name: /Take everything/ }).click();
    expect(fs.readFileSync(await (await taking).path()).subarray(0, 2).toString()).toBe('PK');
    await page.getByRole('button', { name: 'Call back' }).click();
    await page.getByLabel(/In words/).fill('It is the wrong clinician');
    await page.getByRole('dialog').getByRole('button', { name: 'Call back' }).click();
    await expect(page.getByText('Called back.').first()).toBeVisible();
    await visitor.reload();
    await expect(visitor.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
  } finally {
    await partner.stop();
    await db.end();
  }
});
