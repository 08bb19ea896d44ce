import 'reflect-metadata';
import { refusePendingMigration } from './platform/database/migrate';
import { makeLog } from './platform/log';
import { runProcess } from './platform/process';
import { readSettings } from './platform/settings/settings';

await runProcess('receiver', async () => {
  const settings = readSettings();
  await refusePendingMigration(settings.DATABASE_URL);
  makeLog('receiver', settings.LOG_LEVEL).info('listening');
  return () => Promise.resolve();
});
