import { rolesHolding } from '@causeway/access';
import { inboundViews, type InboundPage, type InboundQuery, type InboundRow, type InboundSearch, type InboundView, type PersonRef } from '@causeway/contracts';
import { fold } from '@causeway/domain';
import { DateTime } from 'luxon';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import type { EventStream } from '../platform/stream/stream';
import { inboundRowColumns } from './inbound.row';
import { ROW_COLUMNS, ROW_FROM } from './list.sql';
import { inboundRow, type ListRow } from './row-view';
import { viewSql } from './views';

/** Sort keys as text that sorts like the value, so that one cursor form serves them all. */
const SORTS: Readonly<Record<InboundQuery['sort'], string>> = {
  clock: `coalesce(to_char(x.due_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '9')`,
  received: `to_char(x.made_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
  patient: `x.patient_text collate "C"`,
  source: `coalesce(f.name, '') collate "C"`,
  state: `x.state || to_char(x.state_since at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
};

/** Who may have asked for an exam: those who can say that they read what was found, and clinics' liaisons. */
const REQUESTING = [...rolesHolding('overread.acknowledge'), 'li'];

/** The inbox: keyset pages over what this person may see, with the counts of its views. */
export class InboundList {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: InboundSearch, caller: Caller): Promise<InboundPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const me = `${b.bind(caller.id)}::uuid`;
    const dayStart = `${b.bind(this.dayStart())}::timestamptz`;
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const view = viewSql(query.view, me, dayStart);
    const filters = filtersOf(query, b);
    // both places are named in every statement, whichever view it asks for
    const where = `${sight} and ${query.ids ? 'true' : view} and ${filters} and ${me} is not null and ${dayStart} is not null`;
    const counted = b.values.length;
    const key = SORTS[query.sort];
    const down = query.order === 'desc';
    const after = cursorOf(query.cursor);
    const from = after ? ` and (${key}, x.id) ${down ? '<' : '>'} (${b.bind(after.key)}, ${b.bind(after.id)}::uuid)` : '';
    const rows = await this.acts.read<ListRow & { sort_key: string; now: Date; fits: boolean }>(
      `select ${ROW_COLUMNS}, ${key} as sort_key, (${view}) as fits, clock_timestamp() as now ${ROW_FROM} where ${where}${from} order by sort_key ${query.order}, x.id ${query.order} limit ${b.bind(query.limit + 1)}`, b.values);
    const [count] = await this.acts.read<{ total: number; seen: number; count_today: number; median: number | null } & Record<string, number>>(this.countSql(sight, view, filters, me, dayStart), b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const now = rows[0]?.now ?? new Date();
    return {
      rows: shown.map((r) => inboundRow(r, caller, now)),
      next: rows.length > query.limit && last ? Buffer.from(JSON.stringify([last.sort_key, last.id])).toString('base64url') : null,
      total: count?.total ?? 0, hiddenByFilters: (count?.seen ?? 0) - (count?.total ?? 0), asOf: now.toISOString(), seq,
      views: Object.fromEntries(inboundViews.map((v) => [v, count?.[`view_${v.replaceAll('-', '_')}`] ?? 0])) as Record<InboundView, number>,
      doneToday: { count: count?.count_today ?? 0, medianMinutes: count?.median ?? null },
      fits: query.ids ? shown.filter((r) => r.fits).map((r) => r.id) : [],
    };
  }

  /** Everybody a need may name as its requester. */
  requesters(): Promise<PersonRef[]> {
    return this.acts.read<PersonRef>('select id, name, initials, title from person where disabled_at is null and roles && $1::text[] order by name, id', [REQUESTING]);
  }

  async one(id: string, caller: Caller): Promise<{ view: InboundRow; row: ListRow; now: Date }> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const [row] = await this.acts.read<ListRow & { now: Date }>(`select ${ROW_COLUMNS}, clock_timestamp() as now ${ROW_FROM} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('exam');
    return { view: inboundRow(row, caller, row.now), row, now: row.now };
  }

  /** The unclaimed exam whose clock runs out first and that this person may claim. */
  async nextToClaim(caller: Caller): Promise<string | null> {
    const b = new Binder();
    const sight = rowSql(caller.rows('item.claim'), inboundRowColumns, b.bind);
    const [row] = await this.acts.read<{ id: string }>(
      `select x.id from inbound x join lease l on l.item_kind = 'inbound' and l.item_id = x.id where l.state = 'free' and x.state in ('identifying', 'checking', 'triaging', 'quarantined') and ${sight}
       order by (x.urgency = 'high') desc, x.due_at nulls last, x.id limit 1`, b.values);
    return row?.id ?? null;
  }

  private countSql(sight: string, view: string, filters: string, me: string, dayStart: string): string {
    const views = inboundViews.map((v) => `count(*) filter (where ${viewSql(v, me, dayStart)})::int as view_${v.replaceAll('-', '_')}`).join(', ');
    return `select ${views}, count(*) filter (where ${view})::int as seen, count(*) filter (where ${view} and ${filters})::int as total,
      count(*) filter (where ${viewSql('done-today', me, dayStart)})::int as count_today,
      (percentile_cont(0.5) within group (order by extract(epoch from x.state_since - x.settled_at) / 60) filter (where ${viewSql('done-today', me, dayStart)}))::float as median
      from inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id left join lease l on l.item_kind = 'inbound' and l.item_id = x.id
        left join match m on m.exam_id = x.id and m.state not in ('unlinked', 'closed') where ${sight}`;
  }

  private dayStart(): Date {
    return DateTime.now().setZone(this.settings.SITE_ZONE).startOf('day').toJSDate();
  }
}

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((t) => t.trim()).filter(Boolean);

function filtersOf(query: InboundSearch, b: Binder): string {
  const tests = ['true'];
  const any = (column: string, text: string | undefined): void => {
    const values = list(text);
    if (values.length > 0) tests.push(`${column} = any(${b.bind(values)})`);
  };
  any('x.state', query.state);
  any('x.urgency', query.urgency);
  any('e.door', query.door);
  any('x.service_line', query.serviceLine);
  any(`coalesce(m.state, 'none')`, query.match);
  const ids = list(query.ids);
  if (ids.length > 0) tests.push(`x.id = any(${b.bind(ids.filter((i) => /^[0-9a-f-]{36}$/i.test(i)))}::uuid[])`);
  const modalities = list(query.modality);
  if (modalities.length > 0) tests.push(`x.modalities && ${b.bind(modalities)}`);
  const sources = list(query.source);
  if (sources.length > 0) tests.push(`(f.id::text = any(${b.bind(sources)}) or f.name = any(${b.bind(sources)}))`);
  if (query.report) tests.push(`${query.report === 'yes' ? '' : 'not '}exists (select 1 from report r where r.exam_id = x.id and r.kind = 'outside')`);
  if (query.receivedFrom) tests.push(`x.made_at >= ${b.bind(query.receivedFrom)}::timestamptz`);
  if (query.q?.trim()) tests.push(...searchOf(query.q, b));
  return tests.join(' and ');
}

/** Every word must be found; "quoted" words as they stand. Searches names, identifiers, accession, description, facility and local record number. */
function searchOf(q: string, b: Binder): string[] {
  const words = [...q.matchAll(/"([^"]+)"|(\S+)/g)].map((m) => fold(m[1] ?? m[2] ?? '')).filter(Boolean).slice(0, 8);
  return words.map((word) => {
    const like = b.bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    return `(x.patient_text like ${like} or lower(f.name) like ${like} or exists (select 1 from match sm join patient sp on sp.id = sm.patient_id where sm.exam_id = x.id and sm.state in ('matched', 'overridden') and lower(sp.mrn) like ${like}))`;
  });
}

function cursorOf(cursor: string | undefined): { key: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (typeof key === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id)) return { key, id };
  } catch {
    // falls through to the one answer for every broken cursor
  }
  throw new Refusal(400, 'cursor', 'This page marker is not one of ours. Begin at the first page.');
}
