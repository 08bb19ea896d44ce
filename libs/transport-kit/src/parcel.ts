import type { Retry, TransportFailure } from './failure';

export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One DICOM instance to hand over. Its bytes are read when its turn comes, once per call, and never changed. */
export interface OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  /**
   * Makes the copy ready where one is made on the way: called when its turn is near, before `dataSetBytes` is looked at and `dataSet` is called, and
   * once more before each further attempt. Resolves with a reason when there is nothing to send; then it is `rejected` and never handed over.
   */
  prepare?(signal: AbortSignal): Promise<string | null>;
  /** Bytes of the data set as it leaves, without the Part 10 head; known once `prepare`, where there is one, has resolved. What `dataSet` yields must add up to it. */
  readonly dataSetBytes: number;
  dataSet(signal: AbortSignal): Chunks;
  /**
   * Told when the partner has answered for the instance, so that none of the bytes the last `dataSet` gave will be looked at again: they may be
   * overwritten. Never told when an answer is missing, for then some may still be on their way.
   */
  received?(): void;
  /** Preamble and file meta information (PS3.10 7.1), for transports that carry files. */
  fileHead(): Uint8Array | Promise<Uint8Array>;
}

export interface Parcel {
  readonly instances: readonly OutgoingInstance[];
}

/**
 * Where an instance stands after a call, in the words of the transfer ledger: `sent` the partner confirmed it, `rejected` it answered
 * no, `unknown` the answer was lost after bytes went out (ask the far side first), `pending` nothing of it was handed over.
 */
export type InstanceStanding = 'sent' | 'rejected' | 'unknown' | 'pending';

export interface InstanceResult {
  readonly sopInstanceUid: string;
  readonly standing: InstanceStanding;
  /** Status as the protocol writes it: `0000H`, `B007H`, `409`; null when there was no answer. */
  readonly status: string | null;
  /** Only for what is not `sent`: may the same instance be tried again as it is? */
  readonly retry: Retry | null;
  /** One sentence for people, without patient data. */
  readonly detail: string;
}

export type SendProgress =
  | { readonly type: 'begun'; readonly sopInstanceUid: string }
  | { readonly type: 'answered'; readonly result: InstanceResult };

/** Called in order, before the call itself resolves. Must not throw. */
export type OnSendProgress = (progress: SendProgress) => void;

/** One row per instance of the parcel, in the parcel's order: partial success is normal. */
export interface SendReceipt {
  readonly results: readonly InstanceResult[];
  /** Why the call ended before every instance had its answer. */
  readonly failure: TransportFailure | null;
}
