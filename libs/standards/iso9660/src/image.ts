/**
 * Reads a disc image (ECMA-119, that is ISO 9660; Joliet; Rock Ridge) without trusting it: every place is held within the image, folders are visited
 * once, all counts have an end. Nothing throws on input.
 */
import { firstSystemUse, recordsOf, type FolderRecord } from './folder';
import { IMAGE_LIMITS, type ImageLimits } from './limits';
import { suspSkip } from './rock-ridge';
import { looksRaw, readVolumes, type Extent, type ReadAt, type Tree } from './volume';

export type ImageFinding =
  /** Part of a file or folder lies beyond the end of the image: cut off, or copied from a damaged disc. */
  | 'beyond-end'
  /** A folder that contains itself, or two that are one. */
  | 'folder-loop'
  | 'folder-broken'
  | 'too-deep'
  | 'too-many-entries'
  | 'too-large-folder'
  /** A link to somewhere else; never followed. */
  | 'link'
  /** A name that leaves its folder or cannot be one; shown with `_` in place of what cannot stand there. */
  | 'name-changed'
  /** Interleaved or compressed in a way that is not read. */
  | 'not-readable'
  /** The trees of the disc do not hold the same files. */
  | 'trees-differ'
  /** A UDF volume is on the disc too; only the ISO 9660 part is read. */
  | 'udf-too';

export interface ImageEntry {
  /** Names from the root. */
  readonly path: readonly string[];
  readonly bytes: number;
  readonly extents: readonly Extent[];
  /** Bytes that are really in the image; fewer than `bytes` when it is cut. */
  readonly present: number;
}

export type ImageResult =
  | { readonly kind: 'image'; readonly image: DiscImage }
  | { readonly kind: 'failure'; readonly reason: 'not-a-disc-image' | 'udf-only' | 'raw-sectors' };

const CHUNK = 256 * 1024;
const LONGEST_NAME = 255;

/** `size` is that of the image in bytes. */
export async function openImage(read: ReadAt, size: number, limits: ImageLimits = IMAGE_LIMITS): Promise<ImageResult> {
  const { primary, joliet, udf } = await readVolumes(read, limits);
  const first = primary ?? joliet;
  if (!first) {
    if (udf) return { kind: 'failure', reason: 'udf-only' };
    return { kind: 'failure', reason: looksRaw(await read(0, 12)) ? 'raw-sectors' : 'not-a-disc-image' };
  }
  const within = async (position: number, length: number): Promise<Buffer> => (position >= size ? Buffer.alloc(0) : read(position, Math.min(length, size - position)));
  return { kind: 'image', image: new DiscImage(within, size, primary, joliet, udf, limits) };
}

export class DiscImage {
  /** Grows while entries are walked. */
  readonly findings = new Set<ImageFinding>();
  readonly label: string;
  private seen = 0;
  private folderBytes = 0;

  constructor(private readonly read: ReadAt, readonly size: number, private readonly primary: Tree | null, private readonly joliet: Tree | null, udf: boolean, private readonly limits: ImageLimits) {
    this.label = joliet?.label || primary?.label || '';
    if (udf) this.findings.add('udf-too');
  }

  /** Every file once: from the tree with the fullest names, then what only the other tree has. May be walked once. */
  async *entries(): AsyncGenerator<ImageEntry> {
    const susp = this.primary ? suspSkip(firstSystemUse(await this.folderOf(this.primary.root))) : null;
    const posix = susp === null ? null : { skip: susp, continuations: this.limits.continuations };
    const first = posix || !this.joliet ? this.primary : this.joliet;
    const second = first === this.primary ? this.joliet : this.primary;
    const starts = new Set<number>();
    for await (const entry of this.walk(first!, first === this.primary ? posix : null)) {
      if (entry.extents[0]) starts.add(entry.extents[0].start);
      yield entry;
    }
    if (!second) return;
    for await (const entry of this.walk(second, second === this.primary ? posix : null)) {
      const start = entry.extents[0]?.start;
      if (entry.bytes === 0 || start === undefined || starts.has(start)) continue;
      this.findings.add('trees-differ');
      yield entry;
    }
  }

  /** The bytes of a file, as far as they are in the image. */
  async *content(entry: ImageEntry): AsyncGenerator<Buffer> {
    for (const { start, length } of entry.extents) {
      for (let at = 0; at < length;) {
        const chunk = await this.read(start + at, Math.min(CHUNK, length - at));
        if (chunk.length === 0) return;
        at += chunk.length;
        yield chunk;
      }
    }
  }

  private async *walk(tree: Tree, posix: { readonly skip: number; readonly continuations: number } | null): AsyncGenerator<ImageEntry> {
    const visited = new Set<number>();
    const open: { readonly extent: Extent; readonly path: readonly string[] }[] = [{ extent: tree.root, path: [] }];
    this.seen = 0;
    for (let folder = open.pop(); folder; folder = open.pop()) {
      if (visited.has(folder.extent.start)) {
        this.findings.add('folder-loop');
        continue;
      }
      visited.add(folder.extent.start);
      const bytes = await this.folderOf(folder.extent);
      const below: typeof open = [];
      let parts: FolderRecord[] = [];
      for await (const record of recordsOf(bytes, tree, this.read, posix, () => this.findings.add('folder-broken'))) {
        if (++this.seen > this.limits.entries) {
          this.findings.add('too-many-entries');
          return;
        }
        if (record.posix?.relocated) continue;
        const moved = record.posix?.childBlock ?? null;
        if (record.folder || moved !== null) {
          const extent = moved === null ? record.extent : await this.movedFolder(moved * tree.blockSize);
          if (folder.path.length + 1 >= this.limits.depth) this.findings.add('too-deep');
          else below.push({ extent, path: [...folder.path, this.nameOf(record.name)] });
          continue;
        }
        parts.push(record);
        if (record.continues) continue;
        const entry = this.entryOf(parts, folder.path);
        parts = [];
        if (entry) yield entry;
      }
      open.push(...below.reverse());
    }
  }

  private entryOf(parts: readonly FolderRecord[], path: readonly string[]): ImageEntry | null {
    const last = parts.at(-1)!;
    if (last.posix?.link) {
      this.findings.add('link');
      return null;
    }
    if (last.posix?.compressed || parts.some((part) => part.interleaved)) {
      this.findings.add('not-readable');
      return null;
    }
    const extents = parts.map((part) => part.extent).filter((extent) => extent.length > 0);
    const bytes = extents.reduce((sum, extent) => sum + extent.length, 0);
    const present = extents.reduce((sum, { start, length }) => sum + Math.max(0, Math.min(length, this.size - start)), 0);
    if (present < bytes) this.findings.add('beyond-end');
    return { path: [...path, this.nameOf(last.name)], bytes, extents, present };
  }

  /** The own record of a folder moved by Rock Ridge tells its length. */
  private async movedFolder(start: number): Promise<Extent> {
    const own = await this.read(start, 34);
    return { start, length: own.length < 34 ? 0 : own.readUInt32LE(10) };
  }

  private async folderOf({ start, length }: Extent): Promise<Buffer> {
    if (length > this.limits.folderBytes || this.folderBytes + length > this.limits.foldersBytes) {
      this.findings.add('too-large-folder');
      return Buffer.alloc(0);
    }
    const bytes = await this.read(start, length);
    this.folderBytes += bytes.length;
    if (bytes.length < length) this.findings.add('beyond-end');
    return bytes;
  }

  private nameOf(name: string): string {
     
    const safe = name.replace(/[\\/:\u0000-\u001f\u007f]/g, '_').replace(/^\.{1,2}$/, (dots) => '_'.repeat(dots.length)).slice(0, LONGEST_NAME) || '_';
    if (safe !== name) this.findings.add('name-changed');
    return safe;
  }
}
