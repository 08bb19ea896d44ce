import 'reflect-metadata';
import { refusePendingMigration } from './platform/database/migrate';
import { makeLog } from './platform/log';
import { runProcess } from './platform/process';
import { readSettings } from './platform/settings/settings';
import { work } from './work';

await runProcess('worker', async () => {
  const settings = readSettings();
  await refusePendingMigration(settings.DATABASE_URL);
  const { stop } = await work(settings, makeLog('worker', settings.LOG_LEVEL));
  return stop;
});
