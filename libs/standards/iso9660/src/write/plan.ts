/** Plans a disc image and streams it: nothing of the files is held, and its length is known before the first byte. */
import { terminator, volumeDescriptor } from './descriptors';
import { roundUp, SECTOR } from './records';
import { DiscTree, type Placed, type TreeFile } from './tree';

export interface ImageFile {
  /** Names from the root, at most eight. */
  readonly path: readonly string[];
  readonly bytes: number;
  /** Must yield exactly `bytes` bytes. */
  content(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface ImageOptions {
  /** Up to 16 characters A-Z, 0-9, _ (so that the Joliet tree holds it too). */
  readonly volumeId: string;
  readonly publisher?: string;
  readonly application?: string;
  readonly at: Date;
}

export interface ImagePlan {
  /** Length of the image. */
  readonly bytes: number;
  /** Rejects when a file yields another number of bytes than announced: an image that lies is never finished. */
  stream(): AsyncGenerator<Buffer>;
}

const SYSTEM_AREA = 16;
/** One extent holds a length of 32 bits; a longer file goes on in the next one (ECMA-119 6.5.1, level 3). */
const LONGEST_EXTENT = 2 ** 32 - SECTOR;

export function planImage(files: readonly ImageFile[], options: ImageOptions): ImagePlan {
  if (!/^[A-Z0-9_]{1,16}$/.test(options.volumeId)) throw new RangeError('A volume id has 1 to 16 characters A-Z, 0-9 and _.');
  // two passes: names and lengths fix where folders end, and that is where files begin
  const sizes = files.map((file): TreeFile => ({ path: file.path, places: placesOf(file.bytes, 0) }));
  const dry = [false, true].map((joliet) => new DiscTree(sizes, joliet, options.at));
  const tableBlocks = dry.map((tree) => roundUp(tree.pathTable(false).length) / SECTOR);
  const firstTable = SYSTEM_AREA + 3;
  const firstFolder = firstTable + 2 * tableBlocks[0]! + 2 * tableBlocks[1]!;
  let block = firstFolder;
  for (const tree of dry) block += tree.place(block);
  const placed = files.map((file): TreeFile => {
    const places = placesOf(file.bytes, block);
    block += roundUp(file.bytes) / SECTOR;
    return { path: file.path, places };
  });
  const trees = [false, true].map((joliet) => new DiscTree(placed, joliet, options.at));
  let at = firstFolder;
  for (const tree of trees) at += tree.place(at);
  const blocks = block;
  const tables = [firstTable, firstTable + 2 * tableBlocks[0]!];

  async function* stream(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(SYSTEM_AREA * SECTOR);
    for (const [i, tree] of trees.entries()) {
      yield volumeDescriptor({
        joliet: i === 1, volumeId: options.volumeId, publisher: options.publisher ?? '', application: options.application ?? '', blocks, at: options.at,
        tableBytes: tree.pathTable(false).length, tableLittle: tables[i]!, tableBig: tables[i]! + tableBlocks[i]!, rootBlock: tree.root.block, rootBytes: tree.root.bytes,
      });
    }
    yield terminator();
    for (const tree of trees) for (const bigEndian of [false, true]) yield wholeSectors(tree.pathTable(bigEndian));
    for (const tree of trees) for (const folder of tree.folders) yield tree.bytesOf(folder);
    for (const file of files) yield* padded(file);
  }
  return { bytes: blocks * SECTOR, stream };
}

function placesOf(bytes: number, block: number): Placed[] {
  const places: Placed[] = [];
  for (let done = 0; done < bytes; done += LONGEST_EXTENT) places.push({ block: block + done / SECTOR, bytes: Math.min(LONGEST_EXTENT, bytes - done) });
  return places;
}

const wholeSectors = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(roundUp(bytes.length) - bytes.length)]);

async function* padded(file: ImageFile): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of file.content()) {
    bytes += chunk.length;
    if (bytes > file.bytes) break;
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  }
  if (bytes !== file.bytes) throw new RangeError(`A file of the disc has ${bytes} bytes or more and was announced with ${file.bytes}.`);
  yield Buffer.alloc(roundUp(bytes) - bytes);
}
