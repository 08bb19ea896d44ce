import { parseMessage, readAck, type Acknowledgement } from '@causeway/hl7v2';
import { capabilitiesOf, TransportFailure, type Intake, type Line, type Sender, type WireMessage } from '@causeway/transport-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { adtSample, connectHl7Sender, makeAuthority, startHl7Peer, type Hl7Peer, type PeerAnswer, type SendTo } from '../testing/index';
import { hl7v2 } from './transport';

const cleanup: (() => unknown)[] = [];
const logged: string[] = [];
const forever = new AbortController().signal;

afterEach(async () => {
  for (const clean of cleanup.splice(0).reverse()) await clean();
  logged.length = 0;
});

async function lineTo(settings: object): Promise<Line> {
  const line = await hl7v2.open(hl7v2.settings.parse({ host: '127.0.0.1', ...settings }), {
    endpoint: 'ep1',
    log: (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
  });
  cleanup.push(() => line.close());
  return line;
}

async function peerWith(answer: PeerAnswer): Promise<Hl7Peer> {
  const peer = await startHl7Peer({ answer: () => answer });
  cleanup.push(() => peer.close());
  return peer;
}

function wire(id: string): WireMessage {
  return { id, type: 'ADT^A08', bytes: Buffer.from(adtSample(id)) };
}

describe('placing a message', () => {
  it('gives the partner’s answer, refusals of the content too', async () => {
    const accepting = await lineTo({ port: (await peerWith({ code: 'AA' })).port });
    expect(await accepting.place?.(wire('1'), forever)).toMatchObject({ accepted: true, code: 'AA' });
    const refusing = await lineTo({ port: (await peerWith({ code: 'AE', condition: 101, text: 'Simon Sample is unknown' })).port });
    const receipt = await refusing.place?.(wire('1'), forever);
    expect(receipt).toMatchObject({ accepted: false, code: 'AE', detail: 'The partner answered AE: condition 101 (Required field missing) at PID-3.' });
    expect(Buffer.from(receipt?.bytes ?? []).toString()).toContain('MSA|AE|1');
  });

  it.each<PeerAnswer>([{ code: 'AE', condition: 207 }, { code: 'AR' }])('fails as busy when the partner says "not now": %j', async (answer) => {
    const line = await lineTo({ port: (await peerWith(answer)).port });
    await expect(line.place?.(wire('1'), forever)).rejects.toMatchObject({ code: 'busy', retry: 'later' });
  });

  it('refuses a message known by another id than it carries', async () => {
    const peer = await peerWith({ code: 'AA' });
    const line = await lineTo({ port: peer.port });
    await expect(line.place?.({ ...wire('1'), id: '2' }, forever)).rejects.toMatchObject({ code: 'source', retry: 'never' });
    expect(peer.messages).toEqual([]);
  });
});

describe('testing a connection', () => {
  it('shows a partner that refuses the query as one that answers', async () => {
    const peer = await peerWith({ code: 'AR', condition: 200 });
    const line = await lineTo({ port: peer.port, sendingApplication: 'CW^1.2^ISO', receivingFacility: 'HOSP' });
    const { ok, rungs } = await line.probe(forever);
    expect([ok, rungs.map(({ rung }) => rung)]).toEqual([true, ['tcp', 'message', 'clock']]);
    expect(peer.messages[0]).toMatchObject({ type: 'NMQ^N01^NMQ_N01', text: expect.stringMatching(/^MSH\|\^~\\&\|CW\^1\.2\^ISO\|\|\|HOSP\|/) });
  });

  it('can be had without sending a message, and tells when the certificate ends', async () => {
    const authority = makeAuthority();
    const peer = await startHl7Peer({ tls: authority.issue('ris', 12) });
    cleanup.push(() => peer.close());
    const { ok, rungs } = await (await lineTo({ port: peer.port, test: 'connection', tls: { on: true, caPem: authority.ca } })).probe(forever);
    expect([ok, rungs.map(({ rung }) => rung)]).toEqual([true, ['tcp', 'tls']]);
    const left = Date.parse(rungs.at(-1)?.expiresAt ?? '') - Date.now();
    expect(Math.round(left / 86_400_000)).toBe(12);
    expect(peer.messages).toEqual([]);
  });

  it('stops at the rung that is red', async () => {
    const peer = await startHl7Peer({ tls: makeAuthority().issue('ris') });
    cleanup.push(() => peer.close());
    const { rungs } = await (await lineTo({ port: peer.port, tls: { on: true } })).probe(forever);
    expect(rungs.map(({ rung, ok }) => [rung, ok])).toEqual([['tcp', true], ['tls', false]]);
  });
});

describe('listening', () => {
  async function listening(intake: Intake, listen: object = {}) {
    const line = await lineTo({ port: 1, listen: { port: 0, host: '127.0.0.1', from: '127.0.0.0/8', ...listen } });
    const listener = await line.listen?.(intake, forever);
    if (listener === undefined) throw new Error('it does not listen');
    const connect = async (how: Partial<SendTo> = {}) => {
      const sender = await connectHl7Sender({ port: listener.port, ...how });
      cleanup.push(() => sender.close());
      return sender;
    };
    return { line, listener, connect };
  }

  function readAnswer(text: string | null): Acknowledgement {
    return readAck(parseMessage(text ?? ''));
  }

  it('is there only when the settings name a port', async () => {
    expect(capabilitiesOf(await lineTo({ port: 1 }))).toEqual(['place']);
    expect(capabilitiesOf(await lineTo({ port: 1, listen: { port: 0, from: '*' } }))).toEqual(['place', 'listen']);
  });

  it('hands over every message with its sender, and its answer back', async () => {
    const taken: [WireMessage, Sender][] = [];
    const { connect } = await listening({
      message: async (message, sender) => {
        taken.push([message, sender]);
        return { accepted: true, bytes: Buffer.from(`answer to ${message.id}`) };
      },
    });
    expect(await (await connect()).send(adtSample('7'))).toBe('answer to 7');
    const [[message, sender] = []] = taken;
    expect(message).toMatchObject({ id: '7', type: 'ADT^A08' });
    expect(Buffer.from(message?.bytes ?? []).toString()).toBe(adtSample('7'));
    expect(sender).toEqual({ address: '127.0.0.1', identity: 'HIS|HOSP' });
  });

  it('closes unanswered when the intake fails, so that the sender sends again', async () => {
    const { connect } = await listening({ message: () => Promise.reject(new Error('database away')) });
    expect(await (await connect()).send(adtSample('7'))).toBeNull();
    expect(logged).toEqual(['mllp.closed {"endpoint":"ep1","reason":"handler-failed","address":"127.0.0.1"}']);
  });

  it('refuses by itself what has no readable control id, or is too large', async () => {
    const taken: string[] = [];
    const { connect } = await listening({
      message: async ({ id }) => {
        taken.push(id);
        return { accepted: true, bytes: Buffer.from('taken') };
      },
    });
    const sender = await connect();
    expect(readAnswer(await sender.send('hello'))).toMatchObject({ code: 'AR', controlId: '' });
    expect(readAnswer(await sender.send('MSH|^~\\&|HIS'))).toMatchObject({ code: 'AR', errors: [{ condition: 100 }] });
    const large = adtSample('8', `NTE|1||${'x'.repeat(4 * 1024 * 1024)}\r`);
    expect(readAnswer(await sender.send(large))).toMatchObject({ code: 'AR', controlId: '8', errors: [{ condition: 104 }] });
    expect(taken).toEqual([]);
  });

  it('admits only the addresses of the settings', async () => {
    const { connect } = await listening({ message: async () => ({ accepted: true, bytes: Buffer.from('taken') }) }, { from: '127.0.0.2, 127.0.1.0/24' });
    const answers = await Promise.all(['127.0.0.2', '127.0.1.9', '127.0.0.3'].map(async (from) => (await connect({ from })).send(adtSample('1'))));
    expect(answers).toEqual(['taken', 'taken', null]);
  });

  it('speaks TLS with partners that prove themselves', async () => {
    const authority = makeAuthority();
    const own = authority.issue('causeway');
    const { connect } = await listening(
      { message: async () => ({ accepted: true, bytes: Buffer.from('taken') }) },
      { certPem: own.cert, keyPem: own.key, clientCaPem: authority.ca },
    );
    expect(await (await connect({ tls: { ca: authority.ca, ...authority.issue('his') } })).send(adtSample('1'))).toBe('taken');
    expect(await connect({ tls: { ca: authority.ca } }).then((sender) => sender.send(adtSample('1')), () => null)).toBeNull();
  });

  it('ends with its listener, its signal or its line', async () => {
    const intake: Intake = { message: async () => ({ accepted: true, bytes: Buffer.from('taken') }) };
    const byListener = await listening(intake);
    await byListener.listener.close();
    await byListener.listener.close();
    await expect(byListener.connect()).rejects.toThrow();
    const byLine = await listening(intake);
    await byLine.line.close();
    await expect(byLine.connect()).rejects.toThrow();
    await expect(byLine.line.listen?.(intake, forever)).rejects.toMatchObject({ code: 'closed' });
    const line = await lineTo({ port: 1, listen: { port: 0, host: '127.0.0.1', from: '*' } });
    const stop = new AbortController();
    const bySignal = await line.listen?.(intake, stop.signal);
    stop.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(connectHl7Sender({ port: bySignal?.port ?? 0 })).rejects.toThrow();
    await expect(line.listen?.(intake, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says what is wrong when it cannot begin', async () => {
    const taken = await listening({ message: async () => ({ accepted: true, bytes: Buffer.of() }) });
    const line = await lineTo({ port: 1, listen: { port: taken.listener.port, host: '127.0.0.1', from: '*' } });
    await expect(line.listen?.({ message: async () => ({ accepted: true, bytes: Buffer.of() }) }, forever)).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(line.listen?.({}, forever)).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('settings', () => {
  it.each<[string, object, string]>([
    ['a listener open to nobody in particular', { listen: { port: 2575 } }, 'listen.from'],
    ['addresses that are none', { listen: { port: 2575, from: 'radiology' } }, 'listen.from'],
    ['a network too small to be one', { listen: { port: 2575, from: '10.0.0.0/33' } }, 'listen.from'],
    ['a certificate without key', { tls: { on: true, certPem: '-----BEGIN CERTIFICATE-----' } }, 'tls.keyPem'],
    ['a server key without certificate', { listen: { port: 1, from: '*', keyPem: '-----BEGIN PRIVATE KEY-----' } }, 'listen.keyPem'],
    ['partner certificates without TLS', { listen: { port: 1, from: '*', clientCaPem: '-----BEGIN CERTIFICATE-----' } }, 'listen.certPem'],
    ['separators in a name', { sendingApplication: 'A|B' }, 'sendingApplication'],
    ['a host that is a URL', { host: 'http://ris/' }, 'host'],
  ])('do not take %s', (_, change, path) => {
    const attempt = (): unknown => hl7v2.settings.parse({ host: 'ris.example', ...change });
    expect(attempt).toThrow(TransportFailure);
    try {
      attempt();
    } catch (error) {
      expect((error as TransportFailure).faults.map((fault) => fault.path)).toContain(path);
    }
  });

  it('need no more than a host, keep keys secret and hide what is seldom changed', () => {
    expect(hl7v2.settings.parse({ host: 'ris.example' })).toMatchObject({ port: 2575, version: '2.5.1', test: 'message', tls: { on: false }, listen: { from: '' } });
    const fields = hl7v2.settings.form;
    expect(fields.filter(({ required }) => required).map(({ path }) => path)).toEqual(['host']);
    expect(fields.filter(({ secret }) => secret).map(({ path }) => path)).toEqual(['tls.keyPem', 'listen.keyPem']);
    expect(fields.find(({ path }) => path === 'answerMs')?.advanced).toBe(true);
  });
});
