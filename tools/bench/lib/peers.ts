// The receivers we measure ourselves against, as Debian ships them, each on a folder of its own. Nagle's algorithm is off for all: with it on they
// wait 40 ms for every object, and a comparison would be won by one socket option.
import fs from 'node:fs';
import path from 'node:path';
import { freePortRange, portAnswers } from '../../processes/ports';
import { startProgram, type Program } from './program';

export interface Peer {
  readonly program: Program;
  readonly port: number;
  readonly httpPort: number;
  /** Objects it holds now. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

const NO_NAGLE = { TCP_NODELAY: '1' };
const listening = (port: number) => async (): Promise<void> => {
  if (!(await portAnswers(port, 30_000))) throw new Error(`nothing listens on port ${port}`);
};

/** Orthanc with its defaults: MD5 of each file, fsync of each file, SQLite index; only ports and folder are ours. */
export async function startOrthanc(dir: string, { dicomWeb = false, modalities = {} }: { readonly dicomWeb?: boolean; readonly modalities?: Readonly<Record<string, readonly [aeTitle: string, host: string, port: number]>> } = {}): Promise<Peer> {
  fs.mkdirSync(dir, { recursive: true });
  const first = await freePortRange(2);
  const [port, httpPort] = [first, first + 1];
  const plugins = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].filter((file) => fs.existsSync(file)).slice(0, 1);
  const settings = {
    StorageDirectory: dir, IndexDirectory: dir, DicomPort: port, HttpPort: httpPort, RemoteAccessAllowed: false, AuthenticationEnabled: false, DicomModalities: modalities,
    ...(dicomWeb ? { Plugins: plugins, DicomWeb: { Enable: true, Root: '/dicom-web/' } } : {}),
  };
  const file = path.join(dir, 'orthanc.json');
  fs.writeFileSync(file, JSON.stringify(settings));
  const program = await startProgram({ command: 'Orthanc', args: [file], env: { ...NO_NAGLE, PATH: `${process.env['PATH']}:/usr/sbin` }, ready: async () => { await listening(port)(); await listening(httpPort)(); } });
  const count = async (): Promise<number> => Number(((await (await fetch(`http://127.0.0.1:${httpPort}/statistics`)).json()) as { CountInstances: number }).CountInstances);
  return { program, port, httpPort, count, stop: async () => { await program.stop(); fs.rmSync(dir, { recursive: true, force: true }); } };
}

/** dcmtk's storescp writing what comes as it comes: no index, no digest, no sync. `more` are further options. */
export async function startStorescp(dir: string, { fork = false, more = [] as readonly string[] } = {}): Promise<Peer> {
  fs.mkdirSync(dir, { recursive: true });
  const port = await freePortRange(1);
  const args = ['+B', '-pdu', '131072', ...(fork ? ['--fork'] : []), ...more, '-od', dir, String(port)];
  const program = await startProgram({ command: 'storescp', args, env: NO_NAGLE, ready: listening(port) });
  return {
    program, port, httpPort: 0, count: () => Promise.resolve(fs.readdirSync(dir).length),
    stop: async () => { await program.stop(); fs.rmSync(dir, { recursive: true, force: true }); },
  };
}
