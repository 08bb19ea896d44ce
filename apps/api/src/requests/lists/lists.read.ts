import type { ListRun, MoveOffer, StandingListDetail, StandingListRow } from '@causeway/contracts';
import { personRef } from '../../exchange/directory';
import { toldView } from '../../exchange/subject';
import type { Acts } from '../../platform/acts/acts';
import { notFound } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import { requestNumber } from '../out.row';
import { LIST_COLUMNS, listSight, type ListColumns } from './list.row';

interface Read extends ListColumns {
  facility_name: string; owner_name: string | null; owner_initials: string | null; owner_title: string | null; for_name: string | null; for_initials: string | null; for_title: string | null;
  last: { at: string; asked: number; skipped: number; refused: number } | null;
}
const FROM = `from standing_list x join facility f on f.id = x.facility_id left join person o on o.id = x.owner_id left join person w on w.id = x.for_person_id`;
const COLUMNS = `${LIST_COLUMNS}, f.name as facility_name, o.name as owner_name, o.initials as owner_initials, o.title as owner_title, w.name as for_name, w.initials as for_initials, w.title as for_title,
  (select jsonb_build_object('at', r.round, 'asked', r.asked, 'skipped', r.skipped, 'refused', r.refused) from standing_list_run r where r.list_id = x.id order by r.round desc limit 1) as last`;
const RUNS_SHOWN = 12;

/** Standing lists as people see them: those whose requests they could make themselves. */
export class ListReads {
  constructor(private readonly acts: Acts) {}

  async all(caller: Caller): Promise<StandingListRow[]> {
    const b = new Binder();
    const rows = await this.acts.read<Read>(`select ${COLUMNS} ${FROM} where x.ended_at is null and ${listSight(caller, b.bind)} order by x.name, x.id limit 200`, b.values);
    return rows.map((r) => rowOf(r, caller));
  }

  async detail(id: string, caller: Caller): Promise<StandingListDetail> {
    const b = new Binder();
    const [r] = await this.acts.read<Read>(`select ${COLUMNS} ${FROM} where x.id = ${b.bind(id)} and x.ended_at is null and ${listSight(caller, b.bind)}`, b.values);
    if (!r) throw notFound('list');
    const runs = await this.acts.read<{ round: Date; at: Date; needed_by: Date; results: ListRun['results'] }>(`select round, at, needed_by, results from standing_list_run where list_id = $1 order by round desc limit ${RUNS_SHOWN}`, [id]);
    const newest = await this.acts.read<{ patient: string; id: string; number: number; state: string }>(
      'select distinct on (list_patient) list_patient as patient, id, number, state from request_out where list_id = $1 order by list_patient, made_at desc', [id]);
    const by = new Map(newest.map((n) => [n.patient, { id: n.id, number: requestNumber(n.number), state: n.state }]));
    return {
      ...rowOf(r, caller), ask: r.ask, forPerson: personRef(r.for_person_id, r.for_name, r.for_initials, r.for_title),
      people: r.patients.map(({ id: patient, ...told }) => ({ ...toldView(told, null), id: patient, told, request: by.get(patient) ?? null })),
      runs: runs.map((run) => ({ round: run.round.toISOString(), at: run.at.toISOString(), neededBy: run.needed_by.toISOString(), results: run.results })),
    };
  }
}

const rowOf = (r: Read, caller: Caller): StandingListRow => ({
  id: r.id, version: r.version, name: r.name, owner: personRef(r.owner_id, r.owner_name, r.owner_initials, r.owner_title), facility: { id: r.facility_id, name: r.facility_name }, serviceLine: r.service_line,
  what: r.ask.wanted.map((w) => w.what).join(', '), weekday: r.weekday, neededWithinDays: r.needed_within_days, endsOn: r.ends_on, patients: r.patients.length, paused: r.paused, nextAt: r.next_at?.toISOString() ?? null, last: r.last,
  moves: offers(r, caller),
});

/** Whoever could ask for it may stop it and go on with it; what it asks for is its owner's, until somebody takes it over. */
function offers(r: ListColumns, caller: Caller): MoveOffer[] {
  const mine = r.owner_id === caller.id;
  const names = [...(mine ? ['edit', 'end'] : ['take']), ...(r.paused === null ? ['pause'] : ['resume']), ...(r.paused === null && r.patients.length > 0 ? ['ask-now'] : [])];
  return names.map((move) => ({ move, needs: 'nothing' }));
}
