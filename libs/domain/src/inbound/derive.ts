/** What an exam is about, derived from what its headers say. Tables, so that a site can see and correct them. */

export const subspecialties = ['neuro', 'msk', 'chest', 'body', 'breast', 'cardiac', 'paediatric', 'vascular', 'emergency', 'nuclear', 'general'] as const;
export type Subspecialty = (typeof subspecialties)[number];

/** Clinical areas that own queues and intake rules. */
export const serviceLines = ['neurology', 'orthopaedics', 'chest', 'oncology', 'breast', 'cardiology', 'paediatrics', 'vascular', 'trauma', 'burn', 'general'] as const;
export type ServiceLine = (typeof serviceLines)[number];

export interface ExamWords {
  readonly modalities: readonly string[];
  readonly bodyPart: string | null;
  readonly description: string | null;
  readonly ageYears: number | null;
}

const BY_MODALITY: Readonly<Record<string, Subspecialty>> = { MG: 'breast', NM: 'nuclear', PT: 'nuclear', XA: 'vascular', IVUS: 'vascular', ECG: 'cardiac' };
/** Words of body part and description, folded; the first that is found decides. Several languages, as partners write them. */
const BY_WORD: readonly (readonly [RegExp, Subspecialty])[] = [
  [/\b(mammo\w*|breast|brust|mamma|sein)\b/, 'breast'],
  [/\b(heart|cardi\w*|coronar\w*|herz|coeur)\b/, 'cardiac'],
  [/\b(head|brain|skull|neck|spine|cerv\w*|lumb\w*|lspine|cspine|tspine|orbit\w*|sinus\w*|kopf|schadel|hirn|cerebr\w*|crane|tete|craneo|cabeza|neuro\w*|iac|pituitary)\b/, 'neuro'],
  [/\b(chest|thorax|lung|lunge|pulmon\w*|torax|poumon)\b/, 'chest'],
  [/\b(abd\w*|pelvis|becken|liver|kidney|renal|bauch|colon|pancrea\w*|prostate|uterus)\b/, 'body'],
  [/\b(knee|hip|shoulder|wrist|hand|foot|ankle|elbow|forearm|femur|tibia|humerus|extrem\w*|finger|toe|joint|bone|knie|hufte|schulter|unterarm|handgelenk)\b/, 'msk'],
  [/\b(aorta|angio\w*|runoff|carotid|venous|vascular)\b/, 'vascular'],
];
const PLAIN_FILM = new Set(['CR', 'DX', 'RG']);

const words = (w: ExamWords): string => `${w.bodyPart ?? ''} ${w.description ?? ''}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Null when nothing tells: policies then see an unknown fact, not a guess. */
export function subspecialtyOf(w: ExamWords): Subspecialty | null {
  if (w.ageYears !== null && w.ageYears < 16 && !w.modalities.includes('MG')) return 'paediatric';
  for (const m of w.modalities) {
    const known = BY_MODALITY[m];
    if (known) return known;
  }
  const text = words(w);
  for (const [pattern, name] of BY_WORD) if (pattern.test(text)) return name;
  return w.modalities.some((m) => PLAIN_FILM.has(m)) ? 'msk' : null;
}

const LINES: Readonly<Record<Subspecialty, ServiceLine>> = {
  neuro: 'neurology', msk: 'orthopaedics', chest: 'chest', body: 'general', breast: 'breast', cardiac: 'cardiology', paediatric: 'paediatrics', vascular: 'vascular', emergency: 'trauma', nuclear: 'oncology', general: 'general',
};

export function serviceLineOf(subspecialty: Subspecialty | null, contentKind: string, description: string | null): ServiceLine {
  if (contentKind === 'photograph') return /burn|brand|brulure/i.test(description ?? '') ? 'burn' : 'general';
  return subspecialty === null ? 'general' : LINES[subspecialty];
}
