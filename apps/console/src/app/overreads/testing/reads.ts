import type { LeaseView, MoveOffer, OverreadDetail, OverreadPage, OverreadRow, ReportText, StreamEvent } from '@causeway/contracts';
import { overreadViews } from '@causeway/contracts';

// Reads as the api sends them, for tests.

export const offers = (...moves: readonly (string | MoveOffer)[]): MoveOffer[] => moves.map((m) => (typeof m === 'string' ? { move: m, needs: 'nothing' } : m));

export const lease = (mine: boolean, epoch = 4): LeaseView => ({
  holder: mine ? { id: 'p1', name: 'Mara Lindqvist', initials: 'ML', title: '' } : { id: 'p2', name: 'J. Okoro', initials: 'JO', title: '' },
  until: '2026-11-24T16:30:00Z', epoch, mine,
});

export const row = (more: Partial<OverreadRow> = {}): OverreadRow => ({
  id: 'r1', examId: 'x1', version: 7, state: 'drafting', kind: 'over-read', order: null, epoch: 4,
  patient: { name: { family: 'Adeyemi', given: 'Folasade', text: 'Adeyemi, Folasade', native: null }, birthDate: '1961-03-12', sex: 'F', mrn: '40039127' },
  exam: { studyUid: '1.2', description: 'CT Head', modalities: ['CT'], studyDate: '2026-11-24', images: 312, source: 'St. Mary’s', revision: 2 },
  subspecialty: 'neuro', purpose: 'formal', question: 'Is this surgical?', requester: { id: 'p3', name: 'Dr. N. Webb', initials: 'NW', title: 'ED' }, urgency: 'high',
  clock: { state: 'running', startedAt: '2026-11-24T15:50:00Z', dueAt: '2026-11-24T16:20:00Z', holder: 'reader', holderName: 'Mara Lindqvist', segments: [{ holder: 'reader', seconds: 60 }] },
  outsideReport: true, priors: 1, estimatedMinutes: 12, decisionId: 'd1', grade: null, lease: lease(true), stateSince: '2026-11-24T15:55:00Z', moves: offers('draft', 'release', { move: 'sign', needs: 'reauthenticate' }),
  ...more,
});

export const text = (more: Partial<ReportText> = {}): ReportText => ({
  comparison: 'none', adequacy: 'yes', findings: 'Subdural on the right.', impression: 'Subdural, 13 mm.', recommendation: '', grade: 'minor', call: null, ...more,
});

export const detail = (more: Partial<OverreadDetail> = {}): OverreadDetail => ({
  ...row(), draft: text(), draftSavedAt: '2026-11-24T15:58:00Z', revisionSeen: 2, revisionChanged: false,
  outsideReports: [], signed: [], acknowledged: null, afterSigning: [], localPriors: [], series: [], ...more,
});

export const signed = (more: Partial<OverreadDetail> = {}): OverreadDetail => detail({
  state: 'signed', version: 9, lease: null, draft: null, grade: 'minor', moves: [],
  signed: [{ id: 's1', kind: 'report', text: text(), addendum: null, grade: 'minor', author: { id: 'p1', name: 'Mara Lindqvist', initials: 'ML', title: '' }, signedAt: '2026-11-24T16:01:00Z', sha256: 'ab'.repeat(32) }],
  ...more,
});

export const page = (rows: readonly OverreadRow[]): OverreadPage => ({
  rows, next: null, total: rows.length, asOf: '2026-11-24T16:00:00Z', seq: '0.0', views: Object.fromEntries(overreadViews.map((v) => [v, rows.length])) as OverreadPage['views'],
});

export const event = (name: string, id = 'r1'): StreamEvent => ({ seq: '1.1', event: name, kind: 'overread', id, about: 'x1', at: '2026-11-24T16:05:00Z' });
