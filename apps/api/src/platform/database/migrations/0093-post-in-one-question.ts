import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEDGER_POST } from './sql/daybook';
import { LEDGER_POST_ON } from './sql/ledger-post-on';

/** Posting what is in the daybook is one question to the database where it was three. */
export class PostInOneQuestion0093 implements MigrationInterface {
  readonly name = 'PostInOneQuestion1790000000093';

  async up(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_post(int, bigint)');
    await q.query(LEDGER_POST_ON);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_post(int, bigint)');
    await q.query(LEDGER_POST);
  }
}
