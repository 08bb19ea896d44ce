import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { CalledRequest } from '../platform/http/guard';
import type { OpenSession } from '../platform/sign-in/sessions';

/** Caller and session of a person who is signed in. @throws Refusal 403 to a client */
export function own(request: CalledRequest): { readonly caller: Caller; readonly open: OpenSession } {
  if (!request.caller || !request.openSession) throw new Refusal(403, 'not-a-person', 'A client has no account of its own.');
  return { caller: request.caller, open: request.openSession };
}
