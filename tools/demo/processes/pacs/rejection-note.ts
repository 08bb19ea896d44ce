// Rejection notes of IHE IOCM: a Key Object Selection whose title says that the objects it names are to be hidden (RAD TF-3 4.66.4.1.3).
import { readDataSet } from '@causeway/dicom';

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';
/** Quality, patient safety, incorrect worklist entry, retention expired (DCM, CID 7011). */
const TITLES = new Set(['113001', '113037', '113038', '113039']);

/** SOP Instance UIDs a rejection note names; null for anything else. */
export function rejectedBy(sopClassUid: string, transferSyntaxUid: string, bytes: Buffer): readonly string[] | null {
  if (sopClassUid !== KEY_OBJECT_SELECTION) return null;
  const read = readDataSet(bytes, transferSyntaxUid);
  if (read.kind === 'failure') return null;
  const note = read.dataSet;
  if (!TITLES.has(note.items('ConceptNameCodeSequence')[0]?.text('CodeValue') ?? '')) return null;
  return note
    .items('CurrentRequestedProcedureEvidenceSequence')
    .flatMap((study) => study.items('ReferencedSeriesSequence'))
    .flatMap((series) => series.items('ReferencedSOPSequence'))
    .map((reference) => reference.text('ReferencedSOPInstanceUID') ?? '');
}
