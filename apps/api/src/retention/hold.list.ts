import type { HoldDetail, HoldPage, HoldQuery, HoldRow, MoveOffer } from '@causeway/contracts';
import { holdMachine, type HoldMove } from '@causeway/domain';
import type { AbilityName } from '@causeway/access';
import { nameView } from '../exams/names';
import { personRef } from '../exchange/directory';
import { markOf, placeOf } from '../exchange/paging';
import { isoDate } from '../inbound/facts';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { EventStream } from '../platform/stream/stream';
import { COVERS } from './blocking';
import { holdGuarded, type HoldColumns } from './holds';
import { FOREVER } from './verdict';

type Who = 'asked' | 'placed' | 'release' | 'released';
type ListRow = HoldColumns & Record<`${Who}_name` | `${Who}_initials` | `${Who}_title`, string | null> & { about: string | null; exams: number; sort_key: string; now: Date };
const WHO: readonly (readonly [Who, string])[] = [['asked', 'asked_by'], ['placed', 'placed_by'], ['release', 'release_asked_by'], ['released', 'released_by']];
const PEOPLE = WHO.map(([who]) => `${who}.name as ${who}_name, ${who}.initials as ${who}_initials, ${who}.title as ${who}_title`).join(', ');
const JOINS = WHO.map(([who, column]) => `left join person ${who} on ${who}.id = h.${column}`).join(' ');
const COUNT = `(select count(*)::int from inbound x where ${COVERS})`;
const ABOUT = `case h.scope when 'facility' then (select f.name from facility f where f.id = h.facility_id) when 'patient' then (select 'MRN ' || p.mrn from patient p where p.id = h.patient_id) end`;
const SORT = `to_char(h.made_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;
const OFFERS: readonly (readonly [HoldMove, AbilityName])[] = [
  ['activate', 'hold.place'], ['decline', 'hold.place'], ['add-exams', 'hold.place'], ['ask-release', 'hold.release'], ['confirm-release', 'hold.release'], ['refuse-release', 'hold.release'],
];

/** Holds, with what each covers now. Seen by who may place, ask for or release one. */
export class HoldList {
  constructor(private readonly acts: Acts, private readonly stream: Pick<EventStream, 'position'>) {}

  async page(query: HoldQuery, caller: Caller): Promise<HoldPage> {
    const seq = this.stream.position;
    const b = new Binder();
    const states = { open: ['requested', 'active', 'release-asked'], 'to-confirm': ['requested', 'release-asked'], ended: ['released', 'declined'] }[query.view];
    const where = `${sightOf(caller, b)} and h.state = any(${b.bind(states)})`;
    const counted = b.values.length;
    const after = placeOf(query.cursor);
    const from = after ? ` and (${SORT}, h.id) < (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(`select ${SELECT}, ${SORT} as sort_key from hold h ${JOINS} where ${where}${from} order by sort_key desc, h.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const [count] = await this.acts.read<{ n: number }>(`select count(*)::int as n from hold h where ${where}`, b.values.slice(0, counted));
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { rows: shown.map((r) => rowView(r, caller)), next: rows.length > query.limit && last ? markOf(last.sort_key, last.id) : null, total: count?.n ?? 0, asOf: (rows[0]?.now ?? new Date()).toISOString(), seq };
  }

  async detail(id: string, caller: Caller): Promise<HoldDetail> {
    const b = new Binder();
    const [r] = await this.acts.read<ListRow>(`select ${SELECT}, '' as sort_key from hold h ${JOINS} where h.id = ${b.bind(id)} and ${sightOf(caller, b)}`, b.values);
    if (!r) throw notFound('hold');
    const c = new Binder();
    const sees = rowSql(caller.rows('exam.list'), inboundRowColumns, c.bind);
    const exams = await this.acts.read<{ id: string; head: Record<string, string | undefined>; modalities: string[]; source: string | null; state: string; until: string | null }>(
      `select x.id, e.head, x.modalities, f.name as source, x.state, v.until::text as until from hold h, inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id left join verdict v on v.id = x.id
       where h.id = ${c.bind(id)} and ${COVERS} and ${sees} order by e.head->>'studyDate' desc nulls last, x.id limit 1000`, c.values);
    return {
      ...rowView(r, caller), examList: exams.map((x) => ({
        examId: x.id, patient: nameView(x.head['patientName'] ?? '').text, description: x.head['studyDescription'] || x.modalities.join('/') || 'Exam', studyDate: isoDate(x.head['studyDate']), source: x.source, state: x.state,
        until: x.until === FOREVER ? 'forever' : x.until,
      })),
    };
  }
}

const SELECT = `h.*, h.planned_end::text as planned_end, ${PEOPLE}, ${ABOUT} as about, ${COUNT} as exams, clock_timestamp() as now`;
const SEES: readonly AbilityName[] = ['hold.place', 'hold.release', 'hold.request'];
/** Conditions of a second person are about acting, not about seeing. */
const sightOf = (caller: Caller, b: Binder): string => `(${rowSql(SEES.flatMap((name) => caller.rows(name)), { facilityIds: 'h.facility_ids', earlierActors: `'{}'::uuid[]` }, b.bind)} or h.asked_by = ${b.bind(caller.id)}::uuid)`;

function rowView(r: ListRow, caller: Caller): HoldRow {
  const who = (name: Who, id: string | null) => personRef(id, r[`${name}_name`], r[`${name}_initials`], r[`${name}_title`]);
  const moves: MoveOffer[] = OFFERS.filter(([move]) => !(move === 'decline' && r.asked_by === caller.id))
    .flatMap(([move, ability]) => (holdMachine.answer(r.state, move) === 'legal' && caller.offer(move, ability, holdGuarded(r))) || []);
  return {
    id: r.id, number: r.number, version: r.version, state: r.state, stateSince: r.state_since.toISOString(), matter: r.matter, custodian: r.custodian, reason: r.reason, scope: r.scope, about: r.about, exams: r.exams, plannedEnd: r.planned_end,
    askedBy: who('asked', r.asked_by) ?? { id: r.asked_by, name: '', initials: '', title: '' }, placedBy: who('placed', r.placed_by), releaseAskedBy: who('release', r.release_asked_by), releaseReason: r.release_reason,
    releasedBy: who('released', r.released_by), madeAt: r.made_at.toISOString(), moves,
  };
}
