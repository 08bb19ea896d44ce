import { overreadViews, type MoveOffer, type OverreadPage, type OverreadQuery, type OverreadRow, type OverreadView, type PersonRef, type ClockView } from '@causeway/contracts';
import { estimatedMinutes, fold, overreadMachine, type OverreadMove } from '@causeway/domain';
import type { AbilityName } from '@causeway/access';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { caseNumber } from '../cases/case.row';
import { nameView } from '../exams/names';
import { isoDate } from '../inbound/facts';
import { overreadGuarded, overreadRowColumns, type OverreadColumns } from './overread.row';

export interface ListRow extends OverreadColumns {
  study_uid: string; head: Record<string, string | undefined>; modalities: string[]; received: number; source_name: string | null; exam_state: string; current_revision: number; mrn: string | null;
  requester_name: string | null; requester_initials: string | null; requester_title: string | null; holder_name: string | null; holder_initials: string | null; holder_title: string | null;
  outside_report: boolean; priors: number; order_number: number | null; order_partner: string | null; author_id: string | null; now: Date; sort_key: string;
}

const OPEN = `('open', 'claimed', 'drafting', 'cosigning')`;
const FROM = `from overread x join exam e on e.id = x.exam_id join inbound i on i.id = x.exam_id left join facility f on f.id = e.source_facility_id
  left join match m on m.exam_id = x.exam_id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id
  left join person rp on rp.id = x.requester_id left join person hp on hp.id = x.holder_id left join exchange_case oc on oc.id = x.case_id left join facility op on op.id = oc.partner_id`;
const COLUMNS = `x.*, e.study_uid, e.head, i.modalities, i.received, i.state as exam_state, i.revision as current_revision, f.name as source_name, p.mrn, oc.number as order_number, op.name as order_partner,
  rp.name as requester_name, rp.initials as requester_initials, rp.title as requester_title, hp.name as holder_name, hp.initials as holder_initials, hp.title as holder_title,
  exists (select 1 from report r where r.exam_id = x.exam_id and r.kind = 'outside') as outside_report,
  (select count(*)::int from match pm join inbound pi on pi.id = pm.exam_id and pi.state = 'released' where pm.patient_id = m.patient_id and pm.exam_id <> x.exam_id and pm.state in ('matched', 'overridden')) as priors,
  (select author_id from overread_report r where r.overread_id = x.id and r.kind = 'report') as author_id, clock_timestamp() as now`;

const SORTS: Readonly<Record<OverreadQuery['sort'], string>> = {
  clock: `(case x.urgency when 'high' then '0' else '1' end) || coalesce(to_char(x.due_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '9')`,
  received: `to_char(x.made_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
  patient: `i.patient_text collate "C"`,
  state: `x.state || to_char(x.state_since at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
};

/** The over-read worklist: what this reader or requester may see, keyset-paged, with the counts of its views. */
export class OverreadList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: OverreadQuery, caller: Caller): Promise<OverreadPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const me = `${b.bind(caller.id)}::uuid`;
    const mine = `${b.bind(await this.subspecialties(caller))}::text[]`;
    const sight = rowSql(caller.rows('exam.list'), overreadRowColumns, b.bind);
    const view = viewSql(query.view, me, mine);
    const where = `${sight} and ${query.ids ? 'true' : view} and ${filters(query, b)} and ${me} is not null and ${mine} is not null`;
    const counted = b.values.length;
    const key = SORTS[query.sort];
    const after = cursorOf(query.cursor);
    const from = after ? ` and (${key}, x.id) > (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(`select ${COLUMNS}, ${key} as sort_key ${FROM} where ${where}${from} order by sort_key, x.id limit ${b.bind(query.limit + 1)}`, b.values);
    const views = overreadViews.map((v) => `count(*) filter (where ${viewSql(v, me, mine)})::int as view_${v.replaceAll('-', '_')}`).join(', ');
    const [count] = await this.acts.read<Record<string, number>>(`select ${views}, count(*) filter (where ${where})::int as total ${FROM} where ${sight}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map((r) => overreadRow(r, caller)), next: rows.length > query.limit && last ? Buffer.from(JSON.stringify([last.sort_key, last.id])).toString('base64url') : null,
      total: count?.['total'] ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq,
      views: Object.fromEntries(overreadViews.map((v) => [v, count?.[`view_${v.replaceAll('-', '_')}`] ?? 0])) as Record<OverreadView, number>,
    };
  }

  async one(id: string, caller: Caller): Promise<ListRow> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), overreadRowColumns, b.bind);
    const [row] = await this.acts.read<ListRow>(`select ${COLUMNS}, '' as sort_key ${FROM} where x.id = ${b.bind(id)} and ${sight}`, b.values);
    if (!row) throw notFound('over-read');
    return row;
  }

  /** The open read this person fits best: urgent first, then the clock, then age. */
  async nextToClaim(caller: Caller, but: readonly string[] = [], most = 1): Promise<{ id: string; version: number }[]> {
    const b = new Binder();
    const mine = `${b.bind(await this.subspecialties(caller))}::text[]`;
    const sight = rowSql(caller.rows('overread.claim'), overreadRowColumns, b.bind);
    return this.acts.read<{ id: string; version: number }>(
      `select x.id, x.version from overread x where x.state = 'open' and ${sight} and (cardinality(${mine}) = 0 or x.subspecialty = any(${mine}) or x.subspecialty = 'general') and not (${b.bind(caller.id)}::uuid = any(x.declined_by))
         and not (x.id = any(${b.bind(but)}::uuid[]))
       order by (x.urgency = 'high') desc, x.due_at nulls last, x.id limit ${b.bind(most)}`, b.values);
  }

  private async subspecialties(caller: Caller): Promise<string[]> {
    const [person] = await this.acts.read<{ subspecialties: string[] }>('select subspecialties from person where id = $1', [caller.id]);
    return person?.subspecialties ?? [];
  }
}

function viewSql(view: OverreadView, me: string, mine: string): string {
  switch (view) {
    case 'mine-to-read': return `x.state = 'open' and (cardinality(${mine}) = 0 or x.subspecialty = any(${mine}) or x.subspecialty = 'general') and not (${me} = any(x.declined_by))`;
    case 'stat': return `x.urgency = 'high' and x.state in ${OPEN}`;
    case 'mine': return `x.holder_id = ${me} and x.state in ('claimed', 'drafting', 'cosigning')`;
    case 'drafts': return `x.state in ('open', 'drafting', 'cosigning') and exists (select 1 from overread_draft d where d.overread_id = x.id and d.by_id = ${me})`;
    case 'to-acknowledge': return `x.state = 'signed' and ${me} = any(x.care_team)`;
    case 'discrepancies': return `x.grade in ('minor', 'major', 'critical')`;
    case 'all-open': return `x.state in ('awaiting-pick', 'open', 'claimed', 'drafting', 'cosigning', 'returned')`;
    case 'signed': return `x.state in ('signed', 'acknowledged')`;
  }
}

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((t) => t.trim()).filter(Boolean);

function filters(query: OverreadQuery, b: Binder): string {
  const tests = ['true'];
  for (const [column, text] of [['x.subspecialty', query.subspecialty], ['x.kind', query.kind], ['x.state', query.state], ['x.urgency', query.urgency]] as const) if (list(text).length > 0) tests.push(`${column} = any(${b.bind(list(text))})`);
  const ids = list(query.ids).filter((i) => /^[0-9a-f-]{36}$/i.test(i));
  if (query.ids) tests.push(`x.id = any(${b.bind(ids)}::uuid[])`);
  for (const word of (query.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8)) {
    const like = b.bind(`%${fold(word).replace(/[\\%_]/g, '\\$&')}%`);
    tests.push(`(i.patient_text like ${like} or lower(p.mrn) like ${like} or lower(f.name) like ${like})`);
  }
  return tests.join(' and ');
}

function cursorOf(cursor: string | undefined): [string, string] | null {
  if (!cursor) return null;
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (typeof key === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id)) return [key, id];
  } catch {
    // one answer for every broken cursor, below
  }
  throw new Refusal(400, 'cursor', 'This page marker is not one of ours. Begin at the first page.');
}

const OFFERS: readonly (readonly [OverreadMove, AbilityName])[] = [
  ['pick', 'overread.pick'], ['claim', 'overread.claim'], ['draft', 'overread.claim'], ['release', 'overread.claim'], ['take-over', 'overread.takeover'], ['decline', 'overread.claim'], ['return', 'overread.claim'],
  ['resume', 'overread.assign'], ['submit', 'overread.draft'], ['send-back', 'overread.sign'], ['sign', 'overread.sign'], ['addend', 'overread.sign'], ['acknowledge', 'overread.acknowledge'],
  ['withdraw', 'overread.withdraw'], ['retract', 'overread.retract'],
];
/** Moves that only who holds the claim makes. */
const HOLDERS: ReadonlySet<OverreadMove> = new Set(['draft', 'release', 'decline', 'return', 'submit']);

export function overreadRow(r: ListRow, caller: Caller): OverreadRow {
  const holder = person(r.holder_id, r.holder_name, r.holder_initials, r.holder_title);
  return {
    id: r.id, examId: r.exam_id, version: r.version, state: r.state, kind: r.kind, epoch: Number(r.epoch),
    order: r.case_id && r.order_number !== null ? { caseId: r.case_id, number: caseNumber(r.order_number), partner: r.order_partner } : null,
    patient: { name: nameView(r.head['patientName'] ?? ''), birthDate: isoDate(r.head['patientBirthDate']), sex: r.head['patientSex'] || null, mrn: r.mrn },
    exam: { studyUid: r.study_uid, description: r.head['studyDescription'] || r.modalities.join('/') || 'Exam', modalities: r.modalities, studyDate: isoDate(r.head['studyDate']), images: r.received, source: r.source_name ?? '', revision: r.current_revision },
    subspecialty: r.subspecialty, purpose: r.purpose, question: r.question, requester: person(r.requester_id, r.requester_name, r.requester_initials, r.requester_title), urgency: r.urgency, clock: clockOf(r),
    outsideReport: r.outside_report, priors: r.priors, estimatedMinutes: estimatedMinutes(r.modalities), decisionId: r.decision_id, grade: r.grade,
    lease: holder && r.until && ['claimed', 'drafting'].includes(r.state) ? { holder, until: r.until.toISOString(), epoch: Number(r.epoch), mine: holder.id === caller.id } : null,
    stateSince: r.state_since.toISOString(), moves: movesOf(r, caller),
  };
}

function movesOf(r: ListRow, caller: Caller): MoveOffer[] {
  return OFFERS.flatMap(([move, ability]) => {
    if (overreadMachine.answer(r.state, move) !== 'legal' || (HOLDERS.has(move) && r.holder_id !== caller.id)) return [];
    const owns = (r.state === 'cosigning' && r.holder_id !== caller.id) || (move === 'addend' && r.author_id === caller.id);
    const thing = overreadGuarded(r);
    return caller.offer(move, ability, owns ? { ...thing, owners: [caller.id] } : thing) ?? [];
  });
}

const person = (id: string | null, name: string | null, initials: string | null, title: string | null): PersonRef | null => (id && name ? { id, name, initials: initials ?? '', title: title ?? '' } : null);

function clockOf(r: ListRow): ClockView {
  const over = ['acknowledged', 'withdrawn', 'retracted'].includes(r.state);
  const end = over ? r.state_since : r.now;
  const segments = r.clock.flatMap((turn, i) => {
    const next = r.clock[i + 1];
    const seconds = Math.max(0, Math.round(((next ? Date.parse(next.at) : end.getTime()) - Date.parse(turn.at)) / 1000));
    return turn.holder === 'none' ? [] : [{ holder: turn.holder, seconds }];
  });
  return {
    state: over || !r.due_at || r.state === 'signed' ? 'none' : 'running', startedAt: r.clock[0]?.at ?? null, dueAt: r.due_at?.toISOString() ?? null,
    holder: over ? null : overreadMachine.table.states[r.state].holder, holderName: r.state === 'signed' ? r.requester_name : r.holder_name, segments,
  };
}
