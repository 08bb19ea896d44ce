/** For tests, benches and demo data: valid objects of any kind, and hostile ones. All generated. */
export { fileOf, makeObject, makeSeries, type MadeObject, type ObjectOptions } from './make-object';
export { KINDS, OBJECT_KINDS, type ObjectKind } from './kinds';
export { cachedSlice, phantomSlice } from './phantom';
export { rleFrame } from './rle';
export { SMALL_JPEG, SMALL_JPEG_EDGE } from './jpeg';
export { Random } from './random';
export { readInPieces } from './read-in-pieces';
export { differingTags, topLevelBytes } from './top-level';
export { mutantOf, type Mutant } from './mutants';
export {
  BAD_UIDS,
  deflateBomb,
  lyingLengths,
  manyElements,
  nestedObject,
  nestedSequences,
  nulInText,
  patientIdTwice,
  polyglot,
  PREAMBLES,
  sameUidOtherContent,
  TEXT_ATTACKS,
  truncations,
  twoPatientsInASeries,
  withBytes,
  withSopInstanceUid,
  type Lie,
} from './hostile';
