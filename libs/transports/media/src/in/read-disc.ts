/** Goes through a medium file by file: DICOM is handed to the intake, documents are offered, the rest is told about (IHE RAD TF-2 4.47, import). */
import { MEDIA_LIMITS, type MediaLimits } from '../limits';
import { LOOK_BYTES, kindOf, type DocumentType } from '../sift/kinds';
import { peek, type Peeked } from '../sift/first-bytes';
import { Budget, MediaFault, type MediaEntry, type MediaFinding, type MediaSource } from '../source/media-source';
import { openMedia } from '../source/open-media';
import { DirectoryCheck } from './directory';
import type { DiscReport } from './report';
import { Tally } from './tally';

/** What the intake said of one DICOM file. */
export type ObjectOutcome =
  | { readonly kind: 'taken' | 'already' | 'conflict'; readonly examId: string; readonly sopInstanceUid: string }
  | { readonly kind: 'aside' | 'refused'; readonly reason: string; readonly sopInstanceUid: string | null };

export interface DiscPorts {
  /** Takes one DICOM file, bytes as they are on the disc. What it throws ends the import: the same disc may be read again. */
  object(path: string, bytes: AsyncIterable<Buffer>): Promise<ObjectOutcome>;
  /** Keeps a document; null when it does not want it. */
  document(path: string, type: DocumentType, bytes: Buffer): Promise<string | null>;
  /** A place for one nested archive, removed afterwards by `done`. */
  spool(): Promise<{ readonly file: string; write(bytes: AsyncIterable<Buffer>): Promise<void>; done(): Promise<void> }>;
  progress?(soFar: { readonly files: number; readonly bytes: number; readonly objects: number }): void;
}

interface Offered { readonly path: readonly string[]; readonly type: DocumentType; readonly bytes: Buffer }

export interface ReadOptions {
  readonly limits?: MediaLimits;
  readonly signal?: AbortSignal;
  /** The budget the source was opened with; nested archives spend from the same. */
  readonly budget?: Budget;
}

/** Reads the medium to its end, or until a bound of the whole is hit, which is told. Rejects with what a port throws, and when aborted. */
export async function readDisc(source: MediaSource, ports: DiscPorts, options: ReadOptions = {}): Promise<DiscReport> {
  const limits = options.limits ?? MEDIA_LIMITS;
  const reading = new Reading(ports, options.budget ?? new Budget(limits), limits, options.signal);
  await reading.through(source, 0);
  return reading.report(source);
}

class Reading {
  private readonly tally: Tally;
  private readonly directory = new DirectoryCheck();
  private readonly offered: Offered[] = [];
  private offeredBytes = 0;
  private readonly viewerFolders = new Set<string>();
  private readonly findings = new Set<MediaFinding>();

  constructor(private readonly ports: DiscPorts, private readonly budget: Budget, private readonly limits: MediaLimits, private readonly signal?: AbortSignal) {
    this.tally = new Tally(limits.examples);
  }

  async through(source: MediaSource, nesting: number): Promise<void> {
    try {
      for await (const entry of source.entries()) {
        this.signal?.throwIfAborted();
        this.tally.files++;
        if (!(await this.entry(entry, nesting))) return;
        this.ports.progress?.({ files: this.tally.files, bytes: this.tally.bytes, objects: this.tally.objects });
      }
    } catch (error) {
      if (!(error instanceof MediaFault)) throw error;
      this.findings.add(error.reason === 'unreadable' ? 'not-readable' : error.reason);
    } finally {
      for (const finding of source.findings) this.findings.add(finding);
    }
  }

  async report(source: MediaSource): Promise<DiscReport> {
    for (const { path, type, bytes } of this.offered) {
      if (this.isOfViewer(path)) this.tally.ignore('viewer', path.join('/'));
      else this.tally.documents.push({ path: path.join('/'), type, bytes: bytes.length, id: await this.ports.document(path.join('/'), type, bytes) });
    }
    return this.tally.report(source, [...this.findings].sort(), this.directory.report(this.limits.examples));
  }

  /** False: the medium as a whole cannot be read on. */
  private async entry(entry: MediaEntry, nesting: number): Promise<boolean> {
    const path = entry.path.join('/');
    if (entry.fault === 'encrypted' || entry.fault === 'not-readable') {
      this.tally.notTaken(path, entry.fault, 'unread');
      return true;
    }
    let looked: Peeked;
    try {
      looked = await peek(this.watched(entry), LOOK_BYTES);
    } catch (error) {
      return this.unread(path, error);
    }
    const kind = kindOf(looked.first, entry.path.at(-1)!, looked.whole);
    try {
      switch (kind.kind) {
        case 'dicom': await this.object(entry, path, looked); break;
        case 'dicomdir': if (!(await this.directory.directory(entry.path, looked.rest()))) this.tally.notTaken(path, 'directory', 'unread'); break;
        case 'archive': await this.archive(entry, path, looked, nesting); break;
        case 'document': await this.document(entry, path, kind.type, looked); break;
        case 'ignored':
          if (kind.why === 'viewer') this.viewerFolders.add(entry.path.slice(0, -1).join('/'));
          this.tally.ignore(kind.why, path);
      }
      return true;
    } catch (error) {
      return this.unread(path, error);
    } finally {
      await looked.drop();
    }
  }

  private async object(entry: MediaEntry, path: string, looked: Peeked): Promise<void> {
    this.tally.objects++;
    const outcome = await this.ports.object(path, looked.rest());
    this.directory.file(entry.path, outcome.sopInstanceUid);
    if ('examId' in outcome) this.tally.placed(outcome.kind, outcome.examId);
    else this.tally.notTaken(path, entry.fault === 'beyond-end' ? 'beyond-end' : outcome.reason, outcome.kind);
  }

  private async document(entry: MediaEntry, path: string, type: DocumentType, looked: Peeked): Promise<void> {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of looked.rest()) {
      bytes += chunk.length;
      if (bytes > this.limits.documentBytes || this.offeredBytes + bytes > 4 * this.limits.documentBytes || this.offered.length >= this.limits.documents) {
        this.tally.notTaken(path, 'document-too-large', 'unread');
        return;
      }
      parts.push(chunk);
    }
    this.offeredBytes += bytes;
    this.offered.push({ path: entry.path, type, bytes: Buffer.concat(parts) });
  }

  private async archive(entry: MediaEntry, path: string, looked: Peeked, nesting: number): Promise<void> {
    if (nesting >= this.limits.nesting) {
      this.findings.add('nested-too-deep');
      this.tally.notTaken(path, 'nested-too-deep', 'unread');
      return;
    }
    const spool = await this.ports.spool();
    try {
      await spool.write(looked.rest());
      const opened = await openMedia(spool.file, this.budget, entry.path.at(-1)!);
      if (opened.kind === 'failure') return this.tally.notTaken(path, opened.reason, 'unread');
      const inside = opened.source;
      try {
        await this.through({ ...inside, findings: inside.findings, entries: () => below(entry.path, inside), close: () => inside.close() }, nesting + 1);
      } finally {
        await inside.close();
      }
    } finally {
      await spool.done();
    }
  }

  /** The bytes of an entry, counted for the report. */
  private async *watched(entry: MediaEntry): AsyncGenerator<Buffer> {
    for await (const chunk of entry.content()) {
      this.tally.bytes += chunk.length;
      yield chunk;
    }
  }

  private unread(path: string, error: unknown): boolean {
    if (!(error instanceof MediaFault)) throw error;
    if (error.reason === 'bomb' || error.all) this.findings.add(error.reason === 'unreadable' ? 'not-readable' : error.reason);
    this.tally.notTaken(path, error.reason, 'unread');
    return !error.all;
  }

  /** A folder with programs in it is a viewer, and so are the folders below it; the root of a disc is not. */
  private isOfViewer(path: readonly string[]): boolean {
    if (path[0]?.toUpperCase() === 'IHE_PDI') return true;
    return path.some((_, i) => i > 0 && i < path.length && this.viewerFolders.has(path.slice(0, i).join('/')));
  }
}

async function* below(path: readonly string[], source: MediaSource): AsyncGenerator<MediaEntry> {
  for await (const entry of source.entries()) yield { ...entry, path: [...path, ...entry.path], content: () => entry.content() };
}
