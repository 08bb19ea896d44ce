/** Opens whatever somebody handed us, judged by what it is and not by its name. */
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import { fileSource, folderSource } from './folder-source';
import { isoSource, type DiscFailure } from './iso-source';
import { type Budget, type MediaSource } from './media-source';
import { isTar, tarSource } from './tar-source';
import { zipSource } from './zip-source';

/** Why nothing can be read of it at all. */
export type MediaFailure = Exclude<DiscFailure, 'not-a-disc-image'> | 'empty' | 'zip-broken' | 'rar' | 'seven-zip' | 'gzip' | 'special-file';

export type MediaResult = { readonly kind: 'media'; readonly source: MediaSource } | { readonly kind: 'failure'; readonly reason: MediaFailure };

const DESCRIPTOR_AT = 16 * 2048;
const OTHER_ARCHIVES: readonly (readonly [MediaFailure, string])[] = [['rar', '526172211a07'], ['seven-zip', '377abcaf271c'], ['gzip', '1f8b08']];

/** `name` is the file's own, for showing; the path on this machine is nobody's business. Throws only when the file is not there. */
export async function openMedia(file: string, budget: Budget, name = path.basename(file)): Promise<MediaResult> {
  const about = await lstat(file);
  if (about.isDirectory()) return media(folderSource(file, budget));
  if (!about.isFile()) return failure('special-file');
  if (about.size === 0) return failure('empty');
  const [start, descriptor] = await looks(file);
  const other = OTHER_ARCHIVES.find(([, magic]) => start.toString('hex').startsWith(magic));
  if (other) return failure(other[0]);
  if (/^(CD001|BEA01|NSR0[23])$/.test(descriptor.toString('latin1', 1, 6)) || isRaw(start)) {
    const opened = await isoSource(file, budget);
    if (typeof opened !== 'string') return media(opened);
    if (opened !== 'not-a-disc-image') return failure(opened);
  }
  if (isTar(start)) return media(await tarSource(file, budget));
  const zip = isArchive(start) || isProgram(start);
  if (zip) {
    const opened = await zipSource(file, budget);
    if (opened) return media(opened);
    if (isArchive(start)) return failure('zip-broken');
  }
  return media(fileSource(file, name, budget));
}

export const isArchive = (start: Buffer): boolean => /^PK(\x03\x04|\x05\x06|\x07\x08)/.test(start.toString('latin1', 0, 4));
/** Archives that unpack themselves are programs with a ZIP behind. */
const isProgram = (start: Buffer): boolean => start.toString('latin1', 0, 2) === 'MZ';
const isRaw = (start: Buffer): boolean => start[0] === 0 && start.length >= 12 && start.subarray(1, 11).every((byte) => byte === 0xff);

async function looks(file: string): Promise<[Buffer, Buffer]> {
  const handle = await open(file, 'r');
  try {
    const at = async (position: number): Promise<Buffer> => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(512), 0, 512, position);
      return buffer.subarray(0, bytesRead);
    };
    return [await at(0), await at(DESCRIPTOR_AT)];
  } finally {
    await handle.close();
  }
}

const media = (source: MediaSource): MediaResult => ({ kind: 'media', source });
const failure = (reason: MediaFailure): MediaResult => ({ kind: 'failure', reason });
