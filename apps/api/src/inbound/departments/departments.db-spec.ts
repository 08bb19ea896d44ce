import { SaveDepartments } from '@causeway/contracts';
import { departments1 } from '@causeway/domain';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import { callerOf } from '../../testing/caller';
import { storeExam } from '../../testing/exams';
import { bench, type Bench } from '../../testing/harness';
import { approvedExam, connectPacs, ON_THE_WAY } from '../../testing/released';
import { drain } from '../../testing/worker';
import { Departments } from './departments.service';

let b: Bench;
let departments: Departments;
let sa: Caller;
let house: LoopbackPeer;
let heart: LoopbackPeer;
let houseId: string;
let heartId: string;

beforeAll(async () => {
  b = await bench();
  departments = new Departments(b.acts);
  sa = await callerOf(b, await b.person('sa'), true);
});
afterAll(() => b.close());
beforeEach(async () => {
  house = await LoopbackPeer.start({ aeTitle: 'PACS' });
  heart = await LoopbackPeer.start({ aeTitle: 'HEARTPACS' });
  await b.acts.read(`update endpoint set disabled_at = clock_timestamp() where purpose = 'pacs'`);
  // the department's is older: it is the department's all the same
  heartId = await connectPacs(b, { host: '127.0.0.1', port: heart.port, aeTitle: 'HEARTPACS' });
  await b.acts.read(`update endpoint set label = $2 where id = $1`, [heartId, `Heart archive ${heartId}`]);
  houseId = await connectPacs(b, { host: '127.0.0.1', port: house.port, aeTitle: 'PACS' });
});
afterEach(async () => {
  await house.stop();
  await heart.stop();
});

async function save(change: object[], reason = 'because of the spec'): Promise<void> {
  const { version } = await departments.view(sa);
  await departments.save(sa, SaveDepartments.parse({ version, reason, departments: change }));
}
const cardiology = (more: object = {}): object => ({ ...departments1[0], archiveId: heartId, ...more });
const ECHO = { attributes: { Modality: 'US', StudyDescription: 'Echocardiography', BodyPartExamined: 'HEART' } };
const row = async (id: string) => (await b.acts.read<{ state: string; service_line: string; department: string | null; department_rule: string | null; department_version: number | null; checklist_id: string }>(
  'select state, service_line, department, department_rule, department_version, checklist_id from inbound where id = $1', [id]))[0]!;
const went = async (id: string): Promise<string[]> => (await b.acts.read<{ endpoint_id: string }>('select endpoint_id from transfer where exam_id = $1', [id])).map((t) => t.endpoint_id);
const orders = async (id: string): Promise<string[]> => (await b.acts.read<{ kind: string }>('select kind from import_order where exam_id = $1', [id])).map((o) => o.kind);

describe('an exam of a department', () => {
  it('is looked at by its people and list, goes into its archive with its order, and the decision says by which rule', async () => {
    await save([cardiology({ checklist: 'restricted', order: 'none' })]);
    const echo = await approvedExam(b, 2, ECHO);
    const now = await row(echo.id);
    expect(now).toMatchObject({ service_line: 'cardiology', department: 'Cardiology', department_rule: 'echo', checklist_id: 'restricted' });
    await drain(b, { only: ON_THE_WAY });
    expect(await went(echo.id)).toEqual([heartId]);
    expect(await orders(echo.id)).toEqual([]);
    expect((await row(echo.id)).state).toBe('released');
    const facts = await b.acts.read<{ kind: string; facts: Record<string, unknown> }>(`select kind, facts from decision where exam_id = $1 and kind in ('triage', 'release')`, [echo.id]);
    expect(new Set(facts.map((d) => `${d.kind}: ${String(d.facts['exam.departmentRule'])}`))).toEqual(new Set(['triage: Cardiology: echo', 'release: Cardiology: echo']));
  });

  it('of radiology goes where it always went', async () => {
    await save([cardiology()]);
    const ct = await approvedExam(b, 2);
    expect(await row(ct.id)).toMatchObject({ department: null, checklist_id: 'basic' });
    await drain(b, { only: ON_THE_WAY });
    expect(await went(ct.id)).toEqual([houseId]);
    expect(await orders(ct.id)).toEqual(['import']);
  });

  it('keeps the list it came under, and is not sent elsewhere when the archive of its department is gone', async () => {
    await save([cardiology()]);
    const { version } = await departments.view(sa);
    const echo = await approvedExam(b, 1, ECHO);
    await save([cardiology({ archiveId: houseId, rules: [{ name: 'none of these', modalities: ['ZZ'], words: [], contents: [] }] })]);
    expect((await row(echo.id)).department_version).toBe(version);
    await b.acts.read('update endpoint set disabled_at = clock_timestamp() where id = $1', [heartId]);
    await drain(b, { only: ON_THE_WAY });
    expect(await went(echo.id)).toEqual([]);
    expect((await row(echo.id)).state).toBe('triaging');
  });
});

describe('the list of departments', () => {
  it('is changed as a whole, by version, and only by who may', async () => {
    await save([cardiology()], 'first');
    const view = await departments.view(sa);
    expect(view).toMatchObject({ departments: [{ name: 'Cardiology', archiveId: heartId }], change: { move: 'change' } });
    expect(view.history[0]).toMatchObject({ version: view.version, reason: 'first', names: ['Cardiology'] });
    await expect(departments.save(sa, SaveDepartments.parse({ version: view.version - 1, reason: 'too late', departments: [] }))).rejects.toMatchObject({ status: 412 });
    const pa = await callerOf(b, await b.person('pa'), true);
    expect((await departments.view(pa)).change).toBeNull();
    await expect(departments.save(pa, SaveDepartments.parse({ version: view.version, reason: 'not mine', departments: [] }))).rejects.toMatchObject({ status: 403 });
    await expect(b.acts.read('delete from department_book')).rejects.toThrow();
  });

  it('with a fault is refused with what to do, and nothing of it holds', async () => {
    const { version } = await departments.view(sa);
    const partner = await b.facility(`Elsewhere ${Math.random()}`);
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'dimse', 'out', 'pacs', 'Theirs', '{}')`, [partner]);
    const [theirs] = await b.acts.read<{ id: string }>('select id from endpoint where facility_id = $1', [partner]);
    await expect(save([cardiology({ archiveId: theirs?.id })])).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/departments/0/archiveId' }] } });
    await expect(save([cardiology({ rules: [] })])).rejects.toMatchObject({ more: { errors: [{ pointer: '/departments/0/rules' }] } });
    expect((await departments.view(sa)).version).toBe(version);
  });

  it('that nobody made leaves every exam to radiology', async () => {
    await save([]);
    const id = await storeExam(b, { head: { modality: 'US', studyDescription: 'Echo', bodyPartExamined: 'HEART' } });
    await drain(b, { only: ['exam.extend'] });
    expect(await row(id)).toMatchObject({ department: null, department_version: null, service_line: 'cardiology' });
  });
});
