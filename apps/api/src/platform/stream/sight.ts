import { mayEver, type AbilityName } from '@causeway/access';
import type { StreamEvent } from '@causeway/contracts';
import type { Acts } from '../acts/acts';
import type { Caller } from '../http/caller';
import { Binder, rowSql } from '../http/row-sql';

/** From which rows, by which abilities (one is enough), a kind of thing is seen. Exams' things are seen with their exam. */
const SIGHT: Readonly<Record<string, { readonly ability: readonly AbilityName[]; readonly from: string; readonly restricted?: string }>> = {
  inbound: { ability: ['exam.list'], from: 'inbound x where x.id' },
  exam: { ability: ['exam.list'], from: 'inbound x where x.id' },
  match: { ability: ['exam.list', 'match.accept'], from: 'inbound x join match m on m.exam_id = x.id where m.id' },
  registration: { ability: ['exam.list', 'registration.complete'], from: 'inbound x join registration m on m.exam_id = x.id where m.id' },
  recall: { ability: ['exam.list'], from: 'inbound x join recall m on m.exam_id = x.id where m.id' },
  transfer: { ability: ['exam.list'], from: `(select m.id, coalesce(i.facility_ids, q.facility_ids) as facility_ids, coalesce(i.service_line, q.service_line) as service_line, coalesce(i.care_team, q.care_team) as care_team, coalesce(i.audience, array['everyone']) as audience
    from transfer m left join inbound i on i.id = m.exam_id left join request_out q on q.id = m.request_id) x where x.id` },
  send: { ability: ['exam.list'], from: 'send x where x.id' },
  lease: { ability: ['exam.list'], from: 'inbound x join lease m on m.item_id = x.id where m.id' },
  parcel: { ability: ['link.issue'], from: 'parcel x where x.id' },
  link: { ability: ['link.issue'], from: 'upload_link x where x.id' },
  overread: { ability: ['exam.list'], from: 'overread x where x.id' },
  // a restricted case is signalled to its team only
  case: { ability: ['case.work', 'case.decide'], from: 'exchange_case x where x.id', restricted: 'x.restricted' },
  board: { ability: ['case.work', 'case.decide'], from: `(select id, facility_ids, service_line, '{}'::uuid[] as care_team from board) x where x.id` },
  opinion: { ability: ['case.work'], from: `(select id, facility_ids, service_line, '{}'::uuid[] as care_team from opinion) x where x.id` },
  endpoint: { ability: ['facility.read'], from: `(select id, array[facility_id] as facility_ids, ''::text as service_line, '{}'::uuid[] as care_team from endpoint) x where x.id` },
  requestOut: { ability: ['requestOut.create', 'requestOut.log'], from: 'request_out x where x.id' },
  standingList: { ability: ['requestOut.create'], from: `(select id, facility_ids, service_line, array[owner_id] as care_team from standing_list) x where x.id` },
  requestIn: { ability: ['requestIn.answer', 'requestIn.decline', 'requestIn.create'], from: `(select id, facility_ids, ''::text as service_line, '{}'::uuid[] as care_team from request_in) x where x.id` },
  facility: { ability: ['facility.read'], from: `(select id, array[id] as facility_ids, ''::text as service_line, '{}'::uuid[] as care_team from facility) x where x.id` },
  verdict: { ability: ['exam.list'], from: 'inbound x where x.id' },
  hold: { ability: ['hold.place', 'hold.request', 'hold.release'], from: `(select id, facility_ids, ''::text as service_line, '{}'::uuid[] as care_team from hold) x where x.id` },
  disposition: { ability: ['disposition.review', 'disposition.approve'], from: `(select id, facility_ids, coalesce(service_line, '') as service_line, '{}'::uuid[] as care_team from disposition) x where x.id` },
  purge: { ability: ['disposition.review', 'disposition.approve'], from: `(select p.id, d.facility_ids, coalesce(d.service_line, '') as service_line, '{}'::uuid[] as care_team from purge p join disposition d on d.id = p.disposition_id) x where x.id` },
  appointment: { ability: ['case.work'], from: `(select id, facility_ids, service_line, '{}'::uuid[] as care_team from appointment) x where x.id` },
};

/** Kinds whose row stands for an exam, with its audience. */
const EXAMS: ReadonlySet<string> = new Set(['inbound', 'exam', 'match', 'registration', 'recall', 'transfer', 'lease', 'verdict']);

const GOVERNANCE: ReadonlySet<string> = new Set(['policy', 'ballot', 'committee', 'arbitration']);

/** Whether a person may be told that a thing changed: the same filter as the lists, asked of the row as it is now. */
export class StreamSight {
  constructor(private readonly acts: Acts) {}

  async sees(caller: Caller, event: StreamEvent): Promise<boolean> {
    if (event.kind === 'notice') return this.own(caller, event.id);
    // policies and ballots hold no patient data: who may read them may be told
    if (GOVERNANCE.has(event.kind)) return mayEver(caller.ability, 'policy.read');
    // who is on duty is no secret inside the house
    if (event.kind === 'duty') return !caller.principal.roles.includes('pu');
    if (event.kind === 'breakglass') return mayEver(caller.ability, 'breakglass.open') || mayEver(caller.ability, 'breakglass.review');
    // the pages of accounts only: nothing of patients
    if (event.kind === 'access-review') return mayEver(caller.ability, 'people.review');
    if (event.kind === 'delegation') return caller.principal.kind === 'person' && !caller.principal.roles.includes('pu');
    if (event.kind === 'person') return mayEver(caller.ability, 'people.manage');
    // milestones, channels and owners: no patient, and every reader of the programme sees them
    if (event.kind === 'programme') return mayEver(caller.ability, 'insights.read');
    const sight = SIGHT[event.kind];
    if (!sight) return false;
    const b = new Binder();
    const columns = { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team', audience: EXAMS.has(event.kind) ? 'x.audience' : `array['everyone']`, earlierActors: `'{}'::uuid[]`, ...(event.kind === 'inbound' || event.kind === 'exam' ? { examId: 'x.id' } : {}) };
    const filter = rowSql(sight.ability.flatMap((name) => caller.rows(name)), columns, b.bind);
    if (filter === 'false') return false;
    const rows = await this.acts.read(`select 1 as seen from ${sight.from} = ${b.bind(event.id)} and ${filter}${sight.restricted ? ` and (not ${sight.restricted} or ${b.bind(caller.id)}::uuid = any(x.care_team))` : ''} limit 1`, b.values);
    return rows.length > 0;
  }

  private async own(caller: Caller, id: string): Promise<boolean> {
    return (await this.acts.read('select 1 as seen from notice where id = $1 and person_id = $2', [id, caller.id])).length > 0;
  }
}
