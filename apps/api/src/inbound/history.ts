import type { HistoryEntry, HistoryKind, HistoryPage, HistoryQuery } from '@causeway/contracts';
import type { ReadKind } from '@causeway/domain';
import type * as z from 'zod/mini';
import { caseNumber, caseSight } from '../cases/case.row';
import { overreadRowColumns } from '../overreads/overread.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { markBehind, placeBehind, placeSql } from '../platform/http/newest-first';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { requestNumber, requestSight } from '../requests/out.row';
import { inboundRowColumns } from './inbound.row';

interface Row {
  kind: HistoryKind; id: string; at: Date; place: string; title: string; detail: string | null; state: string; number: number | null; source: string | null; exam_id: string | null; use_case: string | null; read_kind: ReadKind | null;
}

/** Every branch: kind, id, at, title, detail, state, number, source, exam_id, use_case, read_kind. */
/** The study date at the site, or when it came where none can be read. */
const dayOf = (zone: string): string => `case when e.head->>'studyDate' ~ '^[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
  then (make_date(left(e.head->>'studyDate', 4)::int, substr(e.head->>'studyDate', 5, 2)::int, 1) + (right(e.head->>'studyDate', 2)::int - 1))::timestamp at time zone ${zone} else x.made_at end`;
const WORDS = `coalesce(nullif(e.head->>'studyDescription', ''), nullif(array_to_string(x.modalities, '/'), ''), 'Exam')`;

/**
 * What the house has of an exam's patient beside it: exams, reports, reads, cases, requests and visits, newest first, each only where this person may see such a thing.
 * One statement, paged by time. Of a patient whose records were merged all are meant.
 */
export class PatientHistory {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  /** `examId` is one the caller may see. */
  async page(examId: string, query: z.output<typeof HistoryQuery>, caller: Caller): Promise<HistoryPage> {
    const [match] = await this.acts.read<{ patient_id: string }>(`select patient_id from match where exam_id = $1 and state in ('matched', 'overridden')`, [examId]);
    if (!match) return { known: false, rows: [], next: null };
    return this.ofPatient(match.patient_id, query, caller, examId);
  }

  /** The same of a patient; `examId` is the exam on whose page it stands. */
  async ofPatient(patientId: string, query: z.output<typeof HistoryQuery>, caller: Caller, examId: string | null = null): Promise<HistoryPage> {
    const b = new Binder();
    const union = this.union(b.bind(patientId), caller, b);
    const after = placeBehind(query.cursor);
    const behind = after ? `where (h.at, h.id) < (${b.bind(after[0])}::timestamptz, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<Row>(`select h.*, ${placeSql('h.at')} from (${union}) h ${behind} order by h.at desc, h.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { known: true, rows: shown.map((r) => entry(r, examId)), next: rows.length > query.limit && last ? markBehind(last) : null };
  }

  private union(patient: string, caller: Caller, b: Binder): string {
    const people = `(select id from patient where id = ${patient}::uuid or merged_into = ${patient}::uuid)`;
    const exams = `inbound x join exam e on e.id = x.id join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') and m.patient_id in ${people}`;
    const listed = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const viewed = rowSql(caller.rows('exam.view'), inboundRowColumns, b.bind);
    const reads = rowSql(caller.rows('exam.list'), overreadRowColumns, b.bind);
    const visits = rowSql(caller.rows('case.work'), { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: `coalesce((select c.care_team from exchange_case c where c.id = x.case_id), '{}')` }, b.bind);
    return `
      select 'exam' as kind, x.id, ${dayOf(b.bind(this.settings.SITE_ZONE))} as at, ${WORDS} as title, array_to_string(x.modalities, '/') as detail, x.state, null::int as number, f.name as source, x.id as exam_id, null as use_case, null as read_kind
        from ${exams} left join facility f on f.id = e.source_facility_id where ${listed} and x.state <> 'quarantined'
      union all select 'report', r.id, coalesce(r.signed_at, r.received_at), coalesce(nullif(r.title, ''), 'Report'), r.author, r.status, null, r.source, x.id, null, null
        from ${exams} join report r on r.exam_id = x.id and r.kind = 'outside' where ${viewed} and x.state not in ('quarantined', 'purged')
      union all select 'overread', o.id, coalesce(signed.at, o.made_at), ${WORDS}, signed.grade, o.state, null, null, o.exam_id, null, o.kind
        from (select x.* from overread x where ${reads}) o join ${exams} on x.id = o.exam_id
          left join lateral (select max(signed_at) as at, (array_agg(grade order by signed_at desc))[1] as grade from overread_report where overread_id = o.id) signed on true where o.state <> 'withdrawn'
      union all select 'case', x.id, x.made_at, x.question, null, x.state, x.number::int, f.name, null, x.use_case, null
        from exchange_case x left join facility f on f.id = x.partner_id where (x.patient_id in ${people} or exists (select 1 from case_exam ce join match m on m.exam_id = ce.exam_id and m.state in ('matched', 'overridden') where ce.case_id = x.id and m.patient_id in ${people})) and ${caseSight(caller, b.bind)}
      union all select 'request', x.id, coalesce(x.sent_at, x.made_at), (select string_agg(w->>'what', ', ') from jsonb_array_elements(x.wanted) w), null, x.state, x.number::int, f.name, null, null, null
        from request_out x join facility f on f.id = x.facility_id where x.patient_id in ${people} and x.state <> 'draft' and ${requestSight(caller, b.bind)}
      union all select 'visit', x.id, x.starts_at, coalesce(x.reason, ''), x.provider, x.state, null, x.clinic, null, null, null
        from appointment x where x.patient_id in ${people} and ${visits}`;
  }
}

const entry = (r: Row, examId: string | null): HistoryEntry => ({
  kind: r.kind, id: r.id, at: r.at.toISOString(), title: r.title ?? '', detail: r.detail || null, state: r.state, number: r.number === null ? null : r.kind === 'case' ? caseNumber(r.number) : requestNumber(r.number),
  source: r.source || null, examId: r.exam_id, useCase: r.use_case, readKind: r.read_kind, here: examId !== null && r.exam_id === examId,
});
