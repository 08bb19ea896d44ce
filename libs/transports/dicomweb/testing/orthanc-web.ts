import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface OrthancWeb {
  /** Base address of its DICOMweb service. */
  readonly url: string;
  instances(): Promise<number>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 30_000;

async function freePorts(n: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: n }, () => new Promise<net.Server>((resolve) => { const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server)); })));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Orthanc with its DICOMweb plugin and these users, in a folder of its own. */
export async function startOrthancWeb(plugin: string, users: Readonly<Record<string, string>>): Promise<OrthancWeb> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-orthanc-'));
  const [dicomPort, httpPort] = (await freePorts(2)) as [number, number];
  const settings = {
    StorageDirectory: folder, IndexDirectory: folder, DicomPort: dicomPort, HttpPort: httpPort, RemoteAccessAllowed: false, AuthenticationEnabled: true, RegisteredUsers: users, Plugins: [plugin],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
  const file = path.join(folder, 'orthanc.json');
  fs.writeFileSync(file, JSON.stringify(settings));
  const child = spawn('Orthanc', [file], { env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, TCP_NODELAY: '1' }, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); child.once('error', () => resolve()); });
  const [[user, password]] = Object.entries(users) as [[string, string]];
  const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  const instances = async (): Promise<number> => ((await (await fetch(`http://127.0.0.1:${httpPort}/statistics`, { headers })).json()) as { CountInstances: number }).CountInstances;
  for (const deadline = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const there = await instances().then(() => true, () => false);
    if (there) break;
    if (Date.now() > deadline || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error('Orthanc did not start.');
    }
  }
  return {
    url: `http://127.0.0.1:${httpPort}/dicom-web`,
    instances,
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
