import { type CrossingStep, durationText, type Hue, inboundLooks, overreadLooks, type SiteTime } from '@causeway/console-ui';
import type { InboundDetail } from '@causeway/contracts';
import type { InboundState, OverreadState } from '@causeway/domain';

const names = ['Sent', 'Received', 'Identified', 'Quality check', 'Released', 'In PACS', 'Over-read'] as const;

/** On which step an exam stands. What left the causeway stands where it got to. */
const stepOf: Readonly<Record<InboundState, number>> = {
  receiving: 1, quarantined: 2, identifying: 2, checking: 3, parked: 3, triaging: 4, releasing: 5, recalling: 5, released: 6, mirrored: 2, returned: 3, rejected: 3, purged: 6,
};
const left = new Set<InboundState>(['mirrored', 'returned', 'rejected', 'purged']);

/** The move of the custody that ends each step. */
const endings: readonly (readonly string[])[] = [
  ['inbound.made'], ['inbound.settle'], ['inbound.accept-identity'], ['inbound.pass-check'], ['inbound.approve'], ['inbound.confirm-delivery'], ['overread.acknowledge', 'overread.sign'],
];

export interface Crossed {
  readonly steps: readonly CrossingStep[];
  readonly hue: Hue;
}

/** The way of this exam: what each step took and who did it, where it stands, what comes. */
export function crossingOf(exam: InboundDetail, now: number, site: SiteTime): Crossed {
  const at = stepOf[exam.state];
  const ends = endings.map((events) => exam.timeline.filter((entry) => events.includes(entry.event)).at(-1) ?? null);
  const readDone = exam.overread?.state === 'signed' || exam.overread?.state === 'acknowledged';
  const steps = names.map((word, i): CrossingStep => {
    const name = i === 6 && exam.overread?.kind === 'primary' ? 'Primary read' : word;
    const stands = i < at || (i === 6 && readDone) ? 'done' : i === at && !(i === 6 && exam.overread === null) ? 'now' : 'next';
    if (i === 0) return { name, stands: 'done', note: `${site.time(exam.receivedAt)} · ${exam.source.name}` };
    if (stands === 'done') return { name, stands, note: doneNote(exam, i, ends) };
    return { name, stands, note: stands === 'now' ? nowNote(exam, i, now) : nextNote(exam, i) };
  });
  return { steps, hue: isLate(exam, now) ? 'stop' : inboundLooks[exam.state].hue };
}

function doneNote(exam: InboundDetail, step: number, ends: readonly (InboundDetail['timeline'][number] | null)[]): string {
  const end = ends[step];
  if (!end) return '';
  const begin = Date.parse(ends.slice(0, step).findLast((e) => e !== null)?.at ?? exam.receivedAt);
  const took = durationText(Math.max(0, (Date.parse(end.at) - begin) / 1000));
  return step === 1 ? `${took} · ${imageWords(exam)}` : `${took} · by ${end.who}`;
}

function nowNote(exam: InboundDetail, step: number, now: number): string {
  if (step === 1) return exam.images.expected === null ? imageWords(exam) : `${exam.images.received} of ${exam.images.expected} images`;
  if (step === 6) return exam.overread === null ? 'not asked for' : overreadLooks[exam.overread.state as OverreadState].word;
  if (step === 5 && exam.waitsForVisit !== null) return exam.waitsForVisit.known ? 'waits for the visit' : 'no appointment known';
  const spent = durationText(Math.max(0, (now - Date.parse(exam.stateSince)) / 1000));
  if (left.has(exam.state) || exam.state === 'parked') return inboundLooks[exam.state].word;
  const holder = exam.lease === null ? null : exam.lease.mine ? 'you hold it' : `${exam.lease.holder.name} holds it`;
  return holder === null ? spent : `${spent} · ${holder}`;
}

function nextNote(exam: InboundDetail, step: number): string {
  if (step === 5) return exam.deliveries.length > 0 ? 'count and verify' : '';
  if (step === 6) return exam.need.wantsRead ? 'wanted' : '';
  return '';
}

const imageWords = (exam: InboundDetail): string => `${exam.images.received} ${exam.images.received === 1 ? 'image' : 'images'}`;
const isLate = (exam: InboundDetail, now: number): boolean => exam.clock.state === 'running' && exam.clock.dueAt !== null && Date.parse(exam.clock.dueAt) < now;
