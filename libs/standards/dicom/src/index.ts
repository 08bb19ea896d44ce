/** DICOM for servers: reading what others send without trusting it, and writing only what must be written. Knows DICOM, not Causeway. */
export { OBJECT_LIMITS, objectLimits, type ObjectLimits } from './limits';
export { failureOf, type Failure, type Finding, type Reason, type Verdict } from './structure/verdict';
export { groupOf, isPrivate, parseTag, tagHex, tagText } from './structure/tag';
export {
  StructureWalker,
  TAKE,
  type ElementHead,
  type ItemHead,
  type Take,
  type WalkEncoding,
  type WalkHandler,
  type WalkLimits,
} from './structure/walker';
export { UNDEFINED_LENGTH, vrCode, vrName } from './structure/vr';
export { DataSetReader, type ReadResult } from './reader/data-set-reader';
export { ObjectReader, type ObjectResult } from './reader/object-reader';
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
