/** A folder of this machine, read without following links: what is opened is what was looked at. */
import fs from 'node:fs';
import { opendir, open } from 'node:fs/promises';
import path from 'node:path';
import { type Budget, counted, MediaFault, type MediaEntry, type MediaFinding, type MediaSource } from './media-source';

const CHUNK = 256 * 1024;
const NO_FOLLOW = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

export function folderSource(root: string, budget: Budget): MediaSource {
  const findings = new Set<MediaFinding>();
  async function* entries(): AsyncGenerator<MediaEntry> {
    const waiting: string[][] = [[]];
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      for await (const item of await opendir(path.join(root, ...folder))) {
        if (!budget.entry()) {
          findings.add('too-many-entries');
          return;
        }
        const at = [...folder, item.name];
        if (item.isSymbolicLink()) findings.add('link');
        else if (item.isDirectory() && at.length >= budget.limits.depth) findings.add('too-deep');
        else if (item.isDirectory()) waiting.push(at);
        else if (item.isFile()) yield fileEntry(path.join(root, ...at), at, budget);
        else findings.add('special-file');
      }
    }
  }
  return { kind: 'folder', label: '', findings, entries, close: async () => undefined };
}

/** One file of this machine as a medium. */
export function fileSource(file: string, name: string, budget: Budget): MediaSource {
  return { kind: 'file', label: '', findings: new Set(), entries: async function* () { yield fileEntry(file, [name], budget); }, close: async () => undefined };
}

function fileEntry(file: string, at: readonly string[], budget: Budget): MediaEntry {
  return { path: at, bytes: null, fault: null, content: () => counted(bytesOf(file), budget, null) };
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, NO_FOLLOW).catch((cause: unknown) => { throw new MediaFault('unreadable', false, { cause }); });
  try {
    if (!(await handle.stat()).isFile()) throw new MediaFault('unreadable');
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK).catch((cause: unknown) => { throw new MediaFault('unreadable', false, { cause }); });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
