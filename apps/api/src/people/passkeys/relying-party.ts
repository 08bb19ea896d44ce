import { isIP } from 'node:net';
import type { Settings } from '../../platform/settings/settings';

/** Whom passkeys are made for: they work at this origin and nowhere else (Web Authentication Level 3, 5.1.3 step 7). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/**
 * The house at its public address; without one, this machine at `localhost`, for a trial. Null when browsers allow no passkeys there: they want a name
 * rather than an IP address, and https unless it is `localhost`.
 */
export function relyingParty(settings: Pick<Settings, 'PUBLIC_URL' | 'PORT' | 'SITE_NAME'>): RelyingParty | null {
  const url = URL.parse(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`);
  if (!url) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const local = host === 'localhost' || host.endsWith('.localhost');
  if (isIP(host) !== 0 || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) return null;
  return { id: host, origin: url.origin, name: settings.SITE_NAME };
}
