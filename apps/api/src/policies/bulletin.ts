import { mayEver } from '@causeway/access';
import type { PolicyBulletin } from '@causeway/contracts';
import { serviceLines, type PolicyText } from '@causeway/domain';
import { kindsDeciding } from '../notices/house-recipients';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { LISTED, policyRow, type ListedPolicy } from './policy.row';

const DAYS = 365;
interface Row extends ListedPolicy { readonly text: PolicyText; readonly base_text: PolicyText | null; readonly count: { for: number; against: number; abstain: number } | null; readonly committee: string | null; readonly ratifies: boolean | null }

/** What changed in the rules of the house lately and what will, for everybody they concern: whoever may read policies sees all of it, others what their own work follows. */
export async function policyBulletin(acts: Acts, caller: Caller): Promise<PolicyBulletin> {
  const { roles, serviceLines: lines } = caller.principal;
  const own = mayEver(caller.ability, 'policy.read') ? null : kindsDeciding(roles);
  const others = lines.length === 0 ? [] : serviceLines.filter((line) => !lines.includes(line));
  const rows = await acts.read<Row>(
    `${LISTED.replace('select ', 'select v.text, b.text as base_text, w.count, w.committee, w.ratifies, ')}
     left join lateral (select l.count, l.ratifies, c.name as committee from ballot l join committee c on c.id = l.committee_id where l.policy_id = v.id order by l.made_at desc limit 1) w on true
     where v.author_id is not null and (v.state in ('adopted', 'scheduled') or v.in_force_at > clock_timestamp() - interval '${DAYS} days')
       and ($1::text[] is null or (v.kind = any($1) and v.scope <> all($2)))
     order by coalesce(v.in_force_at, v.effective_at, 'infinity'::timestamptz) desc, v.number desc limit 200`, [own, others]);
  return {
    days: DAYS,
    items: rows.map((r) => ({ ...policyRow(r), purpose: r.purpose, text: r.text, base: r.base_text, reason: r.reason, ballot: r.count && r.committee ? { committee: r.committee, count: r.count, ratifies: r.ratifies ?? false } : null })),
  };
}
