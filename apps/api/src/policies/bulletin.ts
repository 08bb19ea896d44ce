import type { PolicyBulletin } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { LISTED, policyRow, type ListedPolicy } from './policy.row';

const DAYS = 365;
interface Row extends ListedPolicy { readonly text: PolicyText; readonly base_text: PolicyText | null; readonly count: { for: number; against: number; abstain: number } | null; readonly committee: string | null; readonly ratifies: boolean | null }

/** What changed in the rules of the house lately and what will, for everybody they concern. */
export async function policyBulletin(acts: Acts): Promise<PolicyBulletin> {
  const rows = await acts.read<Row>(
    `${LISTED.replace('select ', 'select v.text, b.text as base_text, w.count, w.committee, w.ratifies, ')}
     left join lateral (select l.count, l.ratifies, c.name as committee from ballot l join committee c on c.id = l.committee_id where l.policy_id = v.id order by l.made_at desc limit 1) w on true
     where v.author_id is not null and (v.state in ('adopted', 'scheduled') or v.in_force_at > clock_timestamp() - interval '${DAYS} days')
     order by coalesce(v.in_force_at, v.effective_at, 'infinity'::timestamptz) desc, v.number desc limit 200`);
  return {
    days: DAYS,
    items: rows.map((r) => ({ ...policyRow(r), purpose: r.purpose, text: r.text, base: r.base_text, reason: r.reason, ballot: r.count && r.committee ? { committee: r.committee, count: r.count, ratifies: r.ratifies ?? false } : null })),
  };
}
