import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AUDIT_APPEND, LEDGER_BY_GROUP } from './sql/ledger-by-group';
import { LEDGER_COMMIT } from './sql/ledger-commit';
import { LEDGER_HOME } from './sql/ledger-home';

/** The ledger writes a group of received objects with one statement for each table, and the audit hashes without calls: the same rows for less. */
export class LedgerByGroup0045 implements MigrationInterface {
  name = 'LedgerByGroup1790000000045';

  async up(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_commit(text, jsonb)');
    await q.query(LEDGER_BY_GROUP);
    await q.query(AUDIT_APPEND);
  }

  /** The audit keeps its newer function: it writes the same bytes. A series' home knows of purges since the migration before. */
  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_commit(text, jsonb), ledger_known(ledger_object), ledger_wish(uuid); drop type ledger_placed');
    await q.query('drop function ledger_home(ledger_object); drop type ledger_object');
    await q.query(LEDGER_COMMIT);
    await q.query(LEDGER_HOME);
  }
}
