import { readFileHead } from '@causeway/dicom';
import type { MadeObject } from '@causeway/dicom/testing';
import type { OutgoingInstance } from '@causeway/transport-kit';

/** A made object as something to be sent. */
export function outgoingOf(made: Pick<MadeObject, 'sopClassUid' | 'sopInstanceUid' | 'studyInstanceUid' | 'transferSyntaxUid' | 'bytes' | 'file'>): OutgoingInstance {
  const head = readFileHead(made.file, 65_536, true);
  if (head.kind !== 'head') throw new Error('not a file');
  const { sopClassUid, sopInstanceUid, studyInstanceUid, transferSyntaxUid } = made;
  return {
    sopClassUid, sopInstanceUid, studyInstanceUid, transferSyntaxUid, dataSetBytes: made.bytes.length,
    dataSet: () => [made.bytes], fileHead: () => made.file.subarray(0, head.head.dataSetOffset),
  };
}
