import type { FacilityTasks, PlaybookView, SavePlaybook, SettleTask } from '@causeway/contracts';
import { playbookFor, standardPlaybooks, tasksOf, type Playbook, type PlaybookStage, type PlaybookStep, type StepHolder } from '@causeway/domain';
import { personRef } from '../../exchange/directory';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import { dayIn } from '../../platform/clocks';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { facilityChanged, facilityGuarded, facilitySight, lockPartner, logActivity } from '../facility.row';

interface Row { stage: PlaybookStage; kind: string; version: number; steps: PlaybookStep[]; by_name: string; at: Date }
interface TaskRow { id: string; stage: string; words: string; due_on: string; holder: StepHolder; owner_id: string | null; o_name: string | null; o_initials: string | null; o_title: string | null; state: 'open' | 'done' | 'dropped'; settled_by: string | null; settled_at: Date | null }

/** Lists of steps by stage and kind of facility, and the tasks of partners they were applied to. */
export class Playbooks {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  /** Those that come with the product as long as nobody wrote their own, and all that were written. */
  async all(): Promise<PlaybookView[]> {
    const own = await this.acts.read<Row>('select * from playbook');
    const standard = standardPlaybooks.filter((s) => !own.some((o) => o.stage === s.stage && o.kind === ''));
    return [...own.map((o) => ({ stage: o.stage, kind: o.kind || null, version: o.version, steps: o.steps, by: o.by_name, at: o.at.toISOString() })), ...standard.map((s) => ({ ...s, version: 0, by: null, at: null }))];
  }

  save(caller: Caller, { stage, kind, version, steps }: SavePlaybook): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('causeway playbook'))`);
      const [known] = await act.query<{ version: number }>('select version from playbook where stage = $1 and kind = $2', [stage, kind ?? '']);
      if ((known?.version ?? 0) !== version) throw new Refusal(412, 'changed-meanwhile', 'Somebody changed this playbook meanwhile. Look at it again.');
      if (new Set(steps.map((s) => s.words)).size !== steps.length) throw new Refusal(422, 'same-step', 'The same step stands there twice.', { errors: [{ pointer: '/steps', detail: 'each step once' }] });
      if (steps.length === 0) await act.query('delete from playbook where stage = $1 and kind = $2', [stage, kind ?? '']);
      else {
        await act.query('insert into playbook (stage, kind, version, steps, by_name) values ($1, $2, $3, $4, $5) on conflict (stage, kind) do update set version = excluded.version, steps = excluded.steps, by_name = excluded.by_name, at = clock_timestamp()',
          [stage, kind ?? '', version + 1, JSON.stringify(steps), act.actor.name]);
      }
      act.audit({ action: 'playbook.saved', object: { kind: 'playbook', id: `${stage}/${kind ?? 'all'}` }, details: { steps: steps.length, version: version + 1 } });
    });
  }

  async tasks(id: string, caller: Caller): Promise<FacilityTasks> {
    const b = new Binder();
    const [f] = await this.acts.read<{ id: string; tested_by: string | null; state: string; kind: string; host: boolean }>(`select f.id, f.tested_by, f.state, f.kind, f.host from facility f where f.id = ${b.bind(id)} and ${facilitySight(caller, b.bind)}`, b.values);
    if (!f) throw notFound('facility');
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const rows = await this.acts.read<TaskRow>(
      `select t.*, t.due_on::text as due_on, p.name as o_name, p.initials as o_initials, p.title as o_title from facility_task t left join person p on p.id = t.owner_id
       where t.facility_id = $1 order by (t.state = 'open') desc, case when t.state = 'open' then t.due_on end, t.settled_at desc, t.made_at limit 100`, [id]);
    const book = f.host ? null : playbookFor(await this.own(), f.state, f.kind);
    return {
      tasks: rows.map((t) => ({
        id: t.id, stage: t.stage, words: t.words, dueOn: t.due_on, holder: t.holder, owner: personRef(t.owner_id, t.o_name, t.o_initials, t.o_title), state: t.state, overdue: t.state === 'open' && t.due_on < today,
        settledBy: t.settled_by, settledAt: t.settled_at?.toISOString() ?? null,
      })),
      applicable: book ? tasksOf(book, today, rows.filter((t) => t.stage === f.state).map((t) => t.words)).length : 0,
      mayWork: !f.host && MAY_WORK.some((ability) => caller.may(ability, facilityGuarded(f))),
    };
  }

  /** The steps of the stage's playbook that were not applied yet, as tasks: of the partner's owner, or of the PACS team. */
  apply(caller: Caller, id: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const f = await lockPartner(act, id, caller, 'facility.develop');
      const book = playbookFor(await this.own(act), f.state, f.kind);
      const known = await act.query<{ words: string }>('select words from facility_task where facility_id = $1 and stage = $2', [id, f.state]);
      const tasks = book ? tasksOf(book, dayIn(act.now, this.settings.SITE_ZONE), known.map((t) => t.words)) : [];
      if (tasks.length === 0) throw new Refusal(409, 'nothing-to-apply', 'Every step of this stage is among the tasks already.');
      for (const t of tasks) {
        await act.query(`insert into facility_task (id, facility_id, stage, words, due_on, holder, owner_id) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
          [newId(act.now.getTime()), id, f.state, t.words, t.dueOn, t.holder, t.holder === 'outreach' ? (f.owner_id ?? caller.id) : null]);
      }
      await facilityChanged(act, id, 'playbook-applied', { stage: f.state, tasks: tasks.length });
    });
  }

  /** Done, or not needed here: with a word of what came of it, in the history of the partner. */
  settle(caller: Caller, id: string, taskId: string, { state, words }: SettleTask): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [task] = await act.query<{ words: string; holder: StepHolder }>(`select words, holder from facility_task where id = $1 and facility_id = $2`, [taskId, id]);
      const ability = task?.holder === 'pacs' && caller.may('facility.connect', { facilityIds: [id] }) ? 'facility.connect' : 'facility.develop';
      await lockPartner(act, id, caller, ability);
      if (!task) throw notFound('task');
      const rows = await act.query(`update facility_task set state = $2, settled_by = $3, settled_at = clock_timestamp() where id = $1 and state = 'open' returning id`, [taskId, state, act.actor.name]);
      if (rows.length === 0) throw new Refusal(409, 'settled', 'Somebody settled this already.');
      await logActivity(act, id, { kind: 'note', words: [`${task.words}: ${state === 'done' ? 'done' : 'not needed'}`, words].filter(Boolean).join('. ') });
      await facilityChanged(act, id, 'task-settled', { task: taskId, state });
    });
  }

  private async own(db?: Pick<Act, 'query'>): Promise<Playbook[]> {
    const sql = 'select stage, kind, steps from playbook';
    const rows = db ? await db.query<Row>(sql) : await this.acts.read<Row>(sql);
    return rows.map((r) => ({ stage: r.stage, kind: r.kind || null, steps: r.steps }));
  }
}

const MAY_WORK = ['facility.develop', 'facility.connect'] as const;
