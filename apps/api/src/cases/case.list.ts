import { caseViews, type CasePage, type CaseQuery, type CaseRow, type CaseView } from '@causeway/contracts';
import { readinessOf, useCaseOf } from '@causeway/domain';
import { clockView } from '../exchange/clock-view';
import { personRef } from '../exchange/directory';
import { idsOf, markOf, placeOf } from '../exchange/paging';
import { toldView } from '../exchange/subject';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { caseNumber, caseSight, type CaseColumns } from './case.row';
import { caseOffers } from './offers';

export interface CaseListRow extends CaseColumns {
  mrn: string | null; partner_name: string | null; opener_name: string | null; opener_initials: string | null; opener_title: string | null; consultant_name: string | null; consultant_initials: string | null;
  consultant_title: string | null; board_name: string | null; visit_at: Date | null; arriving: number; requests: number; open_requests: number; coming: number; now: Date; sort_key: string;
  exams: { state: string; quality: string | null; report: boolean }[];
}

const ACTIVE = `('open', 'deciding', 'decided')`;
const OPEN_REQUEST = `('sent', 'acknowledged', 'promised', 'partly-fulfilled')`;
export const CASE_FROM = `from exchange_case x left join patient p on p.id = x.patient_id left join facility f on f.id = x.partner_id
  left join person op on op.id = x.opener_id left join person cp on cp.id = x.consultant_id left join board b on b.id = x.board_id`;
export const CASE_COLUMNS = `x.*, p.mrn, f.name as partner_name, op.name as opener_name, op.initials as opener_initials, op.title as opener_title, cp.name as consultant_name, cp.initials as consultant_initials, cp.title as consultant_title,
  b.name as board_name, (select min(a.starts_at) from appointment a where a.case_id = x.id and a.state = 'booked') as visit_at,
  coalesce((select jsonb_agg(jsonb_build_object('state', i.state, 'quality', i.quality, 'report', exists (select 1 from report r where r.exam_id = i.id and r.kind = 'outside'))) from case_exam e join inbound i on i.id = e.exam_id where e.case_id = x.id), '[]') as exams,
  (select count(*)::int from request_out r where r.case_id = x.id and r.state not in ('draft', 'cancelled')) as requests, (select count(*)::int from request_out r where r.case_id = x.id and r.state in ${OPEN_REQUEST}) as open_requests,
  ((select count(*) from upload_link l where l.case_id = x.id and l.state in ('uploading', 'submitted')) + (select count(*) from awaited_disc d left join request_out q on q.id = d.request_id where coalesce(d.case_id, q.case_id) = x.id and d.arrived_at is null))::int as coming,
  clock_timestamp() as now`;
const SORT = `coalesce(to_char(x.due_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '9')`;
const DONE_SORT = `to_char(x.state_since at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;

/** Cases by deadline: exactly those this person may see, with the counts of the views. */
export class CaseList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: CaseQuery, caller: Caller): Promise<CasePage> {
    const seq = this.stream.position;
    const b = new Binder();
    const me = `${b.bind(caller.id)}::uuid`;
    const sight = `${caseSight(caller, b.bind)} and ${me} is not null`;
    const ids = idsOf(query.ids);
    const useCases = (query.useCase ?? '').split(',').filter(Boolean);
    const where = `${sight} and ${ids ? `x.id = any(${b.bind(ids)}::uuid[])` : viewSql(query.view, me)}${useCases.length > 0 ? ` and x.use_case = any(${b.bind(useCases)})` : ''}`;
    const counted = b.values.length;
    const done = query.view === 'done' && !ids;
    const key = done ? DONE_SORT : SORT;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${key}, x.id) ${done ? '<' : '>'} (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const order = done ? 'sort_key desc, x.id desc' : 'sort_key, x.id';
    const rows = await this.acts.read<CaseListRow>(`select ${CASE_COLUMNS}, ${key} as sort_key ${CASE_FROM} where ${where}${from} order by ${order} limit ${b.bind(query.limit + 1)}`, b.values);
    const views = caseViews.map((v) => `count(*) filter (where ${viewSql(v, me)})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${CASE_FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => caseRow(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq,
      views: Object.fromEntries(caseViews.map((v) => [v, count?.[v] ?? 0])) as Record<CaseView, number>,
    };
  }

  async one(id: string, caller: Caller): Promise<CaseListRow> {
    const b = new Binder();
    const sight = caseSight(caller, b.bind);
    const [row] = await this.acts.read<CaseListRow>(`select ${CASE_COLUMNS}, '' as sort_key ${CASE_FROM} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('case');
    return row;
  }

  async some(ids: readonly string[], caller: Caller): Promise<Map<string, CaseRow>> {
    if (ids.length === 0) return new Map();
    const b = new Binder();
    const sight = caseSight(caller, b.bind);
    const rows = await this.acts.read<CaseListRow>(`select ${CASE_COLUMNS}, '' as sort_key ${CASE_FROM} where x.id = any(${b.bind(ids)}::uuid[]) and ${sight}`, b.values);
    return new Map(rows.map((r) => [r.id, caseRow(r, caller)]));
  }
}

function viewSql(view: CaseView, me: string): string {
  switch (view) {
    case 'open': return `x.state in ${ACTIVE}`;
    case 'mine': return `x.state in ${ACTIVE} and (x.opener_id = ${me} or x.consultant_id = ${me})`;
    case 'to-decide': return `x.state = 'deciding' and ${me} = any(x.care_team)`;
    case 'emergency': return `x.state in ${ACTIVE} and x.profile = 'E'`;
    case 'visits': return `x.state in ${ACTIVE} and x.use_case = 'U18'`;
    case 'boards': return `x.state in ${ACTIVE} and x.use_case = 'U24'`;
    case 'paused': return `x.state in ${ACTIVE} and x.pause is not null`;
    case 'done': return `x.state in ('closed', 'cancelled')`;
  }
}

/** Who holds the ball by name, where it is a person. */
function holderName(r: CaseListRow, holder: string | null): string | null {
  if (r.pause) return r.pause.holder;
  // what a system opened falls to whoever prepares it
  if (holder === 'opener') return r.opener_name ?? 'Clinic liaison';
  if (holder === 'consultant' || holder === 'reviewer' || holder === 'board') return r.consultant_name;
  if (holder === 'sender' || holder === 'holder' || holder === 'centre') return r.partner_name;
  return null;
}

export function caseRow(r: CaseListRow, caller: Caller): CaseRow {
  const over = r.state === 'closed' || r.state === 'cancelled';
  const holder = over ? null : (r.clock.at(-1)?.holder ?? null);
  const readiness = readinessOf({ exams: r.exams, openRequests: r.open_requests + r.coming, pathology: r.pathology });
  return {
    id: r.id, number: caseNumber(r.number), version: r.version, state: r.state, stateSince: r.state_since.toISOString(), useCase: { id: r.use_case, name: useCaseOf(r.use_case)?.name ?? r.use_case }, urgency: r.urgency,
    serviceLine: r.service_line, role: r.role, restricted: r.restricted, patient: toldView(r.subject, r.mrn), facility: r.partner_id && r.partner_name ? { id: r.partner_id, name: r.partner_name } : null, question: r.question,
    clock: clockView({ ...r, due_at: r.state === 'decided' ? null : r.due_at }, { over, holder, holderName: holderName(r, holder) }),
    opener: personRef(r.opener_id, r.opener_name, r.opener_initials, r.opener_title), consultant: personRef(r.consultant_id, r.consultant_name, r.consultant_initials, r.consultant_title), disposition: r.disposition,
    exams: { arriving: r.exams.filter((e) => !['released', 'returned', 'rejected', 'purged', 'mirrored'].includes(e.state)).length, released: r.exams.filter((e) => e.state === 'released').length },
    requests: { open: r.open_requests, all: r.requests }, visitAt: r.visit_at?.toISOString() ?? null, board: r.board_id && r.board_name ? { id: r.board_id, name: r.board_name } : null, readiness, moves: caseOffers(r, caller),
  };
}
