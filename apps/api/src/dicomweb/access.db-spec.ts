import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DicomJson } from '@causeway/dicom';
import { makeObject, makeSeries, sameUidOtherContent, type MadeObject } from '@causeway/dicom/testing';
import pg from 'pg';
import { reportsOf } from '../exams/reports.read';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { partsOf, served, type Get, type Served } from './testing/served';
import { Viewed } from './viewed';

let site: Served;
let exam: MadeObject[];
let examId: string;
const study = (o: MadeObject): string => `/dicomweb/studies/${o.studyInstanceUid}`;
const instance = (o: MadeObject): string => `${study(o)}/series/${o.seriesInstanceUid}/instances/${o.sopInstanceUid}`;
const idOf = async (o: MadeObject): Promise<string> => (await site.b.acts.read<{ exam_id: string }>('select exam_id from instance where sop_uid = $1 and conflict_of is null', [o.sopInstanceUid]))[0]!.exam_id;
const views = (id: string): Promise<{ actor_id: string; details: string }[]> => site.b.acts.read(`select actor_id, details from audit_entry where action = 'exam.viewed' and object_id = $1 order by lane, seq`, [id]);

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: site.b.database.superUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Every address under which something of an exam can be had. */
const addresses = (o: MadeObject): string[] => [
  study(o), `${study(o)}/metadata`, `${study(o)}/thumbnail`, `${study(o)}/series/${o.seriesInstanceUid}`, `${study(o)}/series/${o.seriesInstanceUid}/metadata`, `${study(o)}/series/${o.seriesInstanceUid}/thumbnail`,
  instance(o), `${instance(o)}/metadata`, `${instance(o)}/frames/1`, `${instance(o)}/bulkdata/7FE00010`, `${instance(o)}/rendered`, `${instance(o)}/thumbnail`, `${instance(o)}/frames/1/rendered`, `${instance(o)}/frames/1/thumbnail`,
];
const own = (id: string, o: MadeObject): string[] => [`/exams/${id}/instances`, `/exams/${id}/instances/${o.sopInstanceUid}/tags`];
const searches = (o: MadeObject): string[] => [`/dicomweb/studies?StudyInstanceUID=${o.studyInstanceUid}`, `/dicomweb/series?StudyInstanceUID=${o.studyInstanceUid}`, `${study(o)}/series`, `${study(o)}/instances`, `${study(o)}/series/${o.seriesInstanceUid}/instances`];

beforeAll(async () => {
  site = await served();
  exam = [...makeSeries(3, { edge: 16 })];
  await site.store(exam.map((o) => o.file));
  examId = await idOf(exam[0]!);
});
afterAll(() => site.close());

async function statuses(get: Get, paths: readonly string[]): Promise<number[]> {
  const all: number[] = [];
  for (const path of paths) all.push((await get(path)).status);
  return all;
}
const same = (paths: readonly string[], status: number): number[] => paths.map(() => status);

describe('who may not open an exam', () => {
  it('gets the answer of an exam that is not there, from every address', async () => {
    const stranger = await site.as(await site.b.person('pa', { facilities: [] }));
    const nothing = makeObject({ edge: 16 });
    for (const [o, id] of [[exam[0]!, examId], [nothing, newId()]] as const) {
      const paths = [...addresses(o), ...own(id, o)];
      expect(await statuses(stranger, paths)).toEqual(same(paths, 404));
      for (const path of searches(o)) expect((await stranger(path)).text, path).toBe('[]');
    }
    expect(await views(examId)).toEqual([]);
  });

  it('loses with its rights what its token opened, from the next request on', async () => {
    const person = await site.b.person('pa');
    const token = 'a-token-of-twenty-characters-and-more';
    await site.b.acts.read(`insert into api_token (id, name, secret, scopes, person_id, ends_at) values ($1, 'viewer', $2, '{exam.view}', $3, now() + interval '1 day')`, [newId(), createHash('sha256').update(token).digest(), person.id]);
    const get = async (path: string): Promise<number> => (await site.anyone(path, undefined, { authorization: `Bearer ${token}` })).status;
    const paths = [study(exam[0]!), `${study(exam[0]!)}/series/${exam[0]!.seriesInstanceUid}`, instance(exam[0]!)];
    for (let i = 0; i < 2; i++) for (const path of paths) expect(await get(path)).toBe(200);
    await site.b.acts.read(`update person set facilities = '{}' where id = $1`, [person.id]);
    for (const path of paths) expect(await get(path)).toBe(404);
    await site.b.acts.read('update api_token set revoked_at = now() where person_id = $1', [person.id]);
    for (const path of paths) expect(await get(path)).toBe(401);
  });

  it('gets with a token what they get signed in, whatever they ask for', async () => {
    const [parted, alone] = [makeObject({ edge: 16 }), makeObject({ edge: 16 })];
    await site.store([parted.file, alone.file]);
    const hidden = await idOf(alone);
    await site.b.acts.read(`update inbound set facility_ids = '{}' where id = $1`, [hidden]);
    const person = await site.b.person('pa');
    const token = 'another-token-of-twenty-characters-and-more';
    await site.b.acts.read(`insert into api_token (id, name, secret, scopes, person_id, ends_at) values ($1, 'viewer', $2, '{exam.view}', $3, now() + interval '1 day')`, [newId(), createHash('sha256').update(token).digest(), person.id]);
    const signedIn = await site.as(person);
    const all = [...exam, parted, alone, makeObject({ edge: 16 })];
    const paths = [...all.flatMap((o) => [`${study(o)}/series/${o.seriesInstanceUid}`, study(o), instance(o)].flatMap((path) => [path, `${path}/metadata`, `${path}?exam=${examId}`])),
      '/dicomweb/studies/1.2.x', `${study(parted)}/series/no`, `${study(parted)}?exam=no`, `${study(parted)}?exam=${hidden}`];
    const told = async (get: Get, path: string, headers?: Readonly<Record<string, string>>): Promise<unknown> => {
      const answer = await get(path, undefined, headers);
      // each refusal has a trace of its own, and each body a boundary
      return [path, answer.status, answer.status < 300 ? answer.headers.get('etag') : '', answer.headers.get('content-length'), answer.headers.get('content-type')?.replace(/boundary=.*/, ''), answer.status < 300 && path.includes('metadata') ? answer.text : ''];
    };
    const asked: unknown[] = [];
    for (const path of paths) {
      asked.push(await told(signedIn, path));
      expect(await told(site.anyone, path, { authorization: `Bearer ${token}` }), path).toEqual(asked.at(-1));
      expect((await site.anyone(path, undefined, { authorization: `Bearer ${token}x` })).status, path).toBe(401);
    }
    expect([200, 400, 404].map((status) => asked.filter((one) => (one as unknown[])[1] === status).length)).toEqual([expect.any(Number), 3, expect.any(Number)]);
  });

  it('and holds no such ability at all is told whom it is for; and nobody without signing in', async () => {
    const system = await site.as(await site.b.person('sa'));
    const paths = [...addresses(exam[0]!), ...searches(exam[0]!), ...own(examId, exam[0]!)];
    expect(await statuses(system, paths)).toEqual(same(paths, 403));
    expect(await statuses(site.anyone, paths)).toEqual(same(paths, 401));
  });

  it('may list without opening: search answers, images do not', async () => {
    const desk = await site.as(await site.b.person('fr'));
    expect((await desk(`/dicomweb/studies?StudyInstanceUID=${exam[0]!.studyInstanceUid}`)).json<DicomJson[]>()).toHaveLength(1);
    expect((await desk(instance(exam[0]!))).status).toBe(403);
  });
});

describe('a quarantined exam', () => {
  it('is there only for those who may judge it', async () => {
    const [bad] = [...makeSeries(1, { edge: 16 })];
    await site.store([bad!.file]);
    const id = await idOf(bad!);
    const [lead, line, reader] = [await site.as(await site.b.person('pa')), await site.as(await site.b.person('tr')), await site.as(await site.b.person('sl'))];
    expect([(await lead(instance(bad!))).status, (await line(instance(bad!))).status, (await reader(instance(bad!))).status]).toEqual([200, 200, 200]);
    await site.b.acts.read(`update inbound set state = 'quarantined' where id = $1`, [id]);
    const paths = [...addresses(bad!), ...own(id, bad!)];
    expect(await statuses(lead, paths)).toEqual(same(paths, 200));
    expect((await line(instance(bad!))).status).toBe(200);
    expect(await statuses(reader, paths)).toEqual(same(paths, 404));
    expect((await reader(searches(bad!)[0]!)).text).toBe('[]');
    await site.b.acts.read(`update inbound set state = 'purged' where id = $1`, [id]);
    expect((await lead(instance(bad!))).status).toBe(410);
    expect((await lead(study(bad!))).status).toBe(410);
    expect((await lead(searches(bad!)[0]!)).text).toBe('[]');
  });
});

describe('a study parted into exams of two people', () => {
  let first: MadeObject;
  let second: MadeObject;
  let child: string;
  beforeAll(async () => {
    first = makeObject({ edge: 16, attributes: { PatientID: 'SPLIT-A', PatientName: 'SPLIT^ANNA' } });
    second = makeObject({ edge: 16, studyInstanceUid: first.studyInstanceUid, attributes: { PatientID: 'SPLIT-B', PatientName: 'SPLIT^BERT' } });
    await site.store([first.file, second.file]);
    child = newId();
    const parent = await idOf(first);
    await site.b.acts.read(`insert into exam (id, study_uid, split_of, head, door) select $2, study_uid, id, (select head from instance where sop_uid = $3), door from exam where id = $1`, [parent, child, second.sopInstanceUid]);
    for (const table of ['series', 'instance']) await site.b.acts.read(`update ${table} set exam_id = $1 where series_uid = $2`, [child, second.seriesInstanceUid]);
    await site.b.acts.read(`insert into inbound (id, state, facility_ids, service_line) select $1, 'identifying', facility_ids, 'burn' from inbound where id = $2`, [child, parent]);
  });

  it('is two results, each with its person and an address of its own', async () => {
    const lead = await site.as(await site.b.person('pa'));
    const sets = (await lead(`/dicomweb/studies?StudyInstanceUID=${first.studyInstanceUid}`)).json<DicomJson[]>();
    expect(sets.map((set) => set['00100020']?.Value?.[0]).sort()).toEqual(['SPLIT-A', 'SPLIT-B']);
    for (const set of sets) {
      const url = String(set['00081190']?.Value?.[0]);
      const [part] = partsOf(await lead(url));
      expect(part!.bytes.includes(String(set['00100020']?.Value?.[0]))).toBe(true);
      expect(partsOf(await lead(url))).toHaveLength(1);
    }
    expect(partsOf(await lead(study(first)))).toHaveLength(2);
  });

  it('shows whoever may see one of them that one', async () => {
    const line = await site.as(await site.b.person('sl', { serviceLines: ['burn'] }));
    const [only] = partsOf(await line(study(first)));
    expect([only!.bytes.includes('SPLIT-B'), partsOf(await line(study(first))).length]).toEqual([true, 1]);
    expect((await line(instance(first))).status).toBe(404);
    expect((await line(`${study(first)}?exam=${await idOf(first)}`)).status).toBe(404);
    expect((await line(`${study(first)}/instances`)).json<DicomJson[]>()).toHaveLength(1);
  });
});

describe('the same UID with other bytes', () => {
  it('is the first that came; the other is kept and not shown in its place', async () => {
    const [a, b] = sameUidOtherContent();
    await site.store([a.file, b.file]);
    const lead = await site.as(await site.b.person('pa'));
    const parts = partsOf(await lead(study(a)));
    expect(parts).toHaveLength(1);
    expect(parts[0]!.bytes.subarray(-a.bytes.length).equals(a.bytes)).toBe(true);
  });
});

describe('what was opened is written down', () => {
  it('once for a person and exam, however much of it is fetched at once, and for each exam', async () => {
    const [one] = [...makeSeries(1, { edge: 16 })];
    await site.store([one!.file]);
    const id = await idOf(one!);
    const person = await site.b.person('pa');
    const get = await site.as(person);
    await Promise.all(addresses(one!).map((path) => get(path)));
    await statuses(get, [...addresses(one!), ...own(id, one!)]);
    expect(await views(id)).toMatchObject([{ actor_id: person.id }]);
    const another = await site.b.person('pa');
    await (await site.as(another))(`/exams/${id}/instances/${one!.sopInstanceUid}/tags`);
    expect((await views(id)).map((view) => [view.actor_id, JSON.parse(view.details) as unknown]).at(-1)).toEqual([another.id, { through: 'tags' }]);
  });

  it('once for all processes, and again after a quarter of an hour; a search is no look at images', async () => {
    const [one] = [...makeSeries(1, { edge: 16 })];
    await site.store([one!.file]);
    const id = await idOf(one!);
    const person = await site.b.person('pa');
    const get = await site.as(person);
    await statuses(get, [...searches(one!), `/exams/${id}/instances`]);
    expect(await views(id)).toEqual([]);
    await get(instance(one!));
    const caller = await callerOf(site.b, person);
    const elsewhere = (): Promise<void> => new Viewed(site.b.acts).note(caller, [id], 'frames');
    await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    expect(await views(id)).toHaveLength(1);
    await asOwner(`update audit_entry set at = at - interval '16 minutes' where object_id = '${id}'`);
    await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    expect(await views(id)).toHaveLength(2);
  });

  it('nothing is shown when it cannot be written', async () => {
    const [one] = [...makeSeries(1, { edge: 16 })];
    await site.store([one!.file]);
    const get = await site.as(await site.b.person('pa'));
    await asOwner('alter function audit_append(text, jsonb) rename to audit_append_gone');
    try {
      for (const path of [instance(one!), `${instance(one!)}/rendered`, `${instance(one!)}/metadata`]) expect((await get(path)).status, path).toBe(500);
    } finally {
      await asOwner('alter function audit_append_gone(text, jsonb) rename to audit_append');
    }
    expect((await get(instance(one!))).status).toBe(200);
  });
});

it('a report names its document by an address that opens it', async () => {
  const [o] = exam as [MadeObject];
  await site.b.acts.read(`insert into report (id, exam_id, kind, source, status, title, sections, document_sop, source_key, sha256) values ($1, $2, 'outside', 'Spec', 'F', 'Spec', '[]', $3, 'spec', '')`, [newId(), examId, o.sopInstanceUid]);
  const [report] = await reportsOf(site.b.acts, examId);
  const get = await site.as(await site.b.person('pa'));
  expect((await get((report?.document?.href ?? '').replace('/api/v1', ''))).status).toBe(200);
});
