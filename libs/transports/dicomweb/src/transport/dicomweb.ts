import { LineScope, type Line, type LineContext, type Transport } from '@causeway/transport-kit';
import { Client } from '../http/client';
import { toFailure } from '../http/failures';
import { fetchRemote } from './fetch';
import { probeLadder } from './probe';
import { findRemote } from './query';
import { sendParcel } from './send';
import { dicomwebSettings, type DicomwebSettings } from './settings';

/** DICOMweb to one partner's service, as the user: QIDO-RS, WADO-RS, STOW-RS. What partners store with us comes in at the api. */
export const dicomweb: Transport<DicomwebSettings> = {
  kind: 'dicomweb',
  settings: dicomwebSettings,
  open: async (settings, context) => openLine(settings, context),
};

function openLine(settings: DicomwebSettings, { endpoint, log, egress }: LineContext): Line {
  const scope = new LineScope(toFailure);
  const client = new Client(settings, egress);
  const namer = (signal: AbortSignal) => (error: unknown) => scope.failure(error, signal);
  return {
    probe: (signal, options) => scope.run(signal, (either) => probeLadder(client, settings, either, options)),
    close: async () => {
      scope.close();
      client.close();
    },
    find: (query, signal) => scope.iterate(signal, (either) => findRemote(client, settings, query, either)),
    fetch: async (reference, intake, signal) => {
      const receipt = await scope.run(signal, (either) => fetchRemote({ client, settings, reference, intake, signal: either, failureOf: namer(signal) }));
      log('dicomweb.fetched', { endpoint, kept: receipt.kept.length, refused: receipt.refused.length, missing: receipt.failedAtPartner ?? 0, failure: receipt.failure?.code ?? '' });
      return receipt;
    },
    send: async (parcel, signal, onProgress = () => undefined) => {
      const receipt = await scope.run(signal, (either) => sendParcel({ client, settings, parcel, signal: either, onProgress, failureOf: namer(signal) }));
      log('dicomweb.sent', { endpoint, instances: receipt.results.length, sent: receipt.results.filter((r) => r.standing === 'sent').length, failure: receipt.failure?.code ?? '' });
      return receipt;
    },
  };
}
