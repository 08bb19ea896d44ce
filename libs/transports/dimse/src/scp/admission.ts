import type { Proposal } from '../association/proposal';
import { REJECTION, type Rejection } from '../association/rejection';
import type { DimseLimits } from '../limits';
import type { Peer, ServerLog, ServerPorts } from './ports';
import type { ServerAssociation } from './server-association';
import type { Service } from './service';

/** What all associations of one server share. */
export interface ServerContext {
  readonly limits: DimseLimits;
  readonly services: readonly Service[];
  /** Whether whoever opens an association may be the provider of a class on it. */
  mayProvide(sopClassUid: string): boolean;
  readonly admit: ServerPorts['admit'];
  readonly log: ServerLog;
  /** Claims a place; false when a limit is reached. */
  enter(): boolean;
  draining(): boolean;
  /** Called once the socket is gone. */
  gone(association: ServerAssociation): void;
}

/** Why an association is turned down; null when it is admitted and has its place. `waiting` is false once nobody waits for the answer. */
export async function rejectionOf(proposal: Proposal, peer: Peer, server: ServerContext, waiting: () => boolean): Promise<Rejection | null> {
  if (!proposal.versionSupported) {
    return REJECTION.protocolVersion;
  }
  if (!proposal.applicationContextSupported) {
    return REJECTION.applicationContext;
  }
  const admission = await server.admit(proposal, peer);
  if (!admission.admitted) {
    return admission.rejection;
  }
  if (server.draining()) {
    return REJECTION.congestion;
  }
  return !waiting() || server.enter() ? null : REJECTION.localLimit;
}

/** Transfer syntaxes taken for an abstract syntax by the first service that serves it; null when none does. */
export function syntaxesServed(services: readonly Service[], abstractSyntax: string): ReturnType<Service['syntaxes']> {
  for (const service of services) {
    const takes = service.syntaxes(abstractSyntax);
    if (takes) {
      return takes;
    }
  }
  return null;
}
