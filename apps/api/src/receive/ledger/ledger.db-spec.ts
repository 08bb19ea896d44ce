import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { counted } from '../../exams/counted';
import { verifyAudit } from '../../platform/audit/verify';
import { newId } from '../../platform/ids';
import { JobTable } from '../../platform/jobs/job-table';
import { bench, type Bench } from '../../testing/harness';
import { specUid } from '../../testing/exams';
import { Ledger } from './ledger';
import { Unacceptable, type Posted } from './stored-object';
import { whileAway } from './testing/away';
import { received, sender } from './testing/received';

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
beforeEach(() => b.acts.read(`delete from job where kind = 'exam.extend'`));

const done = Promise.resolve();
let at = 0;
const outcomes = (placed: readonly (Posted | Unacceptable)[]): string[] => placed.map((p) => (p instanceof Unacceptable ? 'unacceptable' : p.outcome));
const count = async (sql: string, ...parameters: unknown[]): Promise<number> => (await b.acts.read<{ n: number }>(`select count(*)::int as n from ${sql}`, parameters))[0]!.n;

describe('the ledger', () => {
  it('closes also while its connections are being made', async () => {
    await new Ledger({ url: b.settings.DATABASE_URL, lane: 'spec' }).close();
    const one = new Ledger({ url: b.settings.DATABASE_URL, lane: 'spec' });
    await one.untilReady(5000);
    await one.close();
  }, 10_000);

  it('writes exam, series, instances, receipts, event, wish and audit of a group in one commit', async () => {
    const [studyUid, seriesUid] = [specUid(), specUid()];
    const facilityId = await b.facility('Sender');
    const group = [0, 1, 2].map(() => received({ studyUid, seriesUid, source: { ...sender, facilityId } }));
    const placed = (await ledger.commit(group, done)) as Posted[];
    expect(outcomes(placed)).toEqual(['new', 'new', 'new']);
    const examId = placed[0]!.examId;
    expect(await b.acts.read('select study_uid, door, source_facility_id as source, head from exam where id = $1', [examId])).toEqual([{ study_uid: studyUid, door: 'dimse', source: facilityId, head: group[0]!.head }]);
    expect(await b.acts.read('select series_uid, modality, number from series where exam_id = $1', [examId])).toEqual([{ series_uid: seriesUid, modality: 'CT', number: 3 }]);
    const rows = await b.acts.read<{ sha: string; location: string; data_at: number; findings: string[]; counted: boolean; bytes: string }>(`select encode(sha256, 'hex') as sha, location, data_at, findings, ${counted('i')} as counted, bytes from instance i where exam_id = $1 order by sop_uid`, [examId]);
    const sorted = [...group].sort((x, y) => (x.sopUid < y.sopUid ? -1 : 1));
    expect(rows).toEqual(sorted.map((o) => ({ sha: o.sha256, location: `segment:spec:${o.location.offset}:1400`, data_at: 400, findings: ['odd-length'], counted: false, bytes: '1000' })));
    expect(await b.acts.read('select calling, address, status from receipt where exam_id = $1', [examId])).toEqual(group.map(() => ({ calling: 'CT1', address: '10.0.0.7', status: 0 })));
    expect(await b.acts.read(`select event, kind, data from outbox where subject_id = $1`, [examId])).toEqual([{ event: 'instances.stored', kind: 'exam', data: { n: 3, door: 'dimse' } }]);
    expect(await b.acts.read(`select kind, data, extract(epoch from due_at - made_at)::float between 0.2 and 0.4 as soon from job where key = $1`, [`exam.extend ${examId}`])).toEqual([{ kind: 'exam.extend', data: { id: examId }, soon: true }]);
    expect(await b.acts.read(`select lane, actor_kind, actor_id, action, outcome, details, correlation from audit_entry where object_id = $1`, [examId])).toEqual([
      { lane: 'receiver', actor_kind: 'sender', actor_id: 'CT1@10.0.0.7', action: 'instances.stored', outcome: 'done', details: expect.stringContaining('"new": 3') as string, correlation: 'association 1' }]);
  });

  it('wishes once for an exam however many groups come, and again after the wish was taken', async () => {
    const study = received();
    const [first] = (await ledger.commit([study], done)) as Posted[];
    for (let i = 0; i < 5; i++) await ledger.commit([received({ studyUid: study.studyUid, seriesUid: study.seriesUid })], done);
    expect(await count('job where key = $1', `exam.extend ${first!.examId}`)).toBe(1);
    await b.acts.read(`update job set state = 'active' where key = $1`, [`exam.extend ${first!.examId}`]);
    await ledger.commit([received({ studyUid: study.studyUid })], done);
    expect(await count(`job where key = $1 and state = 'waiting'`, `exam.extend ${first!.examId}`)).toBe(1);
  });

  it('never leaves instances behind a wish that was taken before they were committed', async () => {
    const study = received();
    const [first] = (await ledger.commit([study], done)) as Posted[];
    const [job] = await b.acts.read<{ id: string }>(`update job set due_at = clock_timestamp() where key = $1 returning id`, [`exam.extend ${first!.examId}`]);
    // the audit comes last: whoever holds its head keeps a commit just before its end
    let letGo = (): void => undefined;
    const holding = b.source.transaction(async (db) => {
      await db.query(`select audit_append('receiver', '[]')`);
      await new Promise<void>((resolve) => { letGo = resolve; });
    });
    await new Promise((r) => setTimeout(r, 150));
    const second = ledger.commit([received({ studyUid: study.studyUid })], done);
    await new Promise((r) => setTimeout(r, 150));
    let taken = false;
    const take = new JobTable(b.source).take(job!.id).then(async (row) => {
      taken = true;
      expect(row).not.toBeNull();
      return count('instance where exam_id = $1', first!.examId);
    });
    await new Promise((r) => setTimeout(r, 150));
    expect(taken).toBe(false);
    letGo();
    await Promise.all([holding, second]);
    expect(await take).toBe(2);
  });

  it('takes a repeat as another receipt and nothing else', async () => {
    const first = received();
    const again = { ...first, location: { ...first.location, offset: 77 } };
    const [a] = (await ledger.commit([first], done)) as Posted[];
    await b.acts.read('delete from job where key = $1', [`exam.extend ${a!.examId}`]);
    expect(outcomes(await ledger.commit([again, { ...again, source: { ...sender, door: 'dicomweb', kind: 'client' } }], done))).toEqual(['duplicate', 'duplicate']);
    expect(await count('instance where sop_uid = $1', first.sopUid)).toBe(1);
    expect(await count('receipt where exam_id = $1', a!.examId)).toBe(3);
    expect(await count('job where key = $1', `exam.extend ${a!.examId}`)).toBe(0);
    expect(await count('outbox where subject_id = $1', a!.examId)).toBe(1);
  });

  it('keeps both when a UID comes again with other bytes, also inside one group, and says so each time', async () => {
    const first = received();
    const other = received({ ...first, sha256: randomBytes(32).toString('hex'), location: { ...first.location, offset: 99 } });
    expect(outcomes(await ledger.commit([first, other, { ...first, location: { ...first.location, offset: 97 } }], done))).toEqual(['new', 'conflict', 'duplicate']);
    expect(outcomes(await ledger.commit([other], done))).toEqual(['conflict']);
    const third = received({ ...first, sha256: randomBytes(32).toString('hex'), location: { ...first.location, offset: 98 } });
    expect(outcomes(await ledger.commit([third], done))).toEqual(['conflict']);
    const rows = await b.acts.read<{ conflict_of: string | null }>('select conflict_of from instance where sop_uid = $1 order by id', [first.sopUid]);
    expect(rows.map((r) => r.conflict_of !== null)).toEqual([false, true, true]);
    expect(await count('receipt r join instance i on i.id = r.instance_id where i.sop_uid = $1 and r.status = 45063', first.sopUid)).toBe(3);
  });

  it('sends instances of a parted-off series to the child exam', async () => {
    const [studyUid, stays, moved] = [specUid(), specUid(), specUid()];
    const [parent] = (await ledger.commit([received({ studyUid, seriesUid: stays }), received({ studyUid, seriesUid: moved })], done)) as Posted[];
    const child = newId();
    await b.acts.read(`insert into exam (id, study_uid, split_of, head, door) values ($1, $2, $3, '{}', 'dimse')`, [child, studyUid, parent!.examId]);
    await b.acts.read('update series set exam_id = $1 where series_uid = $2', [child, moved]);
    const placed = (await ledger.commit([received({ studyUid, seriesUid: moved }), received({ studyUid, seriesUid: stays }), received({ studyUid, seriesUid: specUid() })], done)) as Posted[];
    expect(placed.map((p) => p.examId)).toEqual([child, parent!.examId, parent!.examId]);
  });

  it('follows a split that happens at the same moment', async () => {
    const [studyUid, seriesUid] = [specUid(), specUid()];
    const [parent] = (await ledger.commit([received({ studyUid, seriesUid })], done)) as Posted[];
    const child = newId();
    let coming: Promise<(Posted | Unacceptable)[]> = Promise.resolve([]);
    await b.source.transaction(async (db) => {
      await db.query(`insert into exam (id, study_uid, split_of, head, door) values ($1, $2, $3, '{}', 'dimse')`, [child, studyUid, parent!.examId]);
      await db.query('update series set exam_id = $1 where series_uid = $2', [child, seriesUid]);
      coming = ledger.commit([received({ studyUid, seriesUid })], done);
      await new Promise((r) => setTimeout(r, 150));
    });
    expect((await coming).map((p) => (p as Posted).examId)).toEqual([child]);
    expect(await count('series where series_uid = $1', seriesUid)).toBe(1);
  });

  it('writes rows while the disk writes, shows none of them before it has, and takes them back when it fails', async () => {
    const [kept, lost] = [received(), received()];
    const written = async (sopUid: string): Promise<boolean> => {
      const [waiting] = await b.acts.read<{ n: number }>(`select count(*)::int as n from pg_stat_activity where application_name like 'causeway ledger receiver %' and state = 'idle in transaction' and datname = current_database()`);
      return waiting!.n === 1 && (await count('instance where sop_uid = $1', sopUid)) === 0;
    };
    let [ready, broke] = [(): void => undefined, (_: Error): void => undefined];
    const disk = (): Promise<void> => new Promise((resolve, reject) => { [ready, broke] = [resolve, reject]; });
    const placed = ledger.commit([kept], disk());
    await expect.poll(() => written(kept.sopUid)).toBe(true);
    ready();
    expect(outcomes(await placed)).toEqual(['new']);
    expect(await count('instance where sop_uid = $1', kept.sopUid)).toBe(1);

    const refused = ledger.commit([lost], disk());
    await expect.poll(() => written(lost.sopUid)).toBe(true);
    broke(new Error('EIO'));
    await expect(refused).rejects.toThrow('EIO');
    expect(await count('instance where sop_uid = $1', lost.sopUid)).toBe(0);
    expect(outcomes(await ledger.commit([lost], done))).toEqual(['new']);
  });

  it('commits nothing when the bytes did not become durable', async () => {
    const lost = received();
    await expect(ledger.commit([lost], Promise.reject(new Error('EIO')))).rejects.toThrow('EIO');
    expect(await count('instance where sop_uid = $1', lost.sopUid)).toBe(0);
    expect(await count('exam where study_uid = $1', lost.studyUid)).toBe(0);
    expect(outcomes(await ledger.commit([lost], done))).toEqual(['new']);
  });

  it('lets one object the database cannot take fail alone', async () => {
    const good = [received(), received()];
    const bad = received({ head: { modality: 'CT', accessionNumber: randomBytes(4000).toString('hex') } });
    expect(outcomes(await ledger.commit([good[0]!, bad, good[1]!], done))).toEqual(['new', 'unacceptable', 'new']);
    expect(outcomes(await ledger.commit([bad], done))).toEqual(['unacceptable']);
    expect(await count('instance where sop_uid = any($1)', [...good, bad].map((o) => o.sopUid))).toBe(2);
  });

  it('serves several receivers on the same studies without a deadlock, and leaves the audit chain whole', async () => {
    const lanes = ['receiver', 'receiver 2', 'receiver 3'];
    const ledgers = lanes.map((lane) => new Ledger({ url: b.settings.DATABASE_URL, lane }));
    await Promise.all(ledgers.map((l) => l.untilReady(5000)));
    const studies = Array.from({ length: 4 }, () => received());
    const uids = Array.from({ length: 300 }, (_, i) => ({ sopUid: specUid(), study: studies[i % 4]! }));
    const sends = ledgers.map(async (l) => {
      const mine = [...uids].sort(() => Math.random() - 0.5);
      for (let i = 0; i < mine.length; i += 12) {
        const group = mine.slice(i, i + 12).map(({ sopUid, study }) => received({ ...study, sopUid, sha256: Buffer.from(sopUid).toString('hex').padEnd(64, '0').slice(-64), location: { ...study.location, offset: (at += 1) } }));
        await Promise.all([l.commit(group.slice(0, 6), done), l.commit(group.slice(6), done)]);
      }
    });
    await Promise.all(sends);
    expect(await count('instance where sop_uid = any($1)', uids.map((u) => u.sopUid))).toBe(300);
    expect(await count('receipt r join instance i on i.id = r.instance_id where i.sop_uid = any($1)', uids.map((u) => u.sopUid))).toBe(900);
    expect(await verifyAudit((sql, p) => b.acts.read(sql, p))).toMatchObject({ whole: true });
    await Promise.all(ledgers.map((l) => l.close()));
  });

  it('says when the database is away and comes back by itself', async () => {
    const mine = new Ledger({ url: b.settings.DATABASE_URL, lane: 'receiver 9' });
    await mine.untilReady(5000);
    await whileAway(b, 'causeway ledger receiver 9%', async () => {
      await expect.poll(() => mine.ready, { timeout: 10_000 }).toBe(false);
      await new Promise((r) => setTimeout(r, 400));
      expect(mine.ready).toBe(false);
      await expect(mine.commit([received()], done)).rejects.toThrow(/away/);
    });
    await mine.untilReady(5000);
    expect(outcomes(await mine.commit([received()], done))).toEqual(['new']);
    await mine.close();
  });
});
