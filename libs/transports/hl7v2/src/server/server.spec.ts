import { afterEach, describe, expect, it } from 'vitest';
import { adtSample, connectHl7Sender, makeAuthority, type Hl7Sender, type SendTo } from '../../testing/index';
import { type MllpServerEvent, type MllpServerOptions, type Peer } from './options';
import { createMllpServer, type MllpServer } from './server';

const open: { server?: MllpServer; senders: Hl7Sender[] } = { senders: [] };

interface Running {
  readonly server: MllpServer;
  readonly handled: string[];
  readonly peers: Peer[];
  readonly events: MllpServerEvent[];
  connect(how?: Partial<SendTo>): Promise<Hl7Sender>;
}

function idOf(message: Uint8Array): string {
  return Buffer.from(message).toString('utf8').split('|')[9] ?? '';
}

const ack = (message: Uint8Array): Buffer => Buffer.from(`ACK ${idOf(message)}`);

async function start(options: Partial<MllpServerOptions> = {}): Promise<Running> {
  const handled: string[] = [];
  const peers: Peer[] = [];
  const events: MllpServerEvent[] = [];
  const server = await createMllpServer({
    host: '127.0.0.1',
    port: 0,
    onEvent: (event) => events.push(event),
    ...options,
    handle: async (message, peer) => {
      handled.push(idOf(message));
      peers.push(peer);
      return options.handle ? options.handle(message, peer) : ack(message);
    },
  });
  open.server = server;
  const connect = async (how: Partial<SendTo> = {}): Promise<Hl7Sender> => {
    const sender = await connectHl7Sender({ port: server.port, ...how });
    open.senders.push(sender);
    return sender;
  };
  return { server, handled, peers, events, connect };
}

async function until(condition: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

afterEach(async () => {
  for (const sender of open.senders.splice(0)) sender.close();
  await open.server?.close(0);
});

describe('an MLLP server', () => {
  it('answers messages one after the other on one connection', async () => {
    const { connect, handled, peers } = await start();
    const sender = await connect();
    expect(await sender.send(adtSample('1'))).toBe('ACK 1');
    expect(await sender.send(adtSample('2'))).toBe('ACK 2');
    expect(handled).toEqual(['1', '2']);
    expect(peers[0]).toMatchObject({ address: '127.0.0.1', certificate: null });
  });

  it('answers only after the handler is done, and looks at the next message only then', async () => {
    const gate = deferred<Uint8Array>();
    const { connect, handled } = await start({ handle: (message) => (idOf(message) === '1' ? gate.promise : Promise.resolve(ack(message))) });
    const sender = await connect();
    let answered = false;
    sender.write(`\x0b${adtSample('1')}\x1c\r\x0b${adtSample('2')}\x1c\r`);
    const first = sender.answer().finally(() => (answered = true));
    await until(() => handled.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([handled, answered]).toEqual([['1'], false]);
    gate.resolve(Buffer.from('done'));
    expect([await first, await sender.answer()]).toEqual(['done', 'ACK 2']);
  });

  it('does not let one connection hold up another', async () => {
    const gate = deferred<Uint8Array>();
    const { connect } = await start({ handle: (message) => (idOf(message) === 'slow' ? gate.promise : Promise.resolve(ack(message))) });
    const [slow, dribbler, quick] = [await connect(), await connect(), await connect()];
    slow.write(`\x0b${adtSample('slow')}\x1c\r`);
    dribbler.write('\x0bMSH|^~');
    expect(await quick.send(adtSample('quick'))).toBe('ACK quick');
    gate.resolve(Buffer.from('late'));
    expect(await slow.answer()).toBe('late');
  });

  it('answers every message of a frame that holds two, and of a batch', async () => {
    const { connect, handled } = await start();
    const sender = await connect();
    sender.write(`\x0b${adtSample('1')}${adtSample('2')}\x1c\r`);
    expect([await sender.answer(), await sender.answer()]).toEqual(['ACK 1', 'ACK 2']);
    sender.write(`\x0bFHS|^~\\&\rBHS|^~\\&\r${adtSample('3')}${adtSample('4')}BTS|2\rFTS|1\r\x1c\r`);
    expect([await sender.answer(), await sender.answer()]).toEqual(['ACK 3', 'ACK 4']);
    expect(handled).toEqual(['1', '2', '3', '4']);
  });

  it('closes without an answer when the handler fails, and takes the message when it comes again', async () => {
    let failures = 1;
    const { connect, handled, events } = await start({
      handle: async (message) => {
        if (failures-- > 0) throw new Error('database away');
        return ack(message);
      },
    });
    expect(await (await connect()).send(adtSample('1'))).toBeNull();
    expect(await (await connect()).send(adtSample('1'))).toBe('ACK 1');
    expect(handled).toEqual(['1', '1']);
    expect(events).toEqual([{ event: 'closed', reason: 'handler-failed', address: '127.0.0.1' }]);
  });

  it('closes without an answer when the handler throws at once or takes too long', async () => {
    const thrower = await start({ handle: () => { throw new Error('at once'); } });
    expect(await (await thrower.connect()).send(adtSample('1'))).toBeNull();
    await thrower.server.close(0);
    const { connect, events } = await start({ limits: { handleMs: 50 }, handle: () => new Promise(() => undefined) });
    expect(await (await connect()).send(adtSample('1'))).toBeNull();
    await until(() => events.some(({ reason }) => reason === 'handler-time'));
  });

  it('says nothing when no answer is wanted, and goes on', async () => {
    const { connect } = await start({ handle: async (message) => (idOf(message) === 'quiet' ? null : ack(message)) });
    const sender = await connect();
    sender.write(`\x0b${adtSample('quiet')}\x1c\r`);
    expect(await sender.send(adtSample('2'))).toBe('ACK 2');
  });

  it('answers a sender that closes its half of the connection after sending', async () => {
    const { connect } = await start();
    const sender = await connect();
    sender.socket.end(`\x0b${adtSample('1')}\x1c\r`);
    expect(await sender.answer()).toBe('ACK 1');
  });
});

describe('limits of an MLLP server', () => {
  it('refuse a message over the size with an answer, since repeating it cannot help', async () => {
    const { connect, handled, events } = await start({
      limits: { message: 50_000 },
      refuseTooLarge: (head) => Buffer.from(`TOO LARGE ${idOf(head)}`),
    });
    const sender = await connect();
    expect(await sender.send(adtSample('77', `NTE|1||${'x'.repeat(200_000)}\r`))).toBe('TOO LARGE 77');
    expect(await sender.answer()).toBeNull();
    expect(handled).toEqual([]);
    await until(() => events.length > 0);
    expect(events.map(({ reason }) => reason)).toEqual(['too-large']);
  });

  it.each<[string, Partial<MllpServerOptions['limits']>, string]>([
    ['idle', { idleMs: 60 }, ''],
    ['message-time', { messageMs: 60 }, '\x0bMSH|'],
    ['junk', { junk: 10 }, 'GET / HTTP/1.1\r\n\r\n'],
    ['too-large', { message: 10 }, '\x0b01234567890'],
  ])('close for %s', async (reason, limits, bytes) => {
    const { connect, events } = await start({ limits });
    const sender = await connect();
    if (bytes !== '') sender.write(bytes);
    expect(await sender.answer()).toBeNull();
    await until(() => events.length > 0);
    expect(events.map((event) => event.reason)).toEqual([reason]);
  });

  it('do not count the time a message is handled as idle, but count it again afterwards', async () => {
    const { connect, events } = await start({
      limits: { idleMs: 80 },
      handle: async (message) => {
        await new Promise((resolve) => setTimeout(resolve, 250));
        return idOf(message) === 'quiet' ? null : ack(message);
      },
    });
    expect(await (await connect()).send(adtSample('1'))).toBe('ACK 1');
    const quiet = await connect();
    quiet.write(`\x0b${adtSample('quiet')}\x1c\r`);
    await until(() => quiet.closed);
    expect(events.every(({ reason }) => reason === 'idle')).toBe(true);
  });

  it('hold for connections of one address and of all', async () => {
    const { connect, server, events } = await start({ limits: { connections: 3, connectionsPerPeer: 2 } });
    const kept = [await connect(), await connect()];
    await until(() => server.connections === 2);
    expect(await (await connect()).send(adtSample('1'))).toBeNull();
    const other = await connect({ from: '127.0.0.2' });
    expect(await other.send(adtSample('2'))).toBe('ACK 2');
    expect(await (await connect({ from: '127.0.0.3' })).send(adtSample('3'))).toBeNull();
    expect(events.map(({ reason }) => reason)).toEqual(['connections-per-peer', 'connections']);
    kept[0]?.close();
    await until(() => server.connections === 2);
    expect(await (await connect()).send(adtSample('4'))).toBe('ACK 4');
  });

  it('keep out whoever is not admitted', async () => {
    const { connect, handled, events } = await start({ admit: ({ address }) => address === '127.0.0.2' });
    expect(await (await connect()).send(adtSample('1'))).toBeNull();
    expect(await (await connect({ from: '127.0.0.2' })).send(adtSample('2'))).toBe('ACK 2');
    expect(handled).toEqual(['2']);
    expect(events).toEqual([{ event: 'refused', reason: 'not-admitted', address: '127.0.0.1' }]);
  });
});

describe('closing an MLLP server', () => {
  it('lets a message under way be answered, and takes no new one', async () => {
    const gate = deferred<Uint8Array>();
    const { server, connect, handled } = await start({ handle: () => gate.promise });
    const [busy, idle] = [await connect(), await connect()];
    busy.write(`\x0b${adtSample('1')}\x1c\r\x0b${adtSample('2')}\x1c\r`);
    await until(() => handled.length === 1);
    const closed = server.close();
    expect(await idle.answer()).toBeNull();
    gate.resolve(Buffer.from('answered'));
    expect(await busy.answer()).toBe('answered');
    expect(await busy.answer()).toBeNull();
    await closed;
    expect(handled).toEqual(['1']);
    await expect(connect()).rejects.toThrow();
  });

  it('does not wait for ever', async () => {
    const { server, connect, handled } = await start({ handle: () => new Promise(() => undefined) });
    const sender = await connect();
    sender.write(`\x0b${adtSample('1')}\x1c\r`);
    await until(() => handled.length === 1);
    const started = Date.now();
    await Promise.all([server.close(50), server.close(50)]);
    // half of what it waits where nothing was said
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await sender.answer()).toBeNull();
  });
});

describe('an MLLP server over TLS', () => {
  const authority = makeAuthority();
  const own = authority.issue('server');

  it('tells whose certificate it was, and turns away senders without a trusted one', async () => {
    const { connect, peers, handled, events } = await start({ tls: { ...own, clientCa: authority.ca } });
    const trusted = await connect({ tls: { ca: authority.ca, ...authority.issue('his.example') } });
    expect(await trusted.send(adtSample('1'))).toBe('ACK 1');
    expect(peers[0]?.certificate).toMatchObject({ subject: 'CN=his.example', fingerprint256: expect.stringMatching(/^[0-9A-F:]{95}$/) });
    for (const tls of [{ ca: authority.ca }, { ca: authority.ca, ...makeAuthority().issue('stranger') }, { ca: authority.ca, ...authority.issue('late', -1) }]) {
      const answer = await connect({ tls }).then((sender) => sender.send(adtSample('2')), () => null);
      expect(answer).toBeNull();
    }
    expect(handled).toEqual(['1']);
    expect(events.filter(({ reason }) => reason === 'tls')).toHaveLength(3);
  });

  it('does not wait for handshakes that never finish', async () => {
    const { connect, server, handled } = await start({ tls: own, limits: { handshakeMs: 100, connectionsPerPeer: 2 } });
    const stuck = [await connect(), await connect()];
    await until(() => stuck.every(({ closed }) => closed));
    expect(await (await connect({ tls: { ca: authority.ca } })).send(adtSample('1'))).toBe('ACK 1');
    expect(handled).toEqual(['1']);
    await connect();
    await server.close(2000);
  });
});
