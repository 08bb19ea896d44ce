import { requestViews, type MoveOffer, type RequestOutPage, type RequestOutRow, type RequestQuery, type RequestView } from '@causeway/contracts';
import type { AbilityName } from '@causeway/access';
import { requestOutMachine, useCaseOf, type RequestOutMove } from '@causeway/domain';
import { caseNumber } from '../cases/case.row';
import { clockView } from '../exchange/clock-view';
import { personRef } from '../exchange/directory';
import { idsOf, markOf, placeOf } from '../exchange/paging';
import { toldView } from '../exchange/subject';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { requestGuarded, requestNumber, requestSight, type RequestOutColumns } from './out.row';

export interface RequestListRow extends RequestOutColumns {
  mrn: string | null; facility_name: string; case_number: number | null; use_case: string | null; requester_name: string | null; requester_initials: string | null; requester_title: string | null;
  for_name: string | null; for_initials: string | null; for_title: string | null; arrived: number; released: number; now: Date; sort_key: string;
}
const OPEN = `('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled')`;
const FROM = `from request_out x join facility f on f.id = x.facility_id left join patient p on p.id = x.patient_id left join exchange_case c on c.id = x.case_id
  left join person rp on rp.id = x.requester_id left join person fp on fp.id = x.for_person_id`;
const COLUMNS = `x.*, p.mrn, f.name as facility_name, c.number as case_number, c.use_case, rp.name as requester_name, rp.initials as requester_initials, rp.title as requester_title, fp.name as for_name, fp.initials as for_initials, fp.title as for_title,
  (select count(*)::int from request_arrival a where a.request_id = x.id and a.state <> 'withdrawn') as arrived, (select count(*)::int from request_arrival a where a.request_id = x.id and a.state = 'released') as released, clock_timestamp() as now`;
const SORT = `(case when x.stat or x.urgency = 'high' then '0' else '1' end) || to_char(x.needed_by at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;
const DONE_SORT = `to_char(x.state_since at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;

/** Requests to partners: urgent first, then by when they are needed. */
export class RequestOutList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: RequestQuery, caller: Caller): Promise<RequestOutPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const me = `${b.bind(caller.id)}::uuid`;
    const sight = `${requestSight(caller, b.bind)} and ${me} is not null`;
    const ids = idsOf(query.ids);
    const where = `${sight} and ${ids ? `x.id = any(${b.bind(ids)}::uuid[])` : viewSql(query.view, me)}`;
    const counted = b.values.length;
    const done = query.view === 'done' && !ids;
    const key = done ? DONE_SORT : SORT;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${key}, x.id) ${done ? '<' : '>'} (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<RequestListRow>(`select ${COLUMNS}, ${key} as sort_key ${FROM} where ${where}${from} order by ${done ? 'sort_key desc, x.id desc' : 'sort_key, x.id'} limit ${b.bind(query.limit + 1)}`, b.values);
    const views = requestViews.map((v) => `count(*) filter (where ${viewSql(v, me)})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => requestRow(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq,
      views: Object.fromEntries(requestViews.map((v) => [v, count?.[v] ?? 0])) as Record<RequestView, number>,
    };
  }

  async one(id: string, caller: Caller): Promise<RequestListRow> {
    const b = new Binder();
    const sight = requestSight(caller, b.bind);
    const [row] = await this.acts.read<RequestListRow>(`select ${COLUMNS}, '' as sort_key ${FROM} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('request');
    return row;
  }
}

function viewSql(view: RequestView, me: string): string {
  switch (view) {
    case 'open': return `x.state in ${OPEN}`;
    case 'stat': return `x.state in ${OPEN} and (x.stat or x.urgency = 'high')`;
    case 'mine': return `x.state in ${OPEN} and (x.requester_id = ${me} or x.for_person_id = ${me})`;
    case 'to-approve': return `x.state = 'awaiting-approval'`;
    case 'silent': return `x.state = 'sent' and x.reminders > 0`;
    case 'arriving': return `x.state = 'partly-fulfilled'`;
    case 'done': return `x.state not in ${OPEN}`;
  }
}

const OFFERS: readonly (readonly [RequestOutMove, AbilityName])[] = [
  ['send', 'requestOut.create'], ['approve', 'requestOut.approve'], ['send-back', 'requestOut.approve'], ['acknowledge', 'requestOut.log'], ['promise', 'requestOut.log'], ['remind', 'requestOut.log'], ['decline', 'requestOut.log'],
  ['record-arrival', 'requestOut.link'], ['fulfil', 'requestOut.log'], ['reroute', 'requestOut.create'], ['cancel', 'requestOut.cancel'],
];
const offersOf = (r: RequestListRow, caller: Caller): MoveOffer[] =>
  OFFERS.flatMap(([move, ability]) => (requestOutMachine.answer(r.state, move) === 'legal' && caller.offer(move, ability, requestGuarded(r))) || []);

export function requestRow(r: RequestListRow, caller: Caller): RequestOutRow {
  const over = ['fulfilled', 'declined', 'expired', 'cancelled'].includes(r.state);
  const holder = over ? null : requestOutMachine.table.states[r.state].holder;
  return {
    id: r.id, number: requestNumber(r.number), version: r.version, state: r.state, stateSince: r.state_since.toISOString(), patient: toldView(r.subject, r.mrn), facility: { id: r.facility_id, name: r.facility_name }, wanted: r.wanted,
    withReports: r.with_reports, urgency: r.urgency, stat: r.stat, clock: clockView({ ...r, due_at: r.needed_by }, { over, holder, holderName: holder === 'holder' ? r.facility_name : holder === 'requester' ? r.requester_name : null }),
    requester: personRef(r.requester_id, r.requester_name, r.requester_initials, r.requester_title), forPerson: personRef(r.for_person_id, r.for_name, r.for_initials, r.for_title), forPool: r.for_pool,
    caseRef: r.case_id && r.case_number !== null ? { id: r.case_id, number: caseNumber(r.case_number), useCase: useCaseOf(r.use_case)?.name ?? '' } : null, channel: r.channel, expected: r.expected, arrived: r.arrived, released: r.released,
    reminders: r.reminders, neededBy: r.needed_by.toISOString(), promisedBy: r.promised_by?.toISOString() ?? null, serviceLine: r.service_line, moves: offersOf(r, caller),
  };
}
