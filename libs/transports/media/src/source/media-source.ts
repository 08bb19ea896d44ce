/** What a disc, folder or archive is to whoever reads it: files with a path, one after the other. */
import type { MediaLimits } from '../limits';

export type MediaKind = 'folder' | 'zip' | 'iso' | 'file';

/** What was odd about the medium as a whole. */
export type MediaFinding =
  | 'link' | 'special-file' | 'name-changed' | 'too-deep' | 'too-many-entries' | 'too-large' | 'bomb' | 'encrypted' | 'not-readable' | 'archive-broken' | 'nested-too-deep'
  | 'beyond-end' | 'folder-loop' | 'folder-broken' | 'too-large-folder' | 'trees-differ' | 'udf-too';

export interface MediaEntry {
  /** Names from the root of the medium; each can stand in one folder. For showing and comparing, never for opening. */
  readonly path: readonly string[];
  /** What the medium says; null when it does not. */
  readonly bytes: number | null;
  /** Why the file cannot be read whole; null when it can. */
  readonly fault: 'encrypted' | 'not-readable' | 'beyond-end' | null;
  /** Yields its bytes. Throws `MediaFault` when a bound is hit or the medium cannot be read on. */
  content(): AsyncIterable<Buffer>;
}

export interface MediaSource {
  readonly kind: MediaKind;
  /** Label of the medium; may hold a person's name. */
  readonly label: string;
  readonly findings: Set<MediaFinding>;
  /** May be walked once. */
  entries(): AsyncIterable<MediaEntry>;
  close(): Promise<void>;
}

/** Reading cannot go on: of one file, or with `all` of the medium. */
export class MediaFault extends Error {
  override readonly name = 'MediaFault';
  constructor(readonly reason: 'too-large' | 'bomb' | 'archive-broken' | 'unreadable', readonly all = false, options?: ErrorOptions) {
    super(reason, options);
  }
}

/** Counts what came out of a medium. One budget is shared by an archive and those inside it. */
export class Budget {
  private bytes = 0;
  private entries = 0;

  constructor(readonly limits: MediaLimits) {}

  /** False when there are more files and folders than are looked at. */
  entry(): boolean {
    return ++this.entries <= this.limits.entries;
  }

  /** Throws when the medium as a whole is too large. */
  spend(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.totalBytes) throw new MediaFault('too-large', true);
  }
}

/** The bytes of one file, held to the limits. `packed` is its compressed length, null where nothing is compressed. */
export async function* counted(bytes: AsyncIterable<Buffer>, budget: Budget, packed: number | null): AsyncGenerator<Buffer> {
  const { fileBytes, freeBytes, ratio } = budget.limits;
  let out = 0;
  for await (const chunk of bytes) {
    out += chunk.length;
    budget.spend(chunk.length);
    if (out > fileBytes) throw new MediaFault('too-large');
    if (packed !== null && out > freeBytes && out > packed * ratio) throw new MediaFault('bomb');
    yield chunk;
  }
}
