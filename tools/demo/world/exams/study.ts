// Pieces the catalogue of studies is made of.
import { type Grade } from '@causeway/domain';
import { type Random } from '../chance/random';
import { type ProcedureKey, type ServiceLine } from '../places/site';
import { type Sections } from './exam';
import { type SeriesPlan } from './phantom';

export type Side = 'R' | 'L';
export const sideWord = (side: Side): 'right' | 'left' => (side === 'R' ? 'right' : 'left');
export const otherWord = (side: Side): 'right' | 'left' => (side === 'R' ? 'left' : 'right');

/** A difference of our reader: the graded text that replaces findings and impression. */
export interface Differing {
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
}

export interface Study {
  readonly procedure: ProcedureKey;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  readonly region: readonly [string, string];
  readonly subspecialty: string;
  readonly serviceLine: ServiceLine;
  readonly series: readonly SeriesPlan[];
  readonly sections: Sections;
  /** Our read by grade; `agree` is always there. */
  readonly reads: { readonly agree: Differing } & Partial<Record<Exclude<Grade, 'agree'>, Differing>>;
}

export interface Context {
  readonly rnd: Random;
  readonly age: number;
  readonly sex: 'F' | 'M';
}

export type MakeStudy = (context: Context) => Study;

/** "65-year-old woman", "11-year-old girl". */
export function who({ age, sex }: Context): string {
  const noun = age < 18 ? (sex === 'F' ? 'girl' : 'boy') : sex === 'F' ? 'woman' : 'man';
  return `${age}-year-old ${noun}`;
}

/** Our read when it agrees: the same substance in our words. */
export const agreeing = (findings: string, impression: string, recommendation = ''): Differing => ({
  findings,
  impression,
  recommendation,
});
