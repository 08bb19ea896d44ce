// Sends a set of files over STOW-RS as fast as one receiver takes them, from a process of its own, and says how long it took.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileOf, type MadeObject } from './made-exams';

export interface StowJob {
  /** Base address of the DICOMweb service. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Objects of one request. */
  readonly perRequest: number;
  /** Folder of files as `writeFiles` left it. */
  readonly dir: string;
}

export interface StowResult {
  /** From the first byte of the first request to the last answer. */
  readonly seconds: number;
  readonly sent: number;
  /** Requests whose answer was not 200. */
  readonly bad: number;
}

const BOUNDARY = 'measured-7d1f0c93';
const HEAD = Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`);
const BETWEEN = Buffer.from('\r\n');
const END = Buffer.from(`--${BOUNDARY}--\r\n`);

/** Files on disk, for the sending process to load before its clock starts. */
export function writeFiles(dir: string, objects: Iterable<MadeObject>): number {
  fs.mkdirSync(dir, { recursive: true });
  let n = 0;
  for (const object of objects) fs.writeFileSync(path.join(dir, String(n++).padStart(5, '0')), fileOf(object));
  return n;
}

function post(job: StowJob, agent: http.Agent, pieces: readonly Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${job.base}/studies`, {
      agent, method: 'POST', headers: {
        'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`, 'content-length': pieces.reduce((sum, piece) => sum + piece.length, 0), accept: 'application/dicom+json', ...job.headers,
      },
    });
    request.setNoDelay(true);
    request.once('response', (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', reject);
    });
    request.once('error', reject);
    request.cork();
    for (const piece of pieces) request.write(piece);
    request.uncork();
    request.end();
  });
}

/** In the sending process: loads, sends, prints one line. */
export async function runStow(job: StowJob): Promise<void> {
  const files = fs.readdirSync(job.dir).sort().map((name) => fs.readFileSync(path.join(job.dir, name)));
  const requests: Buffer[][] = [];
  for (let at = 0; at < files.length; at += job.perRequest) requests.push([...files.slice(at, at + job.perRequest).flatMap((file) => [HEAD, file, BETWEEN]), END]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: job.connections });
  let bad = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: job.connections }, async () => {
    for (let pieces = requests.shift(); pieces; pieces = requests.shift()) if ((await post(job, agent, pieces)) !== 200) bad++;
  }));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  process.stdout.write(`${JSON.stringify({ seconds, sent: files.length, bad })}\n`);
}

/** In the measuring process: runs this very program again as the sender. */
export function stow(job: StowJob): Promise<StowResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1]!, '--stow', JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => { said += bytes.toString(); });
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(said) as StowResult) : reject(new Error(`the sender ended with ${code}`))));
  });
}

/** True when this process was started to send; then it does so and ends. */
export async function stowedInstead(): Promise<boolean> {
  const at = process.argv.indexOf('--stow');
  if (at < 0) return false;
  await runStow(JSON.parse(process.argv[at + 1]!) as StowJob);
  return true;
}
