import { TransportFailure } from '@causeway/transport-kit';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { adtSample, makeAuthority, startHl7Peer, type Hl7Peer, type Hl7PeerOptions } from '../../testing/index';
import { MllpClient, type MllpClientOptions } from './client';

const cleanup: (() => unknown)[] = [];

async function peerWith(options: Hl7PeerOptions = {}): Promise<Hl7Peer> {
  const peer = await startHl7Peer(options);
  cleanup.push(() => peer.close());
  return peer;
}

function clientOf(options: MllpClientOptions): MllpClient {
  const client = new MllpClient(options);
  cleanup.push(() => client.close());
  return client;
}

async function pair(options: Hl7PeerOptions = {}, more: Partial<MllpClientOptions> = {}) {
  const peer = await peerWith(options);
  const client = clientOf({ host: '127.0.0.1', port: peer.port, ...more });
  const send = (id: string, signal?: AbortSignal) => client.send(Buffer.from(adtSample(id)), signal);
  return { peer, client, send };
}

async function failureOf(promise: Promise<unknown>): Promise<TransportFailure> {
  const outcome = await promise.then(() => new Error('it succeeded'), (error: unknown) => error);
  if (!(outcome instanceof TransportFailure)) throw outcome;
  return outcome;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!condition()) throw new Error('it did not come about');
}

afterEach(async () => {
  for (const clean of cleanup.splice(0).reverse()) await clean();
});

describe('an MLLP client', () => {
  it('keeps one connection for many messages and gives each its own answer', async () => {
    let connections = 0;
    const { peer, send } = await pair({ answer: ({ controlId }) => ({ code: controlId === '2' ? 'AE' : 'AA', condition: controlId === '2' ? 101 : undefined }) });
    for (const id of ['1', '2', '3']) {
      const { acknowledgement } = await send(id);
      connections = Math.max(connections, peer.connections);
      expect([acknowledgement.controlId, acknowledgement.code]).toEqual([id, id === '2' ? 'AE' : 'AA']);
    }
    expect(connections).toBe(1);
    expect(peer.messages.map(({ text }) => text)).toEqual(['1', '2', '3'].map((id) => adtSample(id)));
  });

  it('sends one message at a time, in the order asked for', async () => {
    let under = 0;
    const { peer, send } = await pair({
      answer: () => {
        under++;
        return { code: 'AA', delayMs: 10 };
      },
    });
    const seen: number[] = [];
    await Promise.all(['1', '2', '3', '4'].map((id) => send(id).then(() => seen.push(under))));
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(peer.messages.map(({ controlId }) => controlId)).toEqual(['1', '2', '3', '4']);
  });

  it('waits for the answer to its own message', async () => {
    const framed = (id: string) => `\x0bMSH|^~\\&|R||||||ACK|1|P|2.5\rMSA|AA|${id}\r\x1c\r`;
    const { send } = await pair({ answer: ({ controlId }) => ({ raw: framed('other') + framed('') + framed(controlId) }) });
    expect((await send('1')).acknowledgement.controlId).toBe('1');
  });

  it('takes a refusal without control id for its own: nothing else is under way', async () => {
    const { send } = await pair({ answer: () => ({ code: 'AR', controlId: '' }) });
    expect((await send('1')).acknowledgement.code).toBe('AR');
  });

  it('connects anew after the partner restarted', async () => {
    const { peer, send } = await pair();
    await send('1');
    peer.hangUp();
    expect((await send('2')).acknowledgement.code).toBe('AA');
    await until(() => peer.timesSeen('2') >= 1);
  });

  it('sends once more at once when a kept connection turns out dead, under the same control id', async () => {
    const { peer, send } = await pair({ answer: ({ controlId }, times) => (controlId === '2' && times === 1 ? 'drop' : { code: 'AA' }) });
    await send('1');
    expect((await send('2')).acknowledgement.code).toBe('AA');
    expect(peer.timesSeen('2')).toBe(2);
  });

  it('lets go of a connection nobody uses', async () => {
    const { peer, send } = await pair({}, { idleMs: 50 });
    await send('1');
    await until(() => peer.connections === 0);
    expect((await send('2')).acknowledgement.code).toBe('AA');
  });
});

describe('an MLLP client without an answer', () => {
  it('says that nobody is there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const failure = await failureOf(clientOf({ host: '127.0.0.1', port }).send(Buffer.from(adtSample('1'))));
    expect(failure).toMatchObject({ code: 'unreachable', retry: 'later' });
  });

  it('gives up waiting, and does not take the late answer for that of the next message', async () => {
    const { peer, send } = await pair({ answer: ({ controlId }) => ({ code: 'AA', delayMs: controlId === 'slow' ? 150 : 0 }) }, { answerMs: 80 });
    expect(await failureOf(send('slow'))).toMatchObject({ code: 'timeout', retry: 'later' });
    expect((await send('2')).acknowledgement.controlId).toBe('2');
    expect(peer.messages.map(({ controlId }) => controlId)).toEqual(['slow', '2']);
  });

  it('tells a dropped connection', async () => {
    const { send } = await pair({ answer: () => 'drop' });
    expect(await failureOf(send('1'))).toMatchObject({ code: 'connection-lost', retry: 'later' });
  });

  it.each([
    ['no acknowledgement', '\x0bMSH|^~\\&|R\r\x1c\r'],
    ['no message', '\x0bhello\x1c\r'],
    ['no frame', 'HTTP/1.1 400 Bad Request\r\n'.repeat(400)],
    ['the answers of others', '\x0bMSH|^~\\&|R\rMSA|AA|other\r\x1c\r'.repeat(20)],
  ])('tells a partner that sends %s', async (_, raw) => {
    const { send } = await pair({ answer: () => ({ raw }) });
    expect(await failureOf(send('1'))).toMatchObject({ code: 'protocol', retry: 'later' });
  });

  it('does not send what has no control id', async () => {
    const { client, peer } = await pair();
    expect(await failureOf(client.send(Buffer.from('MSH|^~\\&|A')))).toMatchObject({ code: 'source', retry: 'never' });
    expect(await failureOf(client.send(Buffer.from('hello')))).toMatchObject({ code: 'source', retry: 'never' });
    expect(peer.messages).toEqual([]);
  });

  it('lets callers give up, waiting or sending, without harm to the others', async () => {
    const { peer, send } = await pair({ answer: ({ controlId }) => (controlId === '1' ? 'silent' : { code: 'AA' }) });
    const [first, second] = [new AbortController(), new AbortController()];
    const outcomes = [failureOf(send('1', first.signal)), failureOf(send('2', second.signal)), send('3')] as const;
    await until(() => peer.messages.length === 1);
    second.abort();
    expect(await outcomes[1]).toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(peer.messages).toHaveLength(1);
    first.abort();
    expect(await outcomes[0]).toMatchObject({ code: 'cancelled' });
    expect((await outcomes[2]).acknowledgement.controlId).toBe('3');
    expect(peer.messages.map(({ controlId }) => controlId)).toEqual(['1', '3']);
  });

  it('refuses to let too many wait', async () => {
    const { send } = await pair({ answer: () => ({ code: 'AA', delayMs: 50 }) }, { waiting: 2 });
    const sent = [send('1'), send('2')];
    expect(await failureOf(send('3'))).toMatchObject({ code: 'busy', retry: 'later' });
    await Promise.all(sent);
  });

  it('ends everything when it is closed', async () => {
    const { client, peer, send } = await pair({ answer: () => 'silent' });
    const pending = [failureOf(send('1')), failureOf(send('2'))];
    await until(() => peer.messages.length === 1);
    client.close();
    client.close();
    for (const failure of await Promise.all(pending)) expect(failure.code).toBe('closed');
    expect((await failureOf(send('3'))).code).toBe('closed');
  });
});

describe('an MLLP client over TLS', () => {
  const authority = makeAuthority();

  it('speaks with a partner whose certificate it trusts, and shows its own', async () => {
    const { send } = await pair(
      { tls: { ...authority.issue('ris'), ca: authority.ca, requestCert: true, rejectUnauthorized: true } },
      { tls: { ca: authority.ca, ...authority.issue('causeway') } },
    );
    expect((await send('1')).acknowledgement.code).toBe('AA');
  });

  it.each([
    ['of a stranger', () => ({ peer: makeAuthority().issue('ris'), servername: undefined })],
    ['that has expired', () => ({ peer: authority.issue('ris', -1), servername: undefined })],
    ['for another name', () => ({ peer: authority.issue('ris'), servername: 'elsewhere.example' })],
  ])('does not send a word to one with a certificate %s', async (_, make) => {
    const { peer: own, servername } = make();
    const { peer, send } = await pair({ tls: own }, { tls: { ca: authority.ca, servername } });
    expect(await failureOf(send('1'))).toMatchObject({ code: 'tls', retry: 'never' });
    expect(peer.messages).toEqual([]);
  });
});
