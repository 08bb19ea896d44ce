/** The attacks and losses an MLLP port meets, in short form: floods without end, and acknowledgements that never arrive. */
import { encodeMessage, parseMessage, readHeader, writeAck } from '@causeway/hl7v2';
import { TransportFailure } from '@causeway/transport-kit';
import { spawn, type ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { adtSample, connectHl7Sender, startHl7Peer } from '../testing/index';
import { MllpClient } from './client/client';
import { createMllpServer } from './server/server';

const SOCKETS = 200;
const MB = 1024 * 1024;
const AT = { epochMs: 0, offsetMinutes: 0 };

function acknowledge(bytes: Uint8Array): Uint8Array {
  return encodeMessage(writeAck(readHeader(parseMessage(bytes)), { code: 'AA', controlId: 'A1', at: AT }));
}

/** A process of its own that opens sockets, begins a message on each and never ends one; a socket that is closed is opened again. */
const ATTACK = `
  const net = require('node:net');
  const [port, sockets] = process.argv.slice(1).map(Number);
  const block = Buffer.alloc(64 * 1024, 'NTE|1||never ending|');
  let sent = 0;
  function open(i) {
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: '127.0.0.' + (2 + i % 20) });
    const more = () => { while (!socket.destroyed && socket.write(block)) sent += block.length; };
    socket.on('connect', () => { socket.write('\\x0bMSH|^~\\\\&|X|\\r'); more(); });
    socket.on('drain', more);
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(open, 200, i));
  }
  for (let i = 0; i < sockets; i++) open(i);
  setInterval(() => process.stdout.write(sent + '\\n'), 100);
`;

function attack(port: number): { process: ChildProcess; sent: () => number } {
  const child = spawn(process.execPath, ['-e', ATTACK, String(port), String(SOCKETS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0;
  child.stdout?.on('data', (chunk) => (last = Number(String(chunk).trim().split('\n').at(-1))));
  return { process: child, sent: () => last };
}

describe('an MLLP server under attack', () => {
  it(`keeps its memory and its honest senders while ${SOCKETS} sockets send messages without end`, { timeout: 60_000 }, async () => {
    const events = new Map<string, number>();
    const server = await createMllpServer({
      host: '127.0.0.1',
      port: 0,
      onEvent: ({ reason }) => events.set(reason, (events.get(reason) ?? 0) + 1),
      handle: async (bytes) => acknowledge(bytes),
    });
    const before = process.memoryUsage.rss();
    const { process: attacker, sent } = attack(server.port);
    try {
      let highest = before;
      let answered = 0;
      const end = Date.now() + 6_000;
      // six seconds, and longer where the machine has little time for the attack or for the honest
      while (Date.now() < end || answered <= 50 || sent() <= 64 * MB) {
        const sender = await connectHl7Sender({ port: server.port });
        if ((await sender.send(adtSample(String(answered)))) !== null) answered++;
        sender.close();
        highest = Math.max(highest, process.memoryUsage.rss());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const rise = Math.round((highest - before) / MB);
      expect(rise).toBeLessThan(128);
      expect([...events.keys()].some((reason) => reason === 'memory' || reason === 'too-large')).toBe(true);
    } finally {
      attacker.kill('SIGKILL');
      await server.close(0);
    }
  });
});

/** What the outbox of a product does: the same message again until it is answered. */
async function untilAccepted(client: MllpClient, message: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(Buffer.from(message));
      return attempt;
    } catch (error) {
      if (!(error instanceof TransportFailure) || error.retry !== 'later') throw error;
    }
  }
}

const COUNT = 1_000;
const ids = Array.from({ length: COUNT }, (_, i) => `M${i}`);

describe('lost acknowledgements', () => {
  it(`make the client deliver each of ${COUNT} messages again, under the same control id`, { timeout: 60_000 }, async () => {
    const peer = await startHl7Peer({ answer: (_, times) => (times === 1 ? 'drop' : { code: 'AA' }) });
    const client = new MllpClient({ host: '127.0.0.1', port: peer.port });
    try {
      for (const id of ids) await untilAccepted(client, adtSample(id));
      const counts = new Map<string, number>();
      for (const { controlId } of peer.messages) counts.set(controlId, (counts.get(controlId) ?? 0) + 1);
      expect([...counts.keys()]).toEqual(ids);
      expect([...counts.values()].every((count) => count === 2)).toBe(true);
    } finally {
      client.close();
      await peer.close();
    }
  });

  it(`and handlers that fail once each lose none of ${COUNT} messages that arrive`, { timeout: 60_000 }, async () => {
    const attempts = new Map<string, number>();
    const kept: string[] = [];
    const server = await createMllpServer({
      host: '127.0.0.1',
      port: 0,
      handle: async (bytes) => {
        const { controlId } = readHeader(parseMessage(bytes));
        const attempt = (attempts.get(controlId) ?? 0) + 1;
        attempts.set(controlId, attempt);
        if (attempt === 1) throw new Error('the commit failed');
        kept.push(controlId);
        return acknowledge(bytes);
      },
    });
    const client = new MllpClient({ host: '127.0.0.1', port: server.port });
    try {
      for (const id of ids) await untilAccepted(client, adtSample(id));
      expect(kept).toEqual(ids);
    } finally {
      client.close();
      await server.close(0);
    }
  });
});
