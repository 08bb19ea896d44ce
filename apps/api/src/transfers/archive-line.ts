import type { InstalledTransports, Line, RemoteMatch, RemoteQuery } from '@causeway/transport-kit';
import { TransportFailure } from '@causeway/transport-kit';
import type { Logger } from '../platform/log';

export interface ArchiveEndpoint {
  readonly id: string;
  readonly kind: string;
  readonly settings: unknown;
}

/** Opens a line to an archive for the length of one piece of work, and closes it whatever happens. */
export async function withArchive<T>(transports: InstalledTransports, log: Logger, endpoint: ArchiveEndpoint, work: (line: Line) => Promise<T>): Promise<T> {
  const line = await transports.open(endpoint.kind, endpoint.settings, { endpoint: endpoint.id, log: (event, facts) => log.info({ event, ...facts }) });
  try {
    return await work(line);
  } finally {
    await line.close();
  }
}

/** SOP Instance UIDs the archive lists for a study. */
export async function listedInstances(line: Line, studyUid: string, signal: AbortSignal): Promise<Set<string>> {
  const found = await all(line, { level: 'instance', studyInstanceUid: studyUid }, signal);
  return new Set(found.flatMap((i) => (i.level === 'instance' ? [i.sopInstanceUid] : [])));
}

/** Record numbers under which the archive has filed a study. */
export async function filedUnder(line: Line, studyUid: string, signal: AbortSignal): Promise<string[]> {
  const found = await all(line, { level: 'study', keys: { studyInstanceUid: [studyUid] } }, signal);
  return found.flatMap((s) => (s.level === 'study' ? [s.patientId] : []));
}

async function all(line: Line, query: RemoteQuery, signal: AbortSignal): Promise<RemoteMatch[]> {
  if (!line.find) throw new TransportFailure('unsupported', 'never', 'This connection cannot be asked what the archive holds.');
  const list: RemoteMatch[] = [];
  for await (const match of line.find(query, signal)) list.push(match);
  return list;
}
