import type { AppointmentRow, VisitBoard, VisitQuery } from '@causeway/contracts';
import { visitReady, type LinkState } from '@causeway/domain';
import type { CaseList } from '../cases/case.list';
import { requestNumber } from '../requests/out.row';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import type { Settings } from '../platform/settings/settings';
import { openVisit } from './visit';

interface Row { id: string; starts_at: Date; clinic: string; provider: string | null; reason: string | null; state: 'booked' | 'cancelled' | 'over'; case_id: string | null; facility_ids: string[]; service_line: string }
interface RequestRow { case_id: string; id: string; number: number; state: string; facility: string }

/** The pre-visit board: the visits of the next days with what each patient has, as far as this person may see. */
export class VisitBoards {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>, private readonly cases: CaseList, private readonly settings: Settings) {}

  async board(query: VisitQuery, caller: Caller): Promise<VisitBoard> {
    const seq = this.stream.position;
    const b = new Binder();
    const sight = rowSql(caller.rows('case.work'), { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: `coalesce((select c.care_team from exchange_case c where c.id = x.case_id), '{}')` }, b.bind);
    const rows = await this.acts.read<Row>(
      `select x.* from appointment x where ${sight} and x.state = 'booked' and x.starts_at between clock_timestamp() - interval '4 hours' and clock_timestamp() + make_interval(days => ${b.bind(query.days)})${query.line ? ` and x.service_line = ${b.bind(query.line)}` : ''} order by x.starts_at, x.id limit 500`, b.values);
    const ids = [...new Set(rows.flatMap((r) => (r.case_id ? [r.case_id] : [])))];
    const [cases, requests, invited, discs] = await Promise.all([
      this.cases.some(ids, caller),
      this.acts.read<RequestRow>(`select r.case_id, r.id, r.number, r.state, f.name as facility from request_out r join facility f on f.id = r.facility_id where r.case_id = any($1::uuid[]) and r.state <> 'cancelled' order by r.made_at`, [ids]),
      this.acts.read<{ case_id: string; state: LinkState; at: Date }>(`select distinct on (case_id) case_id, state, state_since as at from upload_link where case_id = any($1::uuid[]) and state <> 'revoked' order by case_id, made_at desc`, [ids]),
      this.acts.read<{ case_id: string; expected_on: string; late: boolean; arrived: boolean }>(
        `select distinct on (c) c as case_id, d.expected_on::text, d.late_at is not null and d.arrived_at is null as late, d.arrived_at is not null as arrived
         from awaited_disc d left join request_out r on r.id = d.request_id cross join lateral (select coalesce(d.case_id, r.case_id)) x(c) where x.c = any($1::uuid[]) order by c, (d.arrived_at is null) desc, d.expected_on`, [ids]),
    ]);
    const shown = rows.map((r) => {
      const row = r.case_id ? (cases.get(r.case_id) ?? null) : null;
      return { id: r.id, startsAt: r.starts_at.toISOString(), clinic: r.clinic, provider: r.provider, reason: r.reason, state: r.state, caseRow: row, requests: row ? requests.filter((q) => q.case_id === row.id).map((q) => ({ id: q.id, number: requestNumber(q.number), state: q.state, facility: q.facility })) : [],
        invited: invitedView(invited.find((l) => l.case_id === row?.id)), discs: discsView(discs.find((d) => d.case_id === row?.id)) };
    });
    const ready = shown.filter((v) => v.caseRow && (visitReady(v.caseRow.readiness) || v.caseRow.disposition !== null)).length;
    const waiting = shown.filter((v) => v.caseRow?.readiness.images === 'on-the-way').length;
    return { asOf: new Date().toISOString(), seq, rows: shown, totals: { all: shown.length, ready, waiting, nothing: shown.filter((v) => !v.caseRow || v.caseRow.readiness.images === 'missing').length } };
  }

  /** A person opens the review of a visit that has none. */
  review(caller: Caller, id: string): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const [visit] = await act.query<Row & Parameters<typeof openVisit>[1]>('select * from appointment where id = $1 for update', [id]);
      if (!visit || !caller.may('case.work', { facilityIds: visit.facility_ids, serviceLine: visit.service_line, careTeam: [] })) throw notFound('appointment');
      return visit.case_id ?? openVisit(act, visit, this.settings);
    });
  }
}

const invitedView = (link: { state: LinkState; at: Date } | undefined): AppointmentRow['invited'] => link ? { state: link.state, at: link.at.toISOString() } : null;
const discsView = (discs: { expected_on: string; late: boolean; arrived: boolean } | undefined): AppointmentRow['discs'] => discs ? { expectedOn: discs.expected_on, late: discs.late, arrived: discs.arrived } : null;
