import { ObjectReader, decodeText, implicitVr, type ObjectValues } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import {
  FAILURE_REASON,
  QueryRefused,
  STATUS,
  TAG,
  textOf,
  valuesOf,
  type CommitmentReport,
  type CommitmentRequest,
  type DataSet,
  type DataSetValue,
  type SopReference,
  type StoreInfo,
} from '../src/index';
import { matches } from './matching';

/** An object as it was received. */
export interface HeldObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly callingAeTitle: string;
  readonly bytes: Buffer;
  readonly values: ObjectValues;
}

type Level = 'STUDY' | 'SERIES' | 'IMAGE';
const GROUP_BY: Readonly<Record<Level, number>> = {
  STUDY: TAG.studyInstanceUid,
  SERIES: TAG.seriesInstanceUid,
  IMAGE: TAG.sopInstanceUid,
};

/** What a partner's archive does, in memory: holds objects by SOP Instance UID and answers study-root queries from them. */
export class Archive {
  readonly held = new Map<string, HeldObject>();

  async keep(info: StoreInfo, bytes: Buffer): Promise<void> {
    const reader = new ObjectReader({ transferSyntaxUid: info.transferSyntaxUid });
    await reader.push(bytes);
    const { values } = await reader.finish();
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, association } = info;
    this.held.set(sopInstanceUid, { sopClassUid, sopInstanceUid, transferSyntaxUid, callingAeTitle: association.callingAeTitle, bytes, values });
  }

  /** What a C-GET or C-MOVE asks for, as it was received. */
  retrieve(query: DataSet): OutgoingInstance[] {
    return [...this.held.values()].filter((object) => within(query, object)).map((object) => ({
      sopClassUid: object.sopClassUid,
      sopInstanceUid: object.sopInstanceUid,
      studyInstanceUid: textOfObject(object, TAG.studyInstanceUid),
      transferSyntaxUid: object.transferSyntaxUid,
      dataSetBytes: object.bytes.length,
      dataSet: () => [object.bytes],
      fileHead: () => new Uint8Array(),
    }));
  }

  /** Commits itself to what it holds. */
  commit({ transactionUid, references }: CommitmentRequest): CommitmentReport {
    const holds = (reference: SopReference): boolean => this.held.get(reference.sopInstanceUid)?.sopClassUid === reference.sopClassUid;
    const failed = references.filter((one) => !holds(one)).map((one) => ({ ...one, reason: FAILURE_REASON.noSuchInstance }));
    return { transactionUid, committed: references.filter(holds), failed };
  }

  /** Keys above the level must be given (PS3.4 C.4.1.2.1); an unknown level is refused with A900H. */
  find(query: DataSet): DataSet[] {
    const level = textOf(query, TAG.queryRetrieveLevel);
    if (level !== 'STUDY' && level !== 'SERIES' && level !== 'IMAGE') {
      throw new QueryRefused(STATUS.dataSetMismatch, 'Query/Retrieve Level must be STUDY, SERIES or IMAGE');
    }
    const groups = new Map<string, HeldObject[]>();
    for (const object of this.held.values()) {
      const key = textOfObject(object, GROUP_BY[level]);
      groups.set(key, [...(groups.get(key) ?? []), object]);
    }
    return [...groups.values()].flatMap((objects) => {
      const attributes = attributesOf(objects, level);
      return fits(query, attributes) ? [answer(query, attributes, level)] : [];
    });
  }
}

/** Whether an object lies within the keys of a C-GET or C-MOVE identifier (PS3.4 C.4.2.1.4): lists of UIDs match any of them. */
function within(query: DataSet, object: HeldObject): boolean {
  return [TAG.studyInstanceUid, TAG.seriesInstanceUid, TAG.sopInstanceUid].every((tag) => {
    const wanted = valuesOf(query, tag);
    return wanted.length === 0 || wanted.includes(textOfObject(object, tag));
  });
}

function textOfObject({ values }: HeldObject, tag: number): string {
  const raw = RAW[tag]?.(values) ?? '';
  return decodeText(raw, implicitVr(tag), values.specificCharacterSet ?? '');
}

const RAW: Readonly<Record<number, (values: ObjectValues) => string | undefined>> = {
  [TAG.sopClassUid]: (values) => values.sopClassUid,
  [TAG.sopInstanceUid]: (values) => values.sopInstanceUid,
  [TAG.studyDate]: (values) => values.studyDate,
  [TAG.studyTime]: (values) => values.studyTime,
  [TAG.accessionNumber]: (values) => values.accessionNumber,
  [TAG.modality]: (values) => values.modality,
  [TAG.studyDescription]: (values) => values.studyDescription,
  [TAG.seriesDescription]: (values) => values.seriesDescription,
  [TAG.patientName]: (values) => values.patientName,
  [TAG.patientId]: (values) => values.patientId,
  [TAG.issuerOfPatientId]: (values) => values.issuerOfPatientId,
  [TAG.patientBirthDate]: (values) => values.patientBirthDate,
  [TAG.patientSex]: (values) => values.patientSex,
  [TAG.studyInstanceUid]: (values) => values.studyInstanceUid,
  [TAG.seriesInstanceUid]: (values) => values.seriesInstanceUid,
  [TAG.seriesNumber]: (values) => values.seriesNumber,
  [TAG.instanceNumber]: (values) => values.instanceNumber,
};

/** Attributes of one match: those of its first object, and counts over all of them. */
function attributesOf(objects: readonly HeldObject[], level: Level): Map<number, readonly string[]> {
  const first = objects[0]!;
  const attributes = new Map<number, readonly string[]>();
  for (const tag of Object.keys(RAW).map(Number)) {
    attributes.set(tag, [textOfObject(first, tag)]);
  }
  if (level === 'STUDY') {
    attributes.set(TAG.modalitiesInStudy, distinct(objects, TAG.modality));
    attributes.set(TAG.studyRelatedSeries, [String(distinct(objects, TAG.seriesInstanceUid).length)]);
    attributes.set(TAG.studyRelatedInstances, [String(objects.length)]);
  } else if (level === 'SERIES') {
    attributes.set(TAG.seriesRelatedInstances, [String(objects.length)]);
  }
  return attributes;
}

function distinct(objects: readonly HeldObject[], tag: number): string[] {
  return [...new Set(objects.map((object) => textOfObject(object, tag)))];
}

function fits(query: DataSet, attributes: ReadonlyMap<number, readonly string[]>): boolean {
  return [...query.keys()].every((tag) => {
    const values = attributes.get(tag);
    return !values || values.some((value) => matches(valuesOf(query, tag), value, implicitVr(tag)));
  });
}

/** Every attribute asked for comes back, empty where nothing is known (PS3.4 C.4.1.2.2.2). */
function answer(query: DataSet, attributes: ReadonlyMap<number, readonly string[]>, level: Level): DataSet {
  const match = new Map<number, DataSetValue>();
  for (const tag of query.keys()) {
    match.set(tag, attributes.get(tag) ?? []);
  }
  match.set(TAG.specificCharacterSet, ['ISO_IR 192']);
  match.set(TAG.queryRetrieveLevel, [level]);
  return match;
}
