import type { HoldRef, RetentionRow, RetentionView } from '@causeway/contracts';
import { dateText } from '@causeway/console-ui';
import { reasonWords, spoken } from '../core/why/decision-words';

// Words of retention for the codes of the domain.

export const viewWords: Readonly<Record<RetentionView, string>> = { due: 'May end', soon: 'Next 90 days', kept: 'All kept', forever: 'For ever', held: 'Held', purged: 'Purged' };

export const objectionWords: Readonly<Record<string, string>> = {
  held: 'a hold forbids it', moving: 'images are moving', 'being-sent': 'it is in a send', 'asked-for': 'it is promised to somebody', claimed: 'somebody works on it', 'being-read': 'a read is open', 'in-a-case': 'it is in an open case',
  'being-called-back': 'it is being called back', 'not-in-a-state-to-purge': 'it is on its way again', 'other-revision': 'images came since the review', 'new-images': 'images are coming in', 'kept-longer': 'it is kept longer now',
  'verdict-changed': 'it is kept longer now', rejected: 'kept on', cancelled: 'called off', 'target-gone': 'the export has no target any more', 'export-failed': 'the export failed', 'export-expired': 'the export took too long',
  'export-cancelled': 'the export was called off', 'export-incomplete': 'the export was not complete',
};
export const objection = (code: string): string => objectionWords[code] ?? spoken(code);

export const untilText = (until: string | null): string => (until === null ? 'not decided yet' : until === 'forever' ? 'for ever' : dateText(until));

/** How far the end is, for people. */
export function leftText(row: Pick<RetentionRow, 'until' | 'daysLeft' | 'state' | 'basisUnknown'>): string {
  if (row.state === 'disposed') return 'purged';
  if (row.basisUnknown) return 'the day to count from is not known';
  if (row.daysLeft === null) return '';
  const days = Math.abs(row.daysLeft);
  const far = days > 730 ? `${Math.floor(days / 365)} years` : days > 60 ? `${Math.floor(days / 30)} months` : `${days} ${days === 1 ? 'day' : 'days'}`;
  return row.daysLeft < 0 ? `over since ${far}` : row.daysLeft === 0 ? 'ends today' : `${far} left`;
}

export const becauseText = (row: Pick<RetentionRow, 'because' | 'floor'>): string => (row.because === null ? '' : row.because === 'extended-by-person' && row.floor ? `${row.floor.by}: ${row.floor.reason}` : reasonWords(row.because));
export const againText = (retrievable: number | null): string => (retrievable === null ? 'not known' : `${Math.round(retrievable / 10)} % answered`);
export const holdText = (holds: readonly HoldRef[]): string => holds.map((h) => `Hold ${h.number}`).join(', ');
export const sizeText = (megabytes: number): string => (megabytes >= 1000 ? `${Math.round(megabytes / 100) / 10} GB` : `${megabytes} MB`);
