import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of a transfer's ledger are written three times soon after one another: with room beside them their indexes need not be touched. */
export class RoomInTheLedger0075 implements MigrationInterface {
  readonly name = 'RoomInTheLedger1790000000075';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table transfer_row set (fillfactor = 50)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table transfer_row reset (fillfactor)');
  }
}
