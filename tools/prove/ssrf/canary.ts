// Something inside that nobody may call: it listens on every address of this machine and counts who does.
import net, { type AddressInfo } from 'node:net';

export class Canary {
  readonly seen: string[] = [];
  private constructor(private readonly servers: readonly net.Server[], readonly port: number) {}

  static async start(): Promise<Canary> {
    const first = net.createServer();
    await new Promise<void>((resolve) => first.listen(0, '0.0.0.0', resolve));
    const { port } = first.address() as AddressInfo;
    const second = net.createServer();
    // a machine without IPv6 has one door less
    const both = await new Promise<boolean>((resolve) => second.once('error', () => resolve(false)).listen({ port, host: '::1' }, () => resolve(true)));
    const canary = new Canary(both ? [first, second] : [first], port);
    for (const server of canary.servers) {
      server.on('connection', (socket) => {
        canary.seen.push(`${socket.localAddress ?? ''} from ${socket.remotePort ?? ''}`);
        socket.on('error', () => undefined).destroy();
      });
    }
    return canary;
  }

  /** It is awake: somebody who does call it is counted. */
  async wakes(): Promise<boolean> {
    const before = this.seen.length;
    await new Promise<void>((resolve) => net.connect({ port: this.port, host: '127.0.0.1' }).on('error', () => resolve()).on('close', () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const woke = this.seen.length > before;
    this.seen.length = 0;
    return woke;
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}
