import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import type { Logger } from '../../platform/log';

export interface SourceLine { readonly id: string; readonly kind: string; /** As kept: secrets sealed. */ readonly settings: unknown }
/** One image of a study the source gave us once. */
export interface KnownImage { readonly studyInstanceUid: string; readonly seriesInstanceUid: string; readonly sopInstanceUid: string }
export interface ProbeOutcome { readonly outcome: 'retrieved' | 'listed' | 'absent' | 'failed'; readonly sentence: string }

/** All of it: a search and one image. */
const MOST_MS = 60_000;

/**
 * Asks a source for one image it gave us before, and lets the bytes go: what retention wants to know is whether it would come again. Over the line's own connection only: moved, it would come
 * in at our door as news. Rejects with `cancelled` only.
 */
export async function probeSource(transports: InstalledTransports, line: SourceLine, image: KnownImage, log: Logger, signal: AbortSignal): Promise<ProbeOutcome> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
  try {
    const settings = line.kind === 'dimse' ? { ...(line.settings as object), retrieve: 'get' } : line.settings;
    const open = await transports.open(line.kind, settings, { endpoint: line.id, log: (event, facts) => log.info({ event, ...facts }) });
    try {
      let listed = false;
      if (open.find) for await (const match of open.find({ level: 'study', keys: { studyInstanceUid: [image.studyInstanceUid] } }, either)) listed ||= match.level === 'study' && match.studyInstanceUid === image.studyInstanceUid;
      if (open.find && !listed) return { outcome: 'absent', sentence: 'They do not list a study any more that they gave us before.' };
      if (!open.fetch) return { outcome: 'listed', sentence: 'They list it; lines of this kind cannot fetch.' };
      const receipt = await open.fetch({ studyInstanceUid: image.studyInstanceUid, seriesInstanceUid: image.seriesInstanceUid, sopInstanceUids: [image.sopInstanceUid] },
        { instance: () => ({ write: () => undefined, end: async () => 'kept', abort: () => undefined }) }, either);
      if (receipt.failure) throw receipt.failure;
      return receipt.kept.includes(image.sopInstanceUid) ? { outcome: 'retrieved', sentence: 'One image of a known study was given again.' } : { outcome: 'absent', sentence: 'They list the study, and do not give its image again.' };
    } finally {
      await open.close();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof TransportFailure && error.code === 'unsupported') return { outcome: 'listed', sentence: 'They list it, and do not offer C-GET, so it was not asked for.' };
    return { outcome: 'failed', sentence: error instanceof TransportFailure ? error.detail : 'They did not answer in time.' };
  }
}
