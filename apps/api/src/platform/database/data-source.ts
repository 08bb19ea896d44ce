import { DataSource } from 'typeorm';
import { Platform0001 } from './migrations/0001-platform';
import { People0002 } from './migrations/0002-people';
import { Exams0003 } from './migrations/0003-exams';
import { Identity0004 } from './migrations/0004-identity';
import { Work0005 } from './migrations/0005-work';

/** In order. A migration that has run anywhere is never edited: the next one corrects it. */
const migrations = [Platform0001, People0002, Exams0003, Identity0004, Work0005];

export interface Connection {
  readonly url: string;
  /** Shown in pg_stat_activity and used as the audit lane of the process. */
  readonly process: string;
  readonly pool?: number;
}

export function dataSource({ url, process, pool = 10 }: Connection): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: `causeway ${process}`,
    poolSize: pool,
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    extra: { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 },
  });
}
