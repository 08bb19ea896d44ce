import type { OutgoingInstance } from '../src/index';

export interface OutgoingSample {
  readonly sopClassUid?: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid?: string;
  readonly transferSyntaxUid?: string;
  readonly dataSet: Uint8Array;
  readonly fileHead?: Uint8Array;
}

/** An outgoing instance over bytes in memory: CT Image Storage in Explicit VR Little Endian unless told otherwise. */
export function outgoingInstance(sample: OutgoingSample): OutgoingInstance {
  return {
    sopClassUid: sample.sopClassUid ?? '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: sample.sopInstanceUid,
    studyInstanceUid: sample.studyInstanceUid ?? '1.2.3',
    transferSyntaxUid: sample.transferSyntaxUid ?? '1.2.840.10008.1.2.1',
    dataSetBytes: sample.dataSet.length,
    dataSet: () => [sample.dataSet],
    fileHead: () => sample.fileHead ?? new Uint8Array(),
  };
}

/** Everything an iterable yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}
