import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { CT_IMAGE_STORAGE, MR_IMAGE_STORAGE, sampleInstance } from '../../testing/index';
import { associate, offerOf, serverUnderTest, storeSample, type ServerUnderTest } from '../../testing/server-kit';
import { REJECTION } from '../association/rejection';
import { requestPdu } from '../association/proposal';
import { playRaw, rawPdu, rawPdv } from '../../testing/raw-peer';
import { PDU } from '../pdu/pdu';
import { TAG } from '../dataset/data-set';
import { echo } from '../scu/echo';
import { FIND_OFFER, find } from '../scu/find';
import { store } from '../scu/store';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { STATUS } from '../message/status';
import type { DimseLimits } from '../limits';
import type { ServerPorts } from './ports';

const running: ServerUnderTest[] = [];

async function start(ports: Partial<ServerPorts> = {}, limits: Partial<DimseLimits> = {}): Promise<ServerUnderTest> {
  const started = await serverUnderTest(ports, { limits: { lingerMs: 100, ...limits } });
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ server }) => server.close(0)));
});

describe('A provider', () => {
  it('answers C-ECHO', async () => {
    const { port } = await start();
    const association = await associate(port);
    await echo(association);
    await association.release();
  });

  it.each([1, 7, 4_096, 1_000_000])('hands over every byte of an object sent in chunks of %i', async (size) => {
    const { port, received } = await start();
    const sample = sampleInstance({ size: size === 1 ? 8 : 200 });
    const association = await associate(port, [offerOf(sample)]);
    const chunks = Array.from({ length: Math.ceil(sample.bytes.length / size) }, (_, i) => sample.bytes.subarray(i * size, (i + 1) * size));
    expect(await storeSample(association, sample, chunks)).toBe(STATUS.success);
    await association.release();
    expect(received).toHaveLength(1);
    expect(received[0]!.bytes.equals(sample.bytes)).toBe(true);
    expect(received[0]!.info).toMatchObject({
      sopClassUid: sample.sopClassUid,
      sopInstanceUid: sample.sopInstanceUid,
      transferSyntaxUid: sample.transferSyntaxUid,
      association: { callingAeTitle: 'TESTER', calledAeTitle: 'TARGET', peer: { address: '127.0.0.1' } },
    });
  });

  it('fits its answers and takes objects whatever PDU size was announced', async () => {
    const { port, received } = await start({}, { pduBytes: 4_096 });
    const sample = sampleInstance({ size: 100 });
    const association = await associate(port, [offerOf(sample)], { pduBytes: 4_096 });
    expect(association.link.fragmentBytes).toBe(4_090);
    expect(await storeSample(association, sample)).toBe(STATUS.success);
    expect(received[0]!.bytes.equals(sample.bytes)).toBe(true);
    association.abort();
  });

  it('passes on the status and the comment of its store', async () => {
    const { port } = await start({
      store: () => ({ write: () => undefined, end: async () => ({ status: 0xb007, comment: 'Another content is on file' }), abort: () => undefined }),
    });
    const sample = sampleInstance();
    const association = await associate(port, [offerOf(sample)]);
    const reply = await store(association, association.contextFor(sample.sopClassUid), sample, [sample.bytes], () => undefined);
    expect(reply).toEqual({ status: 0xb007, comment: 'Another content is on file' });
    association.abort();
  });

  it.each([
    ['opens', { store: () => fail() }],
    ['writes', { store: () => ({ write: () => fail(), end: async () => ({ status: 0 }), abort: () => undefined }) }],
    ['writes later', { store: () => ({ write: async () => fail(), end: async () => ({ status: 0 }), abort: () => undefined }) }],
    ['ends', { store: () => ({ write: () => undefined, end: async () => fail(), abort: () => undefined }) }],
  ] satisfies [string, Partial<ServerPorts>][])('answers A700H when the store fails as it %s, and serves the next object', async (_when, ports) => {
    const { port, events } = await start(ports);
    const sample = sampleInstance({ size: 300 });
    const association = await associate(port, [offerOf(sample)]);
    expect(await storeSample(association, sample)).toBe(STATUS.outOfResources);
    expect(await storeSample(association, sample)).toBe(STATUS.outOfResources);
    await echo(association);
    association.abort();
    expect(events.map(({ event }) => event)).toContain('store.failed');
    expect(JSON.stringify(events)).not.toContain('ZEBRA');
  });

  it('pauses only the sender whose store asks for it', async () => {
    const gate = gated();
    let taken = 0;
    const { port } = await start({
      store: ({ association }) => ({
        write: (bytes) => {
          taken += association.callingAeTitle === 'PAUSED' ? bytes.length : 0;
          return association.callingAeTitle === 'PAUSED' ? gate.promise : undefined;
        },
        end: async () => ({ status: 0 }),
        abort: () => undefined,
      }),
    });
    const sample = sampleInstance({ size: 3_000 });
    const paused = await associate(port, [offerOf(sample)], { calling: 'PAUSED' });
    const other = await associate(port, [offerOf(sample)], { calling: 'OTHER' });
    const storing = storeSample(paused, sample);
    expect(await storeSample(other, sample)).toBe(STATUS.success);
    await sleep(50);
    expect(taken).toBeLessThan(200_000);
    gate.resolve();
    expect(await storing).toBe(STATUS.success);
    expect(taken).toBe(sample.bytes.length);
    paused.abort();
    other.abort();
  });

  it('tells the store when the sender vanishes in the middle of an object', async () => {
    const { port, aborted, received } = await start();
    const sample = sampleInstance({ size: 500 });
    const association = await associate(port, [offerOf(sample)]);
    async function* half(): AsyncGenerator<Buffer> {
      yield sample.bytes.subarray(0, 100_000);
      await sleep(20);
      association.destroy();
    }
    await expect(store(association, association.contextFor(sample.sopClassUid), sample, half(), () => undefined)).rejects.toThrow();
    await expect.poll(() => aborted.length).toBe(1);
    expect(received).toEqual([]);
  });

  it('accepts contexts one by one and refuses what it does not serve', async () => {
    const { port } = await start();
    const sample = sampleInstance();
    const association = await associate(port, [
      offerOf(sample),
      { abstractSyntax: MR_IMAGE_STORAGE, transferSyntaxes: ['1.2.3.4.5'] },
      { abstractSyntax: '1.2.840.10008.5.1.4.34.6.1', transferSyntaxes: ['1.2.840.10008.1.2'] },
    ]);
    expect(association.contexts.map((context) => context.abstractSyntax)).toEqual(['1.2.840.10008.1.1', sample.sopClassUid]);
    association.abort();
  });

  it('admits nobody its port does not admit', async () => {
    const { port, events } = await start({
      admit: (proposal, peer) =>
        proposal.callingAeTitle === 'FRIEND' && peer.address === '127.0.0.1' ? { admitted: true } : { admitted: false, rejection: REJECTION.callingAeTitle },
    });
    (await associate(port, [], { calling: 'FRIEND' })).abort();
    await expect(associate(port, [], { calling: 'STRANGER' })).rejects.toThrow('calling AE title not recognised; we are STRANGER');
    expect(events).toContainEqual({ event: 'association.rejected', facts: expect.objectContaining({ calling: 'STRANGER', reason: 3 }) });
  });
});

describe('Limits of a provider', () => {
  it('turns down one association more than one address may have, for now', async () => {
    const { port } = await start({}, { associationsPerAddress: 2 });
    const two = [await associate(port), await associate(port)];
    await expect(associate(port)).rejects.toMatchObject({ rejection: REJECTION.localLimit });
    await two[0]!.release();
    await expect.poll(async () => (await associate(port)).contexts.length).toBe(1);
    two[1]!.abort();
  });

  it('turns down one association more than there may be in all', async () => {
    const { port, server } = await start({}, { associations: 3, associationsPerAddress: 10 });
    await Promise.all([associate(port), associate(port), associate(port)]);
    await expect(associate(port)).rejects.toMatchObject({ rejection: REJECTION.localLimit });
    expect(server.load.associations).toBe(3);
  });

  it('drops the oldest silent socket for the newest', async () => {
    const { port, server } = await start({}, { waitingSockets: 5 });
    const closed: number[] = [];
    const sockets = [];
    for (let i = 0; i < 7; i++) {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => undefined).on('close', () => closed.push(i));
      await new Promise((resolve) => socket.once('connect', resolve));
      sockets.push(socket);
    }
    await expect.poll(() => closed).toEqual([0, 1]);
    expect(server.load.waiting).toBe(5);
    sockets.forEach((socket) => socket.destroy());
  });

  it('closes a socket without a whole request in time, however it trickles', async () => {
    const { port } = await start({}, { artimMs: 200 });
    const contexts = Array.from({ length: 20 }, (_, i) => ({ id: 2 * i + 1, abstractSyntax: CT_IMAGE_STORAGE, transferSyntaxes: ['1.2.840.10008.1.2'] }));
    const request = requestPdu('TARGET', 'SLOW', contexts, 16_384);
    // it would trickle for twice as long as we look on
    const drip = [...request].flatMap((byte) => [{ write: Buffer.from([byte]) }, { waitMs: 20 }]);
    expect(request.length * 20).toBeGreaterThan(20_000);
    const outcome = await playRaw(port, drip, 10_000);
    expect(outcome.ended).toBe(true);
    expect(outcome.ms).toBeGreaterThan(150);
  });

  it('aborts an idle association', async () => {
    const { port } = await start({}, { idleMs: 150 });
    const request = requestPdu('TARGET', 'IDLE', [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }], 16_384);
    const outcome = await playRaw(port, [{ write: request }], 10_000);
    expect(outcome.pdus.map((pdu) => pdu[0])).toEqual([PDU.associateAc, PDU.abort]);
  });

  it('does not call an association idle while its own store is slow', async () => {
    const { port } = await start(
      { store: () => ({ write: () => undefined, end: () => sleep(500, { status: 0 }), abort: () => undefined }) },
      { idleMs: 100 },
    );
    const sample = sampleInstance();
    const association = await associate(port, [offerOf(sample)]);
    expect(await storeSample(association, sample)).toBe(STATUS.success);
    association.abort();
  });

  it('aborts an object that takes too long although its bytes keep coming', async () => {
    const { port, aborted } = await start({}, { objectMs: 300, idleMs: 250 });
    const sample = sampleInstance({ size: 64 });
    const association = await associate(port, [offerOf(sample)]);
    async function* slowly(): AsyncGenerator<Buffer> {
      for (let at = 0; at < sample.bytes.length; at += 100) {
        yield sample.bytes.subarray(at, at + 100);
        await sleep(30);
      }
    }
    await expect(store(association, association.contextFor(sample.sopClassUid), sample, slowly(), () => undefined)).rejects.toThrow('aborted');
    expect(aborted).toHaveLength(1);
  });

  it('counts the time of each object by itself, also when they come without a pause', async () => {
    const { port, received } = await start({}, { objectMs: 300 });
    const request = requestPdu('TARGET', 'PIPING', [{ id: 1, abstractSyntax: CT_IMAGE_STORAGE, transferSyntaxes: ['1.2.840.10008.1.2.1'] }], 16_384);
    const objects = Buffer.concat(Array.from({ length: 12 }, (_, i) => storeMessage(i + 1)));
    const size = objects.length / 12;
    const pieces = Array.from({ length: 13 }, (_, i) => objects.subarray(Math.max(0, i * size - 20), (i + 1) * size - 20));
    const steps = pieces.flatMap((write) => [{ write }, { waitMs: 60 }]);
    const outcome = await playRaw(port, [{ write: request }, { untilPdus: 1 }, ...steps, { untilPdus: 13 }, { hangUp: true }], 5_000);
    expect(outcome.pdus.map((pdu) => pdu[0])).not.toContain(PDU.abort);
    expect(received).toHaveLength(12);
  });

  it('counts the time of each object by itself', async () => {
    const { port, received } = await start({}, { objectMs: 300 });
    const sample = sampleInstance();
    const association = await associate(port, [offerOf(sample)]);
    for (let i = 0; i < 6; i++) {
      expect(await storeSample(association, sample)).toBe(STATUS.success);
      await sleep(100);
    }
    expect(received).toHaveLength(6);
    association.abort();
  });

  it('cuts off a partner that asks and never reads, and ends the query', async () => {
    let ended = false;
    const { port, server, events } = await start(
      {
        find: async function* () {
          try {
            for (;;) {
              yield new Map([[TAG.studyDescription, ['X'.repeat(20_000)]]]);
            }
          } finally {
            ended = true;
          }
        },
      },
      { idleMs: 300, writeBufferBytes: 65_536 },
    );
    const association = await associate(port, [FIND_OFFER]);
    const matches = find(association, new Map([[TAG.queryRetrieveLevel, ['STUDY']]]));
    await matches.next();
    association.link.socket.pause();
    await expect.poll(() => server.load.associations).toBe(0);
    expect(events).toContainEqual({ event: 'association.timeout', facts: expect.objectContaining({ why: 'the partner does not read' }) });
    await expect.poll(() => ended).toBe(true);
    association.destroy();
  });
});

describe('A provider that shuts down', () => {
  it('lets the running object end and answers it, and takes nothing new', async () => {
    const gate = gated();
    const { port, server } = await start({
      store: () => ({ write: () => undefined, end: () => gate.promise.then(() => ({ status: 0 })), abort: () => undefined }),
    });
    const sample = sampleInstance();
    const busy = await associate(port, [offerOf(sample)]);
    const idle = await associate(port);
    const storing = storeSample(busy, sample);
    await sleep(30);
    const closing = server.close(5_000);
    await expect(associate(port)).rejects.toThrow();
    await expect.poll(() => idle.failure?.name).toBe('AssociationAborted');
    gate.resolve();
    expect(await storing).toBe(STATUS.success);
    await closing;
    await expect.poll(() => busy.failure?.name).toBe('AssociationAborted');
  });

  it('turns down for now who was being decided on', async () => {
    const gate = gated();
    const { port, server } = await start({ admit: () => gate.promise.then(() => ({ admitted: true })) });
    const associating = associate(port);
    associating.catch(() => undefined);
    await sleep(30);
    const closing = server.close(5_000);
    gate.resolve();
    await expect(associating).rejects.toMatchObject({ rejection: REJECTION.congestion });
    await closing;
  });

  it('cuts off after its grace what does not end', async () => {
    const { port, server } = await start({
      store: () => ({ write: () => undefined, end: () => new Promise(() => undefined), abort: () => undefined }),
    });
    const sample = sampleInstance();
    const association = await associate(port, [offerOf(sample)]);
    const storing = storeSample(association, sample);
    storing.catch(() => undefined);
    await sleep(30);
    const started = performance.now();
    await server.close(200);
    // where nothing was said it waits 30 s
    expect(performance.now() - started).toBeLessThan(10_000);
    await expect(storing).rejects.toThrow();
  });
});

/** One C-STORE on context 1, command and data set. */
function storeMessage(messageId: number): Buffer {
  const command = writeCommand([
    [ELEMENT.affectedSopClass, CT_IMAGE_STORAGE],
    [ELEMENT.commandField, COMMAND.storeRq],
    [ELEMENT.messageId, messageId],
    [ELEMENT.dataSetType, WITH_DATA_SET],
    [ELEMENT.affectedSopInstance, `1.2.${messageId}`],
  ]);
  return Buffer.concat([rawPdu(PDU.data, rawPdv(1, 3, command)), rawPdu(PDU.data, rawPdv(1, 2, Buffer.alloc(200)))]);
}

function gated(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((open) => (resolve = open));
  return { promise, resolve };
}

function fail(): never {
  throw new Error('disk full near ZEBRA^XAVIER');
}
