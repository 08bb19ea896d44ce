import 'reflect-metadata';
import cluster from 'node:cluster';
import { refusePendingMigration } from './platform/database/migrate';
import { makeLog } from './platform/log';
import { runProcess } from './platform/process';
import { readSettings } from './platform/settings/settings';
import { superviseReceivers } from './receive/processes';
import { startReceiver } from './receive/receiver';

await runProcess('receiver', async () => {
  const settings = readSettings();
  const log = makeLog('receiver', settings.LOG_LEVEL);
  if (cluster.isPrimary) {
    await refusePendingMigration(settings.DATABASE_URL);
    if (settings.RECEIVERS > 1) return superviseReceivers(settings.RECEIVERS, log);
  }
  const number = Number(process.env['RECEIVER_NUMBER'] ?? 1);
  const { stop } = await startReceiver(settings, log, { number, messages: number === 1 });
  return stop;
});
