const ST = '1.2.840.10008.5.1.4.1.1.';

/** What an object of a storage class is, in the words of the fact `exam.contentKind`. Longest prefix first; the rest of the images are radiology. */
const KINDS: readonly (readonly [string, ContentKind])[] = [
  [`${ST}77.1.4.1`, 'video'], [`${ST}77.1.1.1`, 'video'], [`${ST}77.1.2.1`, 'video'],
  [`${ST}77.1.`, 'photograph'],
  [`${ST}104.`, 'document'],
  [`${ST}9.`, 'cardiology'],
  [`${ST}88.`, 'other'], [`${ST}11.`, 'other'], [`${ST}66`, 'other'],
  [ST, 'radiology'],
];

export type ContentKind = 'radiology' | 'cardiology' | 'photograph' | 'video' | 'document' | 'other';

export const contentKindOf = (sopClassUid: string): ContentKind => KINDS.find(([prefix]) => sopClassUid.startsWith(prefix))?.[1] ?? 'other';
