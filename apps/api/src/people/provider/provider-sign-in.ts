import type { Acts } from '../../platform/acts/acts';
import type { Logger } from '../../platform/log';
import type { Settings } from '../../platform/settings/settings';
import { digestOf, newSecret } from '../../platform/sign-in/secrets';
import type { OpenSession, Sessions, StartedSession } from '../../platform/sign-in/sessions';
import { countTry } from '../../platform/sign-in/throttle';
import { Provider, ProviderFailure, type Checks } from './provider';

/** So long may somebody take on the provider's pages. */
export const WAY_SECONDS = 600;
/** Clocks of two machines differ; what the provider says happened at most so long before we asked counts as after. */
const CLOCKS_SECONDS = 10;
/** Sign-ins begun from one address in a quarter of an hour; each costs the provider a look and us a row. */
const MOST_FROM_ADDRESS = 100;

interface Begun extends Checks { readonly next: string; readonly session: Buffer | null; readonly begun_at: Date }

/** Sign-in through the house's own provider: begun in one browser, ended once and in the same one. Accounts and roles stay ours. */
export class ProviderSignIn {
  private readonly provider: Provider | null;

  constructor(private readonly acts: Acts, private readonly sessions: Sessions, settings: Settings, private readonly log: Logger) {
    this.provider = settings.OIDC_ISSUER ? new Provider(settings) : null;
  }

  /** Where to send the browser, and the secret it keeps meanwhile. @throws ProviderFailure */
  begin(next: string, address: string, signing: OpenSession | null = null): Promise<{ url: URL; secret: string }> {
    return this.telling(address, async (provider) => {
      if ((await countTry(this.acts, `provider ${address}`)) > MOST_FROM_ADDRESS) throw new ProviderFailure('too-many-tries');
      const { url, state, nonce, verifier } = await provider.begin(signing?.person.username);
      const secret = newSecret();
      await this.acts.read('delete from provider_sign_in where ends_at < clock_timestamp()');
      await this.acts.read('insert into provider_sign_in (id, state, nonce, verifier, next, session, ends_at) values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7))', [digestOf(secret), state, nonce, verifier, next, signing?.key ?? null, WAY_SECONDS]);
      return { url, secret };
    });
  }

  /** The session of who came back, and the page they wanted. What was begun is used up by this, whatever comes of it. @throws ProviderFailure */
  end(secret: string | null, query: string, address: string, open: OpenSession | null = null): Promise<{ session: StartedSession; next: string } | 'signed'> {
    return this.telling(address, async (provider, told) => {
      const [begun] = await this.acts.read<Begun>('with gone as (delete from provider_sign_in where id = $1 returning *) select state, nonce, verifier, next, session, begun_at from gone where ends_at > clock_timestamp()', [digestOf(secret ?? '')]);
      if (!begun) throw new ProviderFailure('took-too-long');
      const { name: username, authenticatedAt } = await provider.username(query, begun);
      told.username = username.slice(0, 100);
      if (begun.session) {
        await this.sign(open, begun, username, authenticatedAt);
        return 'signed' as const;
      }
      const session = await this.sessions.signInVouched(username, address);
      if (!session) throw new ProviderFailure('no-account');
      return { session, next: begun.next };
    });
  }

  /** Only the same person in the same session, who showed themselves to the provider after we asked for it. */
  private async sign(open: OpenSession | null, begun: Begun, username: string, authenticatedAt: Date | null): Promise<void> {
    if (!open || !begun.session || !open.key.equals(begun.session)) throw new ProviderFailure('took-too-long');
    if (username.trim().toLowerCase() !== open.person.username) throw new ProviderFailure('another-person');
    if (!authenticatedAt || authenticatedAt.getTime() < begun.begun_at.getTime() - CLOCKS_SECONDS * 1000) throw new ProviderFailure('not-asked-again');
    await this.sessions.reauthenticated(open, 'provider');
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
