import type { AbilityName } from '@causeway/access';
import type { ClockView, InboundRow, LeaseView, MatchChip, MoveOffer, PersonRef } from '@causeway/contracts';
import { inboundMachine, type InboundMove, type MatchState, type ReadKind } from '@causeway/domain';
import type { Caller } from '../platform/http/caller';
import { nameView } from '../exams/names';
import { isoDate } from './facts';
import { guardedOf, type InboundColumns } from './inbound.row';
import { holderIn } from './turn';
import type { Head } from './summary';

export interface ListRow extends InboundColumns {
  study_uid: string; head: Head; door: string; first_at: Date; source_id: string | null; source_name: string | null; calling: string | null;
  match_id: string | null; match_state: MatchState | null; match_decision: string | null; match_candidates: { score?: number; dismissed?: boolean }[] | null; match_version: number | null;
  match_because: string[] | null;
  patient_id: string | null; mrn: string | null; use_case: string | null; question: string | null; wants_read: boolean | null;
  requester_id: string | null; requester_name: string | null; requester_initials: string | null; requester_title: string | null;
  lease_id: string | null; lease_state: string | null; holder_id: string | null; lease_until: Date | null; lease_epoch: string | null; holder_name: string | null; holder_initials: string | null; holder_title: string | null;
  overread_id: string | null; overread_state: string | null; overread_kind: ReadKind | null; report_present: boolean; correction_open: boolean;
  waits_visit: boolean; load_at: Date | null; waits_since: Date | null; visit_at: Date | null; visit_clinic: string | null;
}

/** Moves a person may be offered, with the ability each needs. `approve` is offered as `release`, which also passes the check. */
const OFFERS: readonly (readonly [string, InboundMove, AbilityName])[] = [
  ['release', 'approve', 'inbound.release'], ['pass-check', 'pass-check', 'inbound.check'], ['park', 'park', 'inbound.park'], ['unpark', 'unpark', 'inbound.park'], ['return', 'return', 'inbound.return'],
  ['reject', 'reject', 'inbound.reject'], ['quarantine', 'quarantine', 'inbound.quarantine'], ['clear', 'clear', 'inbound.clear'], ['mirror', 'recognise-own', 'inbound.mirror'],
  ['recall', 'recall', 'inbound.recall'], ['reopen', 'reopen', 'inbound.reopen'], ['split', 'split', 'inbound.split'],
];

export function inboundRow(r: ListRow, caller: Caller, now: Date): InboundRow {
  const outside = r.head['patientId'];
  return {
    id: r.id, version: r.version, state: r.state, revision: r.revision,
    patient: {
      name: nameView(r.head['patientName'] ?? ''), birthDate: isoDate(r.head['patientBirthDate']), sex: r.head['patientSex'] || null,
      outsideId: outside ? { value: outside, issuer: r.head['issuerOfPatientId'] || r.source_name || r.calling || 'unknown issuer' } : null,
      local: r.patient_id && r.mrn ? { patientId: r.patient_id, mrn: r.mrn } : null,
    },
    exam: {
      studyUid: r.study_uid, description: r.head['studyDescription'] || r.head['seriesDescription'] || r.modalities.join('/') || 'Exam', modalities: r.modalities, studyDate: isoDate(r.head['studyDate']),
      studyTime: r.head['studyTime'] || null, contentKind: r.content_kind, subspecialty: r.subspecialty, accession: r.head['accessionNumber'] || null,
    },
    images: { received: r.received, expected: r.expected },
    source: { facilityId: r.source_id, name: r.source_name ?? (r.head['institutionName'] || (r.door === 'portal' ? 'Brought by the patient' : 'Unknown source')), door: r.door, detail: r.calling ?? '' },
    match: chipOf(r), clock: clockOf(r, now),
    need: { requester: person(r.requester_id, r.requester_name, r.requester_initials, r.requester_title), urgency: r.urgency, useCase: r.use_case, question: r.question, wantsRead: r.wants_read ?? false },
    reportPresent: r.report_present, flags: [...r.findings, ...(r.is_own === 'no' ? [] : [`own-${r.is_own}`]), ...(r.correction_open ? ['correction-asked'] : [])], quarantine: r.quarantine,
    parked: r.park ? { reason: r.park.reason, holder: r.park.holder, until: r.park.until } : null,
    overread: r.overread_id && r.overread_state && r.overread_kind ? { id: r.overread_id, state: r.overread_state, kind: r.overread_kind } : null,
    waitsForVisit: waitOf(r, caller), lease: leaseOf(r, caller), receivedAt: r.first_at.toISOString(), stateSince: r.state_since.toISOString(), moves: movesOf(r, caller),
  };
}

function movesOf(r: ListRow, caller: Caller): MoveOffer[] {
  const thing = guardedOf(r);
  const state = r.state;
  const legal = (move: InboundMove): boolean => inboundMachine.answer(state, move) === 'legal' && (move !== 'recognise-own' || r.is_own === 'all-instances');
  const offers = OFFERS.flatMap(([name, move, ability]) => {
    const open = legal(move) || (name === 'release' && state === 'checking');
    return (open && caller.offer(name, ability, thing)) || [];
  });
  const held = r.lease_state === 'held' && r.holder_id !== null;
  const lease: MoveOffer[] = [];
  if (r.lease_state === 'free') lease.push(...([caller.offer('claim', 'item.claim', thing)].filter((o) => o !== null)));
  if (held && r.holder_id === caller.id) lease.push({ move: 'release-claim', needs: 'nothing' });
  if (held && r.holder_id !== caller.id) lease.push(...([caller.offer('take-over', 'item.takeover', thing)].filter((o) => o !== null)));
  const load = r.waits_visit ? caller.offer('load-now', 'inbound.release', thing) : null;
  const need = caller.offer('set-need', 'inbound.park', thing);
  const pick = state === 'released' && r.mrn && (!r.overread_id || r.overread_state === 'awaiting-pick' || r.overread_state === 'retracted') ? caller.offer('pick', 'overread.pick', thing) : null;
  return [...lease, ...offers, ...(load ? [load] : []), ...(need ? [need] : []), ...(pick ? [pick] : [])];
}

/** For whom it waits. A partner sees that it waits, and nothing of our clinics. */
function waitOf(r: ListRow, caller: Caller): InboundRow['waitsForVisit'] {
  if (!r.waits_visit) return null;
  const outside = (caller.principal.behind ?? caller.principal).roles.includes('pu');
  return { since: (r.waits_since ?? r.state_since).toISOString(), loadAt: r.load_at?.toISOString() ?? null, visit: r.visit_at && !outside ? { startsAt: r.visit_at.toISOString(), clinic: r.visit_clinic ?? '' } : null, known: r.visit_at !== null };
}

function leaseOf(r: ListRow, caller: Caller): LeaseView | null {
  const holder = person(r.holder_id, r.holder_name, r.holder_initials, r.holder_title);
  if (r.lease_state !== 'held' || !holder || !r.lease_until) return null;
  return { holder, until: r.lease_until.toISOString(), epoch: Number(r.lease_epoch), mine: holder.id === caller.id };
}

const person = (id: string | null, name: string | null, initials: string | null, title: string | null): PersonRef | null =>
  (id && name ? { id, name, initials: initials ?? '', title: title ?? '' } : null);

function chipOf(r: ListRow): MatchChip {
  const state = r.match_state ?? 'none';
  if (r.state === 'mirrored' || r.is_own === 'all-instances') return { state, kind: 'own', figure: null };
  const candidates = (r.match_candidates ?? []).filter((c) => !c.dismissed);
  const because = r.match_because ?? [];
  switch (state) {
    case 'matched': return { state, kind: 'exact', figure: null };
    case 'overridden': return { state, kind: 'overridden', figure: null };
    case 'registering': return { state, kind: 'registering', figure: null };
    case 'second-look': return { state, kind: 'second-look', figure: null };
    case 'proposed':
      if (candidates.length === 0) return { state, kind: 'no-candidate', figure: null, because };
      return candidates.length === 1 ? { state, kind: 'probable', figure: candidates[0]?.score ?? null, because } : { state, kind: 'candidates', figure: candidates.length, because };
    default: return { state, kind: 'waiting', figure: null };
  }
}

/** Turns of the ball added up to now; paused while the exam is set aside with a reason. */
export function clockOf(r: Pick<ListRow, 'state' | 'clock' | 'due_at' | 'settled_at' | 'park' | 'state_since'> & { match_state?: string | null }, now: Date): ClockView {
  const closed = ['released', 'mirrored', 'returned', 'rejected', 'purged'].includes(r.state);
  const end = closed ? r.state_since : now;
  const segments = r.clock.flatMap((turn, i) => {
    const next = r.clock[i + 1];
    const seconds = Math.max(0, Math.round(((next ? Date.parse(next.at) : end.getTime()) - Date.parse(turn.at)) / 1000));
    return turn.holder === 'none' ? [] : [{ holder: turn.holder, seconds }];
  });
  const state = closed || !r.due_at ? 'none' : r.state === 'parked' ? 'paused' : 'running';
  const holder = closed ? null : r.state === 'identifying' && r.match_state === 'registering' ? 'registration' : holderIn(r.state, r.park);
  return {
    state, startedAt: r.settled_at?.toISOString() ?? null, dueAt: r.due_at?.toISOString() ?? null, holder, holderName: null, segments, ...(r.state === 'parked' && r.park ? { pausedBecause: r.park.reason } : {}),
  };
}
