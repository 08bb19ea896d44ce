import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A record system opens a patient here: what it tells is kept until the code is used or over, and no longer. */
export class Launches0077 implements MigrationInterface {
  readonly name = 'Launches1790000000077';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table launch (
        id uuid primary key,
        code_sha256 bytea not null unique,
        patient jsonb,
        made_by text not null,
        made_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null,
        used_at timestamptz,
        used_by uuid references person
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table launch');
  }
}
