import { readFileHead } from '@causeway/dicom';
import type { MadeObject } from '@causeway/dicom/testing';
import type { OutgoingInstance } from '@causeway/transport-kit';

/** A made object as the ledger would hand it over. */
export function outgoing(object: MadeObject): OutgoingInstance {
  const read = readFileHead(object.file, 65_536, true);
  const at = read.kind === 'head' ? read.head.dataSetOffset : 0;
  return {
    sopClassUid: object.sopClassUid, sopInstanceUid: object.sopInstanceUid, studyInstanceUid: object.studyInstanceUid, transferSyntaxUid: object.transferSyntaxUid, dataSetBytes: object.bytes.length,
    dataSet: () => [object.bytes], fileHead: () => object.file.subarray(0, at),
  };
}
