import { encodeMessage, parseMessage, readAck, writeOru, type Envelope } from '@causeway/hl7v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { storeExam } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { ReportIntake } from './report-intake';
import { reportsOf } from './reports.read';

let b: Bench;
let intake: ReportIntake;
let facility: string;
const named = (namespace: string) => ({ namespace, universalId: null, universalIdType: null });
const envelope = (controlId: string): Envelope => ({ sendingApplication: named('RIS'), sendingFacility: named('STMARY'), receivingApplication: named('CAUSEWAY'), receivingFacility: named('SPEC'), controlId, at: { epochMs: Date.now(), offsetMinutes: 0 }, processing: 'P' });

beforeAll(async () => {
  b = await bench();
  intake = new ReportIntake(b.acts, b.settings);
  facility = await b.facility('St Mary', { issuer: 'STMARY' });
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, 'hl7v2', 'in', 'reports', 'x', '{}', 'RIS|STMARY', '{127.0.0.1}')`, [newId(), facility]);
});
afterAll(() => b.close());

const oru = (n: string, studyUid: string | null, text: string, status: 'F' | 'C' | 'W' = 'F', accession: string | null = null): Uint8Array => encodeMessage(writeOru(envelope(`C${n}`), {
  patient: { identifiers: [{ value: '1', authority: named('STMARY'), type: 'MR' }], names: [{ family: 'Spec', given: 'Person', middle: null, suffix: null, prefix: null, type: 'L', representation: null }] },
  fillerOrder: { value: n, authority: null }, accession, procedure: { code: 'CTH', text: 'CT Head', system: 'L' }, reportedAt: { epochMs: Date.parse('2026-11-24T10:11:00Z'), offsetMinutes: -300 }, status, studyUid,
  textCode: { code: '18748-4', text: null, system: 'LN' }, text, interpreter: { id: '7', family: 'Castellano', given: 'H', middle: null, suffix: null, prefix: 'Dr', authority: null },
}));
const code = async (bytes: Uint8Array, address = '127.0.0.1') => readAck(parseMessage(await intake.handle(bytes, address))).code;

it('files a report with its exam, in sections, and a correction in its place', async () => {
  const id = await storeExam(b, { studyUid: '1.2.3.77', source: facility });
  expect(await code(oru('R1', '1.2.3.77', 'FINDINGS:\nSubdural 11 mm.\nIMPRESSION: Subdural.'))).toBe('AA');
  expect(await code(oru('R1', '1.2.3.77', 'FINDINGS:\nSubdural 13 mm.', 'C'))).toBe('AA');
  const [report, ...more] = await reportsOf(b.acts, id);
  expect(more).toEqual([]);
  expect(report).toMatchObject({ status: 'C', source: 'St Mary', author: 'Dr H Castellano', sections: [{ heading: 'Findings', text: 'Subdural 13 mm.' }], signedAt: '2026-11-24T10:11:00.000Z' });
});

it('keeps a report that came before its images, and files it when they come', async () => {
  expect(await code(oru('R2', '1.2.3.88', 'No acute infarct.'))).toBe('AA');
  const id = await storeExam(b, { studyUid: '1.2.3.88', source: facility });
  const { drain } = await import('../testing/worker');
  await drain(b, { only: ['exam.extend'] });
  expect(await reportsOf(b.acts, id)).toMatchObject([{ sections: [{ heading: null, text: 'No acute infarct.' }] }]);
});

it('links by accession only within the same source', async () => {
  const other = await storeExam(b, { head: { accessionNumber: 'A-1' }, source: await b.facility('Elsewhere') });
  const mine = await storeExam(b, { head: { accessionNumber: 'A-1' }, source: facility });
  await intake.handle(oru('R3', null, 'Text', 'F', 'A-1'), '127.0.0.1');
  expect(await reportsOf(b.acts, other)).toEqual([]);
  expect(await reportsOf(b.acts, mine)).toHaveLength(1);
});

it('refuses an unknown sender or address, and garbage, in the protocol’s words, and keeps nothing', async () => {
  const before = await b.acts.read('select count(*) from report');
  expect(await code(oru('R4', null, 'x'), '10.0.0.9')).toBe('AR');
  expect(await code(new TextEncoder().encode('MSH|^~\\&|RIS|STMARY|||20260101||ORU^R01|77|P|2.5\rOBX|1'))).toBe('AE');
  expect(await b.acts.read('select count(*) from report')).toEqual(before);
});

it('knows a sender by a network too, and no sender of a facility that is retired', async () => {
  const address = '10.20.30.40';
  await b.acts.read(`update endpoint set addresses = '{127.0.0.1,10.20.0.0/16}' where calling = 'RIS|STMARY'`);
  expect(await code(oru('R5', null, 'x'), address)).toBe('AA');
  await b.acts.read(`update facility set state = 'retired' where id = $1`, [facility]);
  expect(await code(oru('R6', null, 'x'), address)).toBe('AR');
});
