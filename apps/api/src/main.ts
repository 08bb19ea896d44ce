import 'reflect-metadata';
import { serveHttp } from './serve-http';
import { refusePendingMigration } from './platform/database/migrate';
import { makeLog } from './platform/log';
import { runProcess } from './platform/process';
import { readSettings } from './platform/settings/settings';

await runProcess('api', async () => {
  const settings = readSettings();
  await refusePendingMigration(settings.DATABASE_URL);
  const app = await serveHttp(settings, makeLog('api', settings.LOG_LEVEL));
  return () => app.close();
});
