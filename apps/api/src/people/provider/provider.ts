import {
  allowInsecureRequests, authorizationCodeGrant, AuthorizationResponseError, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientSecretBasic, discovery, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState, ResponseBodyError,
  type Configuration,
} from 'openid-client';
import type { ProviderProblem } from '@causeway/contracts';
import { isLoopback, type Settings } from '../../platform/settings/settings';

export const CALLBACK = '/api/v1/session/oidc/callback';
const TIMEOUT_SECONDS = 10;
/** What the provider says of itself is read again after this. */
const FRESH_MS = 3_600_000;

/** What one sign-in is held against when the answer comes (OpenID Connect Core 3.1.2, RFC 7636). */
export interface Checks { readonly state: string; readonly nonce: string; readonly verifier: string }

/** A sign-in that ended without a session, with the word the sign-in page knows it by. */
export class ProviderFailure extends Error {
  constructor(readonly problem: ProviderProblem, cause?: unknown) {
    super(problem, { cause });
  }
}

/**
 * The house's own OpenID Connect provider. Its address is a setting of the administrator, as the database's is, and mostly lies inside: the guard of
 * outgoing connections, which holds addresses people type into the console, has no say here.
 * It is asked about itself at the first sign-in, not at the start, and again after a failure: a provider that is away keeps nothing else from working.
 */
export class Provider {
  private known: { readonly config: Configuration; readonly until: number } | null = null;
  private readonly redirect: URL;

  constructor(private readonly settings: Settings) {
    this.redirect = new URL(`${(settings.PUBLIC_URL ?? '').replace(/\/+$/, '')}${CALLBACK}`);
  }

  /**
   * Where the browser goes to sign in, and what its answer will be held against. `again`: this person shows themselves once more, signed in there or not
   * (OpenID Connect Core 3.1.2.1). @throws ProviderFailure
   */
  async begin(again?: string): Promise<Checks & { readonly url: URL }> {
    const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const config = await this.config();
    const url = buildAuthorizationUrl(config, {
      redirect_uri: this.redirect.href, scope: 'openid profile email', state: checks.state, nonce: checks.nonce,
      code_challenge: await calculatePKCECodeChallenge(checks.verifier), code_challenge_method: 'S256', ...(again === undefined ? {} : { prompt: 'login', max_age: '0', login_hint: again }),
    });
    return { ...checks, url };
  }

  /**
   * The user name the provider vouches for, and when the person last showed themselves there, where it says so: the configured claim of the ID token, or of the userinfo answer where the token does not carry it.
   * @param query what came back in the address, without `?` @throws ProviderFailure
   */
  async username(query: string, checks: Checks): Promise<{ readonly name: string; readonly authenticatedAt: Date | null }> {
    const config = await this.config();
    const answer = new URL(this.redirect);
    answer.search = query;
    try {
      const tokens = await authorizationCodeGrant(config, answer, { expectedState: checks.state, expectedNonce: checks.nonce, pkceCodeVerifier: checks.verifier, idTokenExpected: true });
      const claims = tokens.claims();
      if (!claims) throw new ProviderFailure('answer-unusable');
      const name = claims[this.settings.OIDC_CLAIM] ?? (config.serverMetadata().userinfo_endpoint ? (await fetchUserInfo(config, tokens.access_token, claims.sub))[this.settings.OIDC_CLAIM] : undefined);
      if (typeof name !== 'string' || name.trim() === '') throw new ProviderFailure('no-account');
      return { name, authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1000) : null };
    } catch (error) {
      throw failureOf(error);
    }
  }

  private async config(): Promise<Configuration> {
    if (this.known && this.known.until > Date.now()) return this.known.config;
    const issuer = new URL(this.settings.OIDC_ISSUER ?? '');
    try {
      // RFC 6749 2.3.1: the way every provider must take, and the default of OpenID Connect Core 9
      const config = await discovery(issuer, this.settings.OIDC_CLIENT_ID ?? '', undefined, ClientSecretBasic(this.settings.OIDC_CLIENT_SECRET), {
        timeout: TIMEOUT_SECONDS, ...(isLoopback(issuer) && issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
      });
      this.known = { config, until: Date.now() + FRESH_MS };
      return config;
    } catch (error) {
      throw new ProviderFailure('provider-away', error);
    }
  }
}

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  if (error instanceof AuthorizationResponseError) return new ProviderFailure('provider-refused', error);
  // it answered, and with an error of the protocol: a code used before, a client it does not know
  if (error instanceof ResponseBodyError && error.status < 500) return new ProviderFailure('answer-unusable', error);
  const unreached = error instanceof ResponseBodyError || (error instanceof TypeError && error.message === 'fetch failed') || ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(String((error as { code?: unknown }).code));
  return new ProviderFailure(unreached ? 'provider-away' : 'answer-unusable', error);
}
