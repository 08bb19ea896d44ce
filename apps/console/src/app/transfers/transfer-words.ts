import { countText, durationText, type LedgerCounts, type LedgerMark, transferLooks, type StateLook } from '@causeway/console-ui';
import type { LedgerView, LineView, TransferRow, TransferView } from '@causeway/contracts';
import type { InstanceState } from '@causeway/domain';
import { spoken } from '../core/why/decision-words';

// Words and lines of the monitor.

export const viewWords: Readonly<Record<TransferView, string>> = { open: 'All open', 'needs-you': 'Needs you', moving: 'Moving', waiting: 'Waiting', done: 'Ended', all: 'Everything' };

export const moveWords: Readonly<Record<string, string>> = {
  retry: 'Retry what is missing', pause: 'Pause', resume: 'Go on', cancel: 'Call off', reprioritise: 'First in line', reroute: 'Other route', exclude: 'Leave out',
};

const causes: Readonly<Record<string, string>> = {
  unreachable: 'They cannot be reached',
  timeout: 'They are connected and silent',
  'connection-lost': 'The connection was lost',
  busy: 'They are busy',
  tls: 'The secure connection could not be agreed',
  unauthorised: 'They do not know our AE title',
  refused: 'They turned the connection down',
  unsupported: 'They do not offer what is needed',
  protocol: 'They broke the rules of the protocol',
  rejected: 'They answered with a failure',
  source: 'An image could not be read on our side',
  misconfigured: 'The line’s settings are wrong',
  unfinished: 'It was not finished',
  cancelled: 'It was interrupted',
  'worker-gone': 'Its worker stopped; asking what arrived',
  'missing-at-far-side': 'They answered, and do not list all images',
  'refused-at-far-side': 'They did not take all images',
  'filed-under-another-patient': 'They filed it under another patient',
  'not-given': 'They list images they did not give',
  'refused-here': 'Some images could not be taken in here',
  'deadline-passed': 'Its time is over',
  'crashed-its-worker': 'It stopped its worker again and again',
};
export const causeWords = (cause: string): string => causes[cause] ?? spoken(cause);

export const lookOf = (row: Pick<TransferRow, 'state' | 'ledger'>): StateLook =>
  row.state === 'waiting' && row.ledger.unknown > 0 ? { hue: 'held', icon: 'help', word: 'Unknown' } : transferLooks[row.state];

export const countsOf = (l: LedgerView): LedgerCounts => ({ total: l.total - l.excluded, verified: l.verified, moving: l.sent + l.sending, unknown: l.unknown, refused: l.refused + l.missing });

const marks: Readonly<Record<InstanceState, LedgerMark>> = {
  pending: 'waiting', sending: 'moving', sent: 'moving', unknown: 'unknown', verified: 'verified', rejected: 'refused', missing: 'refused', excluded: 'waiting',
};
export const markOf = (state: InstanceState): LedgerMark => marks[state];

/** "112 MB/s", "640 kB/s", "–" */
export function rateText(bytesPerSecond: number | null): string {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return '–';
  if (bytesPerSecond >= 950_000) return `${bytesPerSecond >= 9_500_000 ? Math.round(bytesPerSecond / 1e6) : (bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  return `${Math.max(1, Math.round(bytesPerSecond / 1000))} kB/s`;
}

/** What comes next: "11 s" left, "in 2 m", "when they are back", "needs you". `time` writes an instant in the site's zone. */
export function nextText(row: TransferRow, now: number, time: (iso: string) => string): string {
  switch (row.state) {
    case 'running': return row.etaSeconds === null ? '–' : durationText(row.etaSeconds);
    case 'waiting': {
      if (row.line.breaker === 'open') return 'when they are back';
      const seconds = row.nextDueAt === null ? 0 : Math.round((Date.parse(row.nextDueAt) - now) / 1000);
      return seconds > 0 ? `in ${durationText(seconds)}` : 'in turn';
    }
    case 'partial': case 'failed': case 'expired': return 'needs you';
    case 'done': case 'cancelled': return time(row.stateSince);
    default: return '–';
  }
}

/** The one sentence of a row: what happened, with both values where the far side told them. */
export function happened(row: TransferRow): string {
  const { ledger: l } = row;
  if (row.state === 'paused') return `Paused${row.pausedBy ? ` by ${row.pausedBy}` : ''}${row.reason ? `: ${row.reason}` : ''}`;
  if (row.state === 'cancelled') return row.successorId ? 'Went another way' : `Called off${row.reason ? `: ${row.reason}` : ''}`;
  if (row.state === 'verifying') return 'Asking the far side what it has';
  if (row.direction === 'in') return fetched(row);
  if (row.state === 'done') return `${countText(l.verified)} of ${countText(l.total - l.excluded)} proven there`;
  if (row.state === 'waiting' && row.line.breaker === 'open') return `${row.to} is away${row.causeDetail ? `: ${row.causeDetail}` : ''}`;
  if (l.unknown > 0) return `${countText(l.unknown)} answers lost; they are asked before anything is sent again`;
  if (row.state === 'partial' && l.refused > 0) return `${countText(l.refused)} not taken: ${row.causeDetail ?? causeWords(row.cause ?? '')}`;
  if (row.state === 'partial' && l.missing > 0) return `${countText(l.missing)} not listed there, though answered`;
  if (row.cause) return row.causeDetail ?? causeWords(row.cause);
  return '';
}

/** The same of what we fetch: our own ledger is the proof. */
function fetched(row: TransferRow): string {
  const { ledger: l } = row;
  if (row.state === 'done') return `${countText(l.verified)} of ${countText(l.total - l.excluded)} are here`;
  if (row.state === 'waiting' && row.line.breaker === 'open') return `${row.from} is away${row.causeDetail ? `: ${row.causeDetail}` : ''}`;
  if (row.state === 'partial' && l.refused > 0) return `${countText(l.refused)} came and could not be taken in here`;
  if (row.state === 'partial' && l.missing > 0) return `${countText(l.missing)} listed there and not given`;
  if (row.cause) return row.causeDetail ?? causeWords(row.cause);
  return row.state === 'waiting' && l.total === 0 ? 'They are asked what they have' : '';
}

export const laneLook = (lane: LineView): StateLook =>
  lane.breaker === 'open' ? { hue: 'stop', icon: 'block', word: 'away' }
    : lane.breaker === 'half-open' ? { hue: 'attn', icon: 'warning', word: 'trying' }
      : lane.opensAt !== null ? { hue: 'wait', icon: 'schedule', word: 'closed now' } : { hue: 'good', icon: 'check_circle', word: 'ok' };

export const kindWords: Readonly<Record<string, string>> = { dimse: 'DIMSE', dicomweb: 'DICOMweb', media: 'Disc' };
