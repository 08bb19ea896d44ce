import type { OutgoingInstance } from '@causeway/transport-kit';
import type { DimseLimits } from '../limits';
import { ClientAssociation, type AeTitles, type Offer } from '../scu/client-association';
import { connectTcp, type Address } from '../scu/connect';
import type { MoveOrigin } from '../scu/store';
import type { Outlet } from './retrieve-service';

const MOST_CONTEXTS = 128;

/** An association to the destination of a C-MOVE, with one context for each class and syntax that goes there. */
export async function openMove(
  address: Address,
  titles: AeTitles,
  instances: readonly OutgoingInstance[],
  limits: DimseLimits,
  origin: MoveOrigin,
): Promise<Outlet> {
  const offers = new Map<string, Offer>();
  for (const { sopClassUid, transferSyntaxUid } of instances) {
    offers.set(`${sopClassUid} ${transferSyntaxUid}`, { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] });
  }
  const { signal } = new AbortController();
  const socket = await connectTcp(address, limits, signal);
  const association = await ClientAssociation.open(socket, titles, [...offers.values()].slice(0, MOST_CONTEXTS), limits, signal);
  return {
    association,
    origin,
    contextFor: ({ sopClassUid, transferSyntaxUid }) =>
      association.contexts.find((c) => c.abstractSyntax === sopClassUid && c.transferSyntax === transferSyntaxUid) ?? null,
    close: () => association.release(),
  };
}
