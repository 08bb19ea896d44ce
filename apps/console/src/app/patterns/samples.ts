import type { ClockModel, CompareLine, CrossingStep, LedgerMark, NameModel, PatientModel, TimelineStep, WhyModel } from '@causeway/console-ui';

// Invented people and exams for the page of patterns.

const MINUTE = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A running clock with `left` of `whole` minutes to go at `now`; negative is over. */
export function clockWith(now: number, holder: string, left: number, whole: number): ClockModel {
  return {
    state: 'running', holder, holderName: null, segments: [],
    startedAt: iso(now + (left - whole) * MINUTE), dueAt: iso(now + left * MINUTE + 20_000),
  };
}

export const clocksAt = (now: number): readonly ClockModel[] => [
  clockWith(now, 'triage', 130, 240),
  clockWith(now, 'sender', 18, 40),
  clockWith(now, 'registration', 6, 30),
  { ...clockWith(now, 'triage', -5, 20) },
  { ...clockWith(now, 'sender', 30, 60), state: 'paused', pausedBecause: 'Waiting on sender' },
  { ...clockWith(now, 'system', 9, 40), endedAt: iso(now) },
  clockWith(now, 'triage', 400, 600),
  { ...clockWith(now, 'triage', 0, 0), state: 'none', startedAt: null, dueAt: null, holder: null },
];

export const barAt = (now: number): ClockModel => ({
  state: 'running', holder: 'triage', holderName: null, startedAt: iso(now - 24 * MINUTE), dueAt: iso(now - 4 * MINUTE),
  segments: [{ holder: 'sender', seconds: 540 }, { holder: 'registration', seconds: 180 }, { holder: 'triage', seconds: 720 }],
});

export const names: readonly NameModel[] = [
  { text: 'Adeyemi, Folasade', native: null },
  { text: 'Tanaka, Haruto', native: { text: '田中 陽翔', lang: 'ja' } },
  { text: 'Abdulrahman, Layla', native: { text: 'عبد الرحمن، ليلى', lang: 'ar' } },
  { text: 'Kim, Seo-yeon', native: { text: '김서연', lang: 'ko' } },
  { text: 'Sharma, Anil', native: { text: 'शर्मा, अनिल', lang: 'hi' } },
  { text: 'Barak, Noam', native: { text: 'ברק, נעם', lang: 'he' } },
  { text: 'Stavrou, Eleni', native: { text: 'Σταύρου, Ελένη', lang: 'el' } },
  { text: 'Nguyễn, Thị Minh Khai', native: null },
  { text: 'Suwan, Malee', native: { text: 'มาลี สุวรรณ', lang: 'th' } },
];

export const patient: PatientModel = {
  name: names[0]!, birthDate: '1961-03-12', sex: 'F', mrn: '4003 9127', outsideId: { value: '00417733', issuer: 'STMARY' },
};

export const steps: readonly CrossingStep[] = [
  { name: 'Sent', note: 'St. Mary’s · 10:18', stands: 'done' },
  { name: 'Received', note: '9 m · 312 images', stands: 'done' },
  { name: 'Identified', note: '3 m · by Match v4', stands: 'done' },
  { name: 'Quality check', note: '12 m · you hold it', stands: 'now' },
  { name: 'Released', note: 'to ED, order next', stands: 'next' },
  { name: 'In PACS', note: 'count and verify', stands: 'next' },
  { name: 'Over-read', note: 'neuro, within 30 m', stands: 'next' },
];

export const timelineAt = (now: number): readonly TimelineStep[] => [
  { at: iso(now - 60 * MINUTE), what: 'Asked, promised', who: 'T. Moreau', detail: 'Request R-2291', stands: 'done' },
  { at: iso(now - 30 * MINUTE), what: 'Identified', who: 'the console', detail: null, stands: 'done', decisionId: 'd-81f2' },
  { at: iso(now - 5 * MINUTE), what: 'Arriving, 4 MB/s', who: 'Harbor Point', detail: 'All here in about 40 s', stands: 'now' },
  { at: null, what: 'Released to you', who: null, detail: null, stands: 'next' },
];

export const why: WhyModel = {
  title: 'Why is an over-read wanted?',
  sentence: [{ text: 'Because ' }, { text: 'rule 1 of Over-read version 7', strong: true }, { text: ' fits: a stroke alert exam less than a day old is read within 30 minutes by neuro.' }],
  facts: [
    { words: 'Use case is stroke or trauma alert', value: 'stroke', answer: 'yes' },
    { words: 'Exam younger than 24 h', value: '51 m', answer: 'yes' },
    { words: 'Outside report present', value: 'yes', answer: 'not-asked' },
  ],
  storedAt: '2026-11-24T10:31:40Z',
  considered: [],
  notReached: ['2 any CT or MR without report', '3 second opinion', '4 clinic', '5 mammography', 'otherwise none'],
  underDraft: { title: 'Under draft 8: the same', text: 'Ballot 26-14 is open until 27 Nov. Draft 8 changes 1,415 of 5,841 exams.' },
  policy: 'Over-read, version 7',
  adoptedBy: 'Imaging committee, 6 for, 1 against',
  inForceSince: '2026-09-01T12:00:00Z',
  decidedBy: 'the console, nobody overrode it',
  decisionId: 'd-81f2',
  sha256: '44be1c9d0a7719',
};

const line = (label: string, incoming: string | null, candidate: string | null, comparison: CompareLine['comparison'], weight: number, written: string, more: Partial<CompareLine> = {}): CompareLine => ({
  label, incoming, candidate, comparison, weight, written, writtenNote: null, required: false, ...more,
});

export const compareLines: readonly CompareLine[] = [
  line('Family name', 'RUIZ CALDERON', 'Ruiz Calderón', 'agrees', 31, 'Ruiz Calderón', { writtenNote: 'Accent only', required: true }),
  line('Given name', 'IKER', 'Iker Andoni', 'close', 14, 'Iker Andoni', { writtenNote: 'First of two names' }),
  line('Birth date', '1998-08-30', '30 Aug 1998', 'agrees', 48, '30 Aug 1998', { required: true }),
  line('Outside ID', '2210-88 @ LAKEVIEW', '2210-88 @ LAKEVIEW', 'agrees', 60, 'kept, issuer LAKEVIEW', { mono: true, writtenNote: 'Seen in 2 earlier exchanges' }),
  line('Local MRN', null, '5118 0346', 'missing', 0, '5118 0346', { mono: true, writtenNote: 'Written on release' }),
  line('Phone', '+1 555 0142', '+1 555 0177', 'differs', -9, '+1 555 0177', { writtenNote: 'Local value kept' }),
];

export const ledgerMarks: readonly LedgerMark[] = Array.from({ length: 404 }, (_, i) => (i === 380 || i === 381 ? 'refused' : i > 396 ? 'unknown' : 'verified'));
export const manyMarks: readonly LedgerMark[] = Array.from({ length: 2500 }, (_, i) => (i < 1800 ? 'verified' : i < 1830 ? 'moving' : 'waiting'));
