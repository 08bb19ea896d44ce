import type { Acts } from '../../platform/acts/acts';
import type { Logger } from '../../platform/log';
import type { Settings } from '../../platform/settings/settings';
import { digestOf, newSecret } from '../../platform/sign-in/secrets';
import type { Sessions, StartedSession } from '../../platform/sign-in/sessions';
import { Provider, ProviderFailure, type Checks } from './provider';

/** So long may somebody take on the provider's pages. */
export const WAY_SECONDS = 600;

/** Sign-in through the house's own provider: begun in one browser, ended once and in the same one. Accounts and roles stay ours. */
export class ProviderSignIn {
  private readonly provider: Provider | null;

  constructor(private readonly acts: Acts, private readonly sessions: Sessions, settings: Settings, private readonly log: Logger) {
    this.provider = settings.OIDC_ISSUER ? new Provider(settings) : null;
  }

  /** Where to send the browser, and the secret it keeps meanwhile. @throws ProviderFailure */
  begin(next: string, address: string): Promise<{ url: URL; secret: string }> {
    return this.telling(address, async (provider) => {
      const { url, state, nonce, verifier } = await provider.begin();
      const secret = newSecret();
      await this.acts.read('delete from provider_sign_in where ends_at < clock_timestamp()');
      await this.acts.read('insert into provider_sign_in (id, state, nonce, verifier, next, ends_at) values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))', [digestOf(secret), state, nonce, verifier, next, WAY_SECONDS]);
      return { url, secret };
    });
  }

  /** The session of who came back, and the page they wanted. What was begun is used up by this, whatever comes of it. @throws ProviderFailure */
  end(secret: string | null, query: string, address: string): Promise<{ session: StartedSession; next: string }> {
    return this.telling(address, async (provider, told) => {
      const [begun] = await this.acts.read<Checks & { next: string }>('with gone as (delete from provider_sign_in where id = $1 returning *) select state, nonce, verifier, next from gone where ends_at > clock_timestamp()', [digestOf(secret ?? '')]);
      if (!begun) throw new ProviderFailure('took-too-long');
      const username = await provider.username(query, begun);
      told.username = username.slice(0, 100);
      const session = await this.sessions.signInVouched(username, address);
      if (!session) throw new ProviderFailure('no-account');
      return { session, next: begun.next };
    });
  }

  /** Every refusal is in the audit; the log has its cause, which names no token. */
  private async telling<T>(address: string, work: (provider: Provider, told: { username?: string }) => Promise<T>): Promise<T> {
    const told: { username?: string } = {};
    try {
      if (!this.provider) throw new ProviderFailure('no-provider');
      return await work(this.provider, told);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      const { name, code, error: answer } = (error.cause ?? {}) as { name?: string; code?: unknown; error?: unknown };
      if (error.cause) this.log.warn({ problem: error.problem, cause: { name, code: String(code ?? ''), answer: typeof answer === 'string' ? answer.slice(0, 100) : undefined } }, 'sign-in through the provider failed');
      await this.acts.run({ kind: 'person', id: 'unknown', name: 'unknown' }, async (act) =>
        act.audit({ action: 'people.sign-in', object: { kind: 'person', id: 'unknown' }, outcome: 'refused', details: { address, how: 'provider', problem: error.problem, ...told } }));
      throw error;
    }
  }
}
