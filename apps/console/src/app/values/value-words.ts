import { countText } from '@causeway/console-ui';
import type { ValueAmount, ValueLine } from '@causeway/contracts';

/** What each value means, in a sentence. */
export const meaning: Readonly<Record<string, string>> = {
  V1: 'Released outside exams after which nobody made the same kind of exam of the same region here for thirty days', V2: 'What these exams would have cost here', V4: 'From the patient at the door, or the opening of an emergency case, to released images',
  V5: 'Two questions answered by people who opened a link', V6: 'Transfers for whom the sender had made a CT before', V7: 'Transfers asked for, and the patient stayed', V8: 'Local reads that differ from the outside report',
  V9: 'Repeats avoided for emergency patients, which nobody would have paid for', V10: 'Bay time of transfers that did not happen, by the mean stay here', V11: 'Requests answered and sends taken up', V12: 'Visits reviewed before the patient came',
  V13: 'Travel of visits that were replaced', V14: 'From asking to released images', V15: 'What signed reads bring by the rates of their line', V16: 'Reviews for patients whose payer pays for health', V17: 'Avoided exams that use ionising radiation: a count, never a dose',
};

/** A number of a value with its unit: money in dollars, distance in kilometres, shares in percent. */
export function amountText(line: Pick<ValueLine, 'how' | 'unit'>, a: ValueAmount): string {
  if (a.few) return 'fewer than 5';
  if (a.amount === null) return 'none';
  if (line.how === 'share' || line.unit === 'permille') return `${Math.round(a.amount / 10)} %`;
  if (line.unit === 'cents') return `$${countText(Math.round(a.amount / 100))}`;
  if (line.unit === 'metres') return `${countText(Math.round(a.amount / 1000))} km`;
  if (line.unit === 'minutes') return line.how === 'median' ? `${countText(a.amount)} min` : `${countText(Math.round(a.amount / 60))} h`;
  return countText(a.amount);
}
export const rowAmount = (amount: number, unit: string): string => (unit === 'cents' ? `$${(amount / 100).toFixed(2)}` : unit === 'metres' ? `${Math.round(amount / 1000)} km` : unit === 'permille' ? `${Math.round(amount / 10)} %` : unit === 'minutes' ? `${amount} min` : String(amount));
export const howWord: Readonly<Record<ValueLine['how'], string>> = { sum: 'in all', median: 'the middle one', mean: 'the mean', share: 'the share' };

const EVIDENCE: Readonly<Record<string, string>> = {
  exam: 'Exam', case: 'Case', request: 'Request', send: 'Send', read: 'Over-read', day: 'Asked on', repeats: 'Repeats found', from: 'From', releasedAt: 'Released', since: 'Counted from', disposition: 'Decision', openedAt: 'Opened', mean: 'Mean stay', month: 'of', inTime: 'In time',
  sentAt: 'Sent', grade: 'Grade', report: 'Outside report', prices: 'Prices', rates: 'Rates', outcome: 'Outcome', payer: 'Payer', visits: 'Visits', source: 'Distance from', coPayCents: 'Co-pays in cents', surveys: 'Answers', n: 'Number', serviceLine: 'Line', wrvuHundredths: 'wRVU in hundredths', lost: 'Lost',
};
export const evidenceWord = (of: string): string => EVIDENCE[of] ?? of;
/** "2026-11" as people say it. */
export const monthWord = (month: string): string => new Date(`${month}-15T12:00:00Z`).toLocaleDateString('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' });
