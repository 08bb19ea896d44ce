import { requestInViews, type LocalExamView, type MoveOffer, type RequestInDetail, type RequestInPage, type RequestInQuery, type RequestInRow, type RequestInView } from '@causeway/contracts';
import type { AbilityName } from '@causeway/access';
import { fitOf, inDeclineReasons, requestInMachine, type RequestInMove, type SendState } from '@causeway/domain';
import { clockView } from '../exchange/clock-view';
import { personRef } from '../exchange/directory';
import { entriesOf } from '../exchange/entries';
import { idsOf, markOf, placeOf } from '../exchange/paging';
import { queryable } from '../exchange/queryable';
import { personAsked, toldView } from '../exchange/subject';
import { issuersOf } from '../identity/issuers';
import { loadPatients, personOf } from '../identity/local-patients';
import { isoDate } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { requestInGuarded, requestInNumber, requestInSight, type RequestInColumns } from './in.row';

interface ListRow extends RequestInColumns { mrn: string | null; facility_name: string | null; accepted: number; sent: number; reviewer_name: string | null; reviewer_initials: string | null; reviewer_title: string | null; now: Date; sort_key: string }
const OPEN = `('received', 'reviewing', 'awaiting-approval', 'accepted', 'partly-fulfilled')`;
const FROM = 'from request_in x left join facility f on f.id = x.facility_id left join patient p on p.id = x.patient_id left join person rp on rp.id = x.reviewer_id';
const COLUMNS = `x.*, p.mrn, f.name as facility_name, rp.name as reviewer_name, rp.initials as reviewer_initials, rp.title as reviewer_title, (select count(*)::int from request_in_exam e where e.request_id = x.id) as accepted,
  (select count(*)::int from request_in_exam e where e.request_id = x.id and e.sent_at is not null) as sent, clock_timestamp() as now`;
const SORT = `coalesce(to_char(x.due_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '9')`;
const OFFERS: readonly (readonly [RequestInMove, AbilityName])[] = [
  ['review', 'requestIn.answer'], ['ask-requester', 'requestIn.answer'], ['accept', 'requestIn.answer'], ['approve', 'requestIn.approve'], ['decline', 'requestIn.decline'], ['reconsider', 'requestIn.answer'], ['withdraw', 'requestIn.answer'],
  ['record-sent', 'requestIn.answer'],
];

/** What partners ask us for, by when they must have an answer, and what we hold of it. */
export class RequestInList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: RequestInQuery, caller: Caller): Promise<RequestInPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const sight = requestInSight(caller, b.bind);
    const ids = idsOf(query.ids);
    const where = `${sight} and ${ids ? `x.id = any(${b.bind(ids)}::uuid[])` : viewSql(query.view)}`;
    const counted = b.values.length;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${SORT}, x.id) > (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(`select ${COLUMNS}, ${SORT} as sort_key ${FROM} where ${where}${from} order by sort_key, x.id limit ${b.bind(query.limit + 1)}`, b.values);
    const views = requestInViews.map((v) => `count(*) filter (where ${viewSql(v)})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => rowView(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq,
      views: Object.fromEntries(requestInViews.map((v) => [v, count?.[v] ?? 0])) as Record<RequestInView, number>,
    };
  }

  async detail(id: string, caller: Caller): Promise<RequestInDetail> {
    const b = new Binder();
    const sight = requestInSight(caller, b.bind);
    const [r] = await this.acts.read<ListRow>(`select ${COLUMNS}, '' as sort_key ${FROM} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!r) throw notFound('request');
    // a partner sees their own request and its answer, never what else we hold
    const records = caller.may('requestIn.answer', requestInGuarded(r)) || caller.may('requestIn.decline', requestInGuarded(r));
    return {
      ...rowView(r, caller), madeAt: r.made_at.toISOString(), legalBasis: r.legal_basis, purpose: r.purpose, reason: r.reason, exception: r.exception, question: r.question, when: r.send_when,
      reviewer: records ? personRef(r.reviewer_id, r.reviewer_name, r.reviewer_initials, r.reviewer_title) : null, local: records ? await this.local(r) : [],
      declineReasons: Object.entries(inDeclineReasons).map(([code, exception]) => ({ code, exception })), entries: records ? await entriesOf(this.acts, id) : [],
    };
  }

  /** Released exams of ours that may be what is asked for, the best first; those already promised always. */
  private async local(r: ListRow): Promise<LocalExamView[]> {
    const db = queryable(this.acts) as Act;
    const issuers = await issuersOf(db);
    const asked = await personAsked(db, r.subject, r.patient_id, issuers);
    const rows = await this.acts.read<{ id: string; head: Record<string, string | undefined>; modalities: string[]; received: number; source: string | null; report: string | null; patient_id: string | null; chosen: boolean; sent_at: Date | null; decision_id: string | null; answer: string | null; send_id: string | null; send_state: SendState | null; send_reason: string | null }>(
      `select x.id, e.head, x.modalities, x.received, f.name as source, (select max(p.status) from report p where p.exam_id = x.id) as report, m.patient_id, q.exam_id is not null as chosen, q.sent_at, q.decision_id, q.answer, s.id as send_id, s.state as send_state, s.reason as send_reason
       from inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') left join request_in_exam q on q.exam_id = x.id and q.request_id = $1 left join send s on s.id = q.send_id
       where q.exam_id is not null or (x.state = 'released' and m.patient_id is not null and m.patient_id in (
         select p.id from patient p where p.id = $2 or (p.birth_date = $3 and p.id in (select n.patient_id from patient_name n where lower(n.family) = lower($4)))))
       order by e.head->>'studyDate' desc nulls last limit 100`, [r.id, r.patient_id, r.subject.birthDate, r.subject.family]);
    const people = new Map((await loadPatients((sql, p) => this.acts.read(sql, p), [...new Set(rows.flatMap((x) => (x.patient_id ? [x.patient_id] : [])))])).map((p) => [p.id, personOf(p, issuers)]));
    return rows.map((x) => {
      const person = x.patient_id ? people.get(x.patient_id) : undefined;
      const fit = person ? fitOf({ facilityId: 'here', person: asked, wanted: r.wanted }, { facilityId: 'here', person, modalities: x.modalities, description: `${x.head['studyDescription'] ?? ''} ${x.head['bodyPartExamined'] ?? ''}`, studyDate: isoDate(x.head['studyDate']) }) : null;
      return {
        examId: x.id, description: x.head['studyDescription'] || x.modalities.join('/') || 'Exam', modalities: x.modalities, studyDate: isoDate(x.head['studyDate']), images: x.received, source: x.source ?? '', report: x.report, fits: fit?.fits ?? false,
        chosen: x.chosen, sentAt: x.sent_at?.toISOString() ?? null, decisionId: x.decision_id, answer: x.answer, send: x.send_id && x.send_state ? { id: x.send_id, state: x.send_state, reason: x.send_reason } : null, score: fit?.score ?? 0,
      };
    }).sort((a, b) => b.score - a.score).map(({ score: _score, ...view }) => view);
  }
}

function viewSql(view: RequestInView): string {
  switch (view) {
    case 'open': return `x.state in ${OPEN}`;
    case 'emergency': return `x.state in ${OPEN} and x.asked_by = 'emergency'`;
    case 'to-approve': return `x.state = 'awaiting-approval'`;
    case 'promised': return `x.state in ('accepted', 'partly-fulfilled')`;
    case 'done': return `x.state not in ${OPEN}`;
  }
}

function rowView(r: ListRow, caller: Caller): RequestInRow {
  const over = ['fulfilled', 'declined', 'withdrawn'].includes(r.state);
  const holder = over ? null : (r.clock.at(-1)?.holder ?? 'records');
  const moves: MoveOffer[] = OFFERS.flatMap(([move, ability]) => (requestInMachine.answer(r.state, move) === 'legal' && caller.offer(move, ability, requestInGuarded(r))) || []);
  return {
    id: r.id, number: requestInNumber(r.number), version: r.version, state: r.state, stateSince: r.state_since.toISOString(), patient: toldView(r.subject, r.mrn), facility: r.facility_id && r.facility_name ? { id: r.facility_id, name: r.facility_name } : null,
    requester: r.requester, reference: r.reference, wanted: r.wanted, withReports: r.with_reports, emergency: r.asked_by === 'emergency',
    clock: clockView({ ...r, due_at: ['received', 'reviewing'].includes(r.state) ? r.due_at : (r.promised_by ?? r.due_at) }, { over, holder, holderName: holder === 'requester' ? r.requester.name : r.reviewer_name }), legalLastAt: r.legal_last_at.toISOString(), accepted: r.accepted, sent: r.sent,
    promisedBy: r.promised_by?.toISOString() ?? null, moves,
  };
}
