// A partner's archive as a sender: draws what a delivery holds, series by series, and stores it here by C-STORE under the partner's own title.
import { readFileHead } from '@causeway/dicom';
import { dimse } from '@causeway/transport-dimse';
import { type OutgoingInstance } from '@causeway/transport-kit';
import { type DemoExam, partOf, plannedObjects, type PlannedObject, type RenderedObject } from '../../world/index';
import { type Renderer } from '../render/renderer';
import { type Pace } from './pace';

export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
}

export interface SendingOptions {
  readonly renderer: Renderer;
  readonly to: Destination;
  readonly callingAeTitle: string;
  /** Share of the exam's objects, in sending order. */
  readonly part: readonly [number, number];
  readonly matrix: number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

export interface Sent {
  readonly objects: number;
  /** Objects the receiver turned down, with the status it gave. */
  readonly refused: readonly { readonly sopInstanceUid: string; readonly status: string | null }[];
}

const HEAD_BYTES = 16_384;

/** Sends one delivery; an association for each series, as many archives do. Throws when the line breaks: sending again is harmless. */
export async function sendExam(exam: DemoExam, options: SendingOptions): Promise<Sent> {
  const { renderer, matrix, signal } = options;
  const { host, port, aeTitle: calledAeTitle } = options.to;
  const refused: { sopInstanceUid: string; status: string | null }[] = [];
  let objects = 0;
  const line = await dimse.open(dimse.settings.parse({ host, port, calledAeTitle, callingAeTitle: options.callingAeTitle }), { endpoint: exam.facility, log: () => undefined });
  try {
    for (const series of bySeries(partOf(plannedObjects(exam), options.part))) {
      signal.throwIfAborted();
      const instances = (await renderer.draw(exam, series, matrix)).map((object) => outgoing(object, exam.studyUid, options));
      const { results, failure } = await line.send!({ instances }, signal);
      if (failure) throw failure;
      objects += results.filter((r) => r.standing === 'sent').length;
      refused.push(...results.filter((r) => r.standing !== 'sent').map((r) => ({ sopInstanceUid: r.sopInstanceUid, status: r.status })));
    }
    return { objects, refused };
  } finally {
    await line.close();
  }
}

function bySeries(objects: readonly PlannedObject[]): PlannedObject[][] {
  const series = new Map<string, PlannedObject[]>();
  for (const object of objects) series.set(object.seriesInstanceUid, [...(series.get(object.seriesInstanceUid) ?? []), object]);
  return [...series.values()];
}

/** The data set of a drawn file, handed over when the pace allows it. */
function outgoing({ bytes, sopClassUid, sopInstanceUid }: RenderedObject, studyInstanceUid: string, { pace }: SendingOptions): OutgoingInstance {
  const read = readFileHead(bytes, HEAD_BYTES, true);
  if (read.kind !== 'head') throw new Error(`A drawn object of ${studyInstanceUid} is not a DICOM file.`);
  const dataSet = bytes.subarray(read.head.dataSetOffset);
  return {
    sopClassUid,
    sopInstanceUid,
    studyInstanceUid,
    transferSyntaxUid: read.head.transferSyntaxUid,
    dataSetBytes: dataSet.length,
    async *dataSet(signal) {
      await pace.slot(signal);
      yield dataSet;
    },
    fileHead: () => bytes.subarray(0, read.head.dataSetOffset),
  };
}
