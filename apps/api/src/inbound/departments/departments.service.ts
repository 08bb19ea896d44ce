import type { DepartmentsView, SaveDepartments } from '@causeway/contracts';
import { departmentFaults, departments1, type Department } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { changedMeanwhile, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';

interface Row { version: number; departments: Department[]; reason: string; by_name: string; at: Date }
const ARCHIVES = `select e.id, e.label, e.purpose from endpoint e join facility f on f.id = e.facility_id where f.host and e.purpose in ('pacs', 'vna') and e.kind in ('dimse', 'dicomweb') and e.direction <> 'in' and e.disabled_at is null and e.state <> 'removed' order by e.label`;
const SHOWN = 30;

/** The list of departments: read, and changed as a next version. Exams keep the version they came under. */
export class Departments {
  constructor(private readonly acts: Acts) {}

  async view(caller: Caller): Promise<DepartmentsView> {
    const [rows, archives, exams] = await Promise.all([
      this.acts.read<Row>(`select * from department_book order by version desc limit ${SHOWN}`), this.acts.read<DepartmentsView['archives'][number]>(ARCHIVES),
      this.acts.read<{ department: string; n: number }>(`select x.department, count(*)::int as n from inbound x join exam e on e.id = x.id where x.department is not null and e.first_at > clock_timestamp() - interval '30 days' group by 1`),
    ]);
    return {
      version: rows[0]?.version ?? 0, departments: rows[0]?.departments ?? [], defaults: departments1, archives, exams: Object.fromEntries(exams.map((e) => [e.department, e.n])),
      history: rows.map((r) => ({ version: r.version, reason: r.reason, by: r.by_name, at: r.at.toISOString(), names: r.departments.map((d) => d.name) })), change: caller.offer('change', 'settings.change', {}),
    };
  }

  async save(caller: Caller, body: SaveDepartments): Promise<void> {
    caller.require('settings.change', {}, 'settings.change');
    await this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('department-book'))`);
      const [now] = await act.query<{ version: number }>('select max(version) as version from department_book');
      if ((now?.version ?? 0) !== body.version) throw changedMeanwhile();
      const faults = [...departmentFaults(body.departments), ...(await archiveFaults(act, body.departments))];
      if (faults.length > 0) throw new Refusal(422, 'fields', faults[0]?.says ?? '', { errors: faults.map((f) => ({ pointer: f.pointer, detail: f.says })) });
      await writeBook(act, body.version + 1, body.departments, body.reason);
    });
  }
}

/** The next version of the list, with its audit entry. */
export async function writeBook(act: Act, version: number, departments: readonly Department[], reason: string): Promise<void> {
  await act.query('insert into department_book (version, departments, reason, by_name) values ($1, $2, $3, $4)', [version, JSON.stringify(departments), reason, act.actor.name]);
  act.audit({ action: 'departments.saved', object: { kind: 'installation', id: 'departments' }, reason, details: { version, departments: departments.map((d) => d.name) } });
}

async function archiveFaults(act: Act, departments: readonly Department[]): Promise<{ readonly pointer: string; readonly says: string }[]> {
  const known = new Set((await act.query<{ id: string }>(ARCHIVES)).map((a) => a.id));
  return departments.flatMap((d, i) => (d.archiveId === null || known.has(d.archiveId) ? [] : [{ pointer: `/departments/${i}/archiveId`, says: `The archive of ${d.name} is no archive of this house that can be sent to. Choose one of the list, or leave it to the house.` }]));
}
