// What a series holds in each transfer syntax is kept beside the instances, and is right after everything that may happen to them.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { bench, type Bench } from '../../testing/harness';
import { specUid } from '../../testing/exams';
import { notAddedUp } from '../../testing/series-syntax';
import { Ledger } from './ledger';
import type { Posted } from './stored-object';
import { received } from './testing/received';

const RLE = '1.2.840.10008.1.2.5';
const done = Promise.resolve();
let b: Bench;
let ledger: Ledger;

beforeAll(async () => {
  b = await bench();
  ledger = new Ledger({ url: b.settings.DATABASE_URL, lane: 'receiver' });
  await ledger.untilReady(5000);
});
afterAll(async () => {
  await ledger.close();
  await b.close();
});
afterEach(async () => expect(await notAddedUp(b)).toEqual([]));

type Held = { syntax: string; instances: string; bytes: string };
const held = (examId: string): Promise<Held[]> => b.acts.read<Held>('select syntax, sum(instances)::text as instances, sum(bytes)::text as bytes from series_syntax where exam_id = $1 group by syntax order by syntax', [examId]);
const put = async (...objects: ReturnType<typeof received>[]): Promise<Posted[]> => (await ledger.commit(objects, done)) as Posted[];

it('grows group by group, and by nothing that is there already or is kept beside another', async () => {
  const [studyUid, seriesUid] = [specUid(), specUid()];
  const series = { studyUid, seriesUid };
  const [first, second, coded] = [received(series), received({ ...series, bytes: 3000 }), received({ ...series, transferSyntaxUid: RLE })];
  const [{ examId }] = (await put(first, coded, received({ studyUid }))) as [Posted];
  await put(second, first);
  await put({ ...first, sha256: randomBytes(32).toString('hex') });
  expect(await held(examId)).toEqual([{ syntax: first.transferSyntaxUid, instances: '3', bytes: String(1400 + 3400 + 1400) }, { syntax: RLE, instances: '1', bytes: '1400' }]);
});

it('follows a series that is parted off, and an image that comes first because the first one went', async () => {
  const studyUid = specUid();
  const [stays, goes] = [received({ studyUid }), received({ studyUid })];
  const [{ examId }] = (await put(stays, goes)) as [Posted];
  const child = newId();
  await b.acts.read(`insert into exam (id, study_uid, split_of, head, door) values ($1, $2, $3, '{}', 'dimse')`, [child, studyUid, examId]);
  await b.acts.read('update instance set exam_id = $1 where series_uid = $2', [child, goes.seriesUid]);
  expect([(await held(examId))[0]?.instances, (await held(child))[0]?.instances]).toEqual(['1', '1']);

  const other = received({ sopUid: stays.sopUid, bytes: 7000 });
  const [beside] = (await put(other)) as [Posted];
  expect([beside.outcome, await held(beside.examId)]).toEqual(['conflict', []]);
  // as a purge does
  await b.acts.read(
    `with gone as (delete from instance where exam_id = $1 returning id) update instance i set conflict_of = null from gone where i.conflict_of = gone.id`, [examId]);
  expect([await held(examId), await held(beside.examId)]).toEqual([[], [{ syntax: other.transferSyntaxUid, instances: '1', bytes: '7400' }]]);
});

it('is whole after several receivers stored into one study while parts of it went', { timeout: 60_000 }, async () => {
  const [studyUid, seriesUid] = [specUid(), specUid()];
  const ledgers = [ledger, new Ledger({ url: b.settings.DATABASE_URL, lane: 'receiver 2' }), new Ledger({ url: b.settings.DATABASE_URL, lane: 'receiver 3' })];
  await Promise.all(ledgers.map((one) => one.untilReady(5000)));
  const [{ examId }] = (await put(received({ studyUid, seriesUid }))) as [Posted];
  const storing = ledgers.map(async (one) => {
    for (let i = 0; i < 25; i++) await one.commit([received({ studyUid, seriesUid }), received({ studyUid, seriesUid }), received({ studyUid })], done);
  });
  for (let i = 0; i < 20; i++) await b.acts.read('delete from instance where id in (select id from instance where exam_id = $1 and conflict_of is null order by id desc limit 1 offset $2)', [examId, i % 3]);
  await Promise.all(storing);
  expect(Number((await held(examId))[0]?.instances)).toBeGreaterThan(200);
  for (const one of ledgers.slice(1)) await one.close();
});

it('knows the last image also where one is stored while the last before it goes', async () => {
  const series = { studyUid: specUid(), seriesUid: specUid() };
  const [{ examId }] = (await put(received(series), received(series))) as [Posted];
  let going: Promise<object[]> = Promise.resolve([]);
  await b.source.transaction(async (db) => {
    await db.query(
      `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head)
       select sop_uid || '.1', exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head from instance where exam_id = $1 order by id limit 1`, [examId]);
    going = b.acts.read('delete from instance where id = (select max(id) from instance where exam_id = $1)', [examId]);
    await new Promise((r) => setTimeout(r, 200));
  });
  await going;
  expect((await held(examId))[0]?.instances).toBe('2');
});
