import { LineScope, type Line, type LineContext, type RemoteMatch, type RemoteQuery, type Transport } from '@causeway/transport-kit';
import { FIND_OFFER } from '../scu/find';
import { toFailure } from './failures';
import { probeLadder } from './probe';
import { findRemote } from './query';
import { sendParcel } from './send';
import { openAssociation } from './session';
import { dimseSettings, type DimseSettings } from './settings';

/** DIMSE to one partner's AE: Verification, Storage and Query as the user. Receiving is `DimseServer`, which serves all partners at once. */
export const dimse: Transport<DimseSettings> = {
  kind: 'dimse',
  settings: dimseSettings,
  open: async (settings, context) => openLine(settings, context),
};

function openLine(settings: DimseSettings, context: LineContext): Line {
  const scope = new LineScope(toFailure);
  return {
    probe: (signal) => scope.run(signal, (either) => probeLadder(settings, either)),
    close: async () => scope.close(),
    find: (query, signal) => scope.iterate(signal, (either) => findOver(settings, query, either)),
    send: async (parcel, signal, onProgress = () => undefined) => {
      const failureOf = (error: unknown): ReturnType<typeof toFailure> => scope.failure(error, signal);
      const receipt = await scope.run(signal, (either) => sendParcel({ settings, parcel, signal: either, onProgress, failureOf }));
      context.log('dimse.sent', {
        endpoint: context.endpoint,
        instances: receipt.results.length,
        sent: receipt.results.filter((result) => result.standing === 'sent').length,
        failure: receipt.failure?.code ?? '',
      });
      return receipt;
    },
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
