import { makeLog } from './log';

/** Starts a process, stops it in order on SIGTERM or SIGINT, and ends with 1 and one clear sentence when it cannot start. */
export async function runProcess(kind: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  const log = makeLog(kind, 'info');
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'));
  let stop: () => Promise<void>;
  try {
    stop = await start();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    log.error({ error }, 'cannot start');
    process.exit(1);
  }
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    const deadline = setTimeout(() => process.exit(1), 15_000);
    deadline.unref();
    stop().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.send?.({ ready: kind });
}
