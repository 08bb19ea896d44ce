import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port';

/**
 * DICOM software somebody else wrote, started for tests on free ports and in folders of its own, and stopped again. Never give it bytes a
 * bounded parser of ours has not passed: Debian's dcmtk and Orthanc can be killed by a file.
 */
export interface ForeignPeer {
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
  /** A folder of its own: what a storage provider stored, or an archive's database. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface ForeignOrthanc extends ForeignPeer {
  readonly httpPort: number;
  /** GET, or POST when there is a body, on its REST interface; the body of the answer. */
  rest(route: string, body?: unknown): Promise<Buffer>;
}

export interface RunResult {
  readonly code: number;
  readonly output: string;
}

const NO_DELAY = { ...process.env, TCP_NODELAY: '1' };
const START_PATIENCE_MS = 20_000;
const STOP_PATIENCE_MS = 5_000;

/** Those of the commands that are not installed here. */
export async function missingCommands(...commands: readonly string[]): Promise<string[]> {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin'];
  const present = await Promise.all(commands.map((command) => anyOf(folders.map((folder) => access(path.join(folder, command), constants.X_OK)))));
  return commands.filter((_, i) => !present[i]);
}

async function anyOf(attempts: readonly Promise<void>[]): Promise<boolean> {
  return (await Promise.allSettled(attempts)).some((attempt) => attempt.status === 'fulfilled');
}

/** Runs one command to its end; standard output and error together. */
export function run(command: string, args: readonly string[], timeoutMs = 30_000): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: NO_DELAY, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** dcmtk's storage provider: keeps the data sets exactly as they came. */
export async function startStorescp(args: readonly string[] = []): Promise<ForeignPeer> {
  const folder = await workFolder('storescp');
  const port = await freePort();
  const child = start('storescp', ['-aet', 'STORESCP', '+xa', '+B', '--fork', ...args, '-od', folder, String(port)]);
  await listening(child, port);
  return { host: '127.0.0.1', port, aeTitle: 'STORESCP', folder, stop: () => stop(child, folder) };
}

/** dcmtk's small archive: storage, query and retrieval. `hosts` are the AE titles it may move to, with their ports on this machine. */
export async function startDcmqrscp(hosts: Readonly<Record<string, number>> = {}, args: readonly string[] = []): Promise<ForeignPeer> {
  const folder = await workFolder('dcmqrscp');
  const port = await freePort();
  const database = path.join(folder, 'db');
  await mkdir(database);
  const configuration = [
    `NetworkTCPPort = ${port}`,
    'MaxPDUSize = 16384',
    'MaxAssociations = 16',
    'HostTable BEGIN',
    ...Object.entries(hosts).map(([aeTitle, at]) => `${aeTitle.toLowerCase()} = (${aeTitle}, 127.0.0.1, ${at})`),
    'HostTable END',
    'VendorTable BEGIN',
    'VendorTable END',
    'AETable BEGIN',
    `QRSCP ${database} RW (200, 1024mb) ANY`,
    'AETable END',
  ];
  const file = path.join(folder, 'qr.cfg');
  await writeFile(file, `${configuration.join('\n')}\n`);
  const child = start('dcmqrscp', [...args, '-c', file]);
  await listening(child, port);
  return { host: '127.0.0.1', port, aeTitle: 'QRSCP', folder, stop: () => stop(child, folder) };
}

/** Orthanc with its REST interface; `modalities` are partners it can send to and query, by name. */
export async function startOrthanc(
  modalities: Readonly<Record<string, { readonly aeTitle: string; readonly port: number }>> = {},
  over: Readonly<Record<string, unknown>> = {},
): Promise<ForeignOrthanc> {
  const folder = await workFolder('orthanc');
  const [port, httpPort] = [await freePort(), await freePort()];
  const configuration = {
    Name: 'PEER',
    StorageDirectory: folder,
    IndexDirectory: folder,
    DicomAet: 'ORTHANC',
    DicomPort: port,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAlwaysAllowStore: true,
    DicomAlwaysAllowEcho: true,
    DicomAlwaysAllowFind: true,
    UnknownSopClassAccepted: true,
    StableAge: 1,
    DicomModalities: Object.fromEntries(Object.entries(modalities).map(([name, { aeTitle, port: at }]) => [name, [aeTitle, '127.0.0.1', at]])),
    ...over,
  };
  const file = path.join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(configuration));
  const child = start('/usr/sbin/Orthanc', [file]);
  await listening(child, port);
  await listening(child, httpPort);
  return {
    host: '127.0.0.1',
    port,
    aeTitle: 'ORTHANC',
    folder,
    httpPort,
    rest: (route, body) => rest(httpPort, route, body),
    stop: () => stop(child, folder),
  };
}

async function rest(httpPort: number, route: string, body: unknown): Promise<Buffer> {
  const post = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`http://127.0.0.1:${httpPort}${route}`, body === undefined ? {} : post);
  const answer = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    throw new Error(`Orthanc answered ${response.status} to ${route}`);
  }
  return answer;
}

function workFolder(name: string): Promise<string> {
  return mkdtemp(path.join(tmpdir(), `causeway-${name}-`));
}

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { env: NO_DELAY, stdio: 'ignore' });
}

/** A connection that is closed at once: software that serves one at a time must not wait for it. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  const until = performance.now() + START_PATIENCE_MS;
  while (performance.now() < until && child.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnfile} did not start on port ${port}`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(force);
  }
  await rm(folder, { recursive: true, force: true });
}
