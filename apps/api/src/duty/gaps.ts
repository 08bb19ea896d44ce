import { rolesFilling } from '@causeway/access';
import { gapsOf } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { settle } from '../notices/settle';
import { tell } from '../notices/tell';
import { plannedRotas, staffOf, type PlannedRota } from './rows';

const DAY = 86_400_000;
/** A gap is told about this long before it begins. */
const WARN_DAYS = 1;

/** Tells whoever plans a rota of hours in the coming day that nobody fills, once each; takes the notice back when they are filled. */
export async function watchGaps(act: Act, settings: Settings): Promise<void> {
  const now = act.now.getTime();
  for (const planned of await plannedRotas(act, { from: now, to: now + 2 * DAY })) {
    const gaps = gapsOf(planned.rota, now, WARN_DAYS);
    if (gaps.length === 0) {
      await settle(act, planned.row.id, 'gap-filled');
      continue;
    }
    const ends = Math.max(...gaps.map((g) => g.to));
    for (const personId of await planners(act, planned)) {
      for (const gap of gaps) {
        await tell(act, {
          personId, role: 'section-lead', event: 'duty.gap-found', because: 'you-plan-this', about: { kind: 'duty', id: planned.row.id, examId: null }, channel: 'push', urgent: true, ack: true,
          // a gap that is under way moves its beginning with the clock: its end names it
          key: `gap ${planned.row.id} ${gap.to === ends ? 'last' : gap.to} ${Math.floor(gap.to / DAY)} ${personId}`, decisionId: null, data: { until: new Date(gap.to).toISOString() },
        }, settings);
      }
    }
  }
}

/** The section leads of the line; for a rota of every line, who may plan that: the people of the desk behind it. */
async function planners(act: Act, { row }: PlannedRota): Promise<readonly string[]> {
  const staff = await staffOf(act, [row.facility_id]);
  const leads = row.service_line === null ? [] : staff('section-lead', row.service_line);
  return leads.length > 0 ? leads : staff(rolesFilling(row.pool).includes('tn') ? 'transfer-nurse' : 'pacs-admin', row.service_line);
}
