import cluster from 'node:cluster';
import { makeLog } from './platform/log';
import { runProcess } from './platform/process';
import { readSettings } from './platform/settings/settings';
import { superviseReceivers } from './receive/processes';

/** The first process only keeps receivers running behind its ports; what receiving needs is loaded in those. */
await runProcess('receiver', async () => {
  const settings = readSettings();
  const log = makeLog('receiver', settings.LOG_LEVEL);
  if (cluster.isPrimary) return superviseReceivers(settings, log);
  const { startReceiver } = await import('./receive/receiver');
  const number = Number(process.env['RECEIVER_NUMBER'] ?? 1);
  const { stop } = await startReceiver(settings, log, { number, messages: number === 1 });
  return stop;
});
