import type { ElementAnswer, MatchElement } from './person';

/**
 * What each answer is worth, in tenths of a power of ten (Fellegi and Sunter): +3.1 says that strangers agree so once in about 1,260.
 * A missing value says nothing. One table; a change of it is a new scorer version.
 */
export const matchWeights: Readonly<Record<MatchElement, Readonly<Record<Exclude<ElementAnswer, 'missing'>, number>>>> = {
  family: { agrees: 31, close: 16, differs: -22 },
  given: { agrees: 28, close: 14, differs: -17 },
  'birth-date': { agrees: 48, close: 18, differs: -30 },
  sex: { agrees: 3, close: 0, differs: -15 },
  identifier: { agrees: 60, close: 20, differs: -10 },
  mrn: { agrees: 60, close: 20, differs: -40 },
  phone: { agrees: 22, close: 0, differs: -9 },
  address: { agrees: 16, close: 8, differs: -4 },
  accession: { agrees: 40, close: 0, differs: -20 },
};

export const scorerVersion = 1;
/** Evidence below this much, in tenths, cannot reach a full score however well it agrees. */
export const leastEvidence = 100;
/** Lines of the score, 0..1000: below `review` nobody is a candidate; `accept` is where version 1 of the match policy may accept by itself. */
export const scoreLines = { review: 300, accept: 950 } as const;
/** By how much the best candidate must lead before the system may accept it. */
export const acceptMargin = 150;
