import { LineScope, type Line, type LineContext, type RemoteMatch, type RemoteQuery, type Transport } from '@causeway/transport-kit';
import { FIND_OFFER } from '../scu/find';
import { commitRemote } from './commit';
import { toFailure } from './failures';
import { fetchRemote } from './fetch';
import { probeLadder } from './probe';
import { findRemote } from './query';
import { sendParcel } from './send';
import { openAssociation } from './session';
import { dimseSettings, type DimsePartner, type DimseSettings } from './settings';

/** DIMSE to one partner's AE: Verification, Storage, Query, Retrieval and Storage Commitment as the user. Receiving is `DimseServer`, which serves all partners at once. */
export const dimse: Transport<DimseSettings> = {
  kind: 'dimse',
  settings: dimseSettings,
  open: async (settings, context) => openLine(settings, context),
};

function openLine(entered: DimseSettings, context: LineContext): Line {
  const settings: DimsePartner = { ...entered, ...(context.egress ? { egress: context.egress } : {}) };
  const scope = new LineScope(toFailure);
  const namer = (signal: AbortSignal) => (error: unknown) => scope.failure(error, signal);
  return {
    probe: (signal, options) => scope.run(signal, (either) => probeLadder(settings, either, options)),
    close: async () => scope.close(),
    find: (query, signal) => scope.iterate(signal, (either) => findOver(settings, query, either)),
    send: async (parcel, signal, onProgress = () => undefined) => {
      const receipt = await scope.run(signal, (either) => sendParcel({ settings, parcel, signal: either, onProgress, failureOf: namer(signal) }));
      context.log('dimse.sent', {
        endpoint: context.endpoint,
        instances: receipt.results.length,
        sent: receipt.results.filter((result) => result.standing === 'sent').length,
        failure: receipt.failure?.code ?? '',
      });
      return receipt;
    },
    fetch: async (reference, intake, signal) => {
      const receipt = await scope.run(signal, (either) => fetchRemote({ settings, reference, intake, signal: either, failureOf: namer(signal) }));
      context.log('dimse.fetched', {
        endpoint: context.endpoint,
        kept: receipt.kept.length,
        refused: receipt.refused.length,
        missing: receipt.failedAtPartner ?? 0,
        failure: receipt.failure?.code ?? '',
      });
      return receipt;
    },
    commit: (references, listener, signal) =>
      scope.run(signal, (either) => commitRemote({ settings, references, listener, signal: either, failureOf: namer(signal) })),
  };
}

async function* findOver(settings: DimseSettings, query: RemoteQuery, signal: AbortSignal): AsyncGenerator<RemoteMatch, void, undefined> {
  const association = await openAssociation(settings, [FIND_OFFER], signal);
  try {
    yield* findRemote(association, query);
    await association.release();
  } finally {
    association.abort();
  }
}
