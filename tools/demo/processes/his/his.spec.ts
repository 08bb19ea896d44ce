import { encodeMessage, parseMessage, readAdt, readHeader, writeAck, writeRegistration } from '@causeway/hl7v2';
import { createMllpServer, MllpClient, type MllpServer } from '@causeway/transport-hl7v2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { world } from '../../world/index';
import { writerOf } from '../../load/document';
import { firstNews, movement, pastVisits } from './feed';
import { DemoHis, type HisMemory } from './his';
import { FIRST_MRN } from './registrar';

const small = world({ seed: 7, now: new Date('2026-11-24T15:42:07Z'), everydayExams: 1 });
const writer = writerOf(small);
const at = new Date('2026-11-24T15:42:07Z');
const read = (text: string) => readAdt(parseMessage(encodeMessage(text)));

it('tells people with every writing of their name, their numbers and where they are', () => {
  const all = firstNews(small, writer).map((n, i) => ({ key: n.key, message: read(n.write(`H${i}`, at)) }));
  const tanaka = all.find((n) => n.key === 'person tanaka')!.message.patients[0]!.patient;
  expect(tanaka.names!.map((n) => [n.family, n.representation])).toEqual([['Tanaka', 'A'], ['田中', 'I'], ['たなか', 'P']]);
  expect(tanaka.identifiers.map((i) => [i.value, i.authority?.namespace, i.type])).toEqual([['40771204', 'WESTBROOK', 'MR'], ['77120', 'HARBOR', 'PI']]);
  expect(tanaka.birthDate!.iso).toBe('1957-02-04');
  const visit = all.find((n) => n.key === 'visit tanaka')!.message;
  expect([visit.event, visit.visit?.patientClass, visit.visit?.location?.pointOfCare]).toEqual(['A04', 'E', 'ED bay 7']);
  expect(all.find((n) => n.key === 'person trauma-kilo')!.message.patients[0]!.patient.identityUnknown).toBe(true);
});

it('tells a merge after both records, and no visit that lies ahead', () => {
  const keys = firstNews(small, writer).map((n) => n.key);
  expect(keys.indexOf('before-merge ozturk')).toBeLessThan(keys.indexOf('merge ozturk'));
  expect(keys.indexOf('person ozturk')).toBeLessThan(keys.indexOf('merge ozturk'));
  expect(keys).not.toContain('visit abdulrahman');
  const merge = firstNews(small, writer).find((n) => n.key === 'merge ozturk')!;
  const { patients } = read(merge.write('H1', at));
  expect([patients[0]!.patient.identifiers[0]!.value, patients[0]!.prior!.identifiers[0]!.value]).toEqual(['40553017', '40553999']);
});

it('tells visits that are over, and the movements of a day', () => {
  const past = pastVisits(small, writer).map((n) => read(n.write('H1', at)));
  expect(past.length).toBeGreaterThan(10);
  expect(past.every((m) => m.event === 'A03' && m.visit!.dischargedAt !== null)).toBe(true);
  const patient = small.patients[0]!;
  expect(read(movement(patient, '90-1', 'Clinic', true, at, writer).write('H2', at)).event).toBe('A04');
  expect(read(movement(patient, '90-1', 'Clinic', false, at, writer).write('H3', at)).visit!.dischargedAt).not.toBeNull();
});

let exchange: MllpServer;
let heard: string[] = [];
let refusing = false;
let memory: HisMemory;
let his: DemoHis;
let held = false;

beforeAll(async () => {
  exchange = await createMllpServer({
    port: 0,
    host: '127.0.0.1',
    handle: async (bytes) => {
      const header = readHeader(parseMessage(bytes));
      if (!refusing) heard.push(new TextDecoder().decode(bytes));
      return encodeMessage(writeAck(header, { code: refusing ? 'AE' : 'AA', controlId: 'X1', at: { epochMs: Date.now(), offsetMinutes: 0 } }));
    },
  });
});
beforeEach(async () => {
  heard = [];
  refusing = held = false;
  memory = { nextMrn: FIRST_MRN, waiting: [], control: 0, sent: {} };
  his = await DemoHis.start({ port: 0, exchange: { host: '127.0.0.1', port: exchange.port }, writer, memory, pauseMs: () => 0, held: () => held, save: () => undefined });
});
afterEach(() => his.stop());
afterAll(() => exchange.close(0));

async function ask(family: string): Promise<void> {
  const client = new MllpClient({ host: '127.0.0.1', port: his.port });
  const named = (namespace: string) => ({ namespace, universalId: null, universalIdType: null });
  const envelope = { sendingApplication: named('CAUSEWAY'), sendingFacility: null, receivingApplication: null, receivingFacility: null, controlId: 'CW1', at: { epochMs: Date.now(), offsetMinutes: 0 }, processing: 'P' as const };
  const name = { family, given: 'Agnes', middle: null, suffix: null, prefix: null, type: 'L', representation: 'A' };
  const patient = { identifiers: [{ value: 'E050991', authority: named('EASTONC'), type: 'PI' }], names: [name], birthDate: '1951-07-17', sex: 'F' };
  const { acknowledgement } = await client.send(encodeMessage(writeRegistration(envelope, { event: 'A28', patient })));
  expect(acknowledgement.code).toBe('AA');
  client.close();
}
const until = async (fits: () => boolean): Promise<void> => {
  for (const end = Date.now() + 5000; !fits(); ) {
    if (Date.now() > end) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

it('registers whom the exchange asks for, and says so with the new number', async () => {
  await ask('Thornbury');
  await until(() => heard.length > 0);
  const { patient } = read(heard[0]!).patients[0]!;
  expect(patient.identifiers.map((i) => [i.value, i.authority?.namespace])).toEqual([[String(FIRST_MRN), 'WESTBROOK'], ['E050991', 'EASTONC']]);
  expect([patient.names![0]!.family, patient.birthDate!.iso, patient.sex]).toEqual(['Thornbury', '1951-07-17', 'F']);
  expect(memory).toMatchObject({ waiting: [], nextMrn: FIRST_MRN + 1 });
});

it('leaves a request that is held until it no longer is', async () => {
  held = true;
  await ask('Thornbury');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(heard).toEqual([]);
  held = false;
  await until(() => heard.length === 1);
});

it('tells each thing once, and stops at what the exchange refuses', async () => {
  const news = firstNews(small, writer).slice(0, 3);
  await his.tell(news);
  await his.tell(news);
  expect(heard).toHaveLength(3);
  refusing = true;
  await expect(his.tell(firstNews(small, writer).slice(0, 5))).rejects.toThrow('AE');
  expect(Object.keys(memory.sent)).toHaveLength(3);
});
