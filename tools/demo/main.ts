// The program the supervisor starts beside the product when CAUSEWAY_DEMO=1. Its second thread is this file again, and draws.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort } from 'node:worker_threads';
import { startDemo } from './demo';
import { serveRenderer, threadRenderer } from './processes/render/renderer';
import { readSettings } from './settings';

const here = fileURLToPath(import.meta.url);
const log = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const settings = readSettings(process.env, path.resolve(path.dirname(here), '../apps/api/cli.js'));
  const demo = await startDemo(settings, threadRenderer(here), log);
  for (const told of ['SIGTERM', 'SIGINT'] as const) {
    process.once(told, () => void demo.stop().then(() => process.exit(0), () => process.exit(1)));
  }
  process.send?.({ ready: 'demo', people: demo.people.map(({ username, name, title }) => ({ username, name, title })) });
}

if (!isMainThread && parentPort) serveRenderer(parentPort);
else {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
