// What the archive holds and what it was told to hide, line by line: a second start reads it and goes on.
import fs from 'node:fs';
import path from 'node:path';
import { type HeldObject } from '@causeway/transport-dimse/testing';

/** An object without its bytes, which lie in a file of their own. */
export type Entry = Omit<HeldObject, 'bytes'>;

type Line = { readonly keep: Entry } | { readonly hide: readonly string[] };

/** Replays a journal: what is held and shown, and what is held and hidden. A last line cut off by a crash is left out. */
export function replay(file: string): { readonly shown: Map<string, Entry>; readonly hidden: Map<string, Entry> } {
  const shown = new Map<string, Entry>();
  const hidden = new Map<string, Entry>();
  for (const line of linesOf(file)) {
    if ('keep' in line) {
      hidden.delete(line.keep.sopInstanceUid);
      shown.set(line.keep.sopInstanceUid, line.keep);
      continue;
    }
    for (const uid of line.hide) {
      const entry = shown.get(uid);
      if (!entry) continue;
      shown.delete(uid);
      hidden.set(uid, entry);
    }
  }
  return { shown, hidden };
}

function* linesOf(file: string): Generator<Line> {
  if (!fs.existsSync(file)) return;
  for (const text of fs.readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue;
    try {
      yield JSON.parse(text) as Line;
    } catch {
      return;
    }
  }
}

/** Appends to a journal. A line that a crash cut off is first cut away, so that it does not spoil the next one. */
export class Journal {
  private readonly fd: number;

  constructor(file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.fd = fs.openSync(file, 'a+');
    const text = fs.readFileSync(file);
    fs.ftruncateSync(this.fd, text.lastIndexOf(10) + 1);
  }

  keep(entry: Entry): void {
    this.add({ keep: entry });
  }

  hide(uids: readonly string[]): void {
    this.add({ hide: uids });
  }

  close(): void {
    fs.closeSync(this.fd);
  }

  private add(line: Line): void {
    fs.writeSync(this.fd, `${JSON.stringify(line)}\n`);
  }
}
