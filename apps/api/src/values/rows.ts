import type { ValueRowPage, ValueRowQuery, ValueRowView } from '@causeway/contracts';
import { valueNames, type ValueId } from '@causeway/domain';
import { stringify } from 'csv-stringify/sync';
import { caseNumber, caseGuarded } from '../cases/case.row';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { requestGuarded, requestNumber } from '../requests/out.row';
import { sendGuarded } from '../sends/send.row';
import { span, whereOf } from './report';

interface Row { id: string; value: ValueId; at: Date; amount: string; unit: string; confidence: string; facility: string | null; service_line: string | null; evidence: Record<string, unknown>; case_id: string | null; exam_id: string | null }
type Link = ValueRowView['evidence'][number];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT/;
const MOST_CSV = 50_000;

/** The rows behind a number, each with what it was computed from. What a person may not open is said to exist and leads nowhere. */
export class ValueRows {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async page(query: ValueRowQuery, caller: Caller): Promise<ValueRowPage> {
    const rows = await this.read(query, caller, query.limit + 1, query.cursor);
    const shown = rows.slice(0, query.limit);
    return { rows: await Promise.all(shown.map((r) => this.view(r, caller))), next: rows.length > query.limit ? `${shown.at(-1)?.at.toISOString()} ${shown.at(-1)?.id}` : null };
  }

  /** Ids, numbers and instants: nothing about a patient, and nothing a spreadsheet would run. */
  async csv(query: Omit<ValueRowQuery, 'value' | 'limit'> & { readonly value?: string }, caller: Caller): Promise<string> {
    const rows = await this.read(query, caller, MOST_CSV, undefined);
    return stringify(rows.map((r) => [r.value, valueNames[r.value], r.at.toISOString(), r.amount, r.unit, r.confidence, safe(r.facility ?? ''), r.service_line ?? '', JSON.stringify(r.evidence)]), { header: true, columns: ['value', 'name', 'at', 'amount', 'unit', 'confidence', 'facility', 'service line', 'evidence'] });
  }

  private async read(query: Omit<ValueRowQuery, 'value' | 'limit'> & { readonly value?: string }, caller: Caller, limit: number, cursor: string | undefined): Promise<Row[]> {
    const { from, to } = span(query, this.settings.SITE_ZONE);
    const b = new Binder();
    const where = whereOf(query, caller, b, from, to, this.settings.SITE_ZONE);
    const [at, id] = (cursor ?? '').split(' ');
    const after = INSTANT.test(at ?? '') && UUID.test(id ?? '') ? ` and (date_trunc('milliseconds', v.at), v.id) < (${b.bind(at)}::timestamptz, ${b.bind(id)}::uuid)` : '';
    return this.acts.read<Row>(
      `select v.id, v.value, v.at, v.amount::text, v.unit, v.confidence, f.name as facility, v.service_line, v.evidence, v.case_id, v.exam_id from value_row v left join facility f on f.id = v.facility_id
       where ${where}${query.value ? ` and v.value = ${b.bind(query.value)}` : ''}${after} order by date_trunc('milliseconds', v.at) desc, v.id desc limit ${b.bind(limit)}`, b.values);
  }

  private async view(r: Row, caller: Caller): Promise<ValueRowView> {
    const evidence: Link[] = [];
    for (const [of, value] of Object.entries(r.evidence)) {
      if (value === null || value === '' || of === 'facility') continue;
      const id = typeof value === 'string' && UUID.test(value) ? value : null;
      const known = id === null ? null : await this.thing(of, id, caller);
      evidence.push({ of, text: known?.text ?? (id === null ? textOf(value) : 'not for you to open'), opens: known ? { kind: known.kind, id: known.id } : null });
    }
    return { id: r.id, at: r.at.toISOString(), amount: Number(r.amount), unit: r.unit, confidence: r.confidence, facility: r.facility, serviceLine: r.service_line, evidence };
  }

  /** The thing behind an id of the evidence, where this person may open it. */
  private async thing(of: string, id: string, caller: Caller): Promise<{ kind: string; id: string; text: string } | null> {
    if (of === 'exam') {
      const [x] = await this.acts.read<InboundColumns>('select * from inbound where id = $1', [id]);
      return x && caller.may('exam.list', guardedOf(x)) ? { kind: 'inbound', id, text: 'exam' } : null;
    }
    if (of === 'case') {
      const [c] = await this.acts.read<Parameters<typeof caseGuarded>[0] & { number: number }>('select number, facility_ids, service_line, care_team, restricted, opener_id from exchange_case where id = $1', [id]);
      return c && (caller.may('case.work', caseGuarded(c, caller)) || caller.may('case.decide', caseGuarded(c, caller))) ? { kind: 'case', id, text: caseNumber(c.number) } : null;
    }
    if (of === 'request') {
      const [q] = await this.acts.read<Parameters<typeof requestGuarded>[0] & { number: number }>('select number, facility_ids, service_line, care_team, requester_id, submitted_by from request_out where id = $1', [id]);
      return q && (['requestOut.create', 'requestOut.log'] as const).some((a) => caller.may(a, requestGuarded(q))) ? { kind: 'requestOut', id, text: requestNumber(q.number) } : null;
    }
    if (of === 'send') {
      const [s] = await this.acts.read<Parameters<typeof sendGuarded>[0]>('select facility_ids, service_line, care_team, owner_id from send where id = $1', [id]);
      return s && caller.may('exam.list', sendGuarded(s)) ? { kind: 'send', id, text: 'send' } : null;
    }
    if (of === 'read') {
      const [o] = await this.acts.read<InboundColumns>('select x.* from overread o join inbound x on x.id = o.exam_id where o.id = $1', [id]);
      return o && caller.may('exam.list', guardedOf(o)) ? { kind: 'overread', id, text: 'over-read' } : null;
    }
    return null;
  }
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
/** A cell that a spreadsheet would run is marked as text. */
const safe = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
