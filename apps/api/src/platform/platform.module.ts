import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { reactions } from '../slices';
import { Acts } from './acts/acts';
import { dataSource } from './database/data-source';
import { makeLog } from './log';
import { equip } from './outward';
import { SETTINGS, type Settings } from './settings/settings';
import { Sessions } from './sign-in/sessions';

export const LOG = Symbol('log');
export const DATA_SOURCE = Symbol('data source');
/** Kind of process: also its lane in the audit. */
export type ProcessKind = 'api' | 'worker' | 'receiver' | 'cli';

const POOL: Readonly<Record<ProcessKind, number>> = { api: 20, worker: 20, receiver: 6, cli: 2 };

/** What every process of the api has: settings, log, database, acts. */
@Global()
@Module({})
export class PlatformModule {
  static for(kind: ProcessKind, settings: Settings): DynamicModule {
    equip(settings);
    return {
      module: PlatformModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useFactory: () => makeLog(kind, settings.LOG_LEVEL) },
        { provide: DATA_SOURCE, useFactory: () => dataSource({ url: settings.DATABASE_URL, process: kind, pool: POOL[kind] }).initialize() },
        { provide: Acts, useFactory: (source: DataSource) => new Acts(source, kind, reactions), inject: [DATA_SOURCE] },
        { provide: Sessions, useFactory: (acts: Acts) => new Sessions(acts, settings), inject: [Acts] },
      ],
      exports: [SETTINGS, LOG, DATA_SOURCE, Acts, Sessions],
    };
  }
}
