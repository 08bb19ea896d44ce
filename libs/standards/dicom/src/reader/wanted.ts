/**
 * The attributes taken from every object on its way to disk: what a ledger, a query, matching and the viewer's lists need.
 * A path is a list of tags; all but the last are sequences, of which the first item is read. One more line is one more attribute.
 */

export interface WantedNode {
  /** Name under which the value is given; absent for a sequence that is only passed through. */
  name?: string;
  /** A binary number, given in decimal. */
  numeric?: boolean;
  /** The object is of no use without the whole value: too long means quarantine, not a finding. */
  vital?: boolean;
  items?: WantedTree;
  /** The first `most` items are given as rows of a list. */
  list?: { readonly name: string; readonly most: number };
}

export type WantedTree = Map<number, WantedNode>;

/** Identity: cut or missing, the object could be filed under somebody else. */
const VITAL = {
  specificCharacterSet: [0x00080005],
  sopClassUid: [0x00080016],
  sopInstanceUid: [0x00080018],
  accessionNumber: [0x00080050],
  patientName: [0x00100010],
  patientId: [0x00100020],
  issuerOfPatientId: [0x00100021],
  issuerOfPatientIdUniversalId: [0x00100024, 0x00400032],
  issuerOfPatientIdUniversalIdType: [0x00100024, 0x00400033],
  patientBirthDate: [0x00100030],
  patientSex: [0x00100040],
  studyInstanceUid: [0x0020000d],
  seriesInstanceUid: [0x0020000e],
} as const;

const DESCRIBING = {
  imageType: [0x00080008],
  studyDate: [0x00080020],
  seriesDate: [0x00080021],
  contentDate: [0x00080023],
  studyTime: [0x00080030],
  seriesTime: [0x00080031],
  contentTime: [0x00080033],
  issuerOfAccessionLocalId: [0x00080051, 0x00400031],
  issuerOfAccessionUniversalId: [0x00080051, 0x00400032],
  issuerOfAccessionUniversalIdType: [0x00080051, 0x00400033],
  modality: [0x00080060],
  presentationIntentType: [0x00080068],
  manufacturer: [0x00080070],
  institutionName: [0x00080080],
  referringPhysicianName: [0x00080090],
  timezoneOffsetFromUtc: [0x00080201],
  stationName: [0x00081010],
  studyDescription: [0x00081030],
  seriesDescription: [0x0008103e],
  manufacturerModelName: [0x00081090],
  anatomicRegionCode: [0x00082218, 0x00080100],
  anatomicRegionScheme: [0x00082218, 0x00080102],
  anatomicRegionMeaning: [0x00082218, 0x00080104],
  typeOfPatientId: [0x00100022],
  otherPatientIdsRetired: [0x00101000],
  otherPatientNames: [0x00101001],
  patientAge: [0x00101010],
  patientAddress: [0x00101040],
  patientTelephoneNumbers: [0x00102154],
  bodyPartExamined: [0x00180015],
  protocolName: [0x00181030],
  studyId: [0x00200010],
  seriesNumber: [0x00200011],
  instanceNumber: [0x00200013],
  frameOfReferenceUid: [0x00200052],
  laterality: [0x00200060],
  imageLaterality: [0x00200062],
  photometricInterpretation: [0x00280004],
  numberOfFrames: [0x00280008],
  burnedInAnnotation: [0x00280301],
  lossyImageCompression: [0x00282110],
  requestedProcedureDescription: [0x00321060],
  requestAccessionNumber: [0x00400275, 0x00080050],
  requestedProcedureId: [0x00400275, 0x00401001],
  conceptNameCode: [0x0040a043, 0x00080100],
  conceptNameScheme: [0x0040a043, 0x00080102],
  conceptNameMeaning: [0x0040a043, 0x00080104],
  completionFlag: [0x0040a491],
  verificationFlag: [0x0040a493],
  documentTitle: [0x00420010],
  documentMimeType: [0x00420012],
  contentLabel: [0x00700080],
  contentDescription: [0x00700081],
  instanceOriginStatus: [0x04000600],
} as const;

const NUMERIC = {
  samplesPerPixel: [0x00280002],
  rows: [0x00280010],
  columns: [0x00280011],
  bitsAllocated: [0x00280100],
  bitsStored: [0x00280101],
  pixelRepresentation: [0x00280103],
} as const;

const OTHER_PATIENT_IDS = 0x00101002;
const OTHER_PATIENT_ID_PATHS = {
  patientId: [0x00100020],
  issuerOfPatientId: [0x00100021],
  typeOfPatientId: [0x00100022],
  universalId: [0x00100024, 0x00400032],
  universalIdType: [0x00100024, 0x00400033],
} as const;
/** Items of Other Patient IDs Sequence (0010,1002) that are read. */
const MOST_OTHER_PATIENT_IDS = 8;

export type WantedName = keyof typeof VITAL | keyof typeof DESCRIBING | keyof typeof NUMERIC;
export type OtherPatientIdName = keyof typeof OTHER_PATIENT_ID_PATHS;

/** Values as they stand in the object: one character per byte, padding and NUL cut. `decodeText` makes text of them. */
export type ObjectValues = Partial<Record<WantedName, string>>;
export type OtherPatientId = Partial<Record<OtherPatientIdName, string>>;

function put(root: WantedTree, path: readonly number[], leaf: WantedNode): void {
  let level = root;
  for (const tag of path.slice(0, -1)) {
    const node = level.get(tag) ?? {};
    level.set(tag, node);
    level = node.items ??= new Map();
  }
  const last = path[path.length - 1]!;
  level.set(last, { ...level.get(last), ...leaf });
}

function buildTree(): WantedTree {
  const root: WantedTree = new Map();
  for (const [name, path] of Object.entries(VITAL)) put(root, path, { name, vital: true });
  for (const [name, path] of Object.entries(DESCRIBING)) put(root, path, { name });
  for (const [name, path] of Object.entries(NUMERIC)) put(root, path, { name, numeric: true });
  const items: WantedTree = new Map();
  for (const [name, path] of Object.entries(OTHER_PATIENT_ID_PATHS)) put(items, path, { name });
  root.set(OTHER_PATIENT_IDS, { items, list: { name: 'otherPatientIds', most: MOST_OTHER_PATIENT_IDS } });
  return root;
}

export const WANTED: WantedTree = buildTree();

/** Tag path of every wanted name that is not in a list, for tools that show where a value came from. */
export const WANTED_PATHS: Readonly<Record<WantedName, readonly number[]>> = { ...VITAL, ...DESCRIBING, ...NUMERIC };
