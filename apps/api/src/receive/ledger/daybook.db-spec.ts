import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../platform/audit/verify';
import { newId } from '../../platform/ids';
import { specUid } from '../../testing/exams';
import { bench, type Bench } from '../../testing/harness';
import type { AsideObject } from '../intake/quarantine';
import { Daybook } from './daybook';
import { Ledger } from './ledger';
import { Unacceptable, type Placed } from './stored-object';
import { asOwner, whileAway } from './testing/away';
import { received } from './testing/received';

let b: Bench;
let ledger: Ledger;
const opened: Daybook[] = [];
const aside: AsideObject[] = [];
const faults: string[] = [];
const durable = Promise.resolve();

beforeAll(async () => {
  b = await bench();
  ledger = new Ledger({ url: b.settings.DATABASE_URL, lane: 'receiver' });
  await ledger.untilReady(5000);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  await b.acts.read('delete from daybook');
  aside.length = faults.length = 0;
});
afterAll(async () => {
  await ledger.close();
  await b.close();
});

async function daybook(lane = 'receiver'): Promise<Daybook> {
  const one = new Daybook({ url: b.settings.DATABASE_URL, lane, ledger, aside: async (object) => aside.push(object), onFault: (code) => faults.push(code) });
  opened.push(one);
  await one.untilReady(5000);
  return one;
}
const outcomes = (placed: readonly (Placed | Unacceptable)[]): string[] => placed.map((p) => (p instanceof Unacceptable ? `unacceptable ${p.message}` : p.outcome));
const count = async (sql: string, ...parameters: unknown[]): Promise<number> => (await b.acts.read<{ n: number }>(`select count(*)::int as n from ${sql}`, parameters))[0]!.n;
const posted = (sops: readonly string[]): Promise<number> => count('instance where sop_uid = any($1)', sops);

it('answers once a row is written down, and posts it with all that follows from it a moment later, as of when it came', async () => {
  const one = await daybook();
  const [study, series] = [specUid(), specUid()];
  const group = [0, 1, 2].map(() => received({ studyUid: study, seriesUid: series }));
  expect(outcomes(await one.commit(group, durable))).toEqual(['new', 'new', 'new']);
  const [entry] = await b.acts.read<{ at: Date }>('select at from daybook');
  expect(await posted(group.map((o) => o.sopUid))).toBe(0);
  await expect.poll(() => posted(group.map((o) => o.sopUid)), { timeout: 10_000 }).toBe(3);
  expect(await count('daybook')).toBe(0);
  const rows = await b.acts.read<{ sha: string; exam: string; received: Date; receipt: Date; first: Date }>(
    `select encode(i.sha256, 'hex') as sha, i.exam_id as exam, i.received_at as received, r.at as receipt, e.first_at as first
     from instance i join receipt r on r.instance_id = i.id join exam e on e.id = i.exam_id where e.study_uid = $1 order by i.sop_uid`, [study]);
  expect(rows.map((row) => row.sha)).toEqual(group.toSorted((x, y) => (x.sopUid < y.sopUid ? -1 : 1)).map((o) => o.sha256));
  for (const row of rows) expect([row.received, row.receipt, row.first]).toEqual([entry!.at, entry!.at, entry!.at]);
  const exam = rows[0]!.exam;
  expect(await b.acts.read('select event, data from outbox where subject_id = $1', [exam])).toEqual([{ event: 'instances.stored', data: { n: 3, door: 'dimse' } }]);
  expect(await count('job where key = $1', `exam.extend ${exam}`)).toBe(1);
  expect(await b.acts.read('select lane, actor_id, action from audit_entry where object_id = $1', [exam])).toEqual([{ lane: 'receiver', actor_id: 'CT1@10.0.0.7', action: 'instances.stored' }]);
});

it('says of a UID that came before whether the bytes are the same, posted or not, and the first one entered stays the first', async () => {
  const one = await daybook();
  const first = received();
  const other = received({ ...first, sha256: randomBytes(32).toString('hex') });
  expect(outcomes(await one.commit([first, first, other], durable))).toEqual(['new', 'duplicate', 'conflict']);
  expect(outcomes(await one.commit([other, first], durable))).toEqual(['conflict', 'duplicate']);
  await one.posted();
  expect(outcomes(await one.commit([other, first], durable))).toEqual(['conflict', 'duplicate']);
  await one.posted();
  const rows = await b.acts.read<{ sha: string; other: boolean }>(`select encode(sha256, 'hex') as sha, conflict_of is not null as other from instance where sop_uid = $1 order by id`, [first.sopUid]);
  expect(rows).toEqual([{ sha: first.sha256, other: false }, { sha: other.sha256, other: true }]);
  expect(await count('receipt r join instance i on i.id = r.instance_id where i.sop_uid = $1', first.sopUid)).toBe(7);
});

it('enters nothing before the bytes are durable, and nothing at all when they are lost', async () => {
  const one = await daybook();
  const [kept, lost] = [received(), received()];
  let ready = (): void => undefined;
  const waits = one.commit([kept], new Promise((resolve) => { ready = resolve; }));
  await new Promise((r) => setTimeout(r, 100));
  expect(await count('daybook')).toBe(0);
  ready();
  expect(outcomes(await waits)).toEqual(['new']);
  await expect(one.commit([lost], Promise.reject(new Error('EIO')))).rejects.toThrow('EIO');
  await one.posted();
  expect(await posted([kept.sopUid, lost.sopUid])).toBe(1);
  expect(outcomes(await one.commit([lost], durable))).toEqual(['new']);
});

it('leaves what it could not post to whoever starts next, whatever lane it was of', async () => {
  const gone = received();
  const rows = JSON.stringify([{ n: 1, exam: newId(), study: gone.studyUid, series: gone.seriesUid, sop: gone.sopUid, class: gone.sopClassUid, syntax: gone.transferSyntaxUid, sha256: gone.sha256, bytes: 1, location: 'segment:spec:0:1', data_at: 0, head: {}, findings: [], modality: 'CT', number: null, door: 'dimse', kind: 'sender', who: 'x', name: 'x', trace: 'x' }]);
  await b.acts.read('insert into daybook (lane, objects) values ($1, $2)', ['receiver 7', rows]);
  const one = await daybook();
  await one.posted();
  expect([await posted([gone.sopUid]), await count('daybook')]).toEqual([1, 0]);
  expect(await count(`audit_entry where lane = 'receiver 7'`)).toBe(1);
});

it('tells the sender of an object no database takes, at once, and takes the others of its group', async () => {
  const one = await daybook();
  const [good, nul, long] = [received(), received({ head: { patientName: 'A\u0000B' } }), received({ head: { accessionNumber: randomBytes(2000).toString('hex') } })];
  expect(outcomes(await one.commit([good, nul], durable))).toEqual(['new', 'unacceptable 22P05']);
  // too long for an index of the ledger: it goes there at once, for the answer to be true
  expect(outcomes(await one.commit([long], durable))).toEqual(['unacceptable 54000']);
  await one.posted();
  expect(await posted([good.sopUid, nul.sopUid, long.sopUid])).toBe(1);
});

it('sets aside what the ledger does not take after all, and posts everything beside it', async () => {
  const one = await daybook();
  const [before, poison, after] = [received(), received(), received()];
  await one.commit([before], durable);
  await b.acts.read(`insert into daybook (lane, objects) select lane, jsonb_build_array(objects->0 || jsonb_build_object('sop', $1::text, 'study', $2::text, 'exam', $3::text, 'head', jsonb_build_object('accessionNumber', $4::text))) from daybook limit 1`,
    [poison.sopUid, poison.studyUid, newId(), randomBytes(2000).toString('hex')]);
  await one.commit([after], durable);
  await one.posted();
  expect(await posted([before.sopUid, after.sopUid])).toBe(2);
  expect(aside).toMatchObject([{ reason: 'not-storable', detail: '54000', sopUid: poison.sopUid, location: before.location, source: { id: 'CT1@10.0.0.7' } }]);
  expect(await count('daybook')).toBe(0);
});

it('goes on taking in while posting fails, says so, and posts everything once it can', async () => {
  const one = await daybook();
  await asOwner(b, (client) => client.query('alter function ledger_post rename to ledger_post_away'));
  const objects = [received(), received()];
  try {
    expect(outcomes(await one.commit([objects[0]!], durable))).toEqual(['new']);
    await expect(one.posted()).rejects.toThrow(/ledger_post/);
    expect(outcomes(await one.commit([objects[1]!, objects[0]!], durable))).toEqual(['new', 'duplicate']);
    expect([faults.length > 0, one.ready]).toEqual([true, true]);
  } finally {
    await asOwner(b, (client) => client.query('alter function ledger_post_away rename to ledger_post'));
  }
  await expect.poll(() => posted(objects.map((o) => o.sopUid)), { timeout: 10_000 }).toBe(2);
});

it('posts nothing twice when several post at once, and leaves the audit whole', async () => {
  const books = await Promise.all(['receiver', 'receiver 2', 'receiver 3'].map(daybook));
  const [study, series] = [specUid(), specUid()];
  const all = books.map(() => Array.from({ length: 40 }, () => received({ studyUid: study, seriesUid: series })));
  await Promise.all(books.map(async (book, i) => {
    for (let at = 0; at < 40; at += 4) {
      await book.commit(all[i]!.slice(at, at + 4), durable);
      if (at % 16 === 0) await book.posted();
    }
    await book.posted();
  }));
  expect(await posted(all.flat().map((o) => o.sopUid))).toBe(120);
  expect(await count('receipt r join instance i on i.id = r.instance_id join exam e on e.id = i.exam_id where e.study_uid = $1', study)).toBe(120);
  expect(await verifyAudit((sql, p) => b.acts.read(sql, p))).toMatchObject({ whole: true });
});

it('says when the database is away, keeps what was entered, and comes back by itself', async () => {
  const one = await daybook('receiver 9');
  const [early, late] = [received(), received()];
  await one.commit([early], durable);
  await whileAway(b, 'causeway % receiver 9%', async () => {
    await expect.poll(() => one.ready, { timeout: 10_000 }).toBe(false);
    await expect(one.commit([late], durable)).rejects.toThrow(/away/);
  });
  await one.untilReady(5000);
  expect(outcomes(await one.commit([late], durable))).toEqual(['new']);
  await expect.poll(() => posted([early.sopUid, late.sopUid]), { timeout: 10_000 }).toBe(2);
});
