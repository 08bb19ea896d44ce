import type { InstanceResult, OutgoingInstance, SendProgress, SendReceipt } from '@causeway/transport-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CT_IMAGE_STORAGE, LoopbackPeer, MR_IMAGE_STORAGE, sampleInstance, startSlowRelay, type SampleInstance } from '../../testing/index';
import { REJECTION } from '../association/rejection';
import { dimse } from './dimse';

const patient = { patientName: 'ZEBRA^XAVIER', patientId: 'MRN-QUOKKA' };
const JPEG_2000 = '1.2.840.10008.1.2.4.90';

let peer: LoopbackPeer;
let progress: SendProgress[];
let onProgress: (step: SendProgress) => void;

beforeEach(async () => {
  peer = await LoopbackPeer.start({ limits: { lingerMs: 100 } });
  progress = [];
  onProgress = () => undefined;
});
afterEach(() => peer.stop());

/** Over one association where not said otherwise, so that what comes first and next is certain. */
async function send(instances: readonly OutgoingInstance[], over: Record<string, unknown> = {}, signal = AbortSignal.timeout(20_000)): Promise<SendReceipt> {
  const line = await dimse.open(dimse.settings.parse(peer.settings({ associations: 1, ...over })), { endpoint: 'e', log: () => undefined });
  return line.send!({ instances }, signal, (step) => {
    progress.push(step);
    onProgress(step);
  });
}

const samples = (count: number, size = 16): SampleInstance[] => Array.from({ length: count }, (_, i) => sampleInstance({ ...patient, size, instanceNumber: i + 1 }));
const standings = (results: readonly InstanceResult[]): string[] => results.map((result) => result.standing);

describe('Sending', () => {
  it('hands every byte over and tells begin and answer of each instance in order', async () => {
    const instances = samples(5, 300);
    const receipt = await send(instances);
    expect(receipt.failure).toBeNull();
    expect(receipt.results).toEqual(
      instances.map(({ sopInstanceUid }) => ({ sopInstanceUid, standing: 'sent', status: '0000H', retry: null, detail: 'They answered 0000H: success.' })),
    );
    expect(progress.map((step) => [step.type, step.type === 'begun' ? step.sopInstanceUid : step.result.sopInstanceUid])).toEqual(
      instances.flatMap(({ sopInstanceUid }) => [
        ['begun', sopInstanceUid],
        ['answered', sopInstanceUid],
      ]),
    );
    for (const instance of instances) {
      expect(peer.held.get(instance.sopInstanceUid)?.bytes.equals(instance.bytes)).toBe(true);
    }
  });

  it('keeps each instance in the syntax it has, beside others of its class', async () => {
    const instances = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', JPEG_2000, '1.2.840.10008.1.2.5'].map((transferSyntaxUid) => sampleInstance({ transferSyntaxUid }));
    await send(instances);
    for (const { sopInstanceUid, transferSyntaxUid, bytes } of instances) {
      expect(peer.held.get(sopInstanceUid)?.transferSyntaxUid).toBe(transferSyntaxUid);
      expect(peer.held.get(sopInstanceUid)?.bytes.equals(bytes)).toBe(true);
    }
  });

  it('uses as many associations as 300 classes need', async () => {
    const instances = Array.from({ length: 300 }, (_, i) => sampleInstance({ sopClassUid: `1.2.840.10008.5.1.4.1.1.999.${i + 1}` }));
    const mixed = [...instances.filter((_, i) => i % 2), ...instances.filter((_, i) => !(i % 2))];
    const receipt = await send(mixed);
    expect(receipt.results.map((result) => result.sopInstanceUid)).toEqual(mixed.map((instance) => instance.sopInstanceUid));
    expect(new Set(standings(receipt.results))).toEqual(new Set(['sent']));
    expect(peer.held.size).toBe(300);
  });

  it('reads the next instance while the partner works on this one', async () => {
    peer.behaviour.answerDelayMs = 150;
    const [first, second] = samples(2);
    const order: string[] = [];
    onProgress = (step) => order.push(step.type);
    const watched: OutgoingInstance = {
      ...second!,
      dataSet: () => {
        order.push('read');
        return second!.dataSet(new AbortController().signal);
      },
    };
    const started = performance.now();
    await send([first!, watched]);
    expect(order.indexOf('read')).toBeLessThan(order.indexOf('answered'));
    expect(performance.now() - started).toBeGreaterThan(280);
  });
});

describe('Several associations at a time', () => {
  it('share the parcel, and every instance goes once', async () => {
    peer.behaviour.answerDelayMs = 50;
    const parcel = samples(12);
    let most = 0;
    let open = 0;
    onProgress = (step) => {
      open += step.type === 'begun' ? 1 : -1;
      most = Math.max(most, open);
    };
    const receipt = await send(parcel, { associations: 4 });
    expect(standings(receipt.results)).toEqual(parcel.map(() => 'sent'));
    expect(progress.filter((step) => step.type === 'begun')).toHaveLength(12);
    expect(most).toBe(4);
    expect(peer.held.size).toBe(12);
  });

  it('make do with the one the partner takes', async () => {
    await peer.stop();
    peer = await LoopbackPeer.start({ limits: { associationsPerAddress: 1 } });
    const receipt = await send(samples(6), { associations: 4 });
    expect(standings(receipt.results)).toEqual(Array(6).fill('sent'));
    expect(receipt.failure).toBeNull();
  });

  it('go on when one of them is lost, whose instance alone is unknown', async () => {
    const parcel = samples(9);
    peer.behaviour.answerDelayMs = 20;
    peer.behaviour.dropAnswerOf.add(parcel[1]!.sopInstanceUid);
    const receipt = await send(parcel, { associations: 3 });
    expect(standings(receipt.results)).toEqual(parcel.map((_, i) => (i === 1 ? 'unknown' : 'sent')));
    expect(receipt.failure).toMatchObject({ code: 'connection-lost' });
  });
});

describe('Partial success', () => {
  it('tells classes and syntaxes the partner does not accept, without reading them', async () => {
    peer.behaviour.refuseClasses.add(MR_IMAGE_STORAGE);
    const unread = { ...sampleInstance({ sopClassUid: MR_IMAGE_STORAGE }), dataSet: () => expect.unreachable() } as OutgoingInstance;
    const strange = sampleInstance({ transferSyntaxUid: '1.2.3.4.5' });
    const receipt = await send([unread, ...samples(1), strange]);
    expect(standings(receipt.results)).toEqual(['rejected', 'sent', 'rejected']);
    expect(receipt.results[0]).toMatchObject({ status: '0122H', retry: 'never', detail: expect.stringContaining(MR_IMAGE_STORAGE) });
    expect(receipt.failure).toBeNull();
  });

  it.each([
    [0xa700, 'rejected', 'later'],
    [0xa900, 'rejected', 'never'],
    [0xc000, 'rejected', 'never'],
    [0xb000, 'sent', null],
    [0xb006, 'sent', null],
    [0xb007, 'sent', null],
  ] as const)('tells an answer of %i as %s, retry %s, and goes on', async (status, standing, retry) => {
    const [first, second] = samples(2);
    peer.behaviour.statuses.set(first!.sopInstanceUid, status);
    const receipt = await send([first!, second!]);
    expect(receipt.results[0]).toMatchObject({ standing, retry });
    expect(receipt.results[1]?.standing).toBe('sent');
    expect(JSON.stringify(receipt)).not.toMatch(/ZEBRA|QUOKKA|as the test asked/);
  });

  it('stops when the partner is out of resources for everything, and keeps the rest for later', async () => {
    const parcel = samples(8);
    parcel.slice(1, 6).forEach((sample) => peer.behaviour.statuses.set(sample.sopInstanceUid, 0xa700));
    const receipt = await send(parcel);
    expect(standings(receipt.results)).toEqual(['sent', 'rejected', 'rejected', 'rejected', 'pending', 'pending', 'pending', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'busy', retry: 'later' });
  });

  it('does not notice a partner that says yes and keeps nothing: only a query shows it', async () => {
    const [first, second] = samples(2);
    peer.behaviour.lose.add(first!.sopInstanceUid);
    const receipt = await send([first!, second!]);
    expect(standings(receipt.results)).toEqual(['sent', 'sent']);
    expect([...peer.held.keys()]).toEqual([second!.sopInstanceUid]);
  });
});

describe('Trouble on the way', () => {
  it('leaves the instance unknown whose answer was lost, and the rest pending', async () => {
    const [first, second, third] = samples(3);
    peer.behaviour.dropAnswerOf.add(second!.sopInstanceUid);
    const receipt = await send([first!, second!, third!]);
    expect(standings(receipt.results)).toEqual(['sent', 'unknown', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'connection-lost', retry: 'later' });
    expect(peer.held.has(second!.sopInstanceUid)).toBe(true);
  });

  it('says that bytes were received only when they were answered for', async () => {
    const received: string[] = [];
    const parcel = samples(3).map((sample) => ({ ...sample, received: () => void received.push(sample.sopInstanceUid) }));
    peer.behaviour.dropAnswerOf.add(parcel[1]!.sopInstanceUid);
    await send(parcel);
    expect(received).toEqual([parcel[0]!.sopInstanceUid]);
  });

  it('leaves the instance unknown in which the connection ended', async () => {
    peer.behaviour.cutAfterBytes = 50_000;
    const receipt = await send(samples(2, 600));
    expect(standings(receipt.results)).toEqual(['unknown', 'pending']);
    expect(peer.held.size).toBe(0);
  });

  it('gives up on a partner that does not answer in time', async () => {
    peer.behaviour.answerDelayMs = 3_000;
    const receipt = await send(samples(2), { responseSeconds: 1 });
    expect(standings(receipt.results)).toEqual(['unknown', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'timeout', retry: 'later', detail: 'They did not answer C-STORE within 1 s.' });
  });

  it('gives up on a partner of one byte a second', async () => {
    const relay = await startSlowRelay(peer.port, 1);
    await expect(send(samples(1), { port: relay.port, associateSeconds: 1 })).rejects.toMatchObject({ code: 'timeout', retry: 'later' });
    await relay.stop();
  });

  it('waits for a partner that takes bytes slowly', async () => {
    peer.behaviour.pieceDelayMs = 20;
    const receipt = await send(samples(1, 700));
    expect(standings(receipt.results)).toEqual(['sent']);
  });

  it('stops in the middle when the caller gives up', async () => {
    const controller = new AbortController();
    const instances = samples(10);
    peer.behaviour.answerDelayMs = 100;
    onProgress = (step) => {
      if (step.type === 'begun' && step.sopInstanceUid === instances[1]!.sopInstanceUid) {
        setTimeout(() => controller.abort(), 10);
      }
    };
    const receipt = await send(instances, {}, controller.signal);
    expect(receipt.failure?.code).toBe('cancelled');
    expect(standings(receipt.results).slice(0, 3)).toEqual(['sent', 'unknown', 'pending']);
  });

  it.each([
    [REJECTION.callingAeTitle, 'unauthorised', 'never', 'They refused: calling AE title not recognised; we are CAUSEWAY.'],
    [REJECTION.calledAeTitle, 'unauthorised', 'never', 'They refused: called AE title not recognised; we called LOOPBACK.'],
    [REJECTION.noReason, 'refused', 'never', 'They refused: no reason given; we called LOOPBACK as CAUSEWAY.'],
    [REJECTION.localLimit, 'busy', 'later', 'They refused for now: local limit exceeded; we called LOOPBACK as CAUSEWAY.'],
  ] as const)('tells a rejection as %o', async (rejection, code, retry, detail) => {
    peer.behaviour.reject = rejection;
    await expect(send(samples(1))).rejects.toMatchObject({ code, retry, detail });
  });
});

describe('Our own bytes', () => {
  const broken = (instance: SampleInstance, chunks: () => AsyncGenerator<Buffer>): OutgoingInstance => ({ ...instance, dataSet: chunks });

  it('leaves an instance pending that cannot be opened, and sends the others', async () => {
    const [first, second, third] = samples(3);
    const unreadable = broken(second!, async function* () {
      await sleep(1);
      throw new Error('ENOENT /store/ZEBRA');
    });
    const receipt = await send([first!, unreadable, third!]);
    expect(standings(receipt.results)).toEqual(['sent', 'pending', 'sent']);
    expect(receipt.results[1]).toMatchObject({ retry: 'later', detail: 'The object could not be read on our side.' });
    expect(JSON.stringify(receipt)).not.toContain('ZEBRA');
  });

  it.each([
    ['fails', 'The object could not be read on our side.', (bytes: Buffer) => [bytes.subarray(0, 1_000), null]],
    ['ends early', 'only 1000', (bytes: Buffer) => [bytes.subarray(0, 1_000)]],
    ['is too long', 'has more', (bytes: Buffer) => [bytes.subarray(0, 1_000), bytes]],
  ] as const)('cuts the association when an object %s half-way, so that nobody keeps half of it', async (_how, detail, pieces) => {
    const [first, second] = samples(2, 100);
    const halved = broken(first!, async function* () {
      for (const piece of pieces(first!.bytes)) {
        await sleep(5);
        if (!piece) {
          throw new Error('bad disk');
        }
        yield piece as Buffer;
      }
    });
    const receipt = await send([halved, second!]);
    expect(standings(receipt.results)).toEqual(['unknown', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'source', retry: 'later', detail: expect.stringContaining(detail) });
    await sleep(30);
    expect(peer.held.has(first!.sopInstanceUid)).toBe(false);
  });

  it('never completes an object whose source has more to give', async () => {
    const [first, second] = samples(2);
    const longer = broken(first!, async function* () {
      yield first!.bytes;
      yield Buffer.from('x');
    });
    const receipt = await send([longer, second!]);
    expect(standings(receipt.results)).toEqual(['pending', 'sent']);
    expect([...peer.held.keys()]).toEqual([second!.sopInstanceUid]);
  });

  it('lets the sources it opened clean up', async () => {
    let opened = 0;
    let open = 0;
    const counted = samples(3, 1_200).map((instance) =>
      broken(instance, async function* () {
        opened++;
        open++;
        try {
          for (let at = 0; at < instance.bytes.length; at += 100_000) {
            yield instance.bytes.subarray(at, at + 100_000);
          }
        } finally {
          open--;
        }
      }),
    );
    peer.behaviour.dropAnswerOf.add(counted[0]!.sopInstanceUid);
    await send(counted);
    expect([opened, open]).toEqual([2, 0]);
  });

  it('refuses an instance whose identity is no UID', async () => {
    const odd = { ...sampleInstance(), sopInstanceUid: '../x', sopClassUid: CT_IMAGE_STORAGE };
    const receipt = await send([odd, ...samples(1)]);
    expect(standings(receipt.results)).toEqual(['pending', 'sent']);
  });
});
