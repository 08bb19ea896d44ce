// Backup: saved while exams arrive, the product killed, restored into an empty folder: the audit fits, no image a row names is missing, the doctor finds nothing wrong.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startProduct, type Product, workspaceRoot } from '../index';

const since = performance.now();
const seconds = (from = since): number => Math.round((performance.now() - from) / 100) / 10;
const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? '/tmp', 'causeway-saved-'));
const dirs = { live: path.join(temp, 'live'), saved: path.join(temp, 'saved'), restored: path.join(temp, 'restored') };
const faults: string[] = [];

function causeway(env: Readonly<Record<string, string>>, ...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [path.join(workspaceRoot(), 'dist/tools/causeway.js'), ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, said })));
}

async function must(what: string, done: Promise<{ code: number; said: string }>): Promise<void> {
  const { code, said } = await done;
  if (code !== 0) faults.push(`${what} ended with ${code}: ${said.trim()}`);
}

async function instances(product: Product): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: product.database!.superUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ sop_uid: string }>('select sop_uid from instance');
    return new Set(rows.map((row) => row.sop_uid));
  } finally {
    await client.end();
  }
}

const demo = { CAUSEWAY_DEMO_EXAMS: '0', CAUSEWAY_DEMO_IMAGES: '2', CAUSEWAY_QUIET_SECONDS: '3' };
const started: Product[] = [];
const figures: Record<string, number> = {};
try {
  fs.chmodSync(temp, 0o755);
  const live = await startProduct({ dataDir: dirs.live, demo: true, env: demo });
  started.push(live);
  for (const until = Date.now() + 120_000; (await instances(live)).size < 30 && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 500));
  const before = await instances(live);
  let from = performance.now();
  await must('backup', causeway(live.env, 'backup', dirs.saved));
  figures['backupSeconds'] = seconds(from);
  await started.pop()!.kill();
  from = performance.now();
  await must('restore', causeway({ ...live.env, CAUSEWAY_DATA_DIR: dirs.restored }, 'restore', dirs.saved));
  figures['restoreSeconds'] = seconds(from);
  fs.rmSync(dirs.live, { recursive: true, force: true });
  const again = await startProduct({ dataDir: dirs.restored, demo: true, env: { ...demo, CAUSEWAY_DEMO_PASSWORD: live.demoPassword } });
  started.push(again);
  const after = await instances(again);
  const lost = [...before].filter((uid) => !after.has(uid));
  if (before.size < 30) faults.push(`Only ${before.size} images had come.`);
  if (lost.length > 0) faults.push(`${lost.length} images that were there before the backup are gone.`);
  await must('audit verify', causeway(again.env, 'audit', 'verify'));
  await must('sweep, which names missing bytes,', causeway(again.env, 'sweep'));
  await must('doctor', causeway(again.env, 'doctor'));
  Object.assign(figures, { imagesBefore: before.size, lost: lost.length });
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  for (const product of started) await product.stop();
  fs.rmSync(temp, { recursive: true, force: true });
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${JSON.stringify({ name: 'backup', pass: faults.length === 0, figures: { ...figures, faults: faults.length, seconds: seconds() } })}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
