import type { RemoteInstance, RemoteReference } from '@causeway/transport-kit';
import { TAG, type DataSet } from '../dataset/data-set';
import { FIND_OFFER } from '../scu/find';
import { ContextNotAccepted, OperationFailed } from '../scu/errors';
import { findRemote } from './query';
import { openAssociation } from './session';
import type { DimseSettings } from './settings';

/** UIDs in one identifier: a list of 64-character UIDs of this length fits what partners read. */
const MOST_UIDS = 500;

/** What the partner lists of a reference; null when it does not answer such queries. */
export async function listed(settings: DimseSettings, reference: RemoteReference, signal: AbortSignal): Promise<readonly RemoteInstance[] | null> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUids } = reference;
  const wanted = sopInstanceUids && new Set(sopInstanceUids);
  const found: RemoteInstance[] = [];
  try {
    const association = await openAssociation(settings, [FIND_OFFER], signal);
    try {
      const query = { level: 'instance' as const, studyInstanceUid, ...(seriesInstanceUid === undefined ? {} : { seriesInstanceUid }) };
      for await (const match of findRemote(association, query)) {
        if (match.level === 'instance' && (wanted?.has(match.sopInstanceUid) ?? true)) {
          found.push(match);
        }
      }
      await association.release();
    } finally {
      association.abort();
    }
  } catch (error) {
    if (error instanceof ContextNotAccepted || error instanceof OperationFailed) {
      return null;
    }
    throw error;
  }
  return found;
}

/** The identifier for a whole study or series (PS3.4 C.4.2.1.4), unless single instances are wanted. */
export function wholeIdentifier({ studyInstanceUid, seriesInstanceUid, sopInstanceUids }: RemoteReference): DataSet | null {
  if (sopInstanceUids) {
    return null;
  }
  return new Map([
    [TAG.queryRetrieveLevel, [seriesInstanceUid === undefined ? 'STUDY' : 'SERIES']],
    [TAG.studyInstanceUid, [studyInstanceUid]],
    ...(seriesInstanceUid === undefined ? [] : ([[TAG.seriesInstanceUid, [seriesInstanceUid]]] as const)),
  ]);
}

/** Identifiers for single instances: the unique keys above them are needed, so one or more for each series. */
export function instanceIdentifiers(instances: readonly RemoteInstance[]): DataSet[] {
  const bySeries = new Map<string, RemoteInstance[]>();
  for (const instance of instances) {
    const series = bySeries.get(instance.seriesInstanceUid) ?? [];
    bySeries.set(instance.seriesInstanceUid, [...series, instance]);
  }
  return [...bySeries.values()].flatMap((series) =>
    Array.from({ length: Math.ceil(series.length / MOST_UIDS) }, (_, i) => instanceIdentifier(series.slice(i * MOST_UIDS, (i + 1) * MOST_UIDS))),
  );
}

function instanceIdentifier(instances: readonly RemoteInstance[]): DataSet {
  return new Map([
    [TAG.sopInstanceUid, instances.map((instance) => instance.sopInstanceUid)],
    [TAG.queryRetrieveLevel, ['IMAGE']],
    [TAG.studyInstanceUid, [instances[0]!.studyInstanceUid]],
    [TAG.seriesInstanceUid, [instances[0]!.seriesInstanceUid]],
  ]);
}
