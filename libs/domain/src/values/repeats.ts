import type { ValueRow } from './value-row';

export interface LocalExam { readonly id: string; readonly modality: string; readonly bodyPart: string | null; /** `YYYY-MM-DD` */ readonly day: string }
export interface ReleasedExam { readonly id: string; readonly modalities: readonly string[]; readonly bodyPart: string | null; readonly releasedOn: string }

const FAMILIES: readonly (readonly string[])[] = [['CT'], ['MR'], ['CR', 'DX', 'RG', 'DR'], ['MG'], ['US', 'IVUS'], ['NM', 'PT'], ['XA', 'RF'], ['ECG']];
const familyOf = (modality: string): string => FAMILIES.find((f) => f.includes(modality))?.[0] ?? modality;
const IONISING = new Set(['CT', 'CR', 'MG', 'NM', 'XA']);
const REPEAT_DAYS = 30;

/** Days a calendar date lies after another; negative before. */
const daysAfter = (from: string, day: string): number => Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** V1: one when nobody made the same kind of exam of the same part here in the thirty days after release. Null while the thirty days run. */
export function repeatAvoided(exam: ReleasedExam, local: readonly LocalExam[], today: string): ValueRow | null {
  if (daysAfter(exam.releasedOn, today) < REPEAT_DAYS) return null;
  const kinds = new Set(exam.modalities.map(familyOf));
  const repeats = local.filter((l) => {
    const after = daysAfter(exam.releasedOn, l.day);
    return after >= 0 && after <= REPEAT_DAYS && kinds.has(familyOf(l.modality)) && (exam.bodyPart === null || l.bodyPart === null || l.bodyPart === exam.bodyPart);
  });
  return { value: 'V1', amount: repeats.length === 0 ? 1 : 0, unit: 'count', confidence: 'measured', evidence: { exam: exam.id, day: today, repeats: repeats.map((r) => r.id) } };
}

/** V2: what the avoided exam would have cost here, by the site's price of its modality. Null without V1 or a price. */
export function costAvoided(v1: ValueRow, exam: ReleasedExam, prices: { readonly version: string; readonly cents: Readonly<Record<string, number>> }): ValueRow | null {
  const cents = Math.max(0, ...exam.modalities.map((m) => prices.cents[familyOf(m)] ?? 0));
  return v1.value === 'V1' && v1.amount === 1 && cents > 0 ? { value: 'V2', amount: cents, unit: 'cents', confidence: 'estimated', evidence: { exam: exam.id, prices: prices.version } } : null;
}

/**
 * V3: odds of a repeat after a partner's lines went live against the twelve months before, in permille, with a 95 % interval (log odds, Woolf; half added to each
 * count so that none is zero). Null with no exam on either side.
 */
export function oddsOfRepeat(facility: string, before: { readonly repeats: number; readonly exams: number }, after: { readonly repeats: number; readonly exams: number }): ValueRow | null {
  if (before.exams === 0 || after.exams === 0) return null;
  const [a, b, c, d] = [after.repeats + 0.5, after.exams - after.repeats + 0.5, before.repeats + 0.5, before.exams - before.repeats + 0.5];
  const log = Math.log((a * d) / (b * c));
  const error = 1.96 * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const permille = (x: number): number => Math.round(Math.exp(x) * 1000);
  return { value: 'V3', amount: permille(log), unit: 'permille', confidence: 'measured', evidence: { facility, before, after, low: permille(log - error), high: permille(log + error) } };
}

/** V9: a repeat that was avoided for somebody who then came as a transfer or stayed away: nobody would have paid for it. */
export const unreimbursedAvoided = (v1: ValueRow, caseId: string, disposition: string | null): ValueRow | null =>
  (v1.amount === 1 && disposition !== null && ['urgent-transfer', 'no-transfer', 'comfort-care'].includes(disposition)
    ? { value: 'V9', amount: 1, unit: 'count', confidence: 'estimated', evidence: { ...v1.evidence, case: caseId, disposition } } : null);

/** V17: an avoided exam that would have used ionising radiation. A count, never a dose. */
export const exposureAvoided = (v1: ValueRow, exam: ReleasedExam): ValueRow | null =>
  (v1.amount === 1 && exam.modalities.some((m) => IONISING.has(familyOf(m))) ? { value: 'V17', amount: 1, unit: 'count', confidence: 'measured', evidence: { exam: exam.id } } : null);
