import { sendViews, type MoveOffer, type PersonRef, type SendPage, type SendQuery, type SendRow, type SendView } from '@causeway/contracts';
import { sendMachine, type SendMove } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { markBehind, placeBehind, placeSql } from '../platform/http/newest-first';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { nameView } from '../exams/names';
import { isoDate } from '../inbound/facts';
import { abilityOfSend } from './moves';
import { sendGuarded, sendRowColumns, type SendColumns } from './send.row';

interface Item { examId: string; head: Record<string, string | undefined>; modalities: string[]; images: number; withReports: boolean; decisionId: string | null }
export interface SendListRow extends SendColumns { items: Item[] | null; recipient_name: string; owner: PersonRef; label: string | null; kind: string | null; total: number; verified: number; now: Date; place: string }

const FROM = `from send x join facility f on f.id = x.recipient_id join person o on o.id = x.owner_id left join endpoint p on p.id = x.endpoint_id`;
const COLUMNS = `x.*, f.name as recipient_name, jsonb_build_object('id', o.id, 'name', o.name, 'initials', o.initials, 'title', o.title) as owner, p.label, p.kind, ${placeSql('x.made_at')}, clock_timestamp() as now, coalesce(c.total, 0) as total, coalesce(c.verified, 0) as verified, items.list as items`;
const MORE = `left join lateral (select count(*)::int as total, count(*) filter (where r.state = 'verified')::int as verified from transfer t join transfer_row r on r.transfer_id = t.id where t.send_id = x.id and t.successor_id is null) c on true
  left join lateral (select jsonb_agg(jsonb_build_object('examId', i.exam_id, 'head', e.head, 'modalities', n.modalities, 'images', n.received, 'withReports', i.with_reports, 'decisionId', i.decision_id) order by i.exam_id) as list
    from send_item i join exam e on e.id = i.exam_id join inbound n on n.id = i.exam_id where i.send_id = x.id) items on true`;

const VIEW = (view: SendView, me: string): string => {
  switch (view) {
    case 'open': return `x.state in ('draft', 'pre-flight', 'awaiting-approval', 'scheduled', 'sending', 'failed')`;
    case 'to-approve': return `x.state = 'awaiting-approval'`;
    case 'mine': return `x.owner_id = ${me} and x.state not in ('cancelled', 'revoked')`;
    case 'trouble': return `(x.state in ('failed', 'refused', 'expired') or (x.state = 'draft' and x.reason is not null))`;
    case 'done': return `x.state in ('delivered', 'accepted', 'refused', 'expired', 'cancelled', 'revoked')`;
    case 'all': return 'true';
  }
};

/** Sends this person may see, the newest first, by key. */
export class SendList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: SendQuery, caller: Caller): Promise<SendPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const me = `${b.bind(caller.id)}::uuid`;
    const sight = rowSql(caller.rows('exam.list'), sendRowColumns, b.bind);
    const ids = (query.ids ?? '').split(',').filter((id) => UUID.test(id));
    const where = `${sight} and ${me} is not null and ${query.ids ? `x.id = any(${b.bind(ids)}::uuid[])` : VIEW(query.view, me)} ${query.exam ? `and exists (select 1 from send_item i where i.send_id = x.id and i.exam_id = ${b.bind(query.exam)}::uuid)` : ''}`;
    const counted = b.values.length;
    const after = placeBehind(query.cursor);
    const from = after ? ` and (x.made_at, x.id) < (${b.bind(after[0])}::timestamptz, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<SendListRow>(`select ${COLUMNS} ${FROM} ${MORE} where ${where}${from} order by x.made_at desc, x.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const views = sendViews.map((v) => `count(*) filter (where ${VIEW(v, me)})::int as "${v}"`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => sendView(r, caller)), next: rows.length > query.limit && last ? markBehind(last) : null,
      total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq, views: Object.fromEntries(sendViews.map((v) => [v, count?.[v] ?? 0])) as Record<SendView, number>,
    };
  }

  async one(id: string, caller: Caller): Promise<SendListRow> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), sendRowColumns, b.bind);
    const [row] = await this.acts.read<SendListRow>(`select ${COLUMNS} ${FROM} ${MORE} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('send');
    return row;
  }
}

const OFFERS: readonly (SendMove | 'edit' | 'track' | 'give-link')[] = ['edit', 'submit', 'approve', 'deny', 'give-link', 'extend', 'retry', 'accept', 'refuse', 'track', 'cancel', 'revoke'];

export function sendView(r: SendListRow, caller: Caller): SendRow {
  const items = r.items ?? [];
  return {
    id: r.id, version: r.version, state: r.state, stateSince: r.state_since.toISOString(), patient: nameView(items[0]?.head['patientName'] ?? ''),
    exams: items.map((i) => ({ examId: i.examId, description: i.head['studyDescription'] || i.modalities.join('/') || 'Exam', modality: i.modalities.join('/'), studyDate: isoDate(i.head['studyDate']), images: i.images, withReports: i.withReports, decisionId: i.decisionId })),
    recipient: { facilityId: r.recipient_id, facility: r.link ? (r.recipient_person ?? '') : r.recipient_name, person: r.recipient_person, link: r.link }, purpose: r.purpose, urgency: r.urgency, when: { kind: r.when_kind, at: r.planned_at?.toISOString() ?? null }, owner: r.owner,
    route: r.link ? { label: 'Link', kind: 'link' } : r.label && r.kind ? { label: r.label, kind: r.kind } : null, total: r.total, verified: r.verified, reason: r.reason, madeAt: r.made_at.toISOString(), moves: movesOf(r, caller),
  };
}

function movesOf(r: SendListRow, caller: Caller): MoveOffer[] {
  return OFFERS.flatMap((name) => {
    const legal = name === 'give-link' ? r.link !== null && ['sending', 'delivered', 'accepted'].includes(r.state) : name === 'extend' ? r.link !== null && r.state === 'expired' : name === 'edit' ? r.state === 'draft' : name === 'track' ? r.kind === 'media' && ['delivered', 'sending'].includes(r.state) : sendMachine.answer(r.state, name) === 'legal';
    return legal ? (caller.offer(name, abilityOfSend[name]!, sendGuarded(r)) ?? []) : [];
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
