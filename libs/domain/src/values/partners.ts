import { minutesBetween, type ValueRow } from './value-row';

/** V5: mean of a survey's answers (1 to 5), in permille of the best, with how many answered. */
export function satisfaction(surveys: readonly { readonly id: string; readonly answers: readonly number[] }[]): ValueRow | null {
  const all = surveys.flatMap((s) => s.answers);
  if (all.length === 0) return null;
  const mean = all.reduce((sum, a) => sum + a, 0) / all.length;
  return { value: 'V5', amount: Math.round((mean / 5) * 1000), unit: 'permille', confidence: 'reported', evidence: { surveys: surveys.map((s) => s.id), n: surveys.length } };
}

const DIFFERS = new Set(['minor', 'major', 'critical']);
/** V8: one graded read that differs from the outside report, or not: shares are made of these by exam, reader and source. */
export const disagreement = (read: { readonly id: string; readonly examId: string; readonly grade: string; readonly outsideReport: string | null }): ValueRow | null =>
  (read.outsideReport ? { value: 'V8', amount: DIFFERS.has(read.grade) ? 1 : 0, unit: 'count', confidence: 'measured', evidence: { read: read.id, exam: read.examId, grade: read.grade, report: read.outsideReport } } : null);

/** V11: one exchange with a partner that was answered, and whether in time. */
export const answeredExchange = (facility: string, ref: { readonly kind: string; readonly id: string }, inTime: boolean): ValueRow =>
  ({ value: 'V11', amount: 1, unit: 'count', confidence: 'measured', evidence: { facility, [ref.kind]: ref.id, inTime } });

/** V14: minutes from asking to images released; or that the patient went elsewhere meanwhile. */
export const requestToReady = (request: string, sentAt: Date, releasedAt: Date): ValueRow =>
  ({ value: 'V14', amount: minutesBetween(sentAt, releasedAt), unit: 'minutes', confidence: 'measured', evidence: { request, sentAt: sentAt.toISOString(), releasedAt: releasedAt.toISOString() } });
export const lostToCompetitor = (request: string, reason: string): ValueRow | null =>
  (reason === 'went-to-competitor' ? { value: 'V14', amount: 0, unit: 'minutes', confidence: 'recorded', evidence: { request, lost: reason } } : null);

/** V15: what a read or a consult of a service line brings by the site's rate. */
export const serviceRevenue = (read: { readonly id: string; readonly serviceLine: string; readonly wrvuHundredths: number }, rates: { readonly version: string; readonly cents: Readonly<Record<string, number>> }): ValueRow | null => {
  const cents = rates.cents[read.serviceLine] ?? 0;
  return cents > 0 ? { value: 'V15', amount: cents, unit: 'cents', confidence: 'estimated', evidence: { read: read.id, serviceLine: read.serviceLine, wrvuHundredths: read.wrvuHundredths, rates: rates.version } } : null;
};
