import type pg from 'pg';

/** About four exams to a patient. */
const EXAMS_PER_PATIENT = 4;

/**
 * Stores facts of over-read decisions of three years, as a busy house would have them: some facts seldom known, patients with few exams and some with many.
 * Only the columns of the facts are filled, for that is all a replay reads; so the database is asked not to look for the decisions they belong to.
 */
export async function fillDecisions(client: pg.Client, rows: number): Promise<void> {
  await client.query('set session_replication_role = replica');
  const one = (of: readonly (string | null)[], at: string): string => `(array[${of.map((v) => (v === null ? 'null' : `'${v}'`)).join(', ')}])[1 + (${at}) % ${of.length}]`;
  await client.query(`
    insert into policy_facts (at, decision_id, kind, today, rule, outcome, patient_no, facility_no, exam_modalities, exam_subspecialty, exam_content_kind, exam_quality, exam_study_date, exam_received_at,
      exam_instances, exam_megabytes, exam_report_present, source_tier, patient_encounter_class, patient_birth_date, case_urgency, case_use_case, case_service_line, request_picked_rank, request_purpose, request_wants_read)
    select clock_timestamp() - interval '1 day', gen_random_uuid(), 'overread', d, 'default', '{"read":"none"}', h1 % ${Math.ceil(rows / EXAMS_PER_PATIENT)}, h2 % 120,
      ${one(['{CT}', '{CT,SR}', '{MR}', '{CR}', '{DX}', '{MG}', '{US}', '{PT,CT}', '{CT}', '{MR,SR}'], 'h1')}::text[], ${one(['neuro', 'body', 'chest', 'msk', 'breast', 'cardiac', 'paediatric', 'vascular', 'emergency', null], 'h2')},
      ${one(['radiology', 'radiology', 'radiology', 'radiology', 'radiology', 'radiology', 'radiology', 'radiology', 'radiology', 'photograph'], 'h3')}, ${one(['diagnostic', 'diagnostic', 'limited', 'diagnostic', null, 'diagnostic', 'non-diagnostic', null], 'h4')},
      d - (h3 % 1500), d, 1 + h4 % 1500, 1 + h2 % 3000, h3 % 4 > 0, ${one(['strategic', 'regular', 'regular', 'occasional'], 'h4')}, ${one(['emergency', 'ambulatory', 'inpatient', 'none', 'none'], 'h5')}, date '1930-01-01' + h5 % 30000,
      ${one(['high', 'medium', 'low', 'medium'], 'h5')}, ${one(['U2', 'U9', null, 'U18', null, 'U21', null, null, null, null], 'h5')}, ${one(['neurology', 'general', 'oncology', 'trauma'], 'h3')},
      case when h1 % 7 = 0 then 1 + h2 % 5 end, ${one(['treatment', 'second-opinion', null, 'treatment'], 'h1')}, case when h2 % 3 > 0 then h3 % 6 = 0 end
    from (select d, ((x >> 3) & 1048575)::int as h1, ((x >> 11) & 1048575)::int as h2, ((x >> 19) & 1048575)::int as h3, ((x >> 27) & 1048575)::int as h4, ((x >> 33) & 1048575)::int as h5 from (
      select current_date - 1095 + (n * 1095 / ${rows})::int as d, abs(hashint8extended(n::bigint, 11)) as x from generate_series(1, ${rows}) n) a) b`);
  await client.query('set session_replication_role = origin');
  await client.query('analyze policy_facts');
}
