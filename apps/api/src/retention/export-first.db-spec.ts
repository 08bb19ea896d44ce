import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { storeRealExam, type RealExam } from '../testing/real-exam';
import { drain } from '../testing/worker';
import { DispositionList } from './disposition.list';
import { DispositionMoves } from './dispositions';
import { tombstones } from './tombstones';

const JOBS = ['verdict.decide', 'disposition.take-out', 'disposition.follow', 'purge.run', 'purge.follow', 'purge.remove', 'line.serve', 'line.probe', 'transfer.due', 'transfer.run', 'transfer.verify', 'transfer.heal'];
let b: Bench;
let archive: LoopbackPeer;
let rm: Caller;
let second: Caller;
let line: string;
let dispositions: DispositionMoves;
let list: DispositionList;

beforeAll(async () => {
  b = await bench({ CAUSEWAY_SITE_JURISDICTION: 'US-NY', CAUSEWAY_PATIENCE_RATE: '60' });
  dispositions = new DispositionMoves(b.acts, b.settings);
  list = new DispositionList(b.acts, b.settings, { position: '0' });
  rm = await callerOf(b, await b.person('rm'), true);
  second = await callerOf(b, await b.person('rm'), true);
});
afterAll(() => b.close());
beforeEach(async () => {
  archive = await LoopbackPeer.start({ aeTitle: 'COLD' });
  line = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'vna', $3, $4)`,
    [line, b.host, `Cold archive ${line.slice(-4)}`, { host: '127.0.0.1', port: archive.port, calledAeTitle: 'COLD', callingAeTitle: 'CAUSEWAY', connectSeconds: 2, associateSeconds: 3, responseSeconds: 3 }]);
});
afterEach(() => archive.stop());

/** A released exam of an adult that came twelve years ago: nothing keeps it any more. */
async function oldExam(): Promise<RealExam> {
  const made = await storeRealExam(b, 3, {});
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, made.id, await storePatient(b, `M${made.id.slice(-8)}`, 'Österberg', 'Åsa', '1950-02-14'));
  await b.acts.read(`update exam set first_at = clock_timestamp() - interval '12 years', head = head || '{"studyDate": "20140601"}' where id = $1`, [made.id]);
  await b.acts.read(`update inbound set state = 'released', service_line = 'general', modalities = '{CT}' where id = $1`, [made.id]);
  await b.acts.read(`delete from job where state = 'waiting'`);
  await b.acts.read(`insert into job (kind, key, data) values ('verdict.decide', $1, $2)`, [`verdict.decide ${made.id}`, { id: made.id }]);
  await drain(b, { only: JOBS });
  return made;
}

async function exported(exam: RealExam): Promise<string> {
  const id = await dispositions.propose(rm, { title: 'To the cold archive', examIds: [exam.id] });
  const version = async () => (await list.detail(id, rm)).version;
  await dispositions.review(rm, id, await version());
  await expect(dispositions.endorse(rm, id, { version: await version(), action: 'export-then-purge', endpointId: null, note: '' })).rejects.toMatchObject({ status: 422 });
  await dispositions.endorse(rm, id, { version: await version(), action: 'export-then-purge', endpointId: line, note: '' });
  await dispositions.approve(second, id, await version());
  return id;
}
const images = async (exam: RealExam) => (await b.acts.read('select id from instance where exam_id = $1', [exam.id])).length;

it('an exam that is exported first is gone only once the archive lists every image, and its tombstone says where it went', async () => {
  const exam = await oldExam();
  const id = await exported(exam);
  await drain(b, { only: ['purge.run', 'disposition.follow'] });
  expect(await images(exam), 'nothing goes before it is there').toBe(3);
  await drain(b, { ahead: 600, only: JOBS });
  expect([...archive.archive.held.keys()].sort()).toEqual([...exam.sopUids].sort());
  expect(await list.detail(id, rm)).toMatchObject({ state: 'executed', purged: 1, refused: 0 });
  expect(await images(exam)).toBe(0);
  const [purge] = await b.acts.read<{ exported: { endpoint: string; images: number } }>('select exported from purge where exam_id = $1', [exam.id]);
  expect(purge?.exported).toMatchObject({ endpoint: line, images: 3 });
  expect((await tombstones(b.acts, rm, { studyUid: exam.studyUid, limit: 10 }))[0]).toMatchObject({ examId: exam.id, images: 3, signed: true });
});

it('an exam stays whole when the archive refuses one of its images', async () => {
  const exam = await oldExam();
  archive.behaviour.refuseClasses.add('1.2.840.10008.5.1.4.1.1.2');
  const id = await exported(exam);
  await drain(b, { ahead: 86_400, only: JOBS });
  const [transfer] = await b.acts.read<{ id: string; state: string; version: number }>('select t.id, t.state, t.version from transfer t join purge p on p.transfer_id = t.id where p.exam_id = $1', [exam.id]);
  expect(transfer?.state).not.toBe('done');
  expect(await images(exam)).toBe(3);
  expect((await list.detail(id, rm)).purged).toBe(0);
});
