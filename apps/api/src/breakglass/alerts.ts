import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { tell } from '../notices/tell';

interface Opened { readonly id: string; readonly personId: string; readonly facilities: readonly string[]; readonly lines: readonly string[] }
interface Told { id: string; role: string }

/** Tells those who answer for the records, and the leads of the person's own sections, in the act that opens it. */
export async function alertOpened(act: Act, o: Opened, settings: Settings): Promise<void> {
  const people = await act.query<Told>(
    `select id, case when roles && '{rm}' then 'records' when roles && '{au}' then 'auditor' else 'section-lead' end as role from person
     where disabled_at is null and id <> $1 and (roles && '{au}' or (roles && '{rm}' and facilities && $2::uuid[]) or (roles && '{sl}' and facilities && $2::uuid[] and service_lines && $3::text[])) order by id`,
    [o.personId, o.facilities, o.lines]);
  for (const p of people) await say(act, o.id, 'breakglass.opened', p, 'emergency-access', false, settings);
}

/** A day has gone and nobody has judged it: those who may are asked for an answer, and it escalates from there. */
export async function alertUnreviewed(act: Act, o: Pick<Opened, 'id' | 'personId'>, settings: Settings): Promise<void> {
  const people = await act.query<Told>(`select id, case when roles && '{rm}' then 'records' else 'auditor' end as role from person where disabled_at is null and id <> $1 and roles && '{au,rm}' order by id`, [o.personId]);
  for (const p of people) await say(act, o.id, 'breakglass.unreviewed', p, 'review-overdue', true, settings);
}

const say = (act: Act, id: string, event: string, to: Told, because: string, ack: boolean, settings: Settings): Promise<void> => tell(act, {
  personId: to.id, role: to.role, event, because, about: { kind: 'breakglass', id, examId: null }, channel: 'push', urgent: true, ack, key: `${event} ${id} ${to.id}`, decisionId: null, data: {},
}, settings);
