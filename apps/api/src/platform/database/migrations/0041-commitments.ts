import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports of partners on storage commitments we asked for: the receiver takes them, whoever asked reads them. */
export class Commitments0041 implements MigrationInterface {
  name = 'Commitments1700000000041';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table commitment_report (
        transaction_uid text primary key,
        calling text not null,
        committed text[] not null,
        refused jsonb not null,
        at timestamptz not null default clock_timestamp()
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table commitment_report');
  }
}
