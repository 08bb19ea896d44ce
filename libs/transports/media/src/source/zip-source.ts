/** A ZIP archive: read by its central directory, sizes counted by us and never believed (W1). Nothing is written under a name it gives. */
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { WindowReader } from './window-reader';
import { type Budget, counted, MediaFault, type MediaEntry, type MediaFinding, type MediaSource } from './media-source';
import { pathOf } from './names';

const STORED = 0;
const DEFLATED = 8;
const UTF8_NAMES = 0x800;
/** Unix mode in the high half of the external attributes. */
const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const FOLDER = 0o040000;
const UNIX = 3;

/** Null when the file is no archive that can be opened. */
export async function zipSource(file: string, budget: Budget): Promise<MediaSource | null> {
  const reader = await WindowReader.open(file);
  const zip = await yauzl.fromRandomAccessReaderPromise(reader, reader.size, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false }).catch(() => null);
  if (!zip) {
    await reader.end();
    return null;
  }
  const findings = new Set<MediaFinding>();
  let out = 0;
  /** Overlapping entries can make much of little though each looks harmless. */
  const spend = (bytes: number): void => {
    out += bytes;
    if (out > budget.limits.freeBytes * 4 && out > zip.fileSize * budget.limits.ratio) throw new MediaFault('bomb', true);
  };

  async function* entries(): AsyncGenerator<MediaEntry> {
    for (;;) {
      const entry = await nextEntry(zip!).catch(() => {
        findings.add('archive-broken');
        return null;
      });
      if (!entry) return;
      if (!budget.entry()) {
        findings.add('too-many-entries');
        return;
      }
      const name = nameOf(entry);
      const mode = entry.versionMadeBy >> 8 === UNIX ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
      if (mode === LINK) findings.add('link');
      if (mode === LINK || mode === FOLDER || /[\\/]$/.test(name)) continue;
      const { path, changed } = pathOf(name);
      if (changed) findings.add('name-changed');
      if (path.length > budget.limits.depth) {
        findings.add('too-deep');
        continue;
      }
      const fault = entry.isEncrypted() ? 'encrypted' : [STORED, DEFLATED].includes(entry.compressionMethod) ? null : 'not-readable';
      if (fault) findings.add(fault);
      yield { path, bytes: entry.uncompressedSize, fault, content: () => counted(bytesOf(zip!, entry, spend), budget, entry.compressedSize) };
    }
  }
  return { kind: 'zip', label: '', findings, entries, close: () => reader.end() };
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const done = (act: () => void): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError);
      act();
    };
    const onEntry = (entry: Entry): void => done(() => resolve(entry));
    const onEnd = (): void => done(() => resolve(null));
    const onError = (error: Error): void => done(() => reject(error));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

async function* bytesOf(zip: ZipFile, entry: Entry, spend: (bytes: number) => void): AsyncGenerator<Buffer> {
  if (entry.compressedSize === 0) return;
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (cause) {
    throw new MediaFault('archive-broken', false, { cause });
  }
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      spend(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof MediaFault ? cause : new MediaFault('archive-broken', false, { cause });
  } finally {
    stream.destroy();
  }
}

/** With `decodeStrings: false` names come as bytes. Without the UTF-8 flag many programs write UTF-8 all the same, others code page 437. */
function nameOf(entry: Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  if ((entry.generalPurposeBitFlag & UTF8_NAMES) === 0) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(raw);
    } catch {
      return raw.toString('latin1');
    }
  }
  return raw.toString('utf8');
}
