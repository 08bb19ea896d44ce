import { ageText, dateText } from '@causeway/console-ui';
import type { OverreadRow } from '@causeway/contracts';
import { subspecialtyOf } from '../overread-words';

// The lines of the worklist.

/** "F · 12 Mar 1961 · MRN 40039127" */
export function personLine({ patient }: OverreadRow): string {
  const born = patient.birthDate === null ? 'no birth date' : dateText(patient.birthDate);
  return [patient.sex ?? '?', born, patient.mrn === null ? 'no local MRN' : `MRN ${patient.mrn}`].join(' · ');
}

/** "CT · 3 d old · 312 images · St. Mary's" */
export function examLine(row: OverreadRow, now: number): string {
  const { modalities, images, source } = row.exam;
  return [modalities.join('/'), examAge(row, now), `${images} image${images === 1 ? '' : 's'}`, source].filter((part) => part !== '').join(' · ');
}

/** "3 d old", "today" */
export function examAge({ exam }: OverreadRow, now: number): string {
  if (exam.studyDate === null) return 'no study date';
  const age = ageText(exam.studyDate, now);
  if (age === '') return dateText(exam.studyDate);
  return age === '0 d' ? 'today' : `${age} old`;
}

/** "Neuro" with what it takes: "about 12 m" */
export const readLine = (row: OverreadRow): string => subspecialtyOf(row.subspecialty);
export const minutesLine = (row: OverreadRow): string => `about ${row.estimatedMinutes} m`;

/** Who asked: "Dr. N. Webb, emergency physician" */
export function requesterLine({ requester }: OverreadRow): string {
  if (requester === null) return 'Nobody is named';
  return [requester.name, requester.title].filter((part) => part !== '').join(', ');
}

/** "2 priors", "no prior" */
export const priorsLine = ({ priors }: OverreadRow): string => (priors === 0 ? 'no prior' : priors === 1 ? '1 prior' : `${priors} priors`);
