import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What two houses agreed of transfers: part of the agreement, signed with it. */
export class TransferProtocols0083 implements MigrationInterface {
  readonly name = 'TransferProtocols1790000000083';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table agreement add column protocol jsonb check (protocol is null or kind = 'transfer-protocol')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table agreement drop column protocol');
  }
}
