import { startOrthanc, type ForeignOrthanc } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench, type Bench } from '../testing/harness';
import { approvedExam, connectPacs, ON_THE_WAY } from '../testing/released';
import { drain } from '../testing/worker';

let b: Bench;
let orthanc: ForeignOrthanc;
beforeAll(async () => {
  b = await bench();
  orthanc = await startOrthanc();
  await connectPacs(b, orthanc);
}, 60_000);
afterAll(async () => {
  await orthanc.stop();
  await b.close();
});

describe('delivery to an archive somebody else wrote', () => {
  it('files a compressed exam with a name in another script under the local record, and proves each image', async () => {
    const exam = await approvedExam(b, 6, { transferSyntaxUid: '1.2.840.10008.1.2.5', attributes: { SpecificCharacterSet: 'ISO_IR 192', PatientName: '田中^陽翔' } });
    await drain(b, { only: ON_THE_WAY });
    const rows = await b.acts.read('select r.state from transfer_row r join transfer t on t.id = r.transfer_id where t.exam_id = $1', [exam.id]);
    expect(rows).toEqual(Array.from({ length: 6 }, () => ({ state: 'verified' })));
    const studies = JSON.parse(String(await orthanc.rest('/tools/find', { Level: 'Study', Query: { StudyInstanceUID: exam.studyUid }, Expand: true }))) as { PatientMainDicomTags: Record<string, string>; MainDicomTags: Record<string, string> }[];
    const [order] = await b.acts.read<{ accession: string }>('select accession from import_order where exam_id = $1', [exam.id]);
    expect(studies).toMatchObject([{ PatientMainDicomTags: { PatientID: exam.mrn, PatientName: 'Österberg^Åsa' }, MainDicomTags: { AccessionNumber: order?.accession } }]);
  });
});
