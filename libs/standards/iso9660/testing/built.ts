import { planImage, type ImageFile, type ReadAt } from '../src/index';

/** An image of ours in memory, and how to read it. */
export async function builtImage(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const list = Object.entries(files).map(([name, bytes]): ImageFile => ({ path: name.split('/'), bytes: bytes.length, content: () => [bytes] }));
  const parts: Buffer[] = [];
  for await (const part of planImage(list, { volumeId: 'SPEC', at: new Date('2026-11-29T10:00:00Z') }).stream()) parts.push(part);
  return Buffer.concat(parts);
}

export const readerOf = (image: Buffer): ReadAt => async (position, length) => image.subarray(position, position + length);
