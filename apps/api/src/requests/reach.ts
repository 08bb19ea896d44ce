import type { PersonRef, ReachView } from '@causeway/contracts';
import { decide, hoursAt, hoursFor, ownerOf, usualWeek, type PolicyText } from '@causeway/domain';
import { bookAt, serviceHours, staffOf } from '../duty/rows';
import type { Act } from '../platform/acts/act';
import { dayIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import type { RequestOutColumns } from './out.row';

const MOST_PEOPLE = 6;

/** Who is to call the facility and who the patient, by the responsibility policy in force for the line and by who is on duty now. Looks only; nothing is decided or kept. */
export async function whoCalls(db: Pick<Act, 'query'>, r: Pick<RequestOutColumns, 'facility_ids' | 'service_line' | 'urgency'>, now: Date, settings: Settings): Promise<ReachView[]> {
  const [version] = await db.query<{ number: number; scope: string; text: PolicyText<'responsibility'> }>(
    `select number, scope, text from policy_version where kind = 'responsibility' and state = 'in-force' and scope in ($1, 'all') order by scope = 'all' limit 1`, [r.service_line]);
  if (!version) return [];
  const [book, staff, set] = [await bookAt(db, now), await staffOf(db, r.facility_ids), await serviceHours(db)];
  return Promise.all((['reach-facility', 'reach-patient'] as const).map(async (task): Promise<ReachView> => {
    const hours = hoursAt(hoursFor(set, r.service_line, task) ?? { zone: settings.SITE_ZONE, week: usualWeek }, now.getTime());
    const { outcome, because } = decide(version.text, { 'work.kind': task, 'duty.hours': hours, 'case.serviceLine': r.service_line, 'case.urgency': r.urgency }, dayIn(now, settings.SITE_ZONE));
    const { pool, escalate } = outcome;
    const owner = ownerOf({ workKind: task, serviceLine: r.service_line, holder: null, pool, escalate, at: now.getTime() }, book, staff);
    const people = await db.query<PersonRef>('select id, name, initials, title from person where id = any($1::uuid[]) order by name limit $2', [owner?.people ?? [], MOST_PEOPLE]);
    return {
      task, responsible: owner?.role ?? pool, people, accountable: escalate.at(-1) ?? pool, consulted: [pool, ...escalate.slice(0, -1)].filter((role) => role !== (owner?.role ?? pool)), informed: ['requester'], because: because.at(-1) ?? '',
      policy: { number: version.number, scope: version.scope },
    };
  }));
}
