import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';

/** For acts on one's own account that weaken or replace a secret. @throws Refusal 403 */
export function needsPassword(caller: Caller): void {
  if (!caller.session.reauthenticated) throw new Refusal(403, 'reauthenticate', 'Type your password again to do this.');
}
