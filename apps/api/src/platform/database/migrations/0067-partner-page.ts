import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A page for a partner behind a link, and what it asks to be put right. */
export class PartnerPage0067 implements MigrationInterface {
  readonly name = 'PartnerPage1790000000067';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table partner_link drop constraint partner_link_purpose_check;
      alter table partner_link add constraint partner_link_purpose_check check (purpose in ('onboarding', 'retest', 'page'));
      create table partner_correction (
        id uuid primary key,
        facility_id uuid not null references facility,
        exam_id uuid not null references exam,
        kind text not null check (kind in ('wrong-patient', 'wrong-images', 'sent-twice', 'more-to-come', 'other')),
        words text not null check (length(words) between 3 and 1000),
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        state text not null default 'open' check (state in ('open', 'done', 'declined')),
        answer text check (length(answer) <= 1000),
        answered_by text,
        answered_at timestamptz,
        check ((state = 'open') = (answered_at is null))
      );
      create index partner_correction_facility on partner_correction (facility_id, at desc);
      create index partner_correction_exam on partner_correction (exam_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table partner_correction;
      delete from partner_link where purpose = 'page';
      alter table partner_link drop constraint partner_link_purpose_check;
      alter table partner_link add constraint partner_link_purpose_check check (purpose in ('onboarding', 'retest'));
    `);
  }
}
