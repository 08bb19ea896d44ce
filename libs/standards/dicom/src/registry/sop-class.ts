/** SOP classes by UID: what people call them and what kind of content their instances are. */
import storageClasses from './storage-classes.json' with { type: 'json' };

export type ContentKind = 'radiology' | 'cardiology' | 'photograph' | 'video' | 'document' | 'other';

export interface SopClass {
  readonly uid: string;
  readonly name: string;
  readonly kind: ContentKind;
  /** False for a UID no table here names: private classes travel in exchange and are stored like any other. */
  readonly known: boolean;
}

const ROOT = '1.2.840.10008.5.1.4.';
const STORAGE = `${ROOT}1.1.`;

/** Families under the storage root, more exact ones first; a family covers all UIDs that continue it. */
const KINDS: readonly (readonly [kind: ContentKind, families: string])[] = [
  ['video', '77.1.1.1 77.1.2.1 77.1.4.1'],
  ['photograph', '77'],
  ['cardiology', '9.1 9.2 9.3 12 14'],
  ['document', '88.1 88.2 88.3 88.4 88.11 88.22 88.33 88.34 88.35 88.72 104.1 104.2 79'],
  ['radiology', '1 2 3 4 5 6 7 13 20 30 128 130'],
];

/** Not images though they stand in a family of images. */
const EXCEPTIONS: ReadonlySet<string> = new Set(['77.1.5.3']);

const covers = (family: string, rest: string): boolean => rest === family || rest.startsWith(`${family}.`);

function kindOf(uid: string): ContentKind {
  if (!uid.startsWith(STORAGE)) return 'other';
  const rest = uid.slice(STORAGE.length);
  if (EXCEPTIONS.has(rest)) return 'other';
  return KINDS.find(([, families]) => families.split(' ').some((family) => covers(family, rest)))?.[0] ?? 'other';
}

const NAMES: Readonly<Record<string, string>> = storageClasses;
const OTHER_CLASSES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.1': 'Verification',
  '1.2.840.10008.1.3.10': 'Media Storage Directory',
  '1.2.840.10008.1.20.1': 'Storage Commitment Push Model',
  '1.2.840.10008.3.1.2.3.3': 'Modality Performed Procedure Step',
  [`${ROOT}31`]: 'Modality Worklist, Find',
  [`${ROOT}1.2.1.1`]: 'Patient Root Query/Retrieve, Find',
  [`${ROOT}1.2.1.2`]: 'Patient Root Query/Retrieve, Move',
  [`${ROOT}1.2.1.3`]: 'Patient Root Query/Retrieve, Get',
  [`${ROOT}1.2.2.1`]: 'Study Root Query/Retrieve, Find',
  [`${ROOT}1.2.2.2`]: 'Study Root Query/Retrieve, Move',
  [`${ROOT}1.2.2.3`]: 'Study Root Query/Retrieve, Get',
};

/** Any UID is answered: one without a name is its own name. */
export function sopClass(uid: string): SopClass {
  const name = OTHER_CLASSES[uid] ?? (uid.startsWith(ROOT) ? NAMES[uid.slice(ROOT.length)] : undefined);
  return { uid, name: name ?? uid, kind: kindOf(uid), known: name !== undefined };
}

/** All storage SOP classes with a name, in the order of their UIDs. */
export const STORAGE_CLASSES: readonly SopClass[] = Object.keys(NAMES).map((suffix) => sopClass(ROOT + suffix));
