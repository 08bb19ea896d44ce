import type { CaseDetail, CaseExam, CaseRead, CaseRequest, TransferProtocol, Wanted } from '@causeway/contracts';
import { agreementState, dispositionRows, missingOutcome, payerRate, serviceLines, valueNames, type AgreementTerms, type ValueId } from '@causeway/domain';
import { personRef, teamOf } from '../exchange/directory';
import { entriesOf } from '../exchange/entries';
import { isoDate } from '../inbound/facts';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import { queryable } from '../exchange/queryable';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { payerRatesNow } from '../policies/replay/payer-rates';
import { requestNumber } from '../requests/out.row';
import { arrivingFor } from '../requests/arriving';
import { caseNumber, caseGuarded, type CaseColumns } from './case.row';
import { caseRow, type CaseList, type CaseListRow } from './case.list';
import { handoverOf } from './handover';
import { recordOf } from './record';
import { routesOf } from './routes';
import { templateFor } from './templates';

interface ExamRow {
  id: string; state: string; head: Record<string, string | undefined>; modalities: string[]; received: number; expected: number | null; source: string | null; quality: string | null; report: boolean;
  facility_ids: string[]; service_line: string; care_team: string[]; audience: string[];
}
const EXAM_COLUMNS = `x.id, x.state, e.head, x.modalities, x.received, x.expected, f.name as source, x.quality, x.facility_ids, x.service_line, x.care_team, x.audience,
  exists (select 1 from report r where r.exam_id = x.id and r.kind = 'outside') as report`;

/** Everything a case page shows. */
export class CaseDetails {
  constructor(private readonly acts: Acts, private readonly list: CaseList, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async detail(id: string, caller: Caller): Promise<CaseDetail> {
    const r = await this.list.one(id, caller);
    const db = queryable(this.acts);
    const [template, record, exams, requests, reads, entries, values, decidedBy, linked, teams, arriving, protocol, routes, handover] = await Promise.all([
      templateFor(db, r.use_case, r.template_version), recordOf(db, r, r.outcome), this.exams(id), this.requests(id), this.reads(id), entriesOf(this.acts, id), this.values(id), this.person(r.decided_by), this.linked(r, caller), this.teams(r), arrivingFor(this.acts, r), this.protocol(r.partner_id), routesOf(this.acts, id), handoverOf(this.acts, r),
    ]);
    const have = new Set(exams.map((e) => e.id));
    const suggested = arriving.filter((e) => !have.has(e)).slice(0, 10);
    const more = suggested.length > 0 ? await this.acts.read<ExamRow>(`select ${EXAM_COLUMNS} from inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id where x.id = any($1::uuid[])`, [suggested]) : [];
    return {
      ...caseRow(r, caller), openedAt: r.made_at.toISOString(), caller: r.caller, transferAsked: r.transfer_asked, payer: r.payer, outcome: template.outcome,
      dispositions: template.dispositions.map((code) => ({ code, ...dispositionRows[code] })), dispositionReason: r.disposition_reason, destination: r.destination, decidedBy, decidedAt: r.decided_at?.toISOString() ?? null,
      pausedBy: r.pause ? { reason: r.pause.reason, holder: r.pause.holder, until: r.pause.until } : null, counts: template.values, videoUrl: r.video_url, routes, knownWellAt: r.known_well_at?.toISOString() ?? null, handover, consultPaid: template.values.includes('V16') ? await this.consultPaid(r.patient_id) : null, missing: r.state === 'closed' || r.state === 'cancelled' ? [] : missingOutcome(template, record),
      content: r.content, contentWaived: r.content_waived, pathology: r.pathology, linkedCase: linked, careExams: exams.map((e) => examView(e, caller, true)),
      // whoever may not list an exam is not told of it either
      suggested: more.filter((e) => caller.may('exam.list', guarded(e))).map((e) => examView(e, caller, false)), careRequests: requests, reads, teams, entries, values, protocol,
    };
  }

  private exams(id: string): Promise<ExamRow[]> {
    return this.acts.read<ExamRow>(
      `select ${EXAM_COLUMNS} from case_exam c join inbound x on x.id = c.exam_id join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id where c.case_id = $1 order by c.at`, [id]);
  }

  private async requests(id: string): Promise<CaseRequest[]> {
    const rows = await this.acts.read<{ id: string; number: number; state: string; facility: string; wanted: Wanted[]; expected: number; released: number; arrived: number; needed_by: Date; promised_by: Date | null }>(
      `select r.id, r.number, r.state, f.name as facility, r.wanted, r.expected, r.needed_by, r.promised_by,
         (select count(*)::int from request_arrival a where a.request_id = r.id and a.state = 'released') as released, (select count(*)::int from request_arrival a where a.request_id = r.id and a.state <> 'withdrawn') as arrived
       from request_out r join facility f on f.id = r.facility_id where r.case_id = $1 order by r.made_at`, [id]);
    return rows.map((r) => ({
      id: r.id, number: requestNumber(r.number), state: r.state, facility: r.facility, what: r.wanted.map((w) => w.what).join(', '), expected: r.expected, released: r.released, arrived: r.arrived, neededBy: r.needed_by.toISOString(),
      promisedBy: r.promised_by?.toISOString() ?? null,
    }));
  }

  private reads(id: string): Promise<CaseRead[]> {
    return this.acts.read<CaseRead>(`select o.id, o.state, o.kind, o.grade from overread o join case_exam c on c.exam_id = o.exam_id where c.case_id = $1 order by o.made_at`, [id]);
  }

  private async values(id: string): Promise<CaseDetail['values']> {
    const rows = await this.acts.read<{ value: ValueId; amount: string; unit: string; confidence: string; at: Date }>('select value, amount, unit, confidence, at from value_row where case_id = $1 order by at, id', [id]);
    return rows.map((v) => ({ value: v.value, name: valueNames[v.value], amount: Number(v.amount), unit: v.unit, confidence: v.confidence, at: v.at.toISOString() }));
  }

  /** What the patient's payer pays for a consult from afar, by the rates of the house and its state. */
  private async consultPaid(patientId: string | null): Promise<CaseDetail['consultPaid']> {
    const [patient] = patientId ? await this.acts.read<{ payer: string | null; state: string | null }>('select p.payer_kind as payer, (select jurisdiction from facility where host order by made_at limit 1) as state from patient p where p.id = $1', [patientId]) : [];
    if (!patient?.payer) return null;
    const rate = payerRate(await payerRatesNow((sql, p) => this.acts.read(sql, p)), patient.payer, 'telehealth-consult', patient.state);
    return { payer: patient.payer, permille: rate?.permille ?? 0, cite: rate?.cite ?? '', confirmed: rate?.confirmed ?? false };
  }

  /** What was agreed of transfers with the house the patient is at, while it holds. */
  private async protocol(partnerId: string | null): Promise<CaseDetail['protocol']> {
    if (!partnerId) return null;
    const rows = await this.acts.read<AgreementTerms & { protocol: TransferProtocol; signedOn: string; facility: string }>(
      `select a.kind, a.purposes, a.signed_at is not null as signed, a.begins_on::text as "beginsOn", case when a.renewal <> 'automatic' then a.ends_on::text end as "endsOn", a.ended_on::text as "endedOn", a.protocol, a.signed_at::date::text as "signedOn", f.name as facility
       from agreement a join facility f on f.id = a.facility_id where a.facility_id = $1 and a.kind = 'transfer-protocol' and a.protocol is not null and a.signed_at is not null order by a.signed_at desc`, [partnerId]);
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const held = rows.find((a) => agreementState(a, today) === 'in-force');
    return held ? { ...held.protocol, facility: held.facility, signedOn: held.signedOn } : null;
  }

  private async person(id: string | null): Promise<CaseDetail['decidedBy']> {
    if (!id) return null;
    const [p] = await this.acts.read<{ name: string; initials: string; title: string }>('select name, initials, title from person where id = $1', [id]);
    return p ? personRef(id, p.name, p.initials, p.title) : null;
  }

  /** Of the donor's or recipient's case only its number and role are told; its patient is for those of its own team. */
  private async linked(r: CaseColumns, caller: Caller): Promise<CaseDetail['linkedCase']> {
    if (!r.linked_case_id) return null;
    const [other] = await this.acts.read<CaseColumns>('select * from exchange_case where id = $1', [r.linked_case_id]);
    return other ? { id: other.id, number: caseNumber(other.number), role: other.role, visible: caller.may('case.work', caseGuarded(other, caller)) || caller.may('case.decide', caseGuarded(other, caller)) } : null;
  }

  private async teams(r: CaseListRow): Promise<CaseDetail['teams']> {
    const groups = [...new Set([r.service_line, ...serviceLines])];
    const counted = await Promise.all(groups.map(async (group) => ({ group, people: (await teamOf((sql, p) => this.acts.read(sql, p), group, r.facility_ids)).length })));
    return counted.filter((g) => g.people > 0);
  }
}

const guarded = (e: ExamRow) => ({ facilityIds: e.facility_ids, serviceLine: e.service_line, careTeam: e.care_team, audience: e.audience });

const examView = (e: ExamRow, caller: Caller, linked: boolean): CaseExam => ({
  examId: e.id, state: e.state, description: e.head['studyDescription'] || e.modalities.join('/') || 'Exam', modalities: e.modalities, studyDate: isoDate(e.head['studyDate']), received: e.received, expected: e.expected,
  source: e.source ?? '', quality: e.quality, report: e.report, linked, mayView: caller.may('exam.view', guarded(e)),
});
