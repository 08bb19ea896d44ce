import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Emergency access ("break-glass"): what was opened to whom, why, until when, and what was said of it afterwards. */
export class EmergencyAccess0062 implements MigrationInterface {
  name = 'EmergencyAccess1790000000062';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table breakglass (
        id uuid primary key,
        version int not null default 0,
        person_id uuid not null references person,
        -- the local patient, with every exam that is theirs now or becomes theirs
        patient_id uuid references patient,
        -- exams of nobody yet that say they are of this patient
        exam_ids uuid[] not null default '{}',
        -- how the patient was named when it was opened
        patient text not null,
        reason text not null,
        because text not null,
        opened_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null,
        ended_at timestamptz,
        -- person, reviewer or time
        ended_by text,
        verdict text check (verdict in ('justified', 'not-justified', 'follow-up')),
        verdict_note text,
        reviewer_id uuid references person,
        reviewed_at timestamptz,
        check ((verdict is null) = (reviewed_at is null)),
        check (reviewer_id is distinct from person_id),
        check (patient_id is not null or cardinality(exam_ids) > 0)
      );
      create index breakglass_open on breakglass (person_id) where ended_at is null;
      create index breakglass_by_time on breakglass (opened_at desc, id);
      create index breakglass_unreviewed on breakglass (opened_at) where verdict is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table breakglass');
  }
}
