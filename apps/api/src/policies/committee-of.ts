/** Committee that votes on a policy of this kind and scope: the line's where the house has handed it the kind, else that of the house. `$1` kind, `$2` scope. */
export const COMMITTEE_OF = `select c.* from committee c where $1 = any(c.kinds) and (c.scope = 'all' or (c.scope = $2 and exists (
    select 1 from policy_mandate m where m.committee_id = c.id and m.kind = $1 and m.scope = $2 and m.ended_at is null and m.until_at > clock_timestamp()))) order by c.scope = 'all', c.made_at limit 1`;
