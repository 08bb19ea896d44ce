import type { InboundPage, InboundRow } from '@causeway/contracts';

/** A row of the inbox for tests; what a test is about is handed in. */
export function inboundRow(id: string, more: Partial<InboundRow> = {}): InboundRow {
  return {
    id, version: 1, state: 'checking', revision: 1,
    patient: { name: { family: 'Test', given: id, text: `Test, ${id}`, native: null }, birthDate: '1961-03-12', sex: 'F', outsideId: { value: '1', issuer: 'OUT' }, local: null },
    exam: { studyUid: `2.25.${id}`, description: 'CT Head', modalities: ['CT'], studyDate: '2026-11-20', studyTime: null, contentKind: 'radiology', subspecialty: null, accession: null },
    images: { received: 3, expected: null }, source: { facilityId: 'f1', name: 'St. Mary', door: 'dimse', detail: 'CT1' },
    match: { state: 'matched', kind: 'exact', figure: null },
    clock: { state: 'running', startedAt: '2026-11-24T10:00:00Z', dueAt: '2026-11-24T14:00:00Z', holder: 'triage', holderName: null, segments: [] },
    need: { requester: null, urgency: 'medium', useCase: null, question: null, wantsRead: false }, reportPresent: false, flags: [], quarantine: null, parked: null, overread: null, waitsForVisit: null, lease: null,
    receivedAt: '2026-11-24T10:00:00Z', stateSince: '2026-11-24T10:00:00Z', moves: [], ...more,
  };
}

export function inboundPage(rows: readonly InboundRow[], more: Partial<InboundPage> = {}): InboundPage {
  return {
    rows, next: null, total: rows.length, asOf: '2026-11-24T10:42:07Z', seq: '1.1', hiddenByFilters: 0, doneToday: { count: 0, medianMinutes: null }, fits: [],
    views: { open: rows.length, unclaimed: rows.length, stat: 0, 'needs-match': 0, 'needs-check': rows.length, waiting: 0, duplicates: 0, mine: 0, 'done-today': 0 }, ...more,
  };
}
