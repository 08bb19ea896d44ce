// A PACS administrator connects a partner that runs dcmtk; the title is wrong, the doctor says so, and the partner's IT sees the test pass from a link, without an account.
import { randomUUID } from 'node:crypto';
import { startDcmqrscp } from '@causeway/transport-dimse/testing';
import pg from 'pg';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { untilDone, windowOf } from '../support/people';

test.setTimeout(180_000);

test('a connection with a wrong title is named by the doctor, mended, and seen to work by the partner from a link', async ({ browser, product }) => {
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  const partner = await startDcmqrscp();
  try {
    const facility = randomUUID();
    const name = `Lakeview ${facility.slice(0, 4)}`;
    await db.query(`insert into facility (id, name, kind, state, tier, issuer, demo) values ($1, $2, 'hospital', 'connecting', 'regular', $3, true)`, [facility, name, `LAK${facility.slice(0, 6).toUpperCase()}`]);
    await db.query(`update person set facilities = array_append(facilities, $1) where username = 'mara'`, [facility]);

    const page = await windowOf(browser, product, 'mara');
    await page.goto(`/facilities/${facility}?tab=connections`);
    await expect(page.getByText('No connection yet')).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('What it is called').fill('Their archive');
    await page.getByLabel('Host', { exact: true }).fill('127.0.0.1');
    await page.getByLabel(/^Port/).fill(String(partner.port));
    await page.getByLabel('Their AE title').fill('qrscp');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add and test' }).click();
    await untilDone(page, product, page.getByRole('heading', { name: 'Their archive' }));
    await expect(page.getByText('We called them qrscp, they answer to QRSCP.').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('heading', { name: 'Fix card for their IT' })).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);

    await page.getByRole('button', { name: /Link to test again/ }).click();
    await page.getByLabel('For whom').fill('J. Whitfield, PACS');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const address = (await page.getByText(/\/retest#/).first().textContent()) ?? '';
    const context = await browser.newContext();
    const theirs = await context.newPage();
    await theirs.goto(`${product.url}/retest#${/#(\S+)/.exec(address)?.[1] ?? ''}`);
    await expect(theirs.getByText('We called them qrscp, they answer to QRSCP.').first()).toBeVisible();
    await expect(theirs.getByText('TEST^CONNECTION')).toBeHidden();
    expect(await axeFaults(theirs)).toEqual([]);

    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Their AE title').fill('QRSCP');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await untilDone(page, product, page.getByText('Passing', { exact: true }));
    await page.getByRole('button', { name: 'Also send a test exam' }).click();
    await expect(page.getByText(/listed at/)).toBeVisible({ timeout: 60_000 });

    await theirs.getByRole('button', { name: /Test again/ }).click();
    await expect(theirs.getByText('The connection works.')).toBeVisible({ timeout: 60_000 });
    expect(await axeFaults(theirs)).toEqual([]);
    await context.close();
    await page.context().close();
  } finally {
    await partner.stop();
    await db.end();
  }
});
