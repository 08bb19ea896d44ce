import type { ChecklistView, InboundDetail, MoveOffer, SeriesView } from '@causeway/contracts';
import { checklists } from '@causeway/domain';
import { inboundRow } from '../testing/inbound';

export const offers = (...moves: readonly string[]): readonly MoveOffer[] => moves.map((move) => ({ move, needs: 'nothing' }));

/** A checklist with these answers; the rest is open. */
export function checklistView(answers: Readonly<Record<string, 'pass' | 'fail' | 'na'>> = {}, more: Partial<ChecklistView> = {}): ChecklistView {
  return {
    id: 'basic', revision: 1, stale: false, ...more,
    items: more.items ?? checklists.basic.map((item) => ({ id: item.id, blocks: item.blocks, answer: answers[item.id] ?? null, note: null, measured: null, by: answers[item.id] ? 'Causeway' : null })),
  };
}

export const seriesView = (n: number, more: Partial<SeriesView> = {}): SeriesView => ({
  seriesUid: `2.25.9.${n}`, number: n, modality: 'CT', description: `Series ${n}`, instances: 3, transferSyntaxes: ['1.2.840.10008.1.2.1'], sopClasses: [], contentKind: 'radiology', findings: [],
  thumbnail: { sopUid: `2.25.9.${n}.1` }, ...more,
});

/** An exam being checked, held by the person at the page. */
export function examDetail(more: Partial<InboundDetail> = {}): InboundDetail {
  return {
    ...inboundRow('e1'),
    patient: { name: { family: 'Adeyemi', given: 'Folasade', text: 'Adeyemi, Folasade', native: null }, birthDate: '1961-03-12', sex: 'F', outsideId: { value: '00417733', issuer: 'STMARY' }, local: { patientId: 'p', mrn: '4003 9127' } },
    moves: offers('release-claim', 'release', 'pass-check', 'park', 'return', 'reject', 'set-need', 'split'),
    lease: { holder: { id: 'p1', name: 'Mara Lindqvist', initials: 'ML', title: '' }, until: '2026-11-24T17:00:00Z', epoch: 1, mine: true },
    series: [seriesView(1), seriesView(2)], matchId: 'm1', matchMoves: [], checklist: checklistView(), decisions: [], reports: [], timeline: [], deliveries: [], visible: null, order: null, localPriors: [],
    conflicts: 0, findings: [], corrections: [], broughtBy: null, ...more,
  };
}
