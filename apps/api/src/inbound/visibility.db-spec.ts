import type { PolicyText } from '@causeway/domain';
import { makeSeries, type MadeObject } from '@causeway/dicom/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { served, type Get, type Served } from '../dicomweb/testing/served';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import type { SpecPerson } from '../testing/harness';
import { nextInForce } from '../testing/policies';
import { checkAndRelease } from '../testing/released';
import { drain } from '../testing/worker';
import { OverreadMoves } from '../overreads/moves';
import { InboundMoves } from './moves';

let site: Served;
let [team, reader, requester, resident]: SpecPerson[] = [];
const JOBS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.show', 'inbound.delivery', 'inbound.recalled', 'release.prepare', 'overread.decide'];
const work = (ahead = 0): Promise<string[]> => drain(site.b, { only: JOBS, ahead });

/** Everything by which an exam can be seen: QIDO, WADO, its page, the lists. */
async function seen(get: Get, o: MadeObject, id: string): Promise<Record<string, boolean>> {
  const study = `/dicomweb/studies/${o.studyInstanceUid}`;
  const instance = `${study}/series/${o.seriesInstanceUid}/instances/${o.sopInstanceUid}`;
  const [found, pixels, metadata, picture, page, list, tags] = [
    await get(`/dicomweb/studies?StudyInstanceUID=${o.studyInstanceUid}`), await get(instance), await get(`${study}/metadata`), await get(`${instance}/rendered`), await get(`/inbound/${id}`),
    await get(`/inbound?view=open&ids=${id}`), await get(`/exams/${id}/instances/${o.sopInstanceUid}/tags`),
  ];
  const answers = { qido: found.text !== '[]', wado: pixels.status === 200, metadata: metadata.status === 200, rendered: picture.status === 200, page: page.status === 200, list: list.json<{ rows: unknown[] }>().rows.length > 0, tags: tags.status === 200 };
  for (const r of [pixels, metadata, picture, page, tags]) expect([200, 404]).toContain(r.status);
  return answers;
}
const ALL = { qido: true, wado: true, metadata: true, rendered: true, page: true, list: true, tags: true };
const NONE = { qido: false, wado: false, metadata: false, rendered: false, page: false, list: false, tags: false };

/** An exam of a patient that three people could see by the letters of their grants: by line, by line and care team, as requester. */
async function arrived(need: boolean): Promise<{ o: MadeObject; id: string; patient: string }> {
  const [o] = [...makeSeries(1, { edge: 16 })] as [MadeObject];
  await site.store([o.file]);
  const [row] = await site.b.acts.read<{ exam_id: string }>('select exam_id from instance where sop_uid = $1', [o.sopInstanceUid]);
  const id = row!.exam_id;
  await site.b.acts.read('update inbound set care_team = $2 where id = $1', [id, [team!.id, requester!.id]]);
  if (need) await site.b.acts.read(`insert into need (exam_id, requester_id, urgency) values ($1, $2, 'medium')`, [id, requester!.id]);
  return { o, id, patient: await storePatient(site.b, `V${id.slice(-8)}`, 'Spec', 'Person', '1961-03-12') };
}
const identify = async (id: string, patient: string): Promise<void> => {
  await confirmMatch(site.b, id, patient);
  await work();
};
const release = (then: object): Promise<PolicyText> => nextInForce(site.b, 'release', (text) => ({ ...text, rules: [], default: { then: { destinations: ['viewer-only'], when: 'after-check', order: 'none', visible: 'all', accession: 'none', ...then }, because: 'spec' } }) as PolicyText);
const byRole = async (o: MadeObject, id: string): Promise<Record<string, boolean | Record<string, boolean>>> => {
  const of = async (who: SpecPerson): Promise<boolean | Record<string, boolean>> => {
    const got = await seen(await site.as(who), o, id);
    return Object.values(got).every((v) => v === Object.values(got)[0]) ? (got['page'] ?? false) : got;
  };
  return { handles: await of(await site.b.person('tr')), lead: await of(await site.b.person('pa')), team: await of(team!), reader: await of(reader!), resident: await of(resident!), requester: await of(requester!) };
};

beforeAll(async () => {
  site = await served();
  [team, reader, requester, resident] = [await site.b.person('cl'), await site.b.person('rd'), await site.b.person('cl'), await site.b.person('rd')];
});
afterAll(() => site.close());

describe('an exam nobody decided about', () => {
  it('is seen by those who handle it and by its care team, and by no reader of its line, from any address', async () => {
    const { o, id } = await arrived(false);
    expect(await byRole(o, id)).toEqual({ handles: true, lead: true, team: true, reader: false, resident: false, requester: true });
    expect(await seen(await site.as(reader!), o, id)).toEqual(NONE);
    expect(await seen(await site.as(await site.b.person('pa')), o, id)).toEqual(ALL);
  });
});

describe('before it is released', () => {
  it('version 1 shows an exam without a patient to who asked for it, and to its team again when it has one', async () => {
    const { o, id, patient } = await arrived(true);
    await work(120);
    expect(await site.b.acts.read('select state, visible from inbound where id = $1', [id])).toEqual([{ state: 'identifying', visible: 'requester' }]);
    expect(await byRole(o, id)).toEqual({ handles: true, lead: true, team: false, reader: false, resident: false, requester: true });
    await identify(id, patient);
    expect(await byRole(o, id)).toEqual({ handles: true, lead: true, team: true, reader: false, resident: false, requester: true });
  });

  it('a policy that shows emergencies at once shows them to everyone with a right before anybody checked', async () => {
    const before = await release({ when: 'now', visible: 'all' });
    const { o, id } = await arrived(true);
    await work(120);
    expect(await byRole(o, id)).toEqual({ handles: true, lead: true, team: true, reader: true, resident: true, requester: true });
    await nextInForce(site.b, 'release', () => before);
  });
});

describe('a released exam', () => {
  it.each([
    ['all', { handles: true, lead: true, team: true, reader: true, resident: true, requester: true }],
    ['care-team', { handles: true, lead: true, team: true, reader: false, resident: false, requester: true }],
    ['requester', { handles: true, lead: true, team: false, reader: false, resident: false, requester: true }],
  ] as const)('is shown to %s, as its decision says', async (visible, want) => {
    const before = await release({ visible });
    const { o, id, patient } = await arrived(true);
    await work(120);
    await identify(id, patient);
    await checkAndRelease(site.b, id);
    await work();
    expect(await site.b.acts.read('select state, visible from inbound where id = $1', [id])).toEqual([{ state: 'released', visible }]);
    expect(await byRole(o, id)).toEqual(want);
    await nextInForce(site.b, 'release', () => before);
  });

  it('of its team only is opened by the reader who takes its read, and by no colleague', async () => {
    const before = await release({ visible: 'care-team' });
    await nextInForce(site.b, 'overread', (text) => ({ ...text, rules: [], default: { then: { read: 'formal', pick: 'none', due: '2d' }, because: 'spec' } }) as PolicyText);
    const { o, id, patient } = await arrived(true);
    await work(120);
    await identify(id, patient);
    await checkAndRelease(site.b, id);
    await work();
    const [task] = await site.b.acts.read<{ id: string; version: number }>('select id, version from overread where exam_id = $1', [id]);
    await new OverreadMoves(site.b.acts, site.b.settings).claim(await callerOf(site.b, reader!), task!.id, { version: task!.version, reason: 'spec' });
    expect(await byRole(o, id)).toMatchObject({ reader: true, resident: false });
    await nextInForce(site.b, 'release', () => before);
  });

  it('that turns out to be somebody else’s is shown to everyone no longer', async () => {
    const before = await release({ visible: 'all' });
    const { o, id, patient } = await arrived(false);
    await work(120);
    await identify(id, patient);
    await checkAndRelease(site.b, id);
    await work();
    expect((await byRole(o, id))['reader']).toBe(true);
    const [row] = await site.b.acts.read<{ version: number }>('select version from inbound where id = $1', [id]);
    await new InboundMoves(site.b.acts, site.b.settings).recall(await callerOf(site.b, await site.b.person('pa'), true), id, row!.version, 'Not hers');
    await site.b.acts.read(`insert into recall (id, exam_id, match_id, kind, ref, label, channel, state) select gen_random_uuid(), $1, id, 'visibility', $2, 'all', 'system', 'confirmed' from match where exam_id = $1`, [id, id]);
    await site.b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'recall.confirmed', kind: 'recall', id, data: { examId: id } }));
    await work();
    expect((await byRole(o, id))['reader']).toBe(false);
    await nextInForce(site.b, 'release', () => before);
  });
});
