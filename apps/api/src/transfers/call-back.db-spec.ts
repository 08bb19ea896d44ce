import { readDataSet } from '@causeway/dicom';
import { startHl7Peer, type Hl7Peer } from '@causeway/transport-hl7v2/testing';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InboundMoves } from '../inbound/moves';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { approvedExam, checkAndRelease, connectPacs, ON_THE_WAY } from '../testing/released';
import { drain } from '../testing/worker';

let b: Bench;
let pacs: LoopbackPeer;
let ris: Hl7Peer;
const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';
const DELIVERY = [...ON_THE_WAY, 'message.send'];
const CALLING_BACK = ['recall.list', 'recall.ask', 'recall.answered', 'message.send', 'inbound.recalled', 'inbound.advance', 'exam.identify', 'exam.extend'];

beforeAll(async () => {
  b = await bench();
  pacs = await LoopbackPeer.start({ aeTitle: 'PACS' });
  await connectPacs(b, { host: '127.0.0.1', port: pacs.port, aeTitle: 'PACS' });
  ris = await startHl7Peer();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'hl7v2', 'out', 'orders', 'RIS', $3)`, [newId(), b.host, { host: '127.0.0.1', port: ris.port }]);
});
afterAll(async () => {
  await ris.close();
  await pacs.stop();
  await b.close();
});

/** Makes the archive obey rejection notes, as IHE IOCM asks of it. */
function obeyRejectionNotes(): void {
  const { keep } = pacs.archive;
  pacs.archive.keep = async (info, bytes) => {
    if (info.sopClassUid !== KEY_OBJECT_SELECTION) return keep.call(pacs.archive, info, bytes);
    const read = readDataSet(bytes, info.transferSyntaxUid);
    if (read.kind !== 'data-set') throw new Error('The note cannot be read');
    expect(read.dataSet.items('ConceptNameCodeSequence')[0]?.text('CodeValue')).toBe('113037');
    for (const series of read.dataSet.items('CurrentRequestedProcedureEvidenceSequence').flatMap((study) => study.items('ReferencedSeriesSequence'))) {
      for (const instance of series.items('ReferencedSOPSequence')) pacs.archive.held.delete(instance.text('ReferencedSOPInstanceUID') ?? '');
    }
  };
}

const recalls = (exam: string) => b.acts.read<{ channel: string; state: string; proof: string | null }>('select channel, state, proof from recall where exam_id = $1 order by channel', [exam]);
const recall = async (exam: string): Promise<void> => {
  const lead = await callerOf(b, await b.person('pa'), true);
  const [row] = await b.acts.read<{ version: number }>('select version from inbound where id = $1', [exam]);
  await new InboundMoves(b.acts, b.settings).recall(lead, exam, row!.version, 'It is the brother’s exam');
};

describe('an exam that is called back', () => {
  it('is rejected in the archive and its order cancelled, both prove it, and it can be released anew', async () => {
    obeyRejectionNotes();
    const exam = await approvedExam(b, 3);
    await drain(b, { only: DELIVERY });
    expect([...pacs.archive.held.keys()]).toEqual(expect.arrayContaining([...exam.sopUids]));
    await recall(exam.id);
    await drain(b, { only: CALLING_BACK });
    expect(await recalls(exam.id)).toEqual([
      { channel: 'order', state: 'confirmed', proof: 'cancelled' },
      { channel: 'pacs', state: 'confirmed', proof: 'not-listed-any-more' },
      { channel: 'system', state: 'confirmed', proof: 'association-ended' },
    ]);
    expect(exam.sopUids.some((uid) => pacs.archive.held.has(uid))).toBe(false);
    const cancelled = ris.messages.map((m) => m.text).filter((text) => text.includes('ORC|CA'));
    expect(cancelled).toHaveLength(1);
    expect(await b.acts.read('select state from import_order where exam_id = $1', [exam.id])).toEqual([{ state: 'cancelled' }]);
    expect(await b.acts.read('select x.state, m.state as match from inbound x join match m on m.exam_id = x.id where x.id = $1', [exam.id])).toEqual([{ state: 'checking', match: 'matched' }]);
    await checkAndRelease(b, exam.id);
    await drain(b, { only: DELIVERY });
    expect([...pacs.archive.held.keys()]).toEqual(expect.arrayContaining([...exam.sopUids]));
    expect(await b.acts.read('select state from import_order where exam_id = $1 order by at', [exam.id])).toEqual([{ state: 'cancelled' }, { state: 'acknowledged' }]);
  });

  it('stays asked while the archive still lists an image', async () => {
    const other = await LoopbackPeer.start({ aeTitle: 'PACS2' });
    await b.acts.read(`update endpoint set settings = settings || jsonb_build_object('port', $1::int, 'calledAeTitle', 'PACS2') where purpose = 'pacs'`, [other.port]);
    const exam = await approvedExam(b, 2);
    await drain(b, { only: DELIVERY });
    await recall(exam.id);
    await drain(b, { only: CALLING_BACK });
    expect((await recalls(exam.id)).find((r) => r.channel === 'pacs')).toMatchObject({ state: 'asked', proof: null });
    await other.stop();
  });
});
