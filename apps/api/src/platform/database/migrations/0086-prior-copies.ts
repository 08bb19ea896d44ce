import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Studies of the house's own archive that are held for a day, so that they can be looked at beside an outside exam of the same patient. They are no exams. */
export class PriorCopies0086 implements MigrationInterface {
  readonly name = 'PriorCopies1790000000086';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table prior_copy (
        id uuid primary key,
        patient_id uuid not null references patient,
        study_uid text not null,
        -- the exam it was first asked for
        exam_id uuid not null references exam,
        endpoint_id uuid not null references endpoint,
        state text not null default 'coming' check (state in ('coming', 'here', 'failed', 'ending')),
        expected int,
        cause text,
        asked_by uuid not null references person,
        asked_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null,
        -- whoever asks for it again, for whichever exam of the patient, is shown the same copy
        unique (patient_id, study_uid)
      );
      create table prior_image (
        id bigint generated always as identity primary key,
        copy_id uuid not null references prior_copy,
        sop_uid text not null,
        series_uid text not null,
        sop_class text not null,
        syntax text not null,
        sha256 bytea not null,
        bytes bigint not null,
        location text not null,
        data_at int not null,
        head jsonb not null,
        findings text[] not null default '{}',
        unique (copy_id, sop_uid)
      );
      -- asked by the sweep of stored bytes, as of every table that names some
      create index prior_image_location on prior_image (location collate "C");
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table prior_image, prior_copy');
  }
}
