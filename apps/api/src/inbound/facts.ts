import { contentKinds, templateOf, type Facts, type FactValue } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { dayIn, hoursIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import type { InboundColumns } from './inbound.row';
import type { Head } from './summary';

interface Gathered extends InboundColumns {
  head: Head; door: string; first_at: Date; instances: number; megabytes: number; reports: number; source_id: string | null; source_status: string | null; source_tier: string | null; source_networks: string[] | null;
  match_patient: string | null; p_birth: string | null; p_flags: string[] | null; p_class: string | null; p_payer: string | null; p_visit: string | null; p_deceased: string | null;
  use_case: string | null; need_urgency: string | null; wants_read: boolean | null; purpose: string | null; picked_rank: number | null; requester_id: string | null; has_need: boolean; visit_ends: Date | null; open_reads: number;
}

export interface ExamFacts {
  readonly facts: Facts;
  readonly row: InboundColumns;
  readonly head: Head;
  readonly patientId: string | null;
  readonly requesterId: string | null;
  readonly sourceId: string | null;
  readonly today: string;
}

/** Everything the policies may know of one exam now. A value that cannot be told is null, which a condition sees as unknown. */
export async function examFacts(act: Act, examId: string, settings: Settings): Promise<ExamFacts> {
  const [g] = await act.query<Gathered>(
    `select x.*, e.head, e.door, e.first_at, e.source_facility_id as source_id, f.state as source_status, f.tier as source_tier,
       case when f.id is not null then array(select w.name from facility_network fn join network w on w.id = fn.network_id where fn.facility_id = f.id order by w.name) end as source_networks,
       (select count(*)::int from instance i where i.exam_id = x.id and i.conflict_of is null) as instances,
       (select coalesce(sum(bytes), 0)::float / 1000000 from instance i where i.exam_id = x.id) as megabytes,
       (select count(*)::int from report r where r.exam_id = x.id and r.kind = 'outside') as reports,
       m.patient_id as match_patient, p.birth_date as p_birth, p.flags as p_flags, p.encounter_class as p_class, p.payer_kind as p_payer, p.last_visit::text as p_visit, p.deceased::text as p_deceased,
       (select min(q.needed_by) from request_arrival a join request_out q on q.id = a.request_id where a.exam_id = x.id and a.state <> 'withdrawn' and q.stat) as visit_ends,
       n.exam_id is not null as has_need, n.use_case, n.urgency as need_urgency, n.wants_read, n.purpose, n.picked_rank, n.requester_id,
       (select count(*)::int from overread o where o.subspecialty = x.subspecialty and o.state in ('open', 'claimed', 'drafting')) as open_reads
     from inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id
       left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id left join need n on n.exam_id = x.id
     where x.id = $1`, [examId]);
  if (!g) throw new Error('Facts were asked of an exam without an inbound way');
  const facts: Record<string, FactValue> = {
    'exam.modalities': g.modalities.length > 0 ? g.modalities : null, 'exam.bodyPart': g.head['anatomicRegionCode'] ?? g.head['bodyPartExamined'] ?? null, 'exam.subspecialty': g.subspecialty,
    'exam.contentKind': g.content_kind, 'exam.description': g.head['studyDescription'] ?? null, 'exam.studyDate': isoDate(g.head['studyDate']), 'exam.receivedAt': dayIn(g.first_at, settings.SITE_ZONE),
    'exam.instances': g.instances, 'exam.megabytes': Math.ceil(g.megabytes), 'exam.completeness': g.completeness, 'exam.quality': g.quality, 'exam.findings': g.findings, 'exam.revision': g.revision,
    'exam.isOwn': g.is_own, 'exam.reportPresent': g.reports > 0, 'exam.localPriors': null, 'exam.trustClass': 'outside', 'exam.department': g.department, 'exam.departmentRule': g.department && `${g.department}: ${g.department_rule ?? ''}`,
    'source.facility': g.source_id, 'source.tier': g.source_tier, 'source.status': g.source_status, 'source.networks': g.source_networks, 'source.door': g.door, 'source.readerKind': null, 'source.discrepancyRate': null,
    'patient.identified': g.match_patient !== null, 'patient.birthDate': isoDate(g.p_birth), 'patient.flags': g.p_flags ?? [], 'patient.encounterClass': g.match_patient ? (g.p_class ?? 'none') : null, 'patient.payerKind': g.p_payer,
    'patient.lastVisit': g.p_visit, 'patient.deceased': g.p_deceased, 'parcel.patients': g.parcel_patients,
    'case.useCase': g.use_case, 'case.urgency': g.urgency, 'case.serviceLine': g.service_line, 'case.contentAllowed': contentAllowed(g.use_case),
    'request.purpose': g.purpose, 'request.pickedRank': g.picked_rank, 'request.wantsRead': g.has_need ? g.wants_read : null, 'request.visitEndsAt': g.visit_ends ? dayIn(g.visit_ends, settings.SITE_ZONE) : null,
    'order.match': null, 'pool.openReads': g.open_reads, 'pool.hoursOfWork': null, 'consent.status': null, 'law.jurisdiction': null,
    'duty.hours': hoursIn(act.now, settings.SITE_ZONE), 'duty.onDuty': null,
  };
  return { facts, row: g, head: g.head, patientId: g.match_patient, requesterId: g.requester_id, sourceId: g.source_id, today: dayIn(act.now, settings.SITE_ZONE) };
}

/** `YYYYMMDD` or `YYYY-MM-DD` as a calendar date; null for partial or impossible ones. */
export function isoDate(value: string | null | undefined): string | null {
  const m = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(value ?? '');
  if (!m) return null;
  const iso = `${m[1]}-${m[2]}-${m[3]}`;
  return Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) || new Date(`${iso}T00:00:00Z`).toISOString().slice(0, 10) !== iso ? null : iso;
}

/** Quota partitions of a decision about this exam. */
export const bucketsOf = (x: ExamFacts) => (per: string): string | null => (per === 'patient' ? x.patientId : per === 'source.facility' ? x.sourceId : x.requesterId);

const contentAllowed = (useCase: string | null): string[] | null => {
  const template = useCase === null ? null : templateOf(useCase);
  return template ? contentKinds(template) : null;
};
