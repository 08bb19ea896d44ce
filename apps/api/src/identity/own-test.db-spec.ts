import { afterAll, beforeAll, expect, it } from 'vitest';
import { syntheticStudy } from '../endpoints/synthetic';
import { newId } from '../platform/ids';
import { storeExam } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { drain } from '../testing/worker';

let b: Bench;
let lakeview: string;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'exam.identify', 'match.refresh', 'match.close'];

beforeAll(async () => {
  b = await bench();
  lakeview = await b.facility('Lakeview', { issuer: 'LAKEVIEW' });
});
afterAll(() => b.close());

const newLine = async (): Promise<string> => {
  const id = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', $1::uuid::text, '{}')`, [id, lakeview]);
  return id;
};
/** What became of an exam that came back from a partner and settled. */
async function came(patientId: string, studyUid: string): Promise<string> {
  const id = await storeExam(b, { instances: 1, source: lakeview, studyUid, head: { patientName: 'TEST^CONNECTION', patientId, patientBirthDate: '', patientSex: '', issuerOfPatientId: patientId } });
  await drain(b, { only: OURS });
  await drain(b, { ahead: 120, only: OURS });
  return (await b.acts.read<{ state: string }>('select state from inbound where id = $1', [id]))[0]?.state ?? '';
}

it('our own test of a connection that comes back is mirrored, and nobody has to look at it', async () => {
  expect(await came('CAUSEWAY-TEST', syntheticStudy(await newLine()))).toBe('mirrored');
});

it('the number of a test alone, which anybody can write, and a study of ours that is of somebody are looked at by people', async () => {
  expect(await came('CAUSEWAY-TEST', syntheticStudy(newId()))).toBe('identifying');
  expect(await came('12345', syntheticStudy(await newLine()))).toBe('identifying');
});
