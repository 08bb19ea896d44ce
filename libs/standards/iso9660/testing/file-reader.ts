import fs from 'node:fs';
import type { ReadAt } from '../src/index';

/** Reads an image that is a file. */
export function fileReader(file: string): { readonly read: ReadAt; readonly size: number; close(): void } {
  const handle = fs.openSync(file, 'r');
  const read: ReadAt = async (position, length) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, length, position));
  };
  return { read, size: fs.fstatSync(handle).size, close: () => fs.closeSync(handle) };
}
