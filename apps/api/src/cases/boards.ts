import type { BoardAgenda, BoardView, OpenBoard } from '@causeway/contracts';
import { isReady, readinessOf } from '@causeway/domain';
import { hostId } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import { caseSight } from './case.row';
import { CASE_COLUMNS, CASE_FROM, caseRow, type CaseListRow } from './case.list';

interface BoardRow { id: string; name: string; service_line: string; starts_at: Date; facility_ids: string[] }
interface SiteRow { case_id: string; name: string; state: 'there' | 'on-the-way' | 'asked' | 'missing'; exams: number }

/** Tumor boards: which patients are talked about when, and whether everything from every site is there. */
export class Boards {
  constructor(private readonly acts: Acts) {}

  async coming(caller: Caller): Promise<BoardView[]> {
    const rows = await this.boards(caller, `x.starts_at > clock_timestamp() - interval '1 day'`);
    return Promise.all(rows.map(async (board) => this.viewOf(board, await this.cases(board.id, caller), caller)));
  }

  async agenda(id: string, caller: Caller): Promise<BoardAgenda> {
    const [board] = await this.boards(caller, 'true', id);
    if (!board) throw notFound('board');
    const cases = await this.cases(id, caller);
    const sites = await this.sites(cases.map((c) => c.id));
    return {
      ...this.viewOf(board, cases, caller),
      rows: cases.map((c) => ({ ...caseRow(c, caller), pathology: c.pathology, sites: sites.filter((s) => s.case_id === c.id).map(({ name, state, exams }) => ({ name, state, exams })) })),
    };
  }

  open(caller: Caller, body: OpenBoard): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const host = await hostId(act);
      caller.require('case.work', { facilityIds: [host], serviceLine: body.serviceLine, careTeam: [caller.id] }, 'case.work');
      const id = newId(act.now.getTime());
      await act.query('insert into board (id, name, service_line, starts_at, facility_ids, made_by) values ($1, $2, $3, $4, $5, $6)', [id, body.name, body.serviceLine, new Date(body.startsAt), [host], caller.id]);
      act.audit({ action: 'board.made', object: { kind: 'board', id }, details: { serviceLine: body.serviceLine } });
      act.emit({ event: 'board.made', kind: 'board', id });
      return id;
    });
  }

  /** Boards of this person's lines and facilities. */
  private boards(caller: Caller, when: string, id?: string): Promise<BoardRow[]> {
    const b = new Binder();
    const me = b.bind([caller.id]);
    const sight = rowSql([...caller.rows('case.work'), ...caller.rows('case.decide')], { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: `${me}::uuid[]` }, b.bind);
    return this.acts.read<BoardRow>(`select x.* from board x where ${sight} and ${me}::uuid[] is not null and ${when}${id ? ` and x.id = ${b.bind(id)}` : ''} order by x.starts_at limit 100`, b.values);
  }

  private cases(boardId: string, caller: Caller): Promise<CaseListRow[]> {
    const b = new Binder();
    const sight = caseSight(caller, b.bind);
    return this.acts.read<CaseListRow>(`select ${CASE_COLUMNS}, '' as sort_key ${CASE_FROM} where x.board_id = ${b.bind(boardId)} and x.state <> 'cancelled' and ${sight} order by x.made_at, x.id`, b.values);
  }

  /** Each site a patient's exams come from: asked, on the way, there. */
  private sites(caseIds: readonly string[]): Promise<SiteRow[]> {
    return this.acts.read<SiteRow>(
      `select t.case_id, f.name, t.exams, case when t.released and not t.asked then 'there' when t.coming then 'on-the-way' when t.asked then 'asked' when t.released then 'there' else 'missing' end as state from (
         select s.case_id, s.facility_id, count(s.exam_id)::int as exams, bool_or(s.exam_state = 'released') as released, bool_or(s.exam_state is not null and s.exam_state not in ('released', 'returned', 'rejected', 'purged')) as coming,
           bool_or(s.request_state in ('sent', 'acknowledged', 'promised', 'partly-fulfilled')) as asked
         from (
           select r.case_id, r.facility_id, null::uuid as exam_id, null::text as exam_state, r.state as request_state from request_out r where r.case_id = any($1::uuid[]) and r.state not in ('draft', 'cancelled')
           union all select c.case_id, e.source_facility_id, e.id, x.state, null from case_exam c join exam e on e.id = c.exam_id join inbound x on x.id = e.id where c.case_id = any($1::uuid[]) and e.source_facility_id is not null
         ) s group by s.case_id, s.facility_id) t join facility f on f.id = t.facility_id order by f.name`, [caseIds]);
  }

  private viewOf(board: BoardRow, cases: readonly CaseListRow[], caller: Caller): BoardView {
    const ready = cases.filter((c) => isReady(readinessOf({ exams: c.exams, openRequests: c.open_requests + c.coming, pathology: c.pathology }))).length;
    return {
      id: board.id, name: board.name, serviceLine: board.service_line, startsAt: board.starts_at.toISOString(), patients: cases.length, ready,
      mayWork: caller.may('case.work', { facilityIds: board.facility_ids, serviceLine: board.service_line, careTeam: [caller.id] }),
    };
  }
}
