import { secure, connectTcp } from '../scu/connect';
import { ClientAssociation, type Offer } from '../scu/client-association';
import type { Service } from '../scp/service';
import { limitsOf, type DimsePartner } from './settings';

/** One association with the partner of an endpoint, opened with its settings. */
export async function openAssociation(
  settings: DimsePartner,
  offers: readonly Offer[],
  signal: AbortSignal,
  services: readonly Service[] = [],
): Promise<ClientAssociation> {
  const limits = limitsOf(settings);
  const tcp = await connectTcp(settings, limits, signal);
  const socket = settings.tls ? await secure(tcp, settings.tls, settings.host, limits, signal) : tcp;
  return ClientAssociation.open(socket, settings, offers, limits, signal, services);
}
