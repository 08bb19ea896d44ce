/** DICOM for servers: reading what others send without trusting it, and writing only what must be written. Knows DICOM, not Causeway. */
export { OBJECT_LIMITS, objectLimits, type ObjectLimits } from './limits';
export { failureOf, type Failure, type Finding, type Reason, type Verdict } from './structure/verdict';
export { groupOf, isPrivate, parseTag, tagHex, tagText } from './structure/tag';
export {
  TAKE,
  type ElementHead,
  type ItemHead,
  type Take,
  type WalkEncoding,
  type WalkHandler,
  type WalkLimits,
} from './structure/walk';
export { StructureWalker } from './structure/walker';
export { UNDEFINED_LENGTH, vrCode, vrName } from './structure/vr';
export { DataSetReader, type ReadResult } from './reader/data-set-reader';
export { ObjectReader, type ObjectReaderOptions, type ObjectResult } from './reader/object-reader';
export { WANTED_PATHS, type ObjectValues, type OtherPatientId, type WantedName } from './reader/wanted';
export { readFileHead, type FileHead, type FileHeadResult } from './part10/file-head';
export {
  DEFLATED_LE,
  EXPLICIT_BE,
  EXPLICIT_LE,
  IMPLICIT_LE,
  TRANSFER_SYNTAXES,
  transferSyntax,
  type TransferSyntax,
} from './registry/transfer-syntax';
export { implicitVr, lookupKeyword, lookupTag, nameOfTag, type DictionaryEntry } from './dictionary/dictionary';
export { isUid, newUid, uidOfUuid } from './registry/uid';
export { sopClass, STORAGE_CLASSES, type ContentKind, type SopClass } from './registry/sop-class';
export { MODALITY_CODES, modalityName } from './registry/modality';
export { characterSet, type CharacterSet } from './text/character-set';
export { decodeText, decodeValues } from './text/decode';
export { encodeText } from './text/encode';
export { formatPersonName, parsePersonName, type NameGroup, type PersonName } from './text/person-name';
export { formatDateTime, instantOf, parseDate, parseDateTime, parseOffset, parseTime, type DateTime } from './text/date-time';
export { parseCode, parseDecimal, parseInteger } from './text/numbers';
export { DataSet, type DataElement } from './data-set/data-set';
export { authorDataSet, rawElement, type AuthoredItem, type AuthoredValue } from './data-set/author';
export { COLLECT_LIMITS, DataSetCollector, readDataSet, type CollectLimits, type DataSetRead } from './data-set/read-data-set';
export { writeDataSet, type WriteOptions } from './data-set/write-data-set';
export type { ByteSource } from './part10/object-feed';
export { applyLocalise, planLocalise, type LocaliseOptions } from './localise/localise';
export {
  localisedLength,
  type ElementDifference,
  type LocalisePlan,
  type LocaliseRefusal,
  type PlanResult,
  type PreviewValue,
} from './localise/plan';
export {
  identityChanges,
  type ElementChange,
  type EntityId,
  type ItemChange,
  type LocalIdentity,
  type LocaliseRequest,
  type LocalText,
} from './localise/request';
export { neutralHead, writeFileHead, type FileHeadFields } from './part10/write-head';
export { readHeader, type Header, type HeaderOptions, type HeaderResult } from './part10/read-header';
export {
  toDicomJson,
  type DicomJson,
  type ElementPath,
  type JsonElement,
  type JsonOptions,
  type JsonPersonName,
  type JsonValue,
} from './json/dicom-json';
export { fromDicomJson } from './json/from-dicom-json';
export { readMetadata, type MetadataResult } from './json/metadata';
export { locateFrames, locateFramesAt, type FrameOptions, type ReadAt } from './frames/locate-frames';
export type { ByteRange, FrameIndex, FrameResult, FramesUnavailable } from './frames/frame-index';
export { fileIdComponents, fileKey, isName } from './media/file-id';
export { DICOMDIR_LIMITS, type DicomdirLimits, type DirectoryFinding, type DirectoryRecord } from './media/directory-record';
export { readDicomdir, type Dicomdir, type DicomdirResult } from './media/read-dicomdir';
export { writeDicomdir, type DicomdirFields, type ListedFile } from './media/write-dicomdir';
export { recordTypeOf, type RecordType } from './media/record-types';
