import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DAYBOOK, LEDGER_POST } from './sql/daybook';
import { LEDGER_BY_GROUP } from './sql/ledger-by-group';
import { LEDGER_HOME, LEDGER_HOME_AT } from './sql/ledger-home';
import { LEDGER_PUT } from './sql/ledger-put';

/** What receivers answer for is entered in a daybook first, and posted to the ledger by many at once. */
export class Daybook0092 implements MigrationInterface {
  readonly name = 'Daybook1790000000092';

  async up(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_commit(text, jsonb), ledger_known(ledger_object); drop type ledger_placed; alter type ledger_object add attribute at timestamptz');
    await q.query(LEDGER_HOME_AT);
    await q.query(LEDGER_PUT);
    await q.query(DAYBOOK);
    await q.query(LEDGER_POST);
  }

  /** What was entered and not posted is posted first. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`do $$ begin while (select entries from ledger_post(128, 9223372036854775807)) > 0 loop null; end loop; end $$`);
    await q.query('drop function ledger_post(int, bigint), ledger_commit(text, jsonb), ledger_put(text, ledger_object[]), ledger_known(ledger_object); drop type ledger_placed; drop table daybook');
    await q.query(LEDGER_HOME);
    await q.query('alter type ledger_object drop attribute at');
    await q.query('drop function ledger_wish(uuid)');
    await q.query(LEDGER_BY_GROUP);
  }
}
