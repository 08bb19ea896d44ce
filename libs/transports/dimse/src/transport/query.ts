import type { RemoteInstance, RemoteMatch, RemoteQuery, RemoteSeries, RemoteStudy, StudyKeys } from '@causeway/transport-kit';
import { TAG, textOf, valuesOf, type DataSet, type DataSetValue } from '../dataset/data-set';
import type { ClientAssociation } from '../scu/client-association';
import { find } from '../scu/find';

/**
 * Answers a query of the port with C-FIND, study root. Each level names the unique keys above it (PS3.4 C.6.2.1), so the instances of a
 * study are asked for series by series.
 */
export async function* findRemote(association: ClientAssociation, query: RemoteQuery): AsyncGenerator<RemoteMatch, void, undefined> {
  if (query.level === 'study') {
    for await (const match of find(association, studyIdentifier(query.keys))) {
      yield studyOf(match);
    }
  } else if (query.level === 'series') {
    yield* seriesOf(association, query.studyInstanceUid);
  } else if (query.seriesInstanceUid !== undefined) {
    yield* instancesOf(association, query.studyInstanceUid, query.seriesInstanceUid);
  } else {
    const all: RemoteSeries[] = [];
    for await (const series of seriesOf(association, query.studyInstanceUid)) {
      all.push(series);
    }
    for (const { seriesInstanceUid } of all) {
      yield* instancesOf(association, query.studyInstanceUid, seriesInstanceUid);
    }
  }
}

const NOTHING: DataSetValue = [];

function studyIdentifier(keys: StudyKeys): DataSet {
  const one = (text: string | undefined): DataSetValue => (text === undefined ? NOTHING : [text]);
  return new Map([
    [TAG.queryRetrieveLevel, ['STUDY']],
    [TAG.studyDate, keys.studyDate ? [dateRange(keys.studyDate)] : NOTHING],
    [TAG.studyTime, NOTHING],
    [TAG.accessionNumber, one(keys.accessionNumber)],
    [TAG.modalitiesInStudy, keys.modalitiesInStudy ?? NOTHING],
    [TAG.studyDescription, NOTHING],
    [TAG.patientName, one(keys.patientName)],
    [TAG.patientId, one(keys.patientId)],
    [TAG.issuerOfPatientId, one(keys.issuerOfPatientId)],
    [TAG.patientBirthDate, one(keys.patientBirthDate)],
    [TAG.patientSex, NOTHING],
    [TAG.studyInstanceUid, keys.studyInstanceUid ?? NOTHING],
    [TAG.studyRelatedSeries, NOTHING],
    [TAG.studyRelatedInstances, NOTHING],
  ]);
}

/** Range matching (PS3.4 C.2.2.2.5): one day, or two ends of which one may be open. */
function dateRange({ from = '', to = '' }: { readonly from?: string; readonly to?: string }): string {
  return from === to ? from : `${from}-${to}`;
}

function studyOf(match: DataSet): RemoteStudy {
  return {
    level: 'study',
    studyInstanceUid: textOf(match, TAG.studyInstanceUid),
    patientId: textOf(match, TAG.patientId),
    issuerOfPatientId: textOf(match, TAG.issuerOfPatientId),
    patientName: textOf(match, TAG.patientName),
    patientBirthDate: textOf(match, TAG.patientBirthDate),
    patientSex: textOf(match, TAG.patientSex),
    accessionNumber: textOf(match, TAG.accessionNumber),
    studyDate: textOf(match, TAG.studyDate),
    studyTime: textOf(match, TAG.studyTime),
    studyDescription: textOf(match, TAG.studyDescription),
    modalitiesInStudy: valuesOf(match, TAG.modalitiesInStudy),
    seriesCount: countOf(match, TAG.studyRelatedSeries),
    instanceCount: countOf(match, TAG.studyRelatedInstances),
  };
}

async function* seriesOf(association: ClientAssociation, studyInstanceUid: string): AsyncGenerator<RemoteSeries, void, undefined> {
  const identifier: DataSet = new Map([
    [TAG.queryRetrieveLevel, ['SERIES']],
    [TAG.modality, NOTHING],
    [TAG.seriesDescription, NOTHING],
    [TAG.studyInstanceUid, [studyInstanceUid]],
    [TAG.seriesInstanceUid, NOTHING],
    [TAG.seriesNumber, NOTHING],
    [TAG.seriesRelatedInstances, NOTHING],
  ]);
  for await (const match of find(association, identifier)) {
    yield {
      level: 'series',
      studyInstanceUid,
      seriesInstanceUid: textOf(match, TAG.seriesInstanceUid),
      modality: textOf(match, TAG.modality),
      seriesNumber: textOf(match, TAG.seriesNumber),
      seriesDescription: textOf(match, TAG.seriesDescription),
      instanceCount: countOf(match, TAG.seriesRelatedInstances),
    };
  }
}

async function* instancesOf(
  association: ClientAssociation,
  studyInstanceUid: string,
  seriesInstanceUid: string,
): AsyncGenerator<RemoteInstance, void, undefined> {
  const identifier: DataSet = new Map([
    [TAG.sopClassUid, NOTHING],
    [TAG.sopInstanceUid, NOTHING],
    [TAG.queryRetrieveLevel, ['IMAGE']],
    [TAG.studyInstanceUid, [studyInstanceUid]],
    [TAG.seriesInstanceUid, [seriesInstanceUid]],
    [TAG.instanceNumber, NOTHING],
  ]);
  for await (const match of find(association, identifier)) {
    yield {
      level: 'instance',
      studyInstanceUid,
      seriesInstanceUid,
      sopInstanceUid: textOf(match, TAG.sopInstanceUid),
      sopClassUid: textOf(match, TAG.sopClassUid),
      instanceNumber: textOf(match, TAG.instanceNumber),
    };
  }
}

function countOf(match: DataSet, tag: number): number | null {
  const text = textOf(match, tag);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
