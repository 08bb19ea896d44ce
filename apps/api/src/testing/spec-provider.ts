import http from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

export const CLIENT = { id: 'causeway', secret: 'a secret between the two of them' } as const;

/** A real OpenID Connect provider on a free port, where `who` signs in without being asked; no one: they decline. */
export interface SpecProvider {
  readonly issuer: string;
  who: string | null;
  close(): Promise<void>;
  /** The same provider again, at the same address. */
  open(): Promise<void>;
}

export async function specProvider(callback: string): Promise<SpecProvider> {
  let provider: OidcProvider | null = null;
  const server = http.createServer((request, response) => {
    if (!provider) return void response.writeHead(503).end();
    const at = provider;
    if (!request.url?.startsWith('/interaction/')) return void at.callback()(request, response);
    const answer = it.who === null ? { error: 'access_denied', error_description: 'declined' } : { login: { accountId: it.who } };
    at.interactionFinished(request, response, answer, { mergeWithLastSubmission: false }).catch(() => response.writeHead(500).end());
  });
  const listen = (port: number): Promise<void> => new Promise((done) => void server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const it: SpecProvider = {
    issuer,
    who: null,
    open: () => listen(port),
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
  provider = new OidcProvider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    scopes: ['openid', 'profile', 'email'],
    pkce: { required: () => true },
    cookies: { keys: ['spec'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, preferred_username: id }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: CLIENT.id, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  return it;
}
