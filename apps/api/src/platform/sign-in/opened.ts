/** Emergency access that holds at this moment, of the person called p in the statement around it. What ends by itself is over on the second, whatever any job does. */
const HOLDS = `b.person_id = p.id and b.ended_at is null and b.ends_at > clock_timestamp()`;

/** Ids of the exams it opens: those of the patient, and those of nobody yet that were named when it was opened. As `uuid[]`. */
export const OPENED = `coalesce((select array_agg(distinct o.id) from (
    select unnest(b.exam_ids) as id from breakglass b where ${HOLDS}
    union all select m.exam_id from breakglass b join match m on m.patient_id = b.patient_id and m.state in ('matched', 'overridden') where ${HOLDS}) o), '{}')`;

/** Delegations that hold at this moment, to the person called p; those of somebody who may not sign in hold no more. */
const ACTS_FOR = `from delegation d join person g on g.id = d.giver_id and g.disabled_at is null where d.receiver_id = p.id and d.ended_at is null and d.from_at <= clock_timestamp() and d.until_at > clock_timestamp()`;

/** Whom the person acts for, and whose exams they see without acting: columns `delegators` and `seeing_for`, both `uuid[]`. */
export const DELEGATORS = `coalesce((select array_agg(distinct d.giver_id) ${ACTS_FOR} and d.scope = 'everything'), '{}') as delegators, coalesce((select array_agg(distinct d.giver_id) ${ACTS_FOR} and d.scope = 'seeing'), '{}') as seeing_for`;

/** What this person's rights rest on: their account as it is, and what is opened or handed to them. Another value: other rights. */
export const RIGHTS_MARK = `p.version || coalesce((select string_agg(' ' || b.id, '' order by b.id) from breakglass b where ${HOLDS}), '') || coalesce((select string_agg(' ' || d.id, '' order by d.id) ${ACTS_FOR}), '')`;
