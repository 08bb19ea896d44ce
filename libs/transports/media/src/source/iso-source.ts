/** A disc image. */
import { open } from 'node:fs/promises';
import { IMAGE_LIMITS, openImage, type ImageResult } from '@causeway/iso9660';
import { type Budget, counted, MediaFault, type MediaEntry, type MediaFinding, type MediaSource } from './media-source';

export type DiscFailure = Extract<ImageResult, { kind: 'failure' }>['reason'];

export async function isoSource(file: string, budget: Budget): Promise<MediaSource | DiscFailure> {
  const handle = await open(file, 'r');
  const read = async (position: number, length: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position).catch((cause: unknown) => { throw new MediaFault('unreadable', false, { cause }); });
    return buffer.subarray(0, bytesRead);
  };
  const { size } = await handle.stat();
  const opened = await openImage(read, size, { ...IMAGE_LIMITS, entries: budget.limits.entries, depth: budget.limits.depth });
  if (opened.kind === 'failure') {
    await handle.close();
    return opened.reason;
  }
  const { image } = opened;
  const findings = image.findings as Set<MediaFinding>;
  async function* entries(): AsyncGenerator<MediaEntry> {
    for await (const entry of image.entries()) {
      if (!budget.entry()) {
        findings.add('too-many-entries');
        return;
      }
      yield { path: entry.path, bytes: entry.bytes, fault: entry.present < entry.bytes ? 'beyond-end' : null, content: () => counted(image.content(entry), budget, null) };
    }
  }
  return { kind: 'iso', label: image.label, findings, entries, close: () => handle.close() };
}
