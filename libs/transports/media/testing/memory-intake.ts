import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ObjectReader } from '@causeway/dicom';
import type { DiscPorts } from '../src/index';

export interface MemoryIntake extends DiscPorts {
  /** SHA-256 of the data set, by SOP Instance UID. */
  readonly objects: Map<string, string>;
  readonly documents: Map<string, Buffer>;
  /** Largest number of bytes that lay spooled. */
  readonly spooled: { bytes: number };
}

/** An intake that judges as the real one does and keeps digests only; the exam is the study. */
export function memoryIntake(): MemoryIntake {
  const objects = new Map<string, string>();
  const documents = new Map<string, Buffer>();
  const spooled = { bytes: 0 };
  return {
    objects, documents, spooled,
    object: async (_, bytes) => {
      const reader = new ObjectReader();
      const parts: Buffer[] = [];
      let kept = 0;
      for await (const chunk of bytes) {
        await reader.push(chunk);
        if (reader.failed?.kind === 'refuse') break;
        if ((kept += chunk.length) < 32 * 2 ** 20) parts.push(chunk);
      }
      const read = await reader.finish();
      const sopInstanceUid = read.values.sopInstanceUid ?? null;
      if (read.verdict.kind !== 'ok') return { kind: read.verdict.kind === 'refuse' ? 'refused' : 'aside', reason: read.verdict.reason, sopInstanceUid };
      const sha256 = createHash('sha256').update(Buffer.concat(parts).subarray(read.dataSetOffset)).digest('hex');
      const before = objects.get(sopInstanceUid!);
      objects.set(sopInstanceUid!, before ?? sha256);
      const kind = before === undefined ? 'taken' : before === sha256 ? 'already' : 'conflict';
      return { kind, examId: read.values.studyInstanceUid!, sopInstanceUid: sopInstanceUid! };
    },
    document: async (name, _, bytes) => {
      documents.set(name, bytes);
      return `document ${documents.size}`;
    },
    spool: async () => {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-spool-')), 'archive');
      return {
        file,
        write: async (bytes) => {
          const handle = fs.openSync(file, 'wx');
          try {
            for await (const chunk of bytes) spooled.bytes += fs.writeSync(handle, chunk);
          } finally {
            fs.closeSync(handle);
          }
        },
        done: () => rm(path.dirname(file), { recursive: true, force: true }),
      };
    },
  };
}

/** Writes files into a new folder and gives its path. */
export function discFolder(files: Readonly<Record<string, Uint8Array | string>>): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-disc-'));
  for (const [name, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), bytes);
  }
  return root;
}
