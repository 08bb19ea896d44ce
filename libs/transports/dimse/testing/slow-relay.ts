import net, { type AddressInfo, type Socket } from 'node:net';

export interface SlowRelay {
  readonly port: number;
  stop(): Promise<void>;
}

const TICK_MS = 50;

/** A line that passes on at most so many bytes a second in each direction: one byte a second is the slow partner of every test. */
export async function startSlowRelay(target: number, bytesPerSecond: number): Promise<SlowRelay> {
  const sockets = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
      trickle(from, to, bytesPerSecond);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function trickle(from: Socket, to: Socket, bytesPerSecond: number): void {
  let allowance = 0;
  const timer = setInterval(() => {
    allowance = Math.min(allowance + (bytesPerSecond * TICK_MS) / 1000, Math.max(1, bytesPerSecond));
    const whole = Math.min(Math.floor(allowance), from.readableLength);
    const bytes: Buffer | null = whole > 0 ? (from.read(whole) as Buffer | null) : null;
    if (bytes) {
      allowance -= bytes.length;
      to.write(bytes);
    }
  }, TICK_MS);
  from.on('readable', () => undefined);
  from.on('close', () => clearInterval(timer));
}
