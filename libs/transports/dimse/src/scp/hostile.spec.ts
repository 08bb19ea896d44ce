import net, { type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickest } from '@causeway/tools/cost';
import { hostileScripts, playRaw, type Expected, type RawOutcome } from '../../testing/index';
import { requestPdu } from '../association/proposal';
import { dimseLimits } from '../limits';
import { PDU } from '../pdu/pdu';
import { readCommand } from '../message/command';
import { ClientAssociation } from '../scu/client-association';
import { connectTcp } from '../scu/connect';
import { ECHO_OFFER, echo } from '../scu/echo';
import { REJECTION } from '../association/rejection';
import { DimseServer } from './server';

/** Objects are taken and answered slowly, so that requests that do not wait pile up. */
const server = new DimseServer(
  {
    admit: (proposal) => (proposal.calledAeTitle === 'TARGET' ? { admitted: true } : { admitted: false, rejection: REJECTION.calledAeTitle }),
    store: () => ({
      write: () => undefined,
      end: () => new Promise((resolve) => setTimeout(() => resolve({ status: 0 }), 1_000)),
      abort: () => undefined,
    }),
  },
  { limits: { associationsPerAddress: 64, lingerMs: 300 } },
);
let port = 0;

beforeAll(async () => {
  ({ port } = await server.listen(0, '127.0.0.1'));
});
afterAll(() => server.close(0));

async function echoOnce(): Promise<void> {
  const limits = dimseLimits();
  const signal = AbortSignal.timeout(10_000);
  const socket = await connectTcp({ host: '127.0.0.1', port }, limits, signal);
  const titles = { calledAeTitle: 'TARGET', callingAeTitle: 'HONEST' };
  const association = await ClientAssociation.open(socket, titles, [ECHO_OFFER], limits, signal);
  await echo(association);
  await association.release();
}

describe('A server under attack', () => {
  for (const script of hostileScripts('TARGET')) {
    it(`answers ${script.name} and goes on serving`, async () => {
      const outcome = await playRaw(port, script.steps, 10_000);
      expectOutcome(outcome, script.expected);
      expect(await quickest(echoOnce, 1_000)).toBeLessThan(1_000);
    });
  }

  it('lets go of every association and socket afterwards', async () => {
    await expect.poll(() => server.load).toEqual({ associations: 0, waiting: 0 });
  });

  it('resets a thousand connections with lying lengths without growing', async () => {
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 20; round++) {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => playRaw(port, [{ write: Buffer.from('01007fffffff', 'hex') }], 10_000)));
      expect(outcomes.every((outcome) => outcome.ended)).toBe(true);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });

  it('answers honest echoes within 500 ms beside 200 silent and 50 dripping sockets', async () => {
    const request = requestPdu('TARGET', 'SLOW', [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }], 16_384);
    const open = (): Socket => net.connect(port, '127.0.0.1').on('error', () => undefined);
    const silent = Array.from({ length: 200 }, open);
    const dripping = Array.from({ length: 50 }, open);
    let at = 0;
    const drip = setInterval(() => {
      dripping.forEach((socket) => socket.writable && socket.write(request.subarray(at, at + 1)));
      at++;
    }, 100);
    await expect.poll(() => server.load.waiting).toBe(250);
    for (let i = 0; i < 40; i++) {
      expect(await quickest(echoOnce, 500)).toBeLessThan(500);
    }
    clearInterval(drip);
    [...silent, ...dripping].forEach((socket) => socket.destroy());
  });
});

function expectOutcome({ pdus, ended }: RawOutcome, expected: Expected): void {
  const last = pdus.at(-1);
  if (typeof expected === 'object') {
    expect(last?.[0]).toBe(PDU.data);
    expect(readCommand(last!.subarray(12)).status).toBe(expected.status);
    return;
  }
  expect(ended).toBe(true);
  const types = { abort: PDU.abort, reject: PDU.associateRj, release: PDU.releaseRp, cut: undefined };
  if (expected === 'cut') {
    expect([undefined, PDU.associateAc]).toContain(last?.[0]);
  } else {
    expect(last?.[0]).toBe(types[expected]);
  }
}
