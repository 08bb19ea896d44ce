/**
 * Reads the directory of a medium (PS3.10 8, PS3.3 F). It is a claim, not a fact: offsets are only followed to where a record begins, loops end, and
 * every record counts whether an offset leads to it or not. Whoever imports looks at the files themselves and compares.
 */
import { OBJECT_LIMITS } from '../limits';
import { ObjectFeed, type ByteSource } from '../part10/object-feed';
import { EXPLICIT_LE, type TransferSyntax } from '../registry/transfer-syntax';
import { TAKE, type ElementHead, type ItemHead, type Take, type WalkHandler } from '../structure/walk';
import { StructureWalker } from '../structure/walker';
import { DICOMDIR_LIMITS, type DicomdirLimits, type DirectoryFinding, type DirectoryRecord } from './directory-record';
import { fileIdComponents } from './file-id';

export interface Dicomdir {
  /** File-set ID (0004,1130), decoded as ASCII; a label somebody gave, sometimes with a name in it. */
  readonly fileSetId: string;
  /** In the order of the file. */
  readonly records: readonly DirectoryRecord[];
  readonly findings: readonly DirectoryFinding[];
}

export type DicomdirResult = { readonly kind: 'dicomdir'; readonly dicomdir: Dicomdir } | { readonly kind: 'failure'; readonly reason: 'not-a-dicomdir' | 'too-large' };

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
const RECORDS = 0x00041220;
const FILE_SET_ID = 0x00041130;
const FIRST_ROOT = 0x00041200;
const NEXT = 0x00041400;
const IN_USE = 0x00041410;
const LOWER = 0x00041420;
const TEXTS: ReadonlyMap<number, keyof RawTexts> = new Map([
  [0x00041430, 'type'], [0x00041500, 'fileId'], [0x00041510, 'sopClassUid'], [0x00041511, 'sopInstanceUid'], [0x00041512, 'transferSyntaxUid'],
]);
const NUMBERS: ReadonlySet<number> = new Set([FIRST_ROOT, NEXT, LOWER, IN_USE]);

interface RawTexts { type?: string; fileId?: string; sopClassUid?: string; sopInstanceUid?: string; transferSyntaxUid?: string }
interface RawRecord extends RawTexts { at: number; next: number; lower: number; inUse: boolean; depth: number | null }

/** Collects records while the bytes come; only a handful of short values of each are kept. */
class RecordCollector implements WalkHandler {
  readonly records: RawRecord[] = [];
  readonly findings = new Set<DirectoryFinding>();
  readonly walker: StructureWalker;
  fileSetId = '';
  firstRoot = 0;
  private pending: { tag: number; bigEndian: boolean } | null = null;
  private inRecords = false;

  constructor(readonly syntax: TransferSyntax, private readonly limits: DicomdirLimits) {
    this.walker = new StructureWalker(syntax, { depth: limits.depth, elements: limits.elements }, this);
  }
  get done(): boolean {
    return this.walker.failure !== null || this.walker.stopped;
  }
  push(bytes: Uint8Array): void {
    this.walker.push(bytes);
  }

  element({ tag, depth, length, content, bigEndian }: ElementHead): Take {
    if (depth === 0) this.inRecords = tag === RECORDS;
    const wanted = depth === 0 ? tag === FILE_SET_ID || tag === FIRST_ROOT : depth === 2 && this.inRecords && (TEXTS.has(tag) || NUMBERS.has(tag));
    if (content !== 0 || !wanted || length > this.limits.valueBytes) return TAKE.skip;
    this.pending = { tag, bigEndian };
    return TAKE.keep;
  }

  item(head: ItemHead): Take {
    if (head.depth !== 1 || !this.inRecords || head.fragment) return TAKE.skip;
    if (this.records.length >= this.limits.records) {
      this.findings.add('too-many-records');
      return TAKE.stop;
    }
    this.records.push({ at: head.start, next: 0, lower: 0, inUse: true, depth: null });
    return TAKE.skip;
  }

  value(bytes: Buffer): void {
    const { tag, bigEndian } = this.pending!;
    if (tag === FILE_SET_ID) this.fileSetId = textOf(bytes);
    else if (tag === FIRST_ROOT) this.firstRoot = numberOf(bytes, bigEndian);
    else this.ofRecord(tag, bytes, bigEndian);
  }

  private ofRecord(tag: number, bytes: Buffer, bigEndian: boolean): void {
    const record = this.records.at(-1);
    if (!record) return;
    const name = TEXTS.get(tag);
    if (name) record[name] = textOf(bytes);
    else if (tag === NEXT) record.next = numberOf(bytes, bigEndian);
    else if (tag === LOWER) record.lower = numberOf(bytes, bigEndian);
    else record.inUse = numberOf(bytes, bigEndian) !== 0;
  }
}

const textOf = (bytes: Buffer): string => bytes.toString('latin1').replace(/[\0 ]+$/, '').trimStart();

/** UL or US; anything else counts as none. */
function numberOf(bytes: Buffer, bigEndian: boolean): number {
  if (bytes.length !== 4 && bytes.length !== 2) return 0;
  return bigEndian ? bytes.readUIntBE(0, bytes.length) : bytes.readUIntLE(0, bytes.length);
}

/** Reads a DICOMDIR file from its first byte. Never throws on input. */
export async function readDicomdir(source: ByteSource, limits: DicomdirLimits = DICOMDIR_LIMITS): Promise<DicomdirResult> {
  let collector: RecordCollector | null = null;
  let named: string | null = null;
  const feed = new ObjectFeed((syntax, head) => {
    named = head?.mediaStorageSopClassUid ?? null;
    if (named !== null && named !== MEDIA_DIRECTORY) return null;
    collector = new RecordCollector(syntax, limits);
    return collector;
  }, OBJECT_LIMITS);
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limits.bytes) {
      feed.abort();
      return { kind: 'failure', reason: 'too-large' };
    }
    await feed.push(chunk);
    if (feed.done) break;
  }
  await feed.finish();
  const read = collector as RecordCollector | null;
  if (!read || feed.failure || (named === null && read.records.length === 0)) return { kind: 'failure', reason: 'not-a-dicomdir' };
  if (!read.walker.stopped && read.walker.end() !== null) read.findings.add('broken');
  if (read.syntax.uid !== EXPLICIT_LE) read.findings.add('not-explicit-le');
  link(read, feed.head?.dataSetOffset ?? 0);
  return { kind: 'dicomdir', dicomdir: finished(read) };
}

/** Follows the offsets from the root. Each record is visited once, so that however they are knotted this ends. */
function link(read: RecordCollector, dataSetOffset: number): void {
  const at = new Map(read.records.map((record) => [record.at + dataSetOffset, record]));
  if (read.records.length > 0 && read.firstRoot === 0) read.findings.add('no-root');
  const open: { offset: number; depth: number }[] = [{ offset: read.firstRoot, depth: 0 }];
  for (let step = open.pop(); step; step = open.pop()) {
    if (step.offset === 0) continue;
    const record = at.get(step.offset);
    if (!record) read.findings.add('offset-nowhere');
    else if (record.depth !== null) read.findings.add('record-loop');
    else {
      record.depth = step.depth;
      open.push({ offset: record.next, depth: step.depth }, { offset: record.lower, depth: step.depth + 1 });
    }
  }
}

function finished(read: RecordCollector): Dicomdir {
  const records = read.records.map((raw): DirectoryRecord => {
    const fileId = raw.fileId ? fileIdComponents(raw.fileId) : null;
    if (raw.fileId && !fileId) read.findings.add('file-id-outside');
    if (raw.inUse && raw.depth === null) read.findings.add('record-unlinked');
    return {
      type: (raw.type ?? '').toUpperCase(), fileId, sopClassUid: raw.sopClassUid || null, sopInstanceUid: raw.sopInstanceUid || null, transferSyntaxUid: raw.transferSyntaxUid || null,
      inUse: raw.inUse, linked: raw.depth !== null, depth: raw.depth,
    };
  });
  return { fileSetId: read.fileSetId, records, findings: [...read.findings].sort() };
}
