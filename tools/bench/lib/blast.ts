// Sends a set of objects as fast as one receiver takes them, from a process of its own, and says how long it took.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CT_CLASS, EXPLICIT_LE, type MadeObject } from './made-exams';
import { Sender } from './dimse-sender';

export interface BlastJob {
  readonly port: number;
  readonly called: string;
  readonly associations: number;
  /** Folder of data sets as `writeObjects` left it. */
  readonly dir: string;
}

export interface BlastResult {
  /** From the first byte of the first object to the last answer. */
  readonly seconds: number;
  readonly sent: number;
  /** Answers that were no success. */
  readonly bad: number;
}

/** Objects on disk, for the sending process to load before its clock starts. */
export function writeObjects(dir: string, objects: Iterable<MadeObject>): number {
  fs.mkdirSync(dir, { recursive: true });
  let n = 0;
  for (const object of objects) fs.writeFileSync(path.join(dir, `${String(n++).padStart(5, '0')}-${object.sopInstanceUid}`), object.dataSet);
  return n;
}

/** In the sending process: loads, associates, sends, prints one line. */
export async function runBlast(job: BlastJob): Promise<void> {
  const names = fs.readdirSync(job.dir).sort();
  const objects = names.map((name) => ({ sopClassUid: CT_CLASS, transferSyntaxUid: EXPLICIT_LE, sopInstanceUid: name.slice(6), dataSet: fs.readFileSync(path.join(job.dir, name)) }));
  const share = Math.ceil(objects.length / job.associations);
  const senders = await Promise.all(Array.from({ length: job.associations }, () => Sender.open({ port: job.port, called: job.called }, [[CT_CLASS, EXPLICIT_LE]])));
  let bad = 0;
  const started = performance.now();
  await Promise.all(senders.map(async (sender, i) => {
    for (const object of objects.slice(i * share, (i + 1) * share)) if ((await sender.store(object)) !== 0) bad++;
  }));
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(senders.map((sender) => sender.release()));
  process.stdout.write(`${JSON.stringify({ seconds, sent: objects.length, bad })}\n`);
}

/** In the measuring process: runs this very program again as the sender. */
export function blast(job: BlastJob): Promise<BlastResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1]!, '--blast', JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => { said += bytes.toString(); });
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(said) as BlastResult) : reject(new Error(`the sender ended with ${code}`))));
  });
}

/** True when this process was started to send; then it does so and ends. */
export async function sentInstead(): Promise<boolean> {
  const at = process.argv.indexOf('--blast');
  if (at < 0) return false;
  await runBlast(JSON.parse(process.argv[at + 1]!) as BlastJob);
  return true;
}
