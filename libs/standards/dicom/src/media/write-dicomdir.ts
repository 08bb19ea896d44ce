/** Writes the directory of a medium of ours (PS3.10 8, PS3.3 F), Explicit VR Little Endian as PS3.10 8.6 asks. */
import { authorDataSet, rawElement } from '../data-set/author';
import { DataSet, tagOf, type DataElement } from '../data-set/data-set';
import { lookupKeyword } from '../dictionary/dictionary';
import { elementHead, itemHead, writeElements } from '../data-set/write-data-set';
import { writeFileHead } from '../part10/write-head';
import { EXPLICIT_LE } from '../registry/transfer-syntax';
import { recordTypeOf } from './record-types';

/** One file of the medium and the attributes of the instance in it, as `readHeader` reads them. */
export interface ListedFile {
  /** Where it lies from the root: up to eight names of up to eight characters A-Z, 0-9, _ (PS3.10 8.2, PS3.12). */
  readonly fileId: readonly string[];
  readonly dataSet: DataSet;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}

export interface DicomdirFields {
  /** File-set ID (0004,1130): up to 16 characters A-Z, 0-9, _ and space. */
  readonly fileSetId: string;
  /** SOP Instance UID of the directory itself. */
  readonly uid: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
}

interface Node {
  readonly own: DataSet;
  readonly children: Node[];
  at: number;
}

const ENCODING = { explicit: true, bigEndian: false };
const ITEM_HEAD_BYTES = 8;
/** Required with a value in a record (PS3.3 F.5), and told apart by: where the instance has none, its place in the directory stands there. */
const COUNTED: ReadonlySet<string> = new Set(['PatientID', 'StudyID', 'SeriesNumber', 'InstanceNumber']);
const NUMERIC: ReadonlySet<string> = new Set(['SeriesNumber', 'InstanceNumber']);

const PATIENT = ['PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex'];
const STUDY = ['StudyDate', 'StudyTime', 'StudyDescription', 'StudyInstanceUID', 'StudyID', 'AccessionNumber'];
const SERIES = ['Modality', 'SeriesDate', 'SeriesTime', 'SeriesDescription', 'SeriesInstanceUID', 'SeriesNumber'];
/** Listed when the instance has them; the others stand in their record without a value when it has none. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'PatientBirthDate', 'PatientSex', 'SeriesDate', 'SeriesTime', 'SeriesDescription', 'NumberOfFrames', 'ImageType', 'ConceptNameCodeSequence', 'DataPointRows', 'DataPointColumns', 'Rows', 'Columns',
]);
const CHARACTER_SET = 0x00080005;

/**
 * The whole file. Text is repeated byte for byte with the character set of its instance; dates nobody wrote stay empty. Throws a RangeError for a
 * file id PS3.10 8.2 does not allow.
 */
export function writeDicomdir(files: readonly ListedFile[], fields: DicomdirFields): Buffer {
  const roots = treeOf(files);
  const head = writeFileHead({ sopClassUid: '1.2.840.10008.1.3.10', sopInstanceUid: fields.uid, transferSyntaxUid: EXPLICIT_LE, implementationClassUid: fields.implementationClassUid, implementationVersionName: fields.implementationVersionName });
  const nodes: Node[] = [];
  const gather = (level: readonly Node[]): void => level.forEach((node) => { nodes.push(node); gather(node.children); });
  gather(roots);
  const before = (first: number, last: number): Buffer => writeElements(authorDataSet({
    FileSetID: fields.fileSetId, OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: first, OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: last, FileSetConsistencyFlag: 0,
  }), ENCODING);
  let at = head.length + before(0, 0).length + elementHead(0x00041220, 'SQ', 0, ENCODING).length;
  for (const node of nodes) {
    node.at = at;
    at += ITEM_HEAD_BYTES + bytesOf(node, 0, 0).length;
  }
  const next = new Map<Node, number>();
  const chain = (level: readonly Node[]): void => level.forEach((node, i) => { next.set(node, level[i + 1]?.at ?? 0); chain(node.children); });
  chain(roots);
  const items = nodes.flatMap((node) => {
    const bytes = bytesOf(node, next.get(node) ?? 0, node.children[0]?.at ?? 0);
    return [itemHead(bytes.length, false), bytes];
  });
  const length = items.reduce((sum, item) => sum + item.length, 0);
  return Buffer.concat([head, before(roots[0]?.at ?? 0, roots.at(-1)?.at ?? 0), elementHead(0x00041220, 'SQ', length, ENCODING), ...items]);
}

function bytesOf(node: Node, next: number, lower: number): Buffer {
  const links = authorDataSet({ OffsetOfTheNextDirectoryRecord: next, RecordInUseFlag: 0xffff, OffsetOfReferencedLowerLevelDirectoryEntity: lower });
  return Buffer.concat([writeElements(links, ENCODING), writeElements(node.own, ENCODING)]);
}

function treeOf(files: readonly ListedFile[]): Node[] {
  const roots: Node[] = [];
  const known = new Map<string, Node>();
  const branch = (key: string, level: Node[], make: (number: number) => DataSet): Node => {
    const there = known.get(key);
    if (there) return there;
    const node: Node = { own: make(level.length + 1), children: [], at: 0 };
    level.push(node);
    known.set(key, node);
    return node;
  };
  for (const file of files) {
    const { dataSet } = file;
    const person = ['PatientID', 'IssuerOfPatientID', 'PatientName', 'PatientBirthDate'].map((name) => dataSet.text(name) ?? '').join('\n');
    const patient = branch(person, roots, (n) => record('PATIENT', dataSet, PATIENT, n));
    const studyKey = `${person}\n${dataSet.text('StudyInstanceUID') ?? ''}`;
    const study = branch(studyKey, patient.children, (n) => record('STUDY', dataSet, STUDY, n));
    const series = branch(`${studyKey}\n${dataSet.text('SeriesInstanceUID') ?? ''}`, study.children, (n) => record('SERIES', dataSet, SERIES, n));
    const { type, keys } = recordTypeOf(file.sopClassUid);
    const leaf = record(type, dataSet, keys, series.children.length + 1);
    for (const element of referenceOf(file).elements) leaf.set(element);
    series.children.push({ own: leaf, children: [], at: 0 });
  }
  return roots;
}

function record(type: string, from: DataSet, keys: readonly string[], number: number): DataSet {
  const made = new DataSet();
  made.set(rawElement(0x00041430, 'CS', type));
  const charset = from.get(CHARACTER_SET);
  if (charset) made.set({ tag: CHARACTER_SET, vr: 'CS', bytes: charset.bytes });
  for (const key of keys) {
    const tag = tagOf(key);
    const there = from.get(tag);
    const has = there && (there.items ? there.items.length > 0 : there.bytes.length > 0) && !there.leftOut;
    if (has) made.set(from.bigEndian && !there.items ? littleEndian(key, from, there) : there);
    else if (COUNTED.has(key)) made.set(rawElement(tag, NUMERIC.has(key) ? 'IS' : 'LO', String(number)));
    else if (!OPTIONAL.has(key)) made.set(rawElement(tag, lookupKeyword(key)!.vr, ''));
  }
  return made;
}

/** Text is the same in both byte orders, a binary number is not. */
function littleEndian(key: string, from: DataSet, there: DataElement): DataElement {
  return there.vr === 'US' || there.vr === 'UL' ? authorDataSet({ [key]: from.numbers(key).map((n) => n ?? 0) }).get(key)! : there;
}

function referenceOf(file: ListedFile): DataSet {
  if (file.fileId.length === 0 || file.fileId.length > 8 || file.fileId.some((part) => !/^[A-Z0-9_]{1,8}$/.test(part))) {
    throw new RangeError('A file id has one to eight names of one to eight characters A-Z, 0-9 and _ (PS3.10 8.2).');
  }
  return authorDataSet({
    ReferencedFileID: file.fileId.join('\\'), ReferencedSOPClassUIDInFile: file.sopClassUid, ReferencedSOPInstanceUIDInFile: file.sopInstanceUid, ReferencedTransferSyntaxUIDInFile: file.transferSyntaxUid,
  });
}
