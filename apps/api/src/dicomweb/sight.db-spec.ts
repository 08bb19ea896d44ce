// Sight as part of a query and sight held against rows that were read already are one and the same.
import { roles as ROLES, type Principal, type Role } from '@causeway/access';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import { specUid } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { inSight, SIGHT_COLUMNS, sightOf, type Sighted } from './sight';

let b: Bench;
let exams: Sighted[];
const OTHER_HOUSE = newId();
const [ME, COLLEAGUE, STRANGER] = [newId(), newId(), newId()];

beforeAll(async () => {
  b = await bench();
  const rows = ['settled', 'quarantined', 'purged'].flatMap((state) => [[b.host], [OTHER_HOUSE], [b.host, OTHER_HOUSE], []].flatMap((facilities) => ['burn', 'stroke'].flatMap((line) =>
    [[], [ME], [COLLEAGUE]].flatMap((team) => ['all', 'requester', null].flatMap((visible) => [[], [ME, STRANGER]].map((named) => ({ id: newId(), uid: specUid(), state, facilities, line, team, visible, named })))))));
  await b.acts.read(`insert into exam (id, study_uid, head, door) select (r->>'id')::uuid, r->>'uid', '{}', 'dimse' from jsonb_array_elements($1) r`, [JSON.stringify(rows)]);
  await b.acts.read(
    `insert into inbound (id, state, facility_ids, service_line, care_team, visible, named)
     select (r->>'id')::uuid, r->>'state', array(select jsonb_array_elements_text(r->'facilities')::uuid), r->>'line', array(select jsonb_array_elements_text(r->'team')::uuid), r->>'visible', array(select jsonb_array_elements_text(r->'named')::uuid)
     from jsonb_array_elements($1) r`, [JSON.stringify(rows)]);
  exams = await b.acts.read<Sighted>(`select x.id as exam_id, ${SIGHT_COLUMNS} from inbound x order by x.id`);
  expect(exams).toHaveLength(rows.length);
});
afterAll(() => b.close());

/** People of every role, with and without what their rights rest on. */
function* people(): Generator<Principal> {
  const others: Partial<Principal>[] = [{}, { facilities: [] }, { serviceLines: [] }, { delegators: [COLLEAGUE] }, { seeingFor: [COLLEAGUE] }, { opened: exams.slice(0, 200).map((one) => one.exam_id) }];
  for (const role of Object.keys(ROLES) as Role[]) for (const other of others) yield { kind: 'person', id: ME, name: role, roles: [role], facilities: [b.host], serviceLines: ['burn'], ...other };
  yield { kind: 'person', id: ME, name: 'two roles', roles: ['cl', 'tr'], facilities: [b.host], serviceLines: ['burn'] };
}
const tokenOf = (behind: Principal): Principal => ({ kind: 'client', id: newId(), name: 'token', roles: ['ac'], facilities: behind.facilities, serviceLines: behind.serviceLines, scopes: ['exam.list', 'exam.view', 'inbound.quarantine'], behind });

it('for every role and token, over states, facilities, service lines, teams and audiences', { timeout: 60_000 }, async () => {
  const seen = new Set<number>();
  for (const person of people()) {
    for (const caller of [person, tokenOf(person)].map((who) => new Caller(who, { reauthenticated: false, id: null }))) {
      for (const ability of ['exam.list', 'exam.view'] as const) {
        const binder = new Binder();
        const bySql = await b.acts.read<Sighted>(`select x.id as exam_id from inbound x where ${sightOf(caller, ability, binder.bind)} order by x.id`, binder.values);
        const byRow = exams.filter((exam) => inSight(caller, ability, exam));
        expect(byRow.map((one) => one.exam_id), `${caller.principal.kind} ${JSON.stringify(person)} ${ability}`).toEqual(bySql.map((one) => one.exam_id));
        seen.add(byRow.length);
      }
    }
  }
  // nothing, everything, and much between: it is not the same for all
  expect(seen.size).toBeGreaterThan(8);
  expect([Math.min(...seen), Math.max(...seen)]).toEqual([0, expect.any(Number)]);
});
