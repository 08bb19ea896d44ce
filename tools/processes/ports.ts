// Finding free TCP ports, and who holds one that is not.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Listens on the port for an instant: resolves to the port that was given, or undefined when something else holds it. */
function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** Whether a listener on `host` could take this port now. */
export async function portIsFree(port: number, host = LOOPBACK): Promise<boolean> {
  return (await tryPort(port, host)) !== undefined;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return (await tryPort(0, LOOPBACK)) ?? freePort();
}

// Below the ports systems give to outgoing connections (from 32768 on): one of those could take a port between our look and our use.
const [LOWEST, HIGHEST] = [20_000, 32_000];

/** The first of `count` ports in a row that were all free a moment ago, and that no outgoing connection will take. */
export async function freePortRange(count: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = randomInt(LOWEST, HIGHEST - count);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => portIsFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`No ${count} free ports in a row were found on ${LOOPBACK}.`);
}

/** Waits until something accepts connections there; false when `ms` milliseconds have passed. */
export async function portAnswers(port: number, ms: number, host = LOOPBACK): Promise<boolean> {
  const deadline = Date.now() + ms;
  do {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect({ port, host });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < deadline);
  return false;
}

/** Inodes of the sockets listening on a port, from the kernel's own tables (Linux). */
function listeningInodes(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!fs.existsSync(table)) continue;
    for (const line of fs.readFileSync(table, 'utf8').split('\n')) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === '0A' && local?.endsWith(`:${hex}`) && inode) inodes.add(`socket:[${inode}]`);
    }
  }
  return inodes;
}

function holderFromProc(port: number): { pid: number; command: string } | undefined {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return undefined;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fds = fs.readdirSync(`/proc/${pid}/fd`);
      if (!fds.some((fd) => inodes.has(fs.readlinkSync(`/proc/${pid}/fd/${fd}`)))) continue;
      return { pid: Number(pid), command: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() };
    } catch {
      // Ended while we looked, or another user's.
    }
  }
  return undefined;
}

/** Who probably listens on a port: "name (process 123)", or undefined when this user may not see it. */
export function portHolder(port: number): string | undefined {
  if (process.platform === 'linux') {
    const holder = holderFromProc(port);
    return holder && `${holder.command.slice(0, 80) || 'a process'} (process ${holder.pid})`;
  }
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)$/m.exec(stdout ?? '')?.[1];
  return pid && `${/^c(.+)$/m.exec(stdout)?.[1] ?? 'a process'} (process ${pid})`;
}
