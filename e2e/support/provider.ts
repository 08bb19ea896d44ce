// The house's OpenID Connect provider for a journey: a real one with pages of its own, where people type who they are.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

export interface HouseProvider {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  close(): Promise<void>;
}

/** Listens on a free port; `callback` is the one address it sends people back to. Whoever gives a name there is that person. */
export async function houseProvider(callback: string): Promise<HouseProvider> {
  const server = http.createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: 'causeway', secret: 'a secret between the two of them' };
  const provider = new OidcProvider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    scopes: ['openid', 'profile', 'email'],
    pkce: { required: () => true },
    cookies: { keys: ['journey'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, preferred_username: id }) }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    client,
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}
