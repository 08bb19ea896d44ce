import { TAG, itemsOf, textOf, type DataSet, type DataSetValue } from './dataset/data-set';
import { readDataSet } from './dataset/data-set-reader';
import { writeDataSet } from './dataset/data-set-writer';
import { isUid } from './association/items';

/** Data sets of the Storage Commitment Push Model (PS3.4 J.3), both ways. */
export interface SopReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export interface CommitmentRequest {
  readonly transactionUid: string;
  readonly references: readonly SopReference[];
}

export interface CommitmentReport {
  readonly transactionUid: string;
  readonly committed: readonly SopReference[];
  readonly failed: readonly (SopReference & { readonly reason: number })[];
}

/** Action type (PS3.4 J.3.2) and event types (J.3.3). */
export const REQUEST_COMMITMENT = 1;
export const COMMITMENT_EVENT = { allCommitted: 1, failuresExist: 2 } as const;
/** Failure reasons (PS3.3 C.14.1.1). */
export const FAILURE_REASON = { processingFailure: 0x0110, noSuchInstance: 0x0112, conflict: 0x0119, resources: 0x0213 } as const;

const LIMITS = { depth: 4, elements: 100_000 };

export function writeRequest({ transactionUid, references }: CommitmentRequest, explicit: boolean): Buffer {
  return writeDataSet(new Map<number, DataSetValue>([[TAG.transactionUid, [transactionUid]], [TAG.referencedSops, references.map(itemOf)]]), { explicit });
}

/** Null when it names no transaction, or no instances by UIDs. */
export function readRequest(bytes: Buffer, explicit: boolean): CommitmentRequest | null {
  const dataSet = readDataSet(bytes, { explicit }, LIMITS);
  const transactionUid = dataSet ? textOf(dataSet, TAG.transactionUid) : '';
  const references = dataSet ? referencesIn(dataSet, TAG.referencedSops) : [];
  return isUid(transactionUid) && references.length > 0 ? { transactionUid, references } : null;
}

export function writeReport({ transactionUid, committed, failed }: CommitmentReport, explicit: boolean): Buffer {
  const failures = failed.map((one) => new Map([...itemOf(one), [TAG.failureReason, [String(one.reason)]]]));
  return writeDataSet(
    new Map<number, DataSetValue>([
      [TAG.transactionUid, [transactionUid]],
      ...(committed.length > 0 ? ([[TAG.referencedSops, committed.map(itemOf)]] as const) : []),
      ...(failures.length > 0 ? ([[TAG.failedSops, failures]] as const) : []),
    ]),
    { explicit },
  );
}

/** Null when it names no transaction. */
export function readReport(bytes: Buffer, explicit: boolean): CommitmentReport | null {
  const dataSet = readDataSet(bytes, { explicit }, LIMITS);
  const transactionUid = dataSet ? textOf(dataSet, TAG.transactionUid) : '';
  if (!dataSet || !isUid(transactionUid)) {
    return null;
  }
  const failed = itemsOf(dataSet, TAG.failedSops).flatMap((item) => {
    const reason = Number(textOf(item, TAG.failureReason)) || FAILURE_REASON.processingFailure;
    return referenceOf(item).map((one) => ({ ...one, reason }));
  });
  return { transactionUid, committed: referencesIn(dataSet, TAG.referencedSops), failed };
}

function referencesIn(dataSet: DataSet, tag: number): SopReference[] {
  return itemsOf(dataSet, tag).flatMap(referenceOf);
}

function referenceOf(item: DataSet): SopReference[] {
  const [sopClassUid, sopInstanceUid] = [textOf(item, TAG.referencedSopClass), textOf(item, TAG.referencedSopInstance)];
  return isUid(sopClassUid) && isUid(sopInstanceUid) ? [{ sopClassUid, sopInstanceUid }] : [];
}

function itemOf({ sopClassUid, sopInstanceUid }: SopReference): Map<number, readonly string[]> {
  return new Map([
    [TAG.referencedSopClass, [sopClassUid]],
    [TAG.referencedSopInstance, [sopInstanceUid]],
  ]);
}
