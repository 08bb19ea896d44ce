import { DataSetReader, readFileHead, transferSyntax, type FileHead, type ObjectLimits } from '@causeway/dicom';
import { fileMeta } from './file-meta';
import { identityIn, type Identity } from './head';

/** What stands at the beginning of the stored object, and where its data set begins in it. */
export interface Opening {
  /** Bytes to store before anything else. */
  readonly stored: Buffer;
  /** First byte of the data set in what is stored. */
  readonly dataAt: number;
}

/** The identity of an object stands among its first elements; one that has it further in is stored with the head it came with. */
const LOOK_BYTES = 65_536;
const FIRST_LOOK_BYTES = 2048;

/**
 * Gathers the beginning of a file until it is known how to store it: with a head of our own before the data set, or, when the head cannot be read
 * or the object not be named, as it came.
 */
export class FileOpening {
  private gathered: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly limits: ObjectLimits) {}

  /** Null: more bytes are needed. `last` says that no more will come. */
  push(chunk: Uint8Array, last = false): Opening | null {
    if (chunk.length > 0) this.gathered.push(Buffer.from(chunk));
    this.bytes += chunk.length;
    const start = this.gathered.length === 1 ? this.gathered[0]! : Buffer.concat(this.gathered);
    this.gathered = [start];
    const read = readFileHead(start, this.limits.metaBytes, last);
    if (read.kind === 'more') return null;
    if (read.kind === 'bad') return { stored: start, dataAt: 0 };
    return this.opened(start, read.head, last);
  }

  private opened(start: Buffer, head: FileHead, last: boolean): Opening | null {
    const from = head.dataSetOffset;
    const enough = last || start.length - from >= LOOK_BYTES;
    if (!enough && start.length - from < FIRST_LOOK_BYTES) return null;
    const identity = this.identityOf(start.subarray(from), head);
    if (!identity) return enough ? { stored: start, dataAt: from } : null;
    const meta = fileMeta(identity, head.transferSyntaxUid, null);
    return { stored: Buffer.concat([meta, start.subarray(from)]), dataAt: meta.length };
  }

  /** As the data set says; a deflated one cannot be looked into yet, so its file meta must do, and is compared at the end. */
  private identityOf(dataSet: Buffer, head: FileHead): Identity | null {
    const syntax = transferSyntax(head.transferSyntaxUid);
    if (syntax.deflated) {
      const { mediaStorageSopClassUid: sopClassUid, mediaStorageSopInstanceUid: sopInstanceUid } = head;
      return sopClassUid && sopInstanceUid ? { sopClassUid, sopInstanceUid } : null;
    }
    const reader = new DataSetReader(syntax, this.limits);
    reader.push(dataSet);
    const identity = identityIn(reader.finish().values);
    // only UIDs go into a head of ours
    return identity && [identity.sopClassUid, identity.sopInstanceUid].every((uid) => /^[0-9.]{1,64}$/.test(uid)) ? identity : null;
  }
}
