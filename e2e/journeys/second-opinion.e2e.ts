// Second opinion from a disc: two patients are on it, and neither gets an image of the other.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeObject, makeSeries } from '@causeway/dicom/testing';
import { writeDisc } from '@causeway/transport-media';
import { outgoingOf } from '@causeway/transport-media/testing';
import type { ParcelDetail } from '@causeway/contracts';
import type { Page } from '@playwright/test';
import { axeFaults as faultsOf } from '../support/axe';
import { expect, test } from '../support/journey';
import { settled } from '../support/settled';

/** What axe finds once the page stands still. */
async function axeFaults(page: Page): Promise<string[]> {
  await settled(page);
  return faultsOf(page);
}

const JANE = { PatientName: 'TERNQUIST^JOSEFINA', PatientID: 'HV-1001', PatientBirthDate: '19700214', StudyDescription: 'CT HEAD' };
const JOHN = { PatientName: 'OSTERMAN^JARL', PatientID: 'HV-2002', PatientBirthDate: '19611231', PatientSex: 'M', StudyDescription: 'XR CHEST' };

/** The disc as a person has it in the drive: a folder, with a viewer on it. */
async function discFolder(): Promise<string> {
  const objects = [...makeSeries(2, { edge: 64, attributes: JANE }), makeObject({ kind: 'cr', edge: 64, attributes: JOHN })];
  const disc = await writeDisc(objects.map(outgoingOf), {
    volumeId: 'HILLVIEW', from: 'Hillview', at: new Date(), implementation: { classUid: '2.25.1', versionName: 'JOURNEY' },
    documents: [{ title: 'Report', type: 'text/plain', bytes: Buffer.from('IMPRESSION: No acute finding.') }],
  });
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-disc-'));
  for (const file of disc.files) {
    const at = path.join(root, ...file.path);
    fs.mkdirSync(path.dirname(at), { recursive: true });
    const parts: Uint8Array[] = [];
    for await (const part of file.content()) parts.push(part);
    fs.writeFileSync(at, Buffer.concat(parts));
  }
  fs.mkdirSync(path.join(root, 'VIEWER'));
  fs.writeFileSync(path.join(root, 'VIEWER', 'viewer.exe'), 'MZ');
  fs.writeFileSync(path.join(root, 'autorun.inf'), '[autorun]');
  return root;
}

test('a disc with two patients is uploaded across a reload and becomes two exams, each to be matched by itself', async ({ page, product }) => {
  test.setTimeout(180_000);
  const folder = await discFolder();
  const signedIn = await page.request.post('/api/v1/session', { data: { username: 'mara', password: product.demoPassword } });
  expect(signedIn.status()).toBe(204);

  await page.goto('/parcels');
  await page.getByLabel('What it is called').fill('Cover 4711');
  expect(await axeFaults(page)).toEqual([]);
  await page.route(/\/bytes$/, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await page.getByLabel('Disc or folder', { exact: true }).setInputFiles(folder);
  await expect(page.getByText('Uploading: 0 %')).toBeVisible();
  const id = page.url().split('/').at(-1)!;
  expect(page.url()).not.toMatch(/TERNQUIST|OSTERMAN|HV-/);

  // who leaves while bytes may pass again could have sent them all by then
  await page.goto('/parcels');
  await page.unroute(/\/bytes$/);
  await expect(page.getByText('Upload stopped')).toBeVisible();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Go on' }).click()]);
  await chooser.setFiles(folder);
  await page.getByRole('link', { name: /Cover 4711/ }).click();

  await expect(page.getByText('2 patients on one disc.')).toBeVisible({ timeout: 60_000 });
  const read = async (): Promise<ParcelDetail> => (await (await page.request.get(`/api/v1/parcels/${id}`)).json()) as ParcelDetail;
  await expect.poll(async () => (await read()).people.flatMap((p) => p.exams.map((e) => e.state)), { timeout: 60_000 }).toEqual(['identifying', 'identifying']);
  const { people, patients, taken, notTaken } = await read();
  expect({ patients, taken, notTaken }).toEqual({ patients: 2, taken: 3, notTaken: 0 });
  expect(people.map((p) => [p.patientId, p.exams.map((e) => e.instances)]).sort()).toEqual([['HV-1001', [2]], ['HV-2002', [1]]]);
  for (const person of people) {
    const { name } = person;
    const examId = person.exams[0]!.examId;
    const detail = (await (await page.request.get(`/api/v1/inbound/${examId}`)).json()) as unknown;
    expect(JSON.stringify(detail)).toContain(name.family);
    expect(JSON.stringify(detail)).not.toContain(people.find((p) => p !== person)!.name.family);
  }

  await page.reload();
  await expect(page.getByText('patient 1 of 2')).toBeVisible();
  await expect(page.getByText('patient 2 of 2')).toBeVisible();
  await expect(page.getByText('Needs match')).toHaveCount(2);
  await expect(page.getByText(/1 file of a viewer/)).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  const report = page.getByRole('region', { name: 'For the sender' });
  await expect(report).toContainText('3 images and documents taken');
  await expect(report).not.toContainText(/TERNQUIST|OSTERMAN|HV-/i);

  const first = page.getByRole('region', { name: /TERNQUIST/i });
  await first.getByRole('link', { name: 'Match' }).click();
  await expect(page).toHaveURL(/\/match\//);
  await expect(page.getByRole('heading', { name: 'Whose exam is this?' })).toBeVisible();
  await expect(page.getByText(/CT HEAD · 2 images/)).toBeVisible();
  await expect(page.getByText(/Osterman/i)).toHaveCount(0);
  fs.rmSync(folder, { recursive: true, force: true });
});
