import { secure, connectTcp } from '../scu/connect';
import { ClientAssociation, type Offer } from '../scu/client-association';
import { limitsOf, type DimseSettings } from './settings';

/** One association with the partner of an endpoint, opened with its settings. */
export async function openAssociation(settings: DimseSettings, offers: readonly Offer[], signal: AbortSignal): Promise<ClientAssociation> {
  const limits = limitsOf(settings);
  const tcp = await connectTcp(settings, limits, signal);
  const socket = settings.tls ? await secure(tcp, settings.tls, settings.host, limits, signal) : tcp;
  return ClientAssociation.open(socket, settings, offers, limits, signal);
}

/** Runs some work on one association and releases it; aborts it when the work fails. */
export async function withAssociation<T>(
  settings: DimseSettings,
  offers: readonly Offer[],
  signal: AbortSignal,
  work: (association: ClientAssociation) => Promise<T>,
): Promise<T> {
  const association = await openAssociation(settings, offers, signal);
  try {
    const result = await work(association);
    await association.release();
    return result;
  } finally {
    association.abort();
  }
}
