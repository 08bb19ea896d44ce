import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A policy adopted in an emergency by two officers, and the ballot that ratifies it afterwards. */
export class UrgentPolicies0054 implements MigrationInterface {
  readonly name = 'UrgentPolicies1790000000054';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table policy_urgent (
        policy_id uuid primary key references policy_version,
        person_id uuid not null references person,
        constituency text not null,
        reason text not null,
        at timestamptz not null default clock_timestamp()
      );
      alter table ballot add column ratifies boolean not null default false;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table ballot drop column ratifies; drop table policy_urgent');
  }
}
