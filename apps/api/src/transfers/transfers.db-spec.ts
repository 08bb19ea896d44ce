import { ObjectReader, readDataSet } from '@causeway/dicom';
import type { TransferQuery } from '@causeway/contracts';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seriesOf } from '../exams/series';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { approvedExam, connectPacs, ON_THE_WAY } from '../testing/released';
import { drain } from '../testing/worker';
import { TransferDetails } from './transfer.detail';
import { TransferList } from './transfer.list';

let b: Bench;
let pacs: LoopbackPeer;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());
beforeEach(async () => {
  pacs = await LoopbackPeer.start({ aeTitle: 'PACS' });
  await b.acts.read(`update endpoint set disabled_at = clock_timestamp() where purpose = 'pacs'`);
  await connectPacs(b, { host: '127.0.0.1', port: pacs.port, aeTitle: 'PACS' });
});
afterEach(() => pacs.stop());

const deliver = (ahead = 0): Promise<string[]> => drain(b, { ahead, only: ON_THE_WAY });
const transfers = (exam: string) => b.acts.read<{ id: string; state: string; cause: string | null; attempt: number }>('select id, state, cause, attempt from transfer where exam_id = $1', [exam]);
const ledger = async (exam: string): Promise<Record<string, number>> =>
  Object.fromEntries((await b.acts.read<{ state: string; n: number }>(
    'select r.state, count(*)::int as n from transfer_row r join transfer t on t.id = r.transfer_id where t.exam_id = $1 group by r.state', [exam])).map((r) => [r.state, r.n]));
const state = async (exam: string) => (await b.acts.read<{ state: string }>('select state from inbound where id = $1', [exam]))[0]?.state;

describe('the list of transfers', () => {
  it('shows each once over its pages, also those made within one millisecond', async () => {
    const exam = await approvedExam(b, 1);
    await deliver();
    const columns = 'exam_id, revision, direction, purpose, destination, endpoint_id, state';
    await b.acts.read(`insert into transfer (id, ${columns}, made_at) select gen_random_uuid(), ${columns}, date_trunc('second', made_at) + n * interval '7 microseconds'
      from transfer cross join generate_series(1, 9) n where exam_id = $1`, [exam.id]);
    const caller = await callerOf(b, await b.person('pa'));
    const list = new TransferList(b.acts, { position: '0.0' });
    const shown: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await list.page({ view: 'all', exam: exam.id, limit: 2, ...(cursor === undefined ? {} : { cursor }) } as TransferQuery, caller);
      shown.push(...page.rows.map((row) => row.id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(new Set(shown).size).toBe(10);
    expect(shown).toHaveLength(10);
    await b.acts.read('delete from transfer where exam_id = $1 and not exists (select 1 from transfer_row r where r.transfer_id = transfer.id)', [exam.id]);
  });
});

describe('a released exam', () => {
  it('is in the archive under the local identity, proven by the archive’s own list', async () => {
    const exam = await approvedExam(b, 5);
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'done', cause: null, attempt: 1 }]);
    expect(await ledger(exam.id)).toEqual({ verified: 5 });
    expect(await state(exam.id)).toBe('released');
    const [held] = [...pacs.archive.held.values()];
    const reader = new ObjectReader({ transferSyntaxUid: held!.transferSyntaxUid });
    await reader.push(held!.bytes);
    const { values } = await reader.finish();
    expect(values).toMatchObject({ patientId: exam.mrn, issuerOfPatientId: 'SPEC', studyInstanceUid: exam.studyUid });
    const [order] = await b.acts.read<{ accession: string }>('select accession from import_order where exam_id = $1', [exam.id]);
    expect(values.accessionNumber).toBe(order?.accession);
  });

  it('keeps what the sender wrote inside the copy, and notes the digest of what went out', async () => {
    const source = await b.facility(`Riverside ${Date.now()}`, { issuer: `RV${Date.now()}` });
    const exam = await approvedExam(b, 1, { source });
    await deliver();
    const held = pacs.archive.held.get(exam.sopUids[0]!)!;
    const read = readDataSet(held.bytes, held.transferSyntaxUid);
    if (read.kind !== 'data-set') throw new Error('The copy cannot be read');
    const original = read.dataSet.items('OriginalAttributesSequence')[0]?.items('ModifiedAttributesSequence')[0];
    expect(original?.text('PatientID')).toBe('OUT-4711');
    expect(original?.text('PatientName')).toBe('DOE^JANE');
    expect(read.dataSet.items('OtherPatientIDsSequence')[0]?.text('PatientID')).toBe('OUT-4711');
    const [rendition] = await b.acts.read<{ sha256: Buffer; changes: string[] }>(
      'select r.sha256, r.changes from rendition r join transfer t on t.id = r.transfer_id where t.exam_id = $1', [exam.id]);
    const { createHash } = await import('node:crypto');
    expect(rendition?.sha256.equals(createHash('sha256').update(held.bytes).digest())).toBe(true);
    expect(rendition?.changes).toContain('PatientID');
  });

  it('is moved whatever its images say their numbers are', async () => {
    const exam = await approvedExam(b, 3);
    await b.acts.read(`update instance set head = head || '{"instanceNumber":"A7","rows":"many"}' where exam_id = $1 and sop_uid = $2`, [exam.id, exam.sopUids[0]]);
    await deliver();
    expect(await ledger(exam.id)).toEqual({ verified: 3 });
    const person = await b.person('pa');
    const caller = await callerOf(b, person);
    const [transfer] = await transfers(exam.id);
    const details = new TransferDetails(b.acts, new TransferList(b.acts, { position: '0.0' }));
    expect((await details.detail(transfer!.id, caller)).series).toMatchObject([{ states: ['verified', 'verified', 'verified'] }]);
    expect(await seriesOf(b.acts, exam.id)).toMatchObject([{ instances: 3 }]);
  });

  it('sends again only what the archive lost', async () => {
    const exam = await approvedExam(b, 4);
    pacs.behaviour.lose.add(exam.sopUids[2]!);
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'partial', cause: 'missing-at-far-side' }]);
    expect(await ledger(exam.id)).toEqual({ verified: 3, missing: 1 });
    pacs.behaviour.lose.clear();
    const before = new Map(pacs.archive.held);
    await deliver(30);
    expect(await ledger(exam.id)).toEqual({ verified: 4 });
    expect(await transfers(exam.id)).toMatchObject([{ state: 'done', attempt: 2 }]);
    expect([...pacs.archive.held.keys()].filter((uid) => pacs.archive.held.get(uid) !== before.get(uid))).toEqual([exam.sopUids[2]]);
    expect(await state(exam.id)).toBe('released');
  });

  it('is sent again by itself to an archive that was out of resources for one image', async () => {
    const exam = await approvedExam(b, 3);
    pacs.behaviour.statuses.set(exam.sopUids[1]!, 0xa700);
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'waiting', attempt: 1 }]);
    expect(await ledger(exam.id)).toEqual({ sent: 2, pending: 1 });
    pacs.behaviour.statuses.clear();
    await deliver(20);
    expect(await ledger(exam.id)).toEqual({ verified: 3 });
    expect(await state(exam.id)).toBe('released');
    const [noted] = await b.acts.read<{ n: number }>('select count(*)::int as n from rendition r join transfer t on t.id = r.transfer_id where t.exam_id = $1', [exam.id]);
    expect(noted?.n).toBe(3);
  });

  it('asks before it sends again when an answer was lost', async () => {
    const exam = await approvedExam(b, 3);
    pacs.behaviour.dropAnswerOf.add(exam.sopUids[1]!);
    await deliver();
    pacs.behaviour.dropAnswerOf.clear();
    await deliver(60);
    expect(await ledger(exam.id)).toEqual({ verified: 3 });
    expect(await state(exam.id)).toBe('released');
  });

  it('goes on within the same attempt when the connection is cut again and again', async () => {
    const exam = await approvedExam(b, 5);
    for (const lost of [0, 2, 4]) pacs.behaviour.dropAnswerOf.add(exam.sopUids[lost]!);
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'done', attempt: 1 }]);
    expect(await ledger(exam.id)).toEqual({ verified: 5 });
    expect(pacs.archive.held.size).toBe(5);
    expect(await state(exam.id)).toBe('released');
  });

  it('waits for an archive that is away, and goes on by itself', async () => {
    const { port } = pacs;
    const exam = await approvedExam(b, 2);
    await pacs.stop();
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'waiting', attempt: 1 }]);
    expect(await ledger(exam.id)).toEqual({ pending: 2 });
    pacs = await LoopbackPeer.start({ aeTitle: 'PACS', port });
    await deliver(20);
    expect(await ledger(exam.id)).toEqual({ verified: 2 });
    expect(await state(exam.id)).toBe('released');
  });

  it('is told apart when the archive filed it under another patient', async () => {
    const exam = await approvedExam(b, 1);
    const { keep } = pacs.archive;
    pacs.archive.keep = async (info, bytes) => {
      await keep.call(pacs.archive, info, bytes);
      const held = pacs.archive.held.get(info.sopInstanceUid)!;
      pacs.archive.held.set(info.sopInstanceUid, { ...held, values: { ...held.values, patientId: 'SOMEBODY' } });
    };
    await deliver();
    expect(await transfers(exam.id)).toMatchObject([{ state: 'partial', cause: 'filed-under-another-patient' }]);
    expect(await state(exam.id)).not.toBe('released');
  });
});
