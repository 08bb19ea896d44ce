import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeObject } from '@causeway/dicom/testing';
import { EgressGuard, type Egress, type Line, type TransportFailure } from '@causeway/transport-kit';
import { collect } from '@causeway/transport-kit/testing';
import OidcProvider from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackDicomweb } from '../../testing/index';
import { dicomweb } from '../transport/dicomweb';

// characters that a form writes otherwise, because both are encoded before they are joined
const SECRET = 'a secret: 100% + more';
const CLIENT = 'causeway at lakeview';

let provider: OidcProvider;
let server: http.Server;
let peer: LoopbackDicomweb;
let tokenUrl = '';
let asked: string[] = [];
let lasts = 600;
const lines: Line[] = [];
const signal = (): AbortSignal => AbortSignal.timeout(10_000);
const open = async (more: Record<string, unknown> = {}, egress?: Egress): Promise<Line> => {
  const settings = dicomweb.settings.parse({ url: peer.url, oauth: { tokenUrl, clientId: CLIENT, clientSecret: SECRET, scope: 'images', ...more } });
  const line = await dicomweb.open(settings, { endpoint: 'e', log: () => undefined, ...(egress ? { egress } : {}) });
  lines.push(line);
  return line;
};
const search = async (line: Line): Promise<number> => (await collect(line.find!({ level: 'study', keys: {} }, signal()))).length;
const failureOf = async (work: Promise<unknown>): Promise<TransportFailure> => work.then(() => { throw new Error('it succeeded'); }, (error: unknown) => error as TransportFailure);

beforeEach(async () => {
  [asked, lasts] = [[], 600];
  server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}${request.headers.authorization ? ' with a header' : ''}`);
    void provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tokenUrl = `${issuer}/token`;
  provider = new OidcProvider(issuer, {
    clients: [
      { client_id: CLIENT, client_secret: SECRET, redirect_uris: [], response_types: [], grant_types: ['client_credentials'], scope: 'images' },
      { client_id: 'by-body', client_secret: SECRET, redirect_uris: [], response_types: [], grant_types: ['client_credentials'], scope: 'images', token_endpoint_auth_method: 'client_secret_post' },
    ],
    scopes: ['images'],
    ttl: { ClientCredentials: () => lasts },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  });
  peer = await LoopbackDicomweb.start({ admits: async (header) => (await provider.ClientCredentials.find(header?.replace('Bearer ', '') ?? '')) !== undefined });
  await peer.keep(makeObject({ kind: 'mr', edge: 16 }).file);
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
  await peer.stop();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

describe('a service that wants a token of a client', () => {
  it('is given one from a real authorization server, and the same one until it ends', async () => {
    const line = await open();
    expect(await Promise.all([search(line), search(line)])).toEqual([1, 1]);
    expect(await search(line)).toBe(1);
    expect(asked).toEqual(['POST /token with a header']);
    expect(await line.probe(signal())).toMatchObject({ ok: true });
  });

  it('is given another before the first ends, and when the first is no longer good', async () => {
    lasts = 1;
    const line = await open();
    await search(line);
    await new Promise((resolve) => setTimeout(resolve, 700));
    lasts = 600;
    expect(await search(line)).toBe(1);
    expect(asked).toHaveLength(2);
    // their memory is emptied: what we hold opens nothing any more
    peer.behaviour.refuseOnce = true;
    expect(await search(line)).toBe(1);
    expect(asked).toHaveLength(3);
  });

  it('is read from the body where the service wants it there', async () => {
    expect(await search(await open({ clientId: 'by-body', inBody: true }))).toBe(1);
    expect(asked).toEqual(['POST /token']);
    expect(await search(await open())).toBe(1);
    expect(asked).toEqual(['POST /token', 'POST /token with a header']);
  });

  it('says that client or secret are wrong, at the rung where one signs in, and repeats neither', async () => {
    const wrong = await open({ clientSecret: 'guessed' });
    const { rungs } = await wrong.probe(signal());
    expect(rungs.at(-1)).toMatchObject({ rung: 'auth', ok: false, fault: 'unauthorised' });
    const failure = await failureOf(search(wrong));
    expect(failure).toMatchObject({ code: 'unauthorised', retry: 'never', message: expect.stringContaining('(invalid_client)') as string });
    expect(JSON.stringify([rungs, failure.message])).not.toContain('guessed');
    expect(peer.requests).toEqual([]);
  });

  it('never shows the secret to a place inside, nor to one the token address points to', async () => {
    const egress = new EgressGuard();
    const peerOnly: Egress = { reach: (host, port) => (port === Number(new URL(peer.url).port) ? Promise.resolve([{ address: host, family: 4 }]) : egress.reach(host, port)) };
    expect(await failureOf(search(await open({}, peerOnly)))).toMatchObject({ code: 'misconfigured', fault: 'address-not-allowed' });
    const away = http.createServer((_, response) => response.writeHead(307, { location: tokenUrl }).end());
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
    expect(await failureOf(search(await open({ tokenUrl: `http://127.0.0.1:${(away.address() as AddressInfo).port}/token` })))).toMatchObject({ code: 'refused', fault: 'redirected' });
    away.close();
    expect([asked, peer.requests]).toEqual([[], []]);
  });

  it('says when what answers is no token service', async () => {
    expect(await failureOf(search(await open({ tokenUrl: tokenUrl.replace('/token', '/nothing-here') })))).toMatchObject({ retry: 'later' });
    expect(await failureOf(search(await open({ tokenUrl: tokenUrl.replace('/token', '/.well-known/openid-configuration') })))).toMatchObject({ code: expect.stringMatching(/protocol|busy/) as string });
    expect(await failureOf(search(await open({ tokenUrl: 'http://127.0.0.1:9/token' })))).toMatchObject({ code: 'unreachable', message: expect.stringContaining('At their token address') as string });
  });
});
