import { expect, it } from 'vitest';
import { serviceLineOf, subspecialtyOf, type ExamWords } from './derive';

const words = (modality: string, bodyPart: string | null, description: string | null, ageYears: number | null = 40): ExamWords => ({ modalities: [modality], bodyPart, description, ageYears });

it.each<[ExamWords, string | null]>([
  [words('CT', 'HEAD', null), 'neuro'],
  [words('CT', null, 'CT KOPF NATIV'), 'neuro'],
  [words('CT', null, 'CT Schädel'), 'neuro'],
  [words('MR', 'LSPINE', null), 'neuro'],
  [words('CT', null, 'CT Chest/Abd/Pelvis'), 'chest'],
  [words('CR', null, 'Forearm, 2 views'), 'msk'],
  [words('MG', null, 'Screening'), 'breast'],
  [words('PT', null, 'Skull to thigh'), 'nuclear'],
  [words('CR', null, 'Forearm', 9), 'paediatric'],
  [words('CT', null, null), null],
])('%o is %s', (w, expected) => expect(subspecialtyOf(w)).toBe(expected));

it('an exam nobody can place belongs to the general line', () => {
  expect(serviceLineOf(null, 'radiology', null)).toBe('general');
  expect(serviceLineOf(null, 'photograph', 'Burn left arm')).toBe('burn');
});
