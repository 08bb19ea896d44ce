import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version1 } from '@causeway/domain';
import { freshDatabase, type SpecDatabase } from '@causeway/tools/testing';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { Acts } from '../platform/acts/acts';
import { verifyAudit } from '../platform/audit/verify';
import { dataSource } from '../platform/database/data-source';
import { migrate } from '../platform/database/migrate';
import { readSettings, type Settings } from '../platform/settings/settings';
import { Sessions } from '../platform/sign-in/sessions';
import { reactions } from '../slices';
import { specUid, storeExam } from '../testing/exams';
import type { Bench } from '../testing/harness';
import { drain } from '../testing/worker';
import { ageDemo } from './demo-age';
import { DemoDocument, faultOf, read } from './demo-document';
import { loadDemo } from './demo-load';
import { resetDemo } from './demo-reset';

const DOCUMENT: DemoDocument = {
  facilities: [
    { key: 'HOST', name: 'Host Medical Center', kind: 'hospital', status: 'live', tier: 'strategic', host: true, issuerOid: '1.2.3.4.100.1' },
    { key: 'NORTH', name: 'North Clinic', kind: 'clinic', status: 'testing', tier: 'regular', host: false, issuerOid: '1.2.3.4.101.1' },
  ],
  endpoints: [
    { facility: 'HOST', kind: 'dimse', direction: 'out', purpose: 'pacs', label: 'PACS', settings: { host: '127.0.0.1', port: 4290 }, calling: null, addresses: [] },
    { facility: 'NORTH', kind: 'dimse', direction: 'in', purpose: 'images', label: 'Images', settings: {}, calling: 'NORTH_PACS', addresses: ['127.0.0.1'] },
  ],
  people: [
    { username: 'ann', name: 'Ann Archer', title: 'PACS administrator', roles: ['pa'], facilities: ['HOST', 'NORTH'], serviceLines: ['general'], subspecialties: [] },
    { username: 'ben', name: 'Ben Bauer', title: 'Radiologist', roles: ['rd'], facilities: ['HOST'], serviceLines: ['neurology'], subspecialties: ['neuro'] },
  ],
};
const moved = (port: number): DemoDocument => ({ ...DOCUMENT, endpoints: DOCUMENT.endpoints.map((e) => (e.purpose === 'pacs' ? { ...e, settings: { ...e.settings, port } } : e)) });

let database: SpecDatabase;
let source: DataSource;
let acts: Acts;
let settings: Settings;

beforeAll(async () => {
  database = await freshDatabase(migrate);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-demo-'));
  settings = readSettings({ CAUSEWAY_DATABASE_URL: database.appUrl, CAUSEWAY_DATABASE_OWNER_URL: database.ownerUrl, CAUSEWAY_DATA_DIR: dir, CAUSEWAY_DEMO: '1', CAUSEWAY_DEMO_PASSWORD: 'amber bridge' });
  source = await dataSource({ url: database.appUrl, process: 'cli', pool: 4 }).initialize();
  acts = new Acts(source, 'cli', reactions);
  await adoptVersion1(acts);
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
  fs.rmSync(settings.DATA_DIR, { recursive: true, force: true });
});

const people = () => acts.read<{ username: string; facilities: string[]; demo: boolean }>('select username, facilities, demo from person order by made_at');
const count = async (table: string): Promise<number> => (await acts.read<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1;

describe('loading a demonstration', () => {
  it('is refused where no demonstration is meant to run', async () => {
    await expect(loadDemo(acts, { ...settings, DEMO: false }, DOCUMENT)).rejects.toMatchObject({ code: 'not-a-demonstration' });
    expect(await count('facility')).toBe(0);
  });

  it('is refused without a password for its people', async () => {
    await expect(loadDemo(acts, { ...settings, DEMO_PASSWORD: undefined }, DOCUMENT)).rejects.toMatchObject({ code: 'password' });
    expect(await count('facility')).toBe(0);
  });

  it('is refused beside facilities that are real', async () => {
    await acts.read(`insert into facility (id, name, kind) values (gen_random_uuid(), 'Real Hospital', 'hospital')`);
    await expect(loadDemo(acts, settings, DOCUMENT)).rejects.toMatchObject({ code: 'real-installation' });
    await expect(resetDemo(settings)).rejects.toMatchObject({ code: 'real-installation' });
    await acts.read(`delete from facility where name = 'Real Hospital'`);
    expect(await count('person')).toBe(0);
  });

  it('makes facilities, connections and people, who sign in with the password of the demonstration', async () => {
    expect(await loadDemo(acts, settings, DOCUMENT)).toEqual({ facilities: 2, endpoints: 2, people: 2 });
    const all = await people();
    expect(all.map((p) => [p.username, p.facilities.length, p.demo])).toEqual([['ann', 2, true], ['ben', 1, true]]);
    expect(await acts.read('select host, demo, issuer from facility order by host desc')).toEqual([{ host: true, demo: true, issuer: 'HOST' }, { host: false, demo: true, issuer: 'NORTH' }]);
    expect(await new Sessions(acts, settings).signIn('ann', 'amber bridge', '127.0.0.1')).toBeTruthy();
  });

  it('changes nothing when it is loaded again', async () => {
    const before = await acts.read('select id, version from facility union all select id, version from endpoint union all select id, version from person order by id');
    expect(await loadDemo(acts, settings, DOCUMENT)).toEqual({ facilities: 0, endpoints: 0, people: 0 });
    expect(await acts.read('select id, version from facility union all select id, version from endpoint union all select id, version from person order by id')).toEqual(before);
  });

  it('follows ports that moved and a password that was changed', async () => {
    expect(await loadDemo(acts, { ...settings, DEMO_PASSWORD: 'cedar delta' }, moved(5290))).toEqual({ facilities: 0, endpoints: 1, people: 0 });
    expect(await acts.read(`select settings->>'port' as port from endpoint where purpose = 'pacs'`)).toEqual([{ port: '5290' }]);
    expect(await new Sessions(acts, settings).signIn('ben', 'cedar delta', '127.0.0.1')).toBeTruthy();
    await expect(new Sessions(acts, settings).signIn('ben', 'amber bridge', '127.0.0.1')).rejects.toMatchObject({ status: 401 });
  });

  it('does not take the account of somebody who is not of it', async () => {
    await acts.read(`update person set demo = false where username = 'ben'`);
    await expect(loadDemo(acts, settings, DOCUMENT)).rejects.toMatchObject({ code: 'username-taken' });
    await acts.read(`update person set demo = true where username = 'ben'`);
  });
});

describe('a document of a demonstration', () => {
  it('names what is wrong with it', () => {
    expect(() => read(DemoDocument, '{"facilities": []}')).toThrow(/facilities/);
    expect(() => read(DemoDocument, 'no')).toThrow('not JSON');
    expect(faultOf({ ...DOCUMENT, facilities: [...DOCUMENT.facilities].reverse() })).toMatch('host');
    expect(faultOf({ ...DOCUMENT, people: [{ ...DOCUMENT.people[0]!, facilities: ['SOUTH'] }] })).toMatch('SOUTH');
    expect(faultOf(DOCUMENT)).toBeNull();
  });

  it('may not lead away from this machine', () => {
    const away = DOCUMENT.endpoints.map((e) => ({ ...e, settings: { host: 'pacs.example.org', port: 104 } }));
    expect(faultOf({ ...DOCUMENT, endpoints: away })).toMatch('loopback');
  });
});

describe('moving exams of a demonstration back in time', () => {
  it('moves everything kept of them by the same span, so that clocks are further on, and is done once', async () => {
    const b = { acts, settings, source } as unknown as Bench;
    const studyUid = specUid();
    const exam = { studyUid, id: await storeExam(b, { studyUid }) };
    await drain(b, { ahead: 120, only: ['exam.extend', 'inbound.quiet'] });
    const at = (await acts.read<{ first_at: Date; due_at: Date; settled_at: Date; clock: { at: string }[] }>('select e.first_at, x.due_at, x.settled_at, x.clock from exam e join inbound x using (id) where id = $1', [exam.id]))[0]!;
    const receivedAt = new Date(at.first_at.getTime() - 5 * 3_600_000).toISOString();
    expect(await ageDemo(acts, settings, { exams: [{ studyUid: exam.studyUid, receivedAt }, { studyUid: '1.2.3', receivedAt }] })).toBe(1);
    const now = (await acts.read<typeof at & { late: boolean }>('select e.first_at, x.due_at, x.settled_at, x.clock, x.due_at < clock_timestamp() as late from exam e join inbound x using (id) where id = $1', [exam.id]))[0]!;
    const span = 5 * 3_600_000;
    expect(at.first_at.getTime() - now.first_at.getTime()).toBe(span);
    expect(at.due_at.getTime() - now.due_at.getTime()).toBe(span);
    expect(Date.parse(at.clock[0]!.at) - Date.parse(now.clock[0]!.at)).toBe(span);
    expect(now.late).toBe(true);
    const marks = await acts.read<{ due: string }>(`select data->>'due' as due from job where kind = 'inbound.sla' and state = 'waiting' and data->>'id' = $1`, [exam.id]);
    expect(marks.map((m) => m.due)).toEqual(Array(3).fill(now.due_at.toISOString()));
    expect(await ageDemo(acts, settings, { exams: [{ studyUid: exam.studyUid, receivedAt }] })).toBe(0);
    expect(await verifyAudit((sql, p) => acts.read(sql, p))).toMatchObject({ whole: true });
  });

  it('is refused where no demonstration runs', async () => {
    await expect(ageDemo(acts, { ...settings, DEMO: false }, { exams: [] })).rejects.toMatchObject({ code: 'not-a-demonstration' });
  });
});

describe('taking a demonstration away', () => {
  it('is refused while a program works on it', async () => {
    const other = await dataSource({ url: database.appUrl, process: 'worker', pool: 1 }).initialize();
    await expect(resetDemo(settings)).rejects.toThrow(/Stop the product first: causeway worker/);
    await other.destroy();
    expect(await count('person')).toBe(2);
  });

  it('leaves a database as a first start finds it, and no files', async () => {
    const left = [path.join(settings.DATA_DIR, 'objects', 'a'), path.join(settings.DATA_DIR, 'demo', 'state.json')];
    for (const file of left) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, 'x');
    }
    await resetDemo(settings);
    for (const table of ['facility', 'person', 'exam', 'inbound', 'outbox', 'session']) expect(await count(table), table).toBe(0);
    expect(await acts.read(`select kind from policy_version where state = 'in-force'`), 'every kind, the law, and the notices of the house').toHaveLength(Object.keys(version1).length + 2);
    expect(left.filter((file) => fs.existsSync(file))).toEqual([]);
    expect(await loadDemo(acts, settings, DOCUMENT)).toEqual({ facilities: 2, endpoints: 2, people: 2 });
    expect(await acts.read(`select nextval('accession_number')::int as n`)).toEqual([{ n: 1001 }]);
  });
});
