import { tell } from '../notices/tell';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import type { OpinionColumns } from './opinion.row';

/** Those who open cases in this line here: its liaisons; where it has none, whoever opens cases in the house. */
export async function tellLine(act: Act, row: Pick<OpinionColumns, 'id' | 'facility_ids' | 'service_line'>, event: 'opinion.made' | 'opinion.unanswered' | 'opinion.not-reached', settings: Settings): Promise<void> {
  const people = await act.query<{ id: string; role: string }>(
    `with those as (
       select id, case when 'li' = any(roles) and $2 = any(service_lines) then 'li' else 'house' end as role from person
       where disabled_at is null and facilities && $1::uuid[] and (('li' = any(roles) and $2 = any(service_lines)) or roles && array['pa', 'tn']))
     select id, role from those where role = 'li' or not exists (select 1 from those where role = 'li')`, [row.facility_ids, row.service_line]);
  for (const { id, role } of people) {
    await tell(act, {
      personId: id, role: role === 'li' ? 'clinic-liaison' : 'pacs-on-call', event, because: 'your-line', about: { kind: 'opinion', id: row.id, examId: null }, channel: 'in-app', urgent: false, ack: false, key: `${event} ${row.id} ${id}`,
      decisionId: null, data: {},
    }, settings);
  }
}
