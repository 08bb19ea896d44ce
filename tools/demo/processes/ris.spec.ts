import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodeMessage, writeOrm, writeOru, type Envelope } from '@causeway/hl7v2';
import { MllpClient } from '@causeway/transport-hl7v2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DemoRis } from './ris';

const named = (namespace: string) => ({ namespace, universalId: null, universalIdType: null });
const patient = { identifiers: [{ value: '40039127', authority: named('WESTBROOK'), type: 'MR' }], names: [{ family: 'Adeyemi', given: 'Folasade', middle: null, suffix: null, prefix: null, type: 'L', representation: 'A' }] };
const procedure = { code: 'IMPCTNEU', text: 'Import CT head', system: 'L' };
const moment = { epochMs: Date.now(), offsetMinutes: 0 };
let n = 0;
const envelope = (): Envelope => ({ sendingApplication: named('CAUSEWAY'), sendingFacility: named('WESTBROOK'), receivingApplication: null, receivingFacility: null, controlId: `CW${++n}`, at: moment, processing: 'P' });
const order = (control: 'NW' | 'CA', accession: string, studyUid: string): string =>
  writeOrm(envelope(), control, { patient, placerOrder: { value: accession, authority: named('WESTBROOK') }, accession: { value: accession, authority: null }, procedure, studyUid });

let dir: string;
let ris: DemoRis;
let client: MllpClient;

async function start(): Promise<void> {
  ris = await DemoRis.start({ file: path.join(dir, 'ris.jsonl'), port: 0, host: 'WESTBROOK', billed: (uid) => uid === '1.2.9' });
  client = new MllpClient({ host: '127.0.0.1', port: ris.port });
}
async function stop(): Promise<void> {
  client.close();
  await ris.stop();
}
const send = async (text: string): Promise<string> => (await client.send(encodeMessage(text))).acknowledgement.code;

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-ris-'));
  await start();
});
afterEach(async () => {
  await stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

it('keeps orders and reports, also over a restart', async () => {
  expect(await send(order('NW', 'CW1001', '1.2.3'))).toBe('AA');
  const report = { patient, fillerOrder: { value: 'CW1001', authority: null }, accession: 'CW1001', procedure, reportedAt: moment, status: 'F' as const, studyUid: '1.2.3', textCode: { code: '18748-4', text: 'Report', system: 'LN' }, text: 'IMPRESSION\nNothing acute.' };
  expect(await send(writeOru(envelope(), report))).toBe('AA');
  await stop();
  await start();
  expect(ris.order('CW1001')).toEqual({ accession: 'CW1001', control: 'NW', procedure: 'Import CT head', studyUid: '1.2.3', mrn: '40039127' });
  expect(ris.reports).toMatchObject([{ accession: 'CW1001', status: 'final', text: 'IMPRESSION\nNothing acute.' }]);
});

it('takes an order back, unless it is billed', async () => {
  await send(order('NW', 'CW1', '1.2.3'));
  await send(order('NW', 'CW2', '1.2.9'));
  expect([await send(order('CA', 'CW1', '1.2.3')), await send(order('CA', 'CW2', '1.2.9'))]).toEqual(['AA', 'AE']);
  expect([ris.order('CW1')?.control, ris.order('CW2')?.control]).toEqual(['CA', 'NW']);
});
