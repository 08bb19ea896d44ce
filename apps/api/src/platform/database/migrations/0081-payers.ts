import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who pays for a patient, as registration says it, and what payers pay for reads and consults, as versions. */
export class Payers0081 implements MigrationInterface {
  readonly name = 'Payers1790000000081';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table patient add column payer_kind text;
      -- a new installation has the column already: its table is made of the catalogue of facts
      alter table policy_facts add column if not exists patient_payer_kind text collate "C";
      create table payer_rates (
        version int primary key,
        rates jsonb not null,
        reason text not null,
        set_by uuid references person,
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table payer_rates; alter table policy_facts drop column if exists patient_payer_kind; alter table patient drop column payer_kind');
  }
}
