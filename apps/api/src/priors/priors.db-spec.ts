import { LoopbackPeer, newUid, sampleInstance, type SampleInstance } from '@causeway/transport-dimse/testing';
import { dimse } from '@causeway/transport-dimse';
import type { ArchivePriors, InstanceView, PriorCopyView } from '@causeway/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Instances } from '../dicomweb/retrieve/instances';
import { served, type Served } from '../dicomweb/testing/served';
import { installedTransports } from '../installed-transports';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { parseLocation } from '../platform/objects/location';
import { objectsOf } from '../platform/objects/objects';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import type { SpecPerson } from '../testing/harness';
import { connectPacs } from '../testing/released';
import { drain } from '../testing/worker';
import { PriorCopies } from './copies';

const WORK = { only: ['prior.fetch'] };
let s: Served;
let copies: PriorCopies;
let peer: LoopbackPeer;
let line: string;
let reader: SpecPerson;
let mrn: string;
let patient: string;
let exam: string;
beforeAll(async () => {
  s = await served();
  copies = new PriorCopies(s.b.acts, new Instances(s.b.acts), installedTransports, makeLog('spec', 'silent'));
  reader = await s.b.person('pa');
});
afterAll(() => s.close());
beforeEach(async () => {
  peer = await LoopbackPeer.start({ aeTitle: 'WESTPACS' });
  line = await connectPacs(s.b, { host: '127.0.0.1', port: peer.port, aeTitle: 'WESTPACS' });
  mrn = `M${newId().slice(-10)}`;
  patient = await storePatient(s.b, mrn, 'Spec', 'Person', '1961-03-12');
  exam = await outsideExam(patient);
});
afterEach(async () => {
  await peer.stop();
  await s.b.acts.read('delete from prior_image; delete from prior_copy; delete from endpoint');
});

async function outsideExam(of: string | null): Promise<string> {
  const id = await storeExam(s.b, { instances: 1 });
  await s.b.acts.read(`insert into inbound (id, state, facility_ids, service_line, modalities, visible) values ($1, 'checking', $2, 'neurology', '{CT}', 'all')`, [id, [s.b.host]]);
  if (of) await confirmMatch(s.b, id, of);
  return id;
}
/** A study the archive has of a patient of ours. */
async function archived(more: { readonly patientId?: string; readonly studyInstanceUid?: string; readonly studyDate?: string; readonly description?: string } = {}, count = 3): Promise<readonly SampleInstance[]> {
  const [studyInstanceUid, seriesInstanceUid] = [more.studyInstanceUid ?? newUid(), newUid()];
  const made = Array.from({ length: count }, (_, i) => sampleInstance({
    studyInstanceUid, seriesInstanceUid, patientId: more.patientId ?? mrn, patientName: 'SPEC^PERSON', studyDate: more.studyDate ?? '20240603', studyDescription: more.description ?? 'CT Head, old', instanceNumber: count - i, size: 16,
  }));
  const open = await dimse.open(dimse.settings.parse({ host: '127.0.0.1', port: peer.port, calledAeTitle: 'WESTPACS' }), { endpoint: 'spec', log: () => undefined });
  await open.send!({ instances: made }, AbortSignal.timeout(10_000));
  await open.close();
  return made;
}
const as = () => callerOf(s.b, reader);
const get = async (path: string, accept?: string, who = reader) => (await s.as(who))(`/exams/${exam}/archive-priors${path}`, accept);
const ask = async (studyUid: string, of = exam) => copies.ask(await as(), of, studyUid);
const view = async (id: string): Promise<PriorCopyView> => (await get(`/${id}`)).json();
const here = async (studyUid: string): Promise<PriorCopyView> => {
  const { id } = await ask(studyUid);
  await drain(s.b, WORK);
  return view(id);
};

describe('what the archive holds of the patient', () => {
  it('is listed under their own number, newest first, without what came through here', async () => {
    const [old, newer, through] = [await archived(), await archived({ studyDate: '20250101', description: 'CT Chest' }), await archived()];
    await archived({ patientId: `${mrn}0` });
    await storeExam(s.b, { studyUid: through[0]!.studyInstanceUid });
    const list = (await get('')).json<ArchivePriors>();
    expect(list).toMatchObject({ asked: true, trouble: null });
    // nobody looked at images of the exam, so it is not kept longer for it
    expect(await s.b.acts.read(`select 1 from audit_entry where action = 'exam.viewed' and object_id = $1`, [exam])).toEqual([]);
    expect(list.priors.map((p) => [p.studyUid, p.description, p.studyDate, p.images])).toEqual([
      [newer[0]!.studyInstanceUid, 'CT Chest', '2025-01-01', 3], [old[0]!.studyInstanceUid, 'CT Head, old', '2024-06-03', 3],
    ]);
  });

  it('is not asked for while nobody confirmed whose exam it is, and an archive that is away is named', async () => {
    exam = await outsideExam(null);
    expect((await get('')).json()).toEqual({ asked: false, priors: [], trouble: null });
    await expect(ask(newUid())).rejects.toMatchObject({ code: 'not-identified' });
    exam = await outsideExam(patient);
    await peer.stop();
    expect((await get('')).json()).toMatchObject({ asked: true, priors: [], trouble: expect.stringMatching(/./) as string });
  });

  it('is for those who may open the exam: others are told that there is none', async () => {
    const study = (await archived())[0]!.studyInstanceUid;
    const { id } = await here(study);
    const stranger = await s.b.person('cl', { facilities: [await s.b.facility('Elsewhere')] });
    for (const path of ['', `/${id}`, `/${id}/instances`]) expect((await get(path, undefined, stranger)).status, path).toBe(404);
    await expect(copies.ask(await callerOf(s.b, stranger), exam, study)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a copy of an earlier exam', () => {
  it('comes whole, byte for byte, opens in viewing order, and is no exam', async () => {
    const images = await archived();
    const before = await s.b.acts.read('select id from exam');
    const copy = await here(images[0]!.studyInstanceUid);
    expect(copy).toMatchObject({ state: 'here', images: 3, expected: 3, cause: null, series: [{ instances: 3, modality: 'CT', thumbnail: {} }] });
    const list = (await get(`/${copy.id}/instances?series=${copy.series[0]!.seriesUid}`)).json<InstanceView[]>();
    expect(list.map((i) => i.number)).toEqual([1, 2, 3]);
    const one = images.find((i) => i.sopInstanceUid === list[0]!.sopUid)!;
    const sent = await get(`/${copy.id}/instances/${one.sopInstanceUid}`, 'application/dicom; transfer-syntax=*');
    expect(sent.status).toBe(200);
    expect(sent.bytes.subarray(-one.bytes.length).equals(one.bytes)).toBe(true);
    const picture = await get(`/${copy.id}/instances/${one.sopInstanceUid}/rendered`, 'image/jpeg');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(await s.b.acts.read('select id from exam')).toEqual(before);
    expect(await s.b.acts.read('select 1 as there from receipt')).toEqual([]);
    expect(await s.b.acts.read('select 1 as there from quarantined_object')).toEqual([]);
  });

  it('is fetched once, for whoever asks and whichever exam of the patient it stands beside', async () => {
    const study = (await archived())[0]!.studyInstanceUid;
    const first = await here(study);
    const other = await outsideExam(patient);
    const again = await copies.ask(await as(), other, study);
    expect(again).toMatchObject({ id: first.id, state: 'here', images: 3 });
    expect(await s.b.acts.read(`select 1 as wished from job where kind = 'prior.fetch' and state = 'waiting'`)).toEqual([]);
    expect(Date.parse(again.endsAt)).toBeGreaterThan(Date.parse(first.endsAt));
    expect((await (await s.as(reader))(`/exams/${other}/archive-priors/${first.id}`)).status).toBe(200);
  });

  it('is shown no more once its exam is another patient’s', async () => {
    const { id } = await here((await archived())[0]!.studyInstanceUid);
    await confirmMatch(s.b, exam, await storePatient(s.b, `N${newId().slice(-10)}`, 'Other', 'Person', '1970-01-01'));
    expect((await get(`/${id}`)).status).toBe(404);
    expect((await get(`/${id}/instances`)).status).toBe(404);
  });

  it('of a study of somebody else is refused, whatever the archive gives', async () => {
    const foreign = await archived({ patientId: 'SOMEBODY' });
    expect(await here(foreign[0]!.studyInstanceUid)).toMatchObject({ state: 'failed', images: 0, cause: 'Our archive lists no such exam of this patient.' });
    // listed as theirs, with one image of somebody else in it
    const study = newUid();
    await archived({ studyInstanceUid: study }, 2);
    await archived({ studyInstanceUid: study, patientId: 'SOMEBODY' }, 1);
    expect(await here(study)).toMatchObject({ state: 'failed', images: 2, cause: 'Our archive gave 2 of 3 images.' });
    expect(await s.b.acts.read('select 1 as there from quarantined_object')).toEqual([]);
  });

  it('that was cut off goes on with what is missing when it is asked for again', async () => {
    const images = await archived({}, 5);
    peer.behaviour.cutAfterObjects = 2;
    const cut = await here(images[0]!.studyInstanceUid);
    expect(cut).toMatchObject({ state: 'failed', expected: 5 });
    expect(cut.images).toBeLessThan(5);
    peer.behaviour.cutAfterObjects = null;
    expect(await here(images[0]!.studyInstanceUid)).toMatchObject({ id: cut.id, state: 'here', images: 5, cause: null });
  });

  it('is not moved here: an archive that only moves is told of as one that does not give', async () => {
    const images = await archived();
    peer.behaviour.get = false;
    await s.b.acts.read(`update endpoint set settings = settings || '{"retrieve":"move"}' where id = $1`, [line]);
    expect(await here(images[0]!.studyInstanceUid)).toMatchObject({ state: 'failed', images: 0 });
    expect(await s.b.acts.read('select 1 as there from receipt')).toEqual([]);
  });

  it('ends by its clock: no byte of it can be read any more, and asking again fetches it anew', async () => {
    const images = await archived();
    const copy = await here(images[0]!.studyInstanceUid);
    const [row] = await s.b.acts.read<{ location: string }>('select location from prior_image where copy_id = $1', [copy.id]);
    const bytes = async (): Promise<Buffer> => {
      const pieces: Buffer[] = [];
      for await (const piece of objectsOf(s.b.settings).read(parseLocation(row!.location))) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces);
    };
    expect((await bytes()).includes(mrn)).toBe(true);
    await drain(s.b, { only: ['prior.end'] });
    expect(await view(copy.id)).toMatchObject({ state: 'here' });
    await s.b.acts.read(`update prior_copy set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [copy.id]);
    await drain(s.b, { only: ['prior.end'], ahead: 25 * 3600 });
    expect((await get(`/${copy.id}`)).status).toBe(404);
    expect(await s.b.acts.read('select 1 as there from prior_image')).toEqual([]);
    expect((await bytes()).includes(mrn)).toBe(false);
    expect(await s.b.acts.read(`select details::jsonb->>'images' as images from audit_entry where action = 'exam.prior-removed' and object_id = $1`, [exam])).toEqual([{ images: '3' }]);
    expect(await here(images[0]!.studyInstanceUid)).toMatchObject({ state: 'here', images: 3 });
  });
});
