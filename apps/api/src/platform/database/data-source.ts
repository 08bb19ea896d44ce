import { DataSource } from 'typeorm';
import { migrations } from './migrations';

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
