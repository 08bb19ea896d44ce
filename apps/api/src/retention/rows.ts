import type { HoldRef, RetentionRow } from '@causeway/contracts';
import { verdictMachine, type Facts, type HoldState, type VerdictMove, type VerdictState } from '@causeway/domain';
import { nameView } from '../exams/names';
import { isoDate } from '../inbound/facts';
import { guardedOf } from '../inbound/inbound.row';
import type { Caller } from '../platform/http/caller';
import { BLOCKING, COVERS } from './blocking';
import { FOREVER } from './verdict';

export interface ListRow {
  id: string; version: number; state: VerdictState; until: string | null; days_left: number | null; basis_unknown: boolean; because: string | null; cite: string | null; scope: string | null; decision_id: string | null; decided_at: Date | null;
  floor: string | null; floor_reason: string | null; floor_name: string | null; adopted: boolean; adopted_reason: string | null; head: Record<string, string | undefined>; modalities: string[]; source: string | null; first_at: Date;
  images: number; megabytes: number; service_line: string; exam_state: string; facility_ids: string[]; care_team: string[]; facts: Facts | null; holds: { id: string; number: number; matter: string; state: HoldState }[] | null;
  disposition_id: string | null; disposition_number: number | null; sort_key: string; now: Date;
}

export const FROM = `from verdict v join inbound x on x.id = v.id join exam e on e.id = v.id left join facility f on f.id = e.source_facility_id`;
/** `today` is a bound parameter: the day in the site's zone. */
export const columns = (today: string): string => `v.id, v.version, v.state, v.until::text as until, case when v.until < 'infinity' then v.until - ${today}::date end as days_left, v.basis_unknown, v.because, v.cite, v.scope, v.decision_id, v.decided_at,
  v.floor::text as floor, v.floor_reason, (select p.name from person p where p.id = v.floor_by) as floor_name, v.adopted, v.adopted_reason, e.head, x.modalities, f.name as source, e.first_at, x.service_line, x.state as exam_state, x.facility_ids, x.care_team,
  (select count(*)::int from instance i where i.exam_id = v.id) as images, (select coalesce(sum(i.bytes), 0)::float / 1000000 from instance i where i.exam_id = v.id) as megabytes,
  (select d.facts from decision d where d.id = v.decision_id) as facts,
  (select jsonb_agg(jsonb_build_object('id', h.id, 'number', h.number, 'matter', h.matter, 'state', h.state) order by h.number) from hold h where h.state in ${BLOCKING} and ${COVERS}) as holds,
  di.disposition_id, dp.number as disposition_number, clock_timestamp() as now`;
export const JOINED = `${FROM} left join disposition_item di on di.exam_id = v.id and di.state = 'in' left join disposition dp on dp.id = di.disposition_id`;

export function rowView(r: ListRow, caller: Caller): RetentionRow {
  const holds: readonly HoldRef[] = r.holds ?? [];
  return {
    examId: r.id, version: r.version, state: r.state, until: r.until === FOREVER ? 'forever' : r.until, daysLeft: r.days_left, basisUnknown: r.basis_unknown, because: r.because, cite: r.cite, scope: r.scope, decisionId: r.decision_id,
    decidedAt: r.decided_at?.toISOString() ?? null, floor: r.floor && r.floor_reason ? { until: r.floor, reason: r.floor_reason, by: r.floor_name ?? '' } : null, adopted: r.adopted ? (r.adopted_reason ?? '') : null, exam: examView(r),
    retrievable: numberOf(r.facts, 'source.retrievable'), usedInDecision: boolOf(r.facts, 'exam.usedInDecision'), derivedSeries: boolOf(r.facts, 'exam.derivedSeries'), lastViewedAt: textOf(r.facts, 'exam.lastViewedAt'), holds,
    disposition: r.disposition_id && r.disposition_number !== null ? { id: r.disposition_id, number: r.disposition_number } : null, moves: movesOf(r, caller, holds.length > 0),
  };
}

export const examView = (r: Pick<ListRow, 'head' | 'modalities' | 'source' | 'first_at' | 'images' | 'megabytes' | 'service_line' | 'exam_state'>): RetentionRow['exam'] => ({
  patient: nameView(r.head['patientName'] ?? '').text, description: r.head['studyDescription'] || r.modalities.join('/') || 'Exam', modalities: r.modalities, studyDate: isoDate(r.head['studyDate']), source: r.source, receivedAt: r.first_at.toISOString(),
  images: r.images, megabytes: Math.round(r.megabytes * 10) / 10, serviceLine: r.service_line, state: r.exam_state,
});

const OFFERS: readonly (readonly [string, VerdictMove])[] = [['extend', 'extend'], ['adopt', 'adopt-as-local'], ['mark', 'extend']];
function movesOf(r: ListRow, caller: Caller, held: boolean): RetentionRow['moves'] {
  const thing = guardedOf(r);
  const verdict = OFFERS.filter(([name]) => !(name === 'adopt' && r.adopted) && !(name === 'extend' && r.until === FOREVER))
    .flatMap(([name, move]) => (verdictMachine.answer(r.state, move) === 'legal' && caller.offer(name, 'retention.extend', thing)) || []);
  if (r.state === 'disposed') return verdict;
  const hold = caller.offer('hold', 'hold.place', thing) ?? caller.offer('ask-hold', 'hold.request', thing);
  const propose = r.state === 'due' && !held && r.disposition_id === null ? caller.offer('propose', 'disposition.review', thing) : null;
  return [...verdict, ...(hold ? [hold] : []), ...(propose ? [propose] : [])];
}

const numberOf = (facts: Facts | null, name: string): number | null => (typeof facts?.[name] === 'number' ? (facts[name] as number) : null);
const boolOf = (facts: Facts | null, name: string): boolean | null => (typeof facts?.[name] === 'boolean' ? (facts[name] as boolean) : null);
const textOf = (facts: Facts | null, name: string): string | null => (typeof facts?.[name] === 'string' ? (facts[name] as string) : null);
