/** A tape archive (POSIX.1 ustar, with long names of GNU tar): how the console puts a folder into one upload. Read without leaving its own bounds. */
import { open } from 'node:fs/promises';
import { type Budget, counted, MediaFault, type MediaEntry, type MediaFinding, type MediaSource } from './media-source';
import { pathOf } from './names';

const BLOCK = 512;
const CHUNK = 256 * 1024;
const LONGEST_NAME = 4096;

interface Header { readonly name: string; readonly bytes: number; readonly type: string }

/** True when a header with a right checksum stands at the beginning. */
export const isTar = (start: Buffer): boolean => start.length >= BLOCK && headerOf(start.subarray(0, BLOCK)) !== null;

export async function tarSource(file: string, budget: Budget): Promise<MediaSource> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat();
  const findings = new Set<MediaFinding>();
  const read = async (position: number, length: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position).catch((cause: unknown) => { throw new MediaFault('unreadable', true, { cause }); });
    return buffer.subarray(0, bytesRead);
  };
  async function* bytesOf(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length;) {
      const chunk = await read(start + at, Math.min(CHUNK, length - at));
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  }

  async function* entries(): AsyncGenerator<MediaEntry> {
    let longName: string | null = null;
    for (let at = 0; at + BLOCK <= size;) {
      const block = await read(at, BLOCK);
      if (block.every((byte) => byte === 0)) return;
      const header = headerOf(block);
      if (!header) {
        findings.add('archive-broken');
        return;
      }
      const start = at + BLOCK;
      at = start + Math.ceil(header.bytes / BLOCK) * BLOCK;
      if (header.type === 'L') {
        longName = header.bytes <= LONGEST_NAME ? (await read(start, header.bytes)).toString('utf8').replace(/\0+$/, '') : null;
        continue;
      }
      const name = longName ?? header.name;
      longName = null;
      if (!budget.entry()) {
        findings.add('too-many-entries');
        return;
      }
      if (header.type === '1' || header.type === '2') findings.add('link');
      if (header.type !== '0') continue;
      const { path, changed } = pathOf(name);
      if (changed) findings.add('name-changed');
      if (path.length > budget.limits.depth) {
        findings.add('too-deep');
        continue;
      }
      const cut = start + header.bytes > size;
      if (cut) findings.add('beyond-end');
      yield { path, bytes: header.bytes, fault: cut ? 'beyond-end' : null, content: () => counted(bytesOf(start, header.bytes), budget, null) };
    }
  }
  return { kind: 'folder', label: '', findings, entries, close: () => handle.close() };
}

/** Null when the checksum is not right. Type `0` stands for all kinds of plain files. */
function headerOf(block: Buffer): Header | null {
  const stated = octal(block.subarray(148, 156));
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i]!;
  const bytes = octal(block.subarray(124, 136));
  if (stated !== sum || bytes === null) return null;
  const text = (from: number, to: number): string => block.toString('utf8', from, to).replace(/\0.*$/s, '');
  const prefix = text(257, 263).startsWith('ustar') ? text(345, 500) : '';
  const type = String.fromCharCode(block[156]!);
  return { name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), bytes, type: type === '\0' || type === '7' ? '0' : type };
}

function octal(field: Buffer): number | null {
  const text = field.toString('latin1').replace(/[\0 ]+$/, '').trim();
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : null;
}
