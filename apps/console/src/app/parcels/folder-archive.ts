/**
 * One upload of a folder: a tape archive (POSIX.1 ustar, long names as GNU tar writes them) put together of the files themselves. Nothing is read or
 * copied here: the browser reads each file when its turn comes. The same folder gives the same bytes, so an upload can go on after a reload.
 */
export interface NamedFile {
  /** Names from the chosen folder, with `/`. */
  readonly path: string;
  readonly file: Blob;
}

const BLOCK = 512;
const SHORT_NAME = 100;
const encoder = new TextEncoder();

export function folderArchive(files: readonly NamedFile[]): Blob {
  const parts: BlobPart[] = [];
  for (const { path, file } of [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const name = encoder.encode(path);
    if (name.length > SHORT_NAME) parts.push(header(encoder.encode('././@LongLink'), name.length, 'L'), name, padding(name.length));
    parts.push(header(name.slice(0, SHORT_NAME), file.size, '0'), file, padding(file.size));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, { type: 'application/octet-stream' });
}

const padding = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array((BLOCK - (bytes % BLOCK)) % BLOCK);

function header(name: Uint8Array, bytes: number, type: '0' | 'L'): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const text = (value: string, at: number): void => block.set(encoder.encode(value), at);
  block.set(name, 0);
  text('0000644', 100);
  text('0000000', 108);
  text('0000000', 116);
  text(bytes.toString(8).padStart(11, '0'), 124);
  text('00000000000', 136);
  text('        ', 148);
  text(type, 156);
  text('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
