/** Emergency access that holds at this moment, of the person called p in the statement around it. What ends by itself is over on the second, whatever any job does. */
const HOLDS = `b.person_id = p.id and b.ended_at is null and b.ends_at > clock_timestamp()`;

/** Ids of the exams it opens: those of the patient, and those of nobody yet that were named when it was opened. As `uuid[]`. */
export const OPENED = `coalesce((select array_agg(distinct o.id) from (
    select unnest(b.exam_ids) as id from breakglass b where ${HOLDS}
    union all select m.exam_id from breakglass b join match m on m.patient_id = b.patient_id and m.state in ('matched', 'overridden') where ${HOLDS}) o), '{}')`;

/** What this person's rights rest on: their account as it is, and what is opened to them. Another value: other rights. */
export const RIGHTS_MARK = `p.version || coalesce((select string_agg(' ' || b.id, '' order by b.id) from breakglass b where ${HOLDS}), '')`;
