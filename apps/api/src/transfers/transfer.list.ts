import { transferViews, type LedgerView, type ToldPatient, type TransferPage, type TransferQuery, type TransferRow, type TransferView } from '@causeway/contracts';
import { lineLimits, transferMachine, type TransferMove, type TransferState } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { markBehind, placeBehind, placeSql } from '../platform/http/newest-first';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { nameView } from '../exams/names';
import { guardedOf } from '../inbound/inbound.row';
import { abilityOfMove } from './transfer.moves';

export interface TransferListRow {
  id: string; version: number; state: TransferState; state_since: Date; direction: 'in' | 'out'; exam_id: string | null; send_id: string | null; request_id: string | null; subject: ToldPatient | null; description: string | null; head: Record<string, string | undefined> | null; modalities: string[] | null; study_uid: string;
  purpose: 'release' | 'send' | 'export' | 'fetch'; house: string; partner: string; endpoint_id: string; label: string; kind: string; facility_id: string; breaker: 'closed' | 'open' | 'half-open' | null; counts: Record<string, number>; total: number;
  bytes: string; bytes_done: string; rate: number | null; attempt: number; fruitless: number; next_due_at: Date | null; priority: number; cause: string | null; cause_detail: string | null; reason: string | null; paused_by: string | null;
  successor_id: string | null; made_at: Date; facility_ids: string[]; service_line: string; care_team: string[]; owner_id: string | null; now: Date; place: string;
}

/** A movement is seen with its exam; a fetch, whose exam may not be here yet, with the request it is for. */
const SIGHT = { facilityIds: 'coalesce(x.facility_ids, q.facility_ids)', serviceLine: 'coalesce(x.service_line, q.service_line)', careTeam: 'coalesce(x.care_team, q.care_team)', audience: `coalesce(x.audience, array['everyone'])`, examId: 'x.id' } as const;

const FROM = `from transfer t left join exam e on e.id = t.exam_id left join inbound x on x.id = t.exam_id left join request_out q on q.id = t.request_id join endpoint p on p.id = t.endpoint_id join facility f on f.id = p.facility_id
  left join line l on l.endpoint_id = t.endpoint_id left join send s on s.id = t.send_id`;
const COLUMNS = `t.id, t.version, t.state, t.state_since, t.direction, coalesce(t.exam_id, (select b.id from exam b where b.study_uid = t.study_uid and t.direction = 'in' order by b.first_at limit 1)) as exam_id, t.send_id, t.request_id, q.subject, t.description, e.head, x.modalities, coalesce(e.study_uid, t.study_uid) as study_uid, t.purpose, (select name from facility where host order by made_at limit 1) as house, f.name as partner, t.endpoint_id, p.label, p.kind, p.facility_id,
  l.breaker, c.counts, coalesce(c.total, 0) as total, t.bytes, t.bytes_done, case when t.state = 'running' then t.rate end as rate, t.attempt, t.fruitless, t.next_due_at, t.priority, t.cause, t.cause_detail, t.reason, t.paused_by, t.successor_id, t.made_at,
  ${SIGHT.facilityIds} as facility_ids, ${SIGHT.serviceLine} as service_line, ${SIGHT.careTeam} as care_team, coalesce(s.owner_id, q.requester_id) as owner_id, ${placeSql('t.made_at')}, clock_timestamp() as now`;
const COUNTS = `left join lateral (select jsonb_object_agg(state, n) as counts, sum(n)::int as total from (select state, count(*)::int as n from transfer_row r where r.transfer_id = t.id group by state) g) c on true`;

export const NEEDS_YOU = `t.state in ('partial', 'failed', 'expired', 'paused')`;
const VIEW: Readonly<Record<TransferView, string>> = {
  open: `t.state not in ('done', 'cancelled')`,
  'needs-you': NEEDS_YOU,
  moving: `t.state in ('running', 'verifying')`,
  waiting: `t.state = 'waiting'`,
  done: `t.state in ('done', 'cancelled')`,
  all: 'true',
};

type Filter = Partial<Pick<TransferQuery, 'view' | 'direction' | 'state' | 'endpoint' | 'cause' | 'send' | 'exam' | 'request'>>;
const words = (text: string | undefined): string[] => (text ?? '').split(',').map((w) => w.trim()).filter(Boolean);

function filterSql(filter: Filter, b: Binder): string {
  const tests = [VIEW[filter.view ?? 'all']];
  for (const [column, text] of [['t.state', filter.state], ['t.endpoint_id::text', filter.endpoint], ['t.cause', filter.cause]] as const) if (words(text).length > 0) tests.push(`${column} = any(${b.bind(words(text))}::text[])`);
  if (filter.direction) tests.push(`t.direction = ${b.bind(filter.direction)}`);
  if (filter.request) tests.push(`t.request_id = ${b.bind(filter.request)}::uuid`);
  if (filter.send) tests.push(`t.send_id = ${b.bind(filter.send)}::uuid`);
  if (filter.exam) tests.push(`t.exam_id = ${b.bind(filter.exam)}::uuid`);
  return tests.join(' and ');
}

/** Movements this person may see: those of exams they may list. The newest first, by key. */
export class TransferList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: TransferQuery, caller: Caller): Promise<TransferPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), SIGHT, b.bind);
    const where = `${sight} and ${query.ids ? `t.id = any(${b.bind(uuids(words(query.ids)))}::uuid[])` : filterSql(query, b)}`;
    const counted = b.values.length;
    const after = placeBehind(query.cursor);
    const from = after ? ` and (t.made_at, t.id) < (${b.bind(after[0])}::timestamptz, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<TransferListRow>(`select ${COLUMNS} ${FROM} ${COUNTS} where ${where}${from} order by t.made_at desc, t.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const views = transferViews.map((v) => `count(*) filter (where ${VIEW[v]})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => transferView(r, caller)), next: rows.length > query.limit && last ? markBehind(last) : null,
      total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq, views: Object.fromEntries(transferViews.map((v) => [v, count?.[v] ?? 0])) as Record<TransferView, number>,
    };
  }

  async one(id: string, caller: Caller): Promise<TransferListRow> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), SIGHT, b.bind);
    const [row] = await this.acts.read<TransferListRow>(`select ${COLUMNS} ${FROM} ${COUNTS} where t.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('transfer');
    return row;
  }

  /** All that match, as far as this person sees them; for acts on many. */
  async matching(ids: readonly string[] | null, filter: Filter | null, caller: Caller): Promise<{ id: string; state: string; counts: Record<string, number>; total: number; guarded: ReturnType<typeof guardOf> }[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), SIGHT, b.bind);
    const which = ids ? `t.id = any(${b.bind(ids)}::uuid[])` : filterSql(filter ?? {}, b);
    const rows = await this.acts.read<TransferListRow>(`select ${COLUMNS} ${FROM} ${COUNTS} where ${sight} and ${which} order by t.made_at, t.id limit 5000`, b.values);
    return rows.map((r) => ({ id: r.id, state: r.state, counts: r.counts ?? {}, total: r.total, guarded: guardOf(r) }));
  }
}

export const guardOf = (r: Pick<TransferListRow, 'facility_ids' | 'service_line' | 'care_team' | 'owner_id'>) => ({ ...guardedOf(r), owners: r.owner_id ? [r.owner_id] : [] });

const OFFERS: readonly (TransferMove | 'reroute' | 'exclude')[] = ['retry', 'pause', 'resume', 'reprioritise', 'reroute', 'cancel', 'exclude'];

export function transferView(r: TransferListRow, caller: Caller): TransferRow {
  const n = (state: string): number => r.counts?.[state] ?? 0;
  const ledger: LedgerView = { total: r.total, verified: n('verified'), sent: n('sent'), sending: n('sending'), unknown: n('unknown'), refused: n('rejected'), missing: n('missing'), excluded: n('excluded') };
  const left = bytesLeft(r, ledger);
  const moves = OFFERS.flatMap((name) => {
    if (name === 'reroute' && r.direction === 'in') return [];
    const machineMove = name === 'reroute' ? 'cancel' : name;
    if (name === 'exclude' ? !(['partial', 'failed', 'waiting', 'paused'].includes(r.state) && ledger.refused + ledger.missing > 0) : transferMachine.answer(r.state, machineMove as TransferMove) !== 'legal') return [];
    return caller.offer(name, abilityOfMove[name]!, guardOf(r)) ?? [];
  });
  return {
    id: r.id, version: r.version, state: r.state, stateSince: r.state_since.toISOString(), examId: r.exam_id, sendId: r.send_id, requestId: r.request_id, patient: nameView(r.subject ? `${r.subject.family}^${r.subject.given}` : (r.head?.['patientName'] ?? '')),
    exam: r.description || [(r.modalities ?? []).join('/'), r.head?.['studyDescription']].filter(Boolean).join(' ') || 'Exam', direction: r.direction,
    ...(r.direction === 'in' ? { from: r.partner, to: r.house } : { from: r.house, to: r.partner === r.house ? r.label : r.partner }),
    line: { id: r.endpoint_id, label: r.label, kind: r.kind, breaker: r.breaker ?? 'closed' }, purpose: r.purpose, ledger, bytes: Number(r.bytes), bytesDone: Number(r.bytes_done), rate: r.rate,
    etaSeconds: r.rate && r.rate > 0 && (r.direction === 'out' || ledger.verified > 0) ? Math.ceil(left / r.rate) : null, attempt: r.attempt, fruitless: r.fruitless, mostFruitless: lineLimits.attempts, nextDueAt: r.state === 'waiting' ? (r.next_due_at?.toISOString() ?? null) : null, priority: r.priority,
    cause: r.cause, causeDetail: r.cause_detail, reason: r.reason, pausedBy: r.state === 'paused' ? r.paused_by : null, successorId: r.successor_id, madeAt: r.made_at.toISOString(), moves,
  };
}

/** Bytes still to come. A partner lists how many images it has and not how large they are: those that came tell what the others may be. */
function bytesLeft(r: TransferListRow, l: LedgerView): number {
  if (r.direction === 'out') return Math.max(0, Number(r.bytes) - Number(r.bytes_done));
  return l.verified === 0 ? 0 : (Number(r.bytes_done) / l.verified) * (l.total - l.verified - l.excluded);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uuids = (list: readonly string[]): string[] => list.filter((id) => UUID.test(id));
