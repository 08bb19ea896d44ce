import { TransportFailure, type RemoteInstance, type RemoteMatch, type RemoteQuery, type RemoteSeries, type RemoteStudy, type StudyKeys } from '@causeway/transport-kit';
import { dismiss, jsonOf, type Answer, type Client } from '../http/client';
import { failureOfStatus } from '../http/failures';
import { countAt, isItem, textAt, textsAt, type Item } from './json';
import type { DicomwebSettings } from './settings';

const PAGE = 500;
/** Pages of one search: a server that never comes to an end is left. */
const MOST_PAGES = 2_000;
const JSON_TYPE = 'application/dicom+json';

const T = {
  accession: '00080050', modality: '00080060', modalities: '00080061', studyDate: '00080020', studyTime: '00080030', studyDescription: '00081030', seriesDescription: '0008103E', sopClass: '00080016', sopInstance: '00080018',
  name: '00100010', id: '00100020', issuer: '00100021', birthDate: '00100030', sex: '00100040', study: '0020000D', series: '0020000E', seriesNumber: '00200011', instanceNumber: '00200013',
  studySeries: '00201206', studyInstances: '00201208', seriesInstances: '00201209',
} as const;

/** Answers a query of the port with QIDO-RS (PS3.18 10.6), page by page. */
export async function* findRemote(client: Client, settings: DicomwebSettings, query: RemoteQuery, signal: AbortSignal): AsyncGenerator<RemoteMatch, void, undefined> {
  const search = (path: string, parameters: Parameters, uid: string): AsyncGenerator<Item, void, undefined> => pages(client, settings, path, parameters, uid, signal);
  if (query.level === 'study') {
    for await (const item of search('/studies', studyParameters(query.keys), T.study)) {
      const study = studyOf(item);
      if (fitsModalities(study, query.keys)) yield study;
    }
    return;
  }
  const study = `/studies/${segment(query.studyInstanceUid)}`;
  if (query.level === 'series') {
    for await (const item of search(`${study}/series`, [['includefield', T.seriesDescription], ['includefield', T.seriesInstances]], T.series)) yield seriesOf(item, query.studyInstanceUid);
    return;
  }
  const { seriesInstanceUid } = query;
  const path = seriesInstanceUid === undefined ? `${study}/instances` : `${study}/series/${segment(seriesInstanceUid)}/instances`;
  for await (const item of search(path, [['includefield', T.series]], T.sopInstance)) yield instanceOf(item, query.studyInstanceUid, seriesInstanceUid);
}

type Parameters = readonly (readonly [name: string, value: string])[];

/** A UID as one segment of a path: whatever it holds, it stays below the configured address. */
export function segment(uid: string): string {
  if (!/^[0-9.]{1,64}$/.test(uid) || /^\.+$/.test(uid)) throw new TransportFailure('rejected', 'never', 'This is no UID, so it was not asked for.');
  return uid;
}

function studyParameters(keys: StudyKeys): Parameters {
  const one = (name: string, value: string | undefined): Parameters => (value === undefined || value === '' ? [] : [[name, value]]);
  const { from = '', to = '' } = keys.studyDate ?? {};
  return [
    ...one('StudyInstanceUID', keys.studyInstanceUid?.map(segment).join(',')), ...one('PatientID', keys.patientId), ...one('IssuerOfPatientID', keys.issuerOfPatientId), ...one('PatientName', keys.patientName),
    ...one('PatientBirthDate', keys.patientBirthDate), ...one('AccessionNumber', keys.accessionNumber), ...one('StudyDate', from === to ? from : `${from}-${to}`),
    ...one('ModalitiesInStudy', keys.modalitiesInStudy?.length === 1 ? keys.modalitiesInStudy[0] : undefined), ['includefield', T.studyDescription], ['includefield', T.issuer],
  ];
}

/** Matching several modalities at once is not defined for QIDO-RS: what comes is looked through here. */
const fitsModalities = ({ modalitiesInStudy }: RemoteStudy, { modalitiesInStudy: wanted = [] }: StudyKeys): boolean =>
  wanted.length < 2 || modalitiesInStudy.some((modality) => wanted.includes(modality));

async function* pages(client: Client, { quirks }: DicomwebSettings, path: string, parameters: Parameters, uid: string, signal: AbortSignal): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const paging: Parameters = quirks.pages ? [['limit', String(PAGE)], ['offset', String(seen.size)]] : [];
    const query = new URLSearchParams();
    for (const [name, value] of [...parameters, ...paging]) query.append(name, value);
    const answer = await client.ask({ method: 'GET', path: `${path}?${query.toString()}`, accept: JSON_TYPE }, signal);
    const items = await itemsOf(answer, path);
    const before = seen.size;
    for (const item of items) {
      const key = textAt(item, uid);
      if (seen.has(key)) continue;
      seen.add(key);
      yield item;
    }
    const more = items.length >= PAGE || /additional results/i.test(String(answer.headers['warning'] ?? ''));
    if (!quirks.pages || !more || seen.size === before) return;
  }
}

/** The items of one page. Of a study they do not have, some say 404; to a search over all studies that means there is no such service. */
async function itemsOf(answer: Answer, path: string): Promise<readonly Item[]> {
  if (answer.status === 204 || (answer.status === 404 && path !== '/studies')) {
    dismiss(answer);
    return [];
  }
  if (answer.status !== 200) {
    dismiss(answer);
    throw failureOfStatus(answer.status, 'a search');
  }
  const found = await jsonOf(answer);
  if (!Array.isArray(found)) throw new TransportFailure('protocol', 'never', 'Their answer to a search is not a list in DICOM JSON.');
  return found.filter(isItem);
}

function studyOf(item: Item): RemoteStudy {
  return {
    level: 'study', studyInstanceUid: textAt(item, T.study), patientId: textAt(item, T.id), issuerOfPatientId: textAt(item, T.issuer), patientName: textAt(item, T.name), patientBirthDate: textAt(item, T.birthDate),
    patientSex: textAt(item, T.sex), accessionNumber: textAt(item, T.accession), studyDate: textAt(item, T.studyDate), studyTime: textAt(item, T.studyTime), studyDescription: textAt(item, T.studyDescription),
    modalitiesInStudy: textsAt(item, T.modalities), seriesCount: countAt(item, T.studySeries), instanceCount: countAt(item, T.studyInstances),
  };
}

const seriesOf = (item: Item, studyInstanceUid: string): RemoteSeries => ({
  level: 'series', studyInstanceUid, seriesInstanceUid: textAt(item, T.series), modality: textAt(item, T.modality), seriesNumber: textAt(item, T.seriesNumber), seriesDescription: textAt(item, T.seriesDescription),
  instanceCount: countAt(item, T.seriesInstances),
});

const instanceOf = (item: Item, studyInstanceUid: string, seriesInstanceUid: string | undefined): RemoteInstance => ({
  level: 'instance', studyInstanceUid, seriesInstanceUid: textAt(item, T.series) || (seriesInstanceUid ?? ''), sopInstanceUid: textAt(item, T.sopInstance), sopClassUid: textAt(item, T.sopClass),
  instanceNumber: textAt(item, T.instanceNumber),
});
