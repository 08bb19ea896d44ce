import net, { type AddressInfo, type Socket } from 'node:net';
import type { SendReceipt } from '@causeway/transport-kit';
import { collect } from '@causeway/transport-kit/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { CT_IMAGE_STORAGE, rawPdu, rawPdv, sampleInstance } from '../../testing/index';
import { acceptPdu, type NegotiatedContext } from '../association/acceptance';
import { readProposal } from '../association/proposal';
import { TAG } from '../dataset/data-set';
import { writeDataSet } from '../dataset/data-set-writer';
import { dimseLimits } from '../limits';
import { COMMAND, ELEMENT, NO_DATA_SET, WITH_DATA_SET, writeCommand } from '../message/command';
import { PDU, releaseReplyPdu, releaseRequestPdu } from '../pdu/pdu';
import { dimse } from '../transport/dimse';
import { ClientAssociation } from './client-association';
import { connectTcp } from './connect';
import { ECHO_OFFER, echo } from './echo';

/** Answers each PDU it reads with what the script gives for it; nothing for null. */
type Script = (type: number, body: Buffer) => Buffer | null;

const servers: { readonly server: net.Server; readonly sockets: Socket[] }[] = [];

async function provider(script: Script): Promise<number> {
  const sockets: Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 6 && waiting.length >= 6 + waiting.readUInt32BE(2)) {
        const end = 6 + waiting.readUInt32BE(2);
        const answer = script(waiting[0]!, waiting.subarray(6, end));
        waiting = waiting.subarray(end);
        if (answer) {
          socket.write(answer);
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const { server, sockets } of servers.splice(0)) {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  }
});

/** Accepts every context as proposed, changed as the test wants. */
function accept(body: Buffer, change: (context: NegotiatedContext) => NegotiatedContext = (context) => context, pduBytes = 16_384): Buffer {
  const proposal = readProposal(body, dimseLimits());
  const contexts = proposal.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => change({ id, abstractSyntax, transferSyntax: transferSyntaxes[0]!, result: 0 }));
  return acceptPdu(proposal, contexts, pduBytes);
}

function reply(field: number, respondedTo: number, status: number, dataSet?: Buffer): Buffer {
  const command = writeCommand([
    [ELEMENT.commandField, field],
    [ELEMENT.respondedTo, respondedTo],
    [ELEMENT.dataSetType, dataSet ? WITH_DATA_SET : NO_DATA_SET],
    [ELEMENT.status, status],
  ]);
  const message = rawPdu(PDU.data, rawPdv(1, 3, command));
  return dataSet ? Buffer.concat([message, rawPdu(PDU.data, rawPdv(1, 2, dataSet))]) : message;
}

/** Accepts and releases, and answers nothing else. */
function accepting(change: (context: NegotiatedContext) => NegotiatedContext): Script {
  return (type, body) => {
    if (type === PDU.associateRq) {
      return accept(body, change);
    }
    return type === PDU.releaseRq ? releaseReplyPdu() : null;
  };
}

const endsData = (type: number, body: Buffer): boolean => type === PDU.data && body[5] === 2;

async function line(port: number): ReturnType<typeof dimse.open> {
  const settings = { host: '127.0.0.1', port, calledAeTitle: 'HOSTILE', associateSeconds: 2, responseSeconds: 2 };
  return dimse.open(dimse.settings.parse(settings), { endpoint: 'e', log: () => undefined });
}

async function send(script: Script): Promise<SendReceipt> {
  return (await line(await provider(script))).send!({ instances: [sampleInstance()] }, AbortSignal.timeout(8_000));
}

async function find(script: Script): Promise<unknown> {
  return collect((await line(await provider(script))).find!({ level: 'study', keys: {} }, AbortSignal.timeout(8_000)));
}

describe('Our user against a provider that breaks the rules', () => {
  it.each([
    ['sends zeros', () => Buffer.alloc(10_000)],
    ['lies about a length', () => Buffer.from('0200ffffffff', 'hex')],
    ['sends data before it accepts', () => rawPdu(PDU.data, rawPdv(1, 3, Buffer.alloc(10)))],
    ['accepts with half an answer', (_type: number, body: Buffer) => rawPdu(PDU.associateAc, accept(body).subarray(6, 50))],
    ['takes 8 bytes at a time', (_type: number, body: Buffer) => accept(body, undefined, 8)],
    ['releases what was not agreed', () => releaseRequestPdu()],
  ] as [string, Script][])('fails with a protocol error when it %s', async (_how, script) => {
    await expect(send(script)).rejects.toMatchObject({ code: 'protocol', retry: 'never' });
  });

  it('does not use a syntax it did not offer, whatever was accepted', async () => {
    const receipt = await send(accepting((context) => ({ ...context, transferSyntax: '1.2.840.10008.1.2.4.50' })));
    expect(receipt.results[0]?.detail).toContain('JPEG Baseline (8 bit), which was not offered; we hold it in Explicit VR Little Endian');
    expect(receipt.results[0]).toMatchObject({ standing: 'rejected', retry: 'never' });
  });

  it('does not ask in a syntax it did not offer', async () => {
    const asking = find(accepting((context) => ({ ...context, transferSyntax: '1.2.840.10008.1.2.2' })));
    await expect(asking).rejects.toMatchObject({ code: 'unsupported', retry: 'never' });
  });

  it.each([
    ['does not answer', (): null => null, 'They did not answer C-ECHO within 2 s.'],
    ['answers with a failure', (): Buffer => reply(COMMAND.echoRsp, 1, 0x0110), 'They answered C-ECHO with 0110H: processing failure.'],
  ])('shows a red rung for a provider that %s an echo', async (_how, answer, actual) => {
    const port = await provider((type, body) => (type === PDU.data ? answer() : accepting((context) => context)(type, body)));
    const probe = await (await line(port)).probe(AbortSignal.timeout(8_000));
    expect(probe.rungs.at(-1)).toMatchObject({ rung: 'echo', ok: false, actual });
  });

  it('does not use a context it did not propose', async () => {
    const receipt = await send(accepting((context) => ({ ...context, id: context.id + 2 })));
    expect(receipt.results[0]?.standing).toBe('rejected');
  });

  it('passes over an answer to something it did not ask', async () => {
    const receipt = await send((type, body) => {
      if (type === PDU.associateRq) {
        return accept(body);
      }
      if (type === PDU.releaseRq) {
        return releaseReplyPdu();
      }
      return endsData(type, body) ? Buffer.concat([reply(COMMAND.storeRsp, 999, 0), reply(COMMAND.storeRsp, 1, 0xb007)]) : null;
    });
    expect(receipt.results[0]).toMatchObject({ standing: 'sent', status: 'B007H' });
  });

  it.each([
    ['asks instead of answering', (): Buffer => rawPdu(PDU.data, rawPdv(1, 3, storeRequest())), 'protocol'],
    ['releases instead of answering', (): Buffer => releaseRequestPdu(), 'connection-lost'],
    ['says nothing', (): null => null, 'timeout'],
  ] as const)('leaves the instance unknown when it %s', async (_how, answer, code) => {
    const receipt = await send((type, body) => {
      if (type === PDU.associateRq) {
        return accept(body);
      }
      return endsData(type, body) ? answer() : null;
    });
    expect(receipt.results[0]?.standing).toBe('unknown');
    expect(receipt.failure?.code).toBe(code);
  });

  it.each([
    ['longer than any answer', writeDataSet(new Map([[0x00104000, ['X'.repeat(300_000)]]]), { explicit: false }), 'longer than 262144'],
    ['that is no data set', Buffer.from('ffffffffffffff', 'hex'), 'cannot be read'],
  ])('stops at an identifier %s', async (_what, identifier, detail) => {
    const answering: Script = (type, body) => {
      if (type === PDU.associateRq) {
        return accept(body, (context) => ({ ...context, transferSyntax: '1.2.840.10008.1.2' }));
      }
      return endsData(type, body) ? reply(COMMAND.findRsp, 1, 0xff00, identifier) : null;
    };
    await expect(find(answering)).rejects.toMatchObject({ code: 'protocol', detail: expect.stringContaining(detail) });
  });

  it('is not filled by a provider that answers faster than anybody reads', async () => {
    const identifier = writeDataSet(new Map([[TAG.studyDescription, ['X'.repeat(10_000)]]]), { explicit: false });
    const one = reply(COMMAND.findRsp, 1, 0xff00, identifier);
    const flood = Buffer.concat(Array.from({ length: 2_000 }, () => one));
    const port = await provider((type, body) => {
      if (type === PDU.associateRq) {
        return accept(body, (context) => ({ ...context, transferSyntax: '1.2.840.10008.1.2' }));
      }
      return endsData(type, body) ? flood : null;
    });
    const matches = (await line(port)).find!({ level: 'study', keys: {} }, AbortSignal.timeout(8_000))[Symbol.asyncIterator]();
    await matches.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(servers[0]!.sockets[0]!.writableLength).toBeGreaterThan(1_000_000);
    for (let count = 1; count < 2_000; count++) {
      expect((await matches.next()).done).toBe(false);
    }
  });
});

describe('Release', () => {
  async function associateWith(script: Script): Promise<ClientAssociation> {
    const limits = dimseLimits({ releaseMs: 200, lingerMs: 50 });
    const port = await provider(script);
    const signal = AbortSignal.timeout(5_000);
    const socket = await connectTcp({ host: '127.0.0.1', port }, limits, signal);
    return ClientAssociation.open(socket, { calledAeTitle: 'X', callingAeTitle: 'Y' }, [ECHO_OFFER], limits, signal);
  }

  it('is over in good order after a collision', async () => {
    const types: number[] = [];
    const association = await associateWith((type, body) => {
      types.push(type);
      if (type === PDU.associateRq) {
        return accept(body);
      }
      return type === PDU.releaseRq ? releaseRequestPdu() : releaseReplyPdu();
    });
    await association.release();
    expect(types).toEqual([PDU.associateRq, PDU.releaseRq, PDU.releaseRp]);
    expect(association.failure).toBeNull();
  });

  it('is not waited for without end', async () => {
    const association = await associateWith((type, body) => (type === PDU.associateRq ? accept(body) : null));
    const started = performance.now();
    await association.release();
    // 200 ms as told, and not the 5 s of whoever says nothing
    expect(performance.now() - started).toBeLessThan(4_000);
    await expect(echo(association)).rejects.toThrow();
  });
});

function storeRequest(): Buffer {
  return writeCommand([
    [ELEMENT.affectedSopClass, CT_IMAGE_STORAGE],
    [ELEMENT.commandField, COMMAND.storeRq],
    [ELEMENT.messageId, 1],
    [ELEMENT.dataSetType, NO_DATA_SET],
    [ELEMENT.affectedSopInstance, '1.2.3'],
  ]);
}
