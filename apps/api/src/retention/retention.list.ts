import { retentionViews, type CalendarQuery, type RetentionCalendar, type RetentionPage, type RetentionPanel, type RetentionQuery, type RetentionView } from '@causeway/contracts';
import { idsOf, markOf, placeOf } from '../exchange/paging';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import type { EventStream } from '../platform/stream/stream';
import { BLOCKING, COVERS } from './blocking';
import { columns, FROM, JOINED, rowView, type ListRow } from './rows';
import { tombstoneOf } from './tombstones';

const SORT = `to_char(coalesce(v.until, 'infinity'), 'YYYY-MM-DD')`;
const SOON_DAYS = 90;

/** What is kept until when, and why. Everybody sees what the list of exams shows them. */
export class RetentionList {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: RetentionQuery, caller: Caller): Promise<RetentionPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const today = b.bind(this.today());
    const sight = sightOf(caller, b);
    const ids = idsOf(query.ids);
    const narrowed = [query.month ? `v.until >= ${b.bind(`${query.month}-01`)}::date and v.until < ${b.bind(`${query.month}-01`)}::date + interval '1 month'` : '', query.day ? `v.until = ${b.bind(query.day)}::date` : ''].filter(Boolean);
    const where = [sight, ids ? `v.id = any(${b.bind(ids)}::uuid[])` : narrowed.length > 0 ? `v.state <> 'disposed'` : viewSql(query.view, today), ...narrowed].join(' and ');
    const counted = b.values.length;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${SORT}, v.id) > (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(`select ${columns(today)}, ${SORT} as sort_key ${JOINED} where ${where}${from} order by sort_key, v.id limit ${b.bind(query.limit + 1)}`, b.values);
    const views = retentionViews.map((v) => `count(*) filter (where ${viewSql(v, today)})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => rowView(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq,
      views: Object.fromEntries(retentionViews.map((v) => [v, count?.[v] ?? 0])) as Record<RetentionView, number>,
    };
  }

  /** How many exams end their keeping on which day, some months ahead, and how many are over already. */
  async calendar(query: CalendarQuery, caller: Caller): Promise<RetentionCalendar> {
    const today = this.today();
    const from = query.from ?? today.slice(0, 7);
    const b = new Binder();
    const sight = sightOf(caller, b);
    const [start, now] = [b.bind(`${from}-01`), b.bind(today)];
    const days = await this.acts.read<{ day: string; exams: number; megabytes: number }>(
      `select v.until::text as day, count(*)::int as exams, coalesce(sum((select sum(i.bytes) from instance i where i.exam_id = v.id)), 0)::float / 1000000 as megabytes ${FROM}
       where ${sight} and v.state <> 'disposed' and v.until >= ${start}::date and v.until < ${start}::date + make_interval(months => ${b.bind(query.months)}) and ${now}::date is not null group by 1 order by 1`, b.values);
    const c = new Binder();
    const seen = sightOf(caller, c);
    const [sums] = await this.acts.read<{ overdue: number; forever: number }>(
      `select count(*) filter (where v.until < ${c.bind(today)}::date)::int as overdue, count(*) filter (where v.until = 'infinity')::int as forever ${FROM} where ${seen} and v.state <> 'disposed'`, c.values);
    return { today, from, overdue: sums?.overdue ?? 0, forever: sums?.forever ?? 0, days: days.map((d) => ({ ...d, megabytes: Math.round(d.megabytes * 10) / 10 })) };
  }

  /** What the page of one exam shows; the tombstone once it is purged. */
  async panel(examId: string, caller: Caller): Promise<RetentionPanel> {
    const b = new Binder();
    const today = b.bind(this.today());
    const sight = sightOf(caller, b);
    const [row] = await this.acts.read<ListRow>(`select ${columns(today)}, '' as sort_key ${JOINED} where v.id = ${b.bind(examId)} and ${sight}`, b.values);
    if (row) return { row: rowView(row, caller), tombstone: row.state === 'disposed' ? await tombstoneOf(this.acts, caller, examId) : null };
    const c = new Binder();
    const seen = sightOf(caller, c);
    const [exam] = await this.acts.read<{ id: string }>(`select x.id from inbound x where x.id = ${c.bind(examId)} and ${seen}`, c.values);
    if (!exam) throw notFound('exam');
    return { row: null, tombstone: null };
  }

  private today(): string {
    return dayIn(new Date(), this.settings.SITE_ZONE);
  }
}

export const sightOf = (caller: Caller, b: Binder): string => rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);

function viewSql(view: RetentionView, today: string): string {
  switch (view) {
    case 'due': return `v.state = 'due'`;
    case 'soon': return `v.state = 'kept' and v.until < ${today}::date + ${SOON_DAYS}`;
    case 'kept': return `v.state in ('evaluating', 'kept')`;
    case 'forever': return `v.state in ('kept', 'evaluating') and v.until = 'infinity'`;
    case 'held': return `v.state <> 'disposed' and exists (select 1 from hold h where h.state in ${BLOCKING} and ${COVERS})`;
    case 'purged': return `v.state = 'disposed'`;
  }
}
