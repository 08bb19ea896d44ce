import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench, type Bench } from '../testing/harness';
import { system } from './acts/actor';
import { Acts } from './acts/acts';
import { dataSource } from './database/data-source';
import { migrate } from './database/migrate';
import { verifyAudit } from './audit/verify';
import { checkHandlers, jobKind, Later, type JobHandler } from './jobs/job';
import { JobTable } from './jobs/job-table';
import { WorkQueue } from './jobs/queue';
import { JobRelay } from './jobs/relay';
import { JobRunner } from './jobs/runner';
import { makeLog } from './log';
import { newId } from './ids';

let b: Bench;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());
const log = makeLog('spec', 'error');

describe('an act', () => {
  it('commits state, audit and outbox together, or none of them', async () => {
    const id = newId();
    const count = async (): Promise<string> => JSON.stringify(await b.acts.read('select (select count(*) from audit_entry where object_id = $1) a, (select count(*) from outbox where subject_id = $1::uuid) o, (select count(*) from job where key = $1) j', [id]));
    const work = (fail: boolean) => b.acts.run(system('spec'), async (act) => {
      act.audit({ action: 'spec.done', object: { kind: 'spec', id } });
      act.emit({ event: 'spec.done', kind: 'spec', id });
      act.wish({ kind: 'spec', key: id, data: {}, inSeconds: 3600 });
      if (fail) throw new Error('no');
    });
    await expect(work(true)).rejects.toThrow('no');
    expect(await count()).toBe('[{"a":"0","o":"0","j":"0"}]');
    await work(false);
    expect(await count()).toBe('[{"a":"1","o":"1","j":"1"}]');
    await b.acts.read(`delete from job where key = $1`, [id]);
  });
});

describe('a read that comes often', () => {
  it('is planned once on a connection, and means the same to all who share it', async () => {
    const text = 'select $1::int + 1 as n';
    const other = new Acts(b.source, 'spec', () => []);
    for (const acts of [b.acts, other]) for (let i = 0; i < 3; i++) expect(await acts.readOften(text, [i])).toEqual([{ n: i + 1 }]);
    expect(await b.acts.readOften('select name like $1 as named, (generic_plans + custom_plans)::int as runs from pg_prepared_statements where statement = $2', ['often %', text])).toEqual([{ named: true, runs: 6 }]);
  });

  it('is planned each time when there are too many texts', async () => {
    const acts = new Acts(b.source, 'spec', () => []);
    for (let i = 0; i < 230; i++) expect(await acts.readOften(`select ${i} as n`)).toEqual([{ n: i }]);
    const [kept] = await acts.read<{ n: number }>(`select count(*)::int as n from pg_prepared_statements where name like 'often %'`);
    expect(kept!.n).toBeLessThanOrEqual(202);
  });
});

describe('a migration', () => {
  it('runs again on a database whose queue the app role has used', async () => {
    await b.source.query('create sequence bullmq.made_by_the_app');
    expect(await migrate(b.database.ownerUrl)).toEqual([]);
    await b.source.query('drop sequence bullmq.made_by_the_app');
  });
});

describe('the audit chain', () => {
  it('is one unbroken lane under fifty acts at once, and verifies outside the database', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => b.acts.run(system('spec'), async (act) => act.audit({ action: 'spec.many', object: { kind: 'spec', id: String(i) }, reason: i % 2 ? 'ünï | 3:x' : null }))));
    const verdict = await verifyAudit((sql, p) => b.acts.read(sql, p));
    expect(verdict).toMatchObject({ whole: true, faults: [] });
    expect(verdict.rows).toBeGreaterThan(50);
  });

  it('verifies while others write', async () => {
    const write = (): Promise<void> => b.acts.run(system('spec'), async (act) => act.audit({ action: 'spec.meanwhile', object: { kind: 'spec', id: 'x' } }));
    const verdict = await verifyAudit(async <T extends object>(sql: string, p?: readonly unknown[]) => {
      const rows = await b.acts.read<T>(sql, p);
      await write();
      return rows;
    });
    expect(verdict).toMatchObject({ whole: true, faults: [] });
  });

  it('cannot be changed, removed or written around by the app role', async () => {
    for (const sql of [`update audit_entry set reason = 'x'`, 'delete from audit_entry', 'truncate audit_entry', `update audit_head set seq = 0`, `insert into audit_head values ('x', 0, '')`]) {
      await expect(b.source.query(sql), sql).rejects.toThrow(/permission denied/);
    }
  });

  it.each<[string, string]>([
    ['a changed reason', `update audit_entry set reason = 'other' where lane = 'api' and seq = 7`],
    ['a changed actor', `update audit_entry set actor_name = 'Somebody' where lane = 'api' and seq = 7`],
    ['a removed row', `delete from audit_entry where lane = 'api' and seq = 7`],
    ['a changed time', `update audit_entry set at = at + interval '1 second' where lane = 'api' and seq = 7`],
    ['a row beyond the head', `update audit_head set seq = seq - 1, hash = (select previous from audit_entry e where e.lane = 'api' and e.seq = audit_head.seq) where lane = 'api'`],
    ['a removed end', `delete from audit_entry where lane = 'api' and seq = (select max(seq) from audit_entry where lane = 'api')`],
    ['two rows exchanged', `update audit_entry set seq = case seq when 7 then -8 else -7 end where lane = 'api' and seq in (7, 8); update audit_entry set seq = -seq where seq < 0`],
  ])('shows %s', async (_, tamper) => {
    const owner = await dataSource({ url: b.database.ownerUrl, process: 'tamper', pool: 1 }).initialize();
    await owner.transaction(async (db) => {
      await db.query(tamper);
      const verdict = await verifyAudit((sql, p) => db.query(sql, p ? [...p] : []));
      expect(verdict.whole).toBe(false);
      expect(verdict.faults[0]?.lane).toBe('api');
      throw new Error('roll back');
    }).catch((e: Error) => { if (e.message !== 'roll back') throw e; });
    await owner.destroy();
  });
});

describe('jobs', () => {
  const kinds = { 'spec.count': jobKind('fast', 3, 0.05, 0.1), 'spec.poison': jobKind('fast'), 'spec.later': jobKind('slow') };

  async function working(handler: JobHandler, work: (tools: { table: JobTable; runner: JobRunner }) => Promise<void>): Promise<void> {
    const table = new JobTable(b.source);
    const stop = new AbortController();
    const runner = new JobRunner(table, b.acts, checkHandlers(kinds, [handler]), kinds, log, stop.signal);
    const queue = new WorkQueue(b.settings, () => undefined);
    const relay = new JobRelay(table, queue, kinds, b.settings.DATABASE_URL, log);
    queue.serve((id) => runner.run(id));
    relay.start();
    try {
      await work({ table, runner });
    } finally {
      stop.abort();
      await relay.stop();
      await queue.close();
    }
  }
  const until = async (test: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> => {
    const end = Date.now() + ms;
    while (!(await test())) {
      if (Date.now() > end) throw new Error('waited too long');
      await new Promise((r) => setTimeout(r, 50));
    }
  };
  const wish = (kind: string, n: number, data: Record<string, unknown> = {}) => b.acts.run(system('spec'), async (act) => {
    for (let i = 0; i < n; i++) act.wish({ kind, key: `${kind} ${newId()}`, data: { ...data, i } });
  });

  it('are all done though the queue is emptied mid-flight', async () => {
    const seen = new Set<unknown>();
    await working({ kinds: Object.keys(kinds), run: async (job) => { await new Promise((r) => setTimeout(r, 5)); seen.add(job.data['i']); } }, async () => {
      await wish('spec.count', 200);
      const owner = await dataSource({ url: b.database.ownerUrl, process: 'vandal', pool: 1 }).initialize();
      const tables = (await owner.query(`select format('%I.%I', schemaname, tablename) t from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`)) as { t: string }[];
      const jobTable = tables.map((x) => x.t).filter((t) => t.includes('job'));
      for (let i = 0; i < 3; i++) {
        await new Promise((r) => setTimeout(r, 60));
        await owner.query(`truncate ${jobTable.join(', ')} cascade`);
      }
      await owner.destroy();
      // what was offered and lost is offered again; the test does not wait the twenty seconds for it
      await until(async () => {
        await b.acts.read(`update job set offered_at = null where state = 'waiting' and kind = 'spec.count' and offered_at < clock_timestamp() - interval '1 second'`);
        return seen.size === 200;
      }, 40_000);
    });
    expect(await b.acts.read(`select count(*)::int n from job where kind = 'spec.count' and state <> 'done'`)).toEqual([{ n: 0 }]);
  });

  it('that fail are tried again with a pause, then given up loudly', async () => {
    let tries = 0;
    await working({ kinds: Object.keys(kinds), run: () => { tries++; throw new TypeError('always'); } }, async () => {
      await wish('spec.count', 1);
      await until(async () => (await b.acts.read(`select 1 from job where kind = 'spec.count' and state = 'dead'`)).length === 1);
    });
    expect(tries).toBe(3);
    expect(await b.acts.read(`select count(*)::int n from outbox where event = 'job.given-up'`)).toEqual([{ n: 1 }]);
  });

  it('of a kind this program does not know are left to a newer one, not given up', async () => {
    await wish('spec.newer', 1);
    const [row] = await b.acts.read<{ id: string }>(`select id from job where kind = 'spec.newer'`);
    let done = 0;
    await working({ kinds: Object.keys(kinds), run: () => { done++; return Promise.resolve(); } }, async ({ runner, table }) => {
      expect(await table.offer(Object.keys(kinds))).not.toContainEqual(expect.objectContaining({ id: row?.id }));
      await runner.run(row?.id ?? '');
      await wish('spec.later', 1);
      await until(() => done === 1);
    });
    expect(await b.acts.read('select state, cause, starts, attempts from job where id = $1', [row?.id])).toEqual([{ state: 'waiting', cause: 'unknown-job', starts: 0, attempts: 0 }]);
  });

  it('that lost their lease are neither ended nor given up by the one who lost it', async () => {
    const table = new JobTable(b.source);
    await wish('spec.count', 1);
    const [row] = await b.acts.read<{ id: string }>(`select id from job where kind = 'spec.count' and state = 'waiting'`);
    const id = row?.id ?? '';
    const slow = await table.take(id);
    await b.acts.read(`update job set lease_until = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    const second = await table.take(id);
    // the second hands it back uncounted, so that its count of starts is the first one's again
    await table.again(second!, 3600, 'not-yet', false);
    await table.done(slow!);
    expect(await b.acts.run(system('spec'), (act) => table.dead(act, slow!, 'TypeError'))).toBe(false);
    expect(await b.acts.read('select state from job where id = $1', [id])).toEqual([{ state: 'waiting' }]);
    await b.acts.read('delete from job where id = $1', [id]);
  });

  it('asked to come later do not count as failures', async () => {
    let tries = 0;
    await working({ kinds: Object.keys(kinds), run: () => { if (++tries < 6) throw new Later(0.02, 'not-yet'); return Promise.resolve(); } }, async () => {
      await wish('spec.later', 1);
      await until(() => tries === 6);
    });
  });

  it('that crash their worker three times are not started a fourth time', async () => {
    const table = new JobTable(b.source);
    await wish('spec.poison', 1);
    const [row] = await b.acts.read<{ id: string }>(`select id from job where kind = 'spec.poison'`);
    const id = row?.id ?? '';
    for (let i = 0; i < 3; i++) {
      expect(await table.take(id)).not.toBeNull();
      await b.acts.read(`update job set lease_until = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    }
    let started = false;
    const runner = new JobRunner(table, b.acts, checkHandlers(kinds, [{ kinds: Object.keys(kinds), run: () => { started = true; return Promise.resolve(); } }]), kinds, log, new AbortController().signal);
    await runner.run(id);
    expect(started).toBe(false);
    expect(await b.acts.read('select state, cause from job where id = $1', [id])).toEqual([{ state: 'dead', cause: 'crashed-its-worker' }]);
  });

  it('without a handler, or with two, stop start-up', () => {
    expect(() => checkHandlers(kinds, [])).toThrow(/has no handler/);
    const h: JobHandler = { kinds: Object.keys(kinds), run: () => Promise.resolve() };
    expect(() => checkHandlers(kinds, [h, h])).toThrow(/has two handlers/);
  });
});
