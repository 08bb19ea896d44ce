import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import type { Held, LocalArchive } from '../identity/local-archive';
import type { Acts } from '../platform/acts/acts';
import type { Logger } from '../platform/log';
import { listedInstances, withArchive, type ArchiveEndpoint } from './archive-line';

const PATIENCE_MS = 20_000;

/** The house's archive, asked by C-FIND which instances of a study it holds. */
export class AskedArchive implements LocalArchive {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async holds(studyUid: string, sopUids: readonly string[]): Promise<Held> {
    const [endpoint] = await this.acts.read<ArchiveEndpoint>(
      `select id, kind, settings from endpoint where direction in ('out', 'both') and purpose = 'pacs' and disabled_at is null and kind in ('dimse', 'dicomweb') order by made_at limit 1`);
    if (!endpoint) return 'unknown';
    try {
      const listed = await withArchive(this.transports, this.log, endpoint, (line) => listedInstances(line, studyUid, AbortSignal.timeout(PATIENCE_MS)));
      const held = sopUids.filter((uid) => listed.has(uid)).length;
      return held === 0 ? 'none' : held === sopUids.length ? 'all' : 'some';
    } catch (error) {
      if (error instanceof TransportFailure) return 'unknown';
      throw error;
    }
  }
}
