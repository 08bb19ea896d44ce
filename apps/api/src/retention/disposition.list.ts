import type { AbilityName } from '@causeway/access';
import type { DispositionDetail, DispositionItemView, DispositionPage, DispositionQuery, DispositionRow, MoveOffer } from '@causeway/contracts';
import { dispositionMachine, purgeMachine, type DispositionMove, type PurgeState } from '@causeway/domain';
import { nameView } from '../exams/names';
import { personRef } from '../exchange/directory';
import { markOf, placeOf } from '../exchange/paging';
import { isoDate } from '../inbound/facts';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { system } from '../platform/acts/actor';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import type { EventStream } from '../platform/stream/stream';
import { dispositionGuarded, type DispositionColumns } from './disposition.row';
import { objectionsTo } from './purge';
import { evaluate } from './verdict';

type Who = 'proposed' | 'reviewer' | 'approver';
type ListRow = DispositionColumns & Record<`${Who}_name` | `${Who}_initials` | `${Who}_title`, string | null> & { exams: number; out: number; purged: number; refused: number; megabytes: number; sort_key: string; now: Date };
const WHO: readonly (readonly [Who, string])[] = [['proposed', 'proposed_by'], ['reviewer', 'reviewer_id'], ['approver', 'approver_id']];
const COLUMNS = `d.*, ${WHO.map(([w]) => `${w}.name as ${w}_name, ${w}.initials as ${w}_initials, ${w}.title as ${w}_title`).join(', ')},
  (select count(*)::int from disposition_item i where i.disposition_id = d.id) as exams, (select count(*)::int from disposition_item i where i.disposition_id = d.id and i.state = 'out') as out,
  (select count(*)::int from disposition_item i where i.disposition_id = d.id and i.state = 'purged') as purged, (select count(*)::int from disposition_item i where i.disposition_id = d.id and i.state = 'refused') as refused,
  (select coalesce(sum(s.bytes), 0)::float / 1000000 from disposition_item i join instance s on s.exam_id = i.exam_id where i.disposition_id = d.id and i.state = 'in') as megabytes, clock_timestamp() as now`;
const JOINS = WHO.map(([w, column]) => `left join person ${w} on ${w}.id = d.${column}`).join(' ');
const SORT = `to_char(d.made_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;
const STATES = { open: ['proposed', 'in-review', 'second-review', 'approved'], 'to-approve': ['second-review'], ended: ['executed', 'rejected', 'cancelled'] } as const;
const SEES: readonly AbilityName[] = ['disposition.review', 'disposition.approve'];
const OFFERS: readonly (readonly [DispositionMove, AbilityName])[] = [
  ['review', 'disposition.review'], ['endorse', 'disposition.review'], ['approve', 'disposition.approve'], ['send-back', 'disposition.approve'], ['reject', 'disposition.review'], ['cancel', 'disposition.review'],
];

/** Ends the transaction of a dry run without keeping anything of it. */
class DryRun extends Error {
  constructor(readonly objections: ReadonlyMap<string, readonly string[]>) {
    super('dry run');
  }
}

/** Dispositions, and for one of them what its purges would meet now. */
export class DispositionList {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: DispositionQuery, caller: Caller): Promise<DispositionPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const where = `${sightOf(caller, b)} and d.state = any(${b.bind(STATES[query.view])})`;
    const counted = b.values.length;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${SORT}, d.id) < (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(`select ${COLUMNS}, ${SORT} as sort_key from disposition d ${JOINS} where ${where}${from} order by sort_key desc, d.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const [count] = await this.acts.read<{ n: number }>(`select count(*)::int as n from disposition d where ${where}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { rows: shown.map((r) => rowView(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.n ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq };
  }

  async detail(id: string, caller: Caller): Promise<DispositionDetail> {
    const b = new Binder();
    const [r] = await this.acts.read<ListRow>(`select ${COLUMNS}, '' as sort_key from disposition d ${JOINS} where d.id = ${b.bind(id)} and ${sightOf(caller, b)}`, b.values);
    if (!r) throw notFound('disposition');
    const items = await this.acts.read<{
      exam_id: string; state: DispositionItemView['state']; cause: string | null; until: string; because: string; head: Record<string, string | undefined>; modalities: string[]; source: string | null; images: number; megabytes: number; purge: PurgeState | null;
    }>(
      `select i.exam_id, i.state, i.cause, i.until::text as until, i.because, e.head, x.modalities, f.name as source, (select count(*)::int from instance s where s.exam_id = i.exam_id) as images,
         (select coalesce(sum(s.bytes), 0)::float / 1000000 from instance s where s.exam_id = i.exam_id) as megabytes, p.state as purge
       from disposition_item i join exam e on e.id = i.exam_id join inbound x on x.id = i.exam_id left join facility f on f.id = e.source_facility_id left join purge p on p.disposition_id = i.disposition_id and p.exam_id = i.exam_id
       where i.disposition_id = $1 order by i.until, i.exam_id`, [id]);
    // a purge that has begun holds its exam itself: nothing is checked against it any more
    const meets = await this.dryRun(id, items.filter((i) => i.state === 'in' && (i.purge === null || i.purge === purgeMachine.initial)).map((i) => i.exam_id));
    const targets = await this.acts.read<{ id: string; label: string }>(
      `select p.id, f.name || ', ' || p.label as label from endpoint p join facility f on f.id = p.facility_id where p.direction in ('out', 'both') and p.disabled_at is null and p.purpose in ('pacs', 'vna', 'images') and p.kind in ('dimse', 'dicomweb') order by f.host desc, f.name, p.label`);
    return {
      ...rowView(r, caller), targets, items: items.map((i) => ({
        examId: i.exam_id, state: i.state, cause: i.cause, until: i.until, because: i.because, patient: i.state === 'purged' ? '' : nameView(i.head['patientName'] ?? '').text, description: i.head['studyDescription'] || i.modalities.join('/') || 'Exam',
        studyDate: isoDate(i.head['studyDate']), source: i.source, images: i.images, megabytes: Math.round(i.megabytes * 10) / 10, objections: meets.get(i.exam_id) ?? [], purge: i.purge,
      })),
    };
  }

  /** The checks of each purge, made as they would be made and taken back. */
  private async dryRun(id: string, exams: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (exams.length === 0) return new Map();
    try {
      await this.acts.run(system('retention'), async (act) => {
        const found = new Map<string, readonly string[]>();
        for (const exam of [...exams].sort()) found.set(exam, await objectionsTo(act, { exam_id: exam, disposition_id: id }, await evaluate(act, exam, this.settings)));
        throw new DryRun(found);
      });
    } catch (error) {
      if (error instanceof DryRun) return error.objections;
      throw error;
    }
    throw new Error('A dry run ended without an answer');
  }
}

const sightOf = (caller: Caller, b: Binder): string =>
  rowSql(SEES.flatMap((name) => caller.rows(name)), { facilityIds: 'd.facility_ids', serviceLine: `coalesce(d.service_line, '')`, earlierActors: `'{}'::uuid[]` }, b.bind);

function rowView(r: ListRow, caller: Caller): DispositionRow {
  const who = (name: Who, id: string | null) => personRef(id, r[`${name}_name`], r[`${name}_initials`], r[`${name}_title`]);
  const moves: MoveOffer[] = OFFERS.flatMap(([move, ability]) => (dispositionMachine.answer(r.state, move) === 'legal' && caller.offer(move, ability, dispositionGuarded(r))) || []);
  return {
    id: r.id, number: r.number, version: r.version, state: r.state, stateSince: r.state_since.toISOString(), title: r.title, action: r.action, exams: r.exams, out: r.out, purged: r.purged, refused: r.refused, megabytes: Math.round(r.megabytes * 10) / 10,
    proposedBy: who('proposed', r.proposed_by), reviewer: who('reviewer', r.reviewer_id), approver: who('approver', r.approver_id), reason: r.reason, dueAt: r.due_at.toISOString(), madeAt: r.made_at.toISOString(), signed: r.certificate !== null, moves,
  };
}
