import { readFileHead } from '@causeway/dicom';
import type { ArrivingInstance, InstanceSink, Sender } from '@causeway/transport-kit';
import type { PartSink } from '../multipart/multipart-reader';

/** Longest file meta group that is looked through (PS3.10 7.1). */
const META_BYTES = 65_536;

export interface FilePartOptions {
  readonly sender: Sender;
  readonly open: (arriving: ArrivingInstance) => InstanceSink;
  /** Called once with what became of the part; null when it was no DICOM file. */
  readonly done: (sopInstanceUid: string | null, outcome: 'kept' | 'refused') => void;
}

/** One Part 10 file on its way to the intake: its head is read off, its data set goes on as it comes. */
export class FilePart implements PartSink {
  private gathered: Buffer = Buffer.alloc(0);
  private sink: InstanceSink | null = null;
  private sopInstanceUid: string | null = null;
  private unreadable = false;

  constructor(private readonly options: FilePartOptions) {}

  write(bytes: Buffer): void | Promise<void> {
    if (this.sink) return this.sink.write(bytes);
    if (this.unreadable) return undefined;
    this.gathered = this.gathered.length === 0 ? bytes : Buffer.concat([this.gathered, bytes]);
    return this.begin(false);
  }

  async end(): Promise<void> {
    if (!this.sink && !this.unreadable) await this.begin(true);
    const { sink } = this;
    this.options.done(this.sopInstanceUid, sink ? await sink.end() : 'refused');
  }

  abort(): void {
    this.sink?.abort();
  }

  private begin(last: boolean): void | Promise<void> {
    const read = readFileHead(this.gathered, META_BYTES, last);
    if (read.kind === 'more') return undefined;
    const head = read.kind === 'head' ? read.head : null;
    if (!head?.mediaStorageSopClassUid || !head.mediaStorageSopInstanceUid) {
      this.unreadable = true;
      this.gathered = Buffer.alloc(0);
      return undefined;
    }
    const { mediaStorageSopClassUid: sopClassUid, mediaStorageSopInstanceUid: sopInstanceUid, transferSyntaxUid, dataSetOffset } = head;
    this.sopInstanceUid = sopInstanceUid;
    this.sink = this.options.open({ sopClassUid, sopInstanceUid, transferSyntaxUid, sender: this.options.sender });
    const first = this.gathered.subarray(dataSetOffset);
    this.gathered = Buffer.alloc(0);
    return first.length > 0 ? this.sink.write(first) : undefined;
  }
}
