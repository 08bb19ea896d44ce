import type { FetchReceipt, Intake, RemoteInstance, RemoteReference, TransportFailure } from '@causeway/transport-kit';
import { TransportFailure as Failure } from '@causeway/transport-kit';
import { ContextNotAccepted } from '../scu/errors';
import { GetAttempt } from './get';
import { MoveAttempt } from './move';
import { PoliteCancel } from './polite-cancel';
import type { DimseSettings } from './settings';
import { listed } from './wanted';

export interface FetchOptions {
  readonly settings: DimseSettings;
  readonly reference: RemoteReference;
  readonly intake: Intake;
  readonly signal: AbortSignal;
  /** Names an error met after something was asked for. */
  readonly failureOf: (error: unknown) => TransportFailure;
}

/** What one way of fetching brought. */
export interface Brought {
  readonly kept: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  /** As the partner counts. */
  readonly failed: number;
  readonly failure: TransportFailure | null;
}

/**
 * Fetches by C-GET or C-MOVE (PS3.4 C.4.2, C.4.3). First the partner is asked what it lists: the classes say what has to be offered, and the
 * instances what is missing in the end. `auto` is C-GET where the partner lets us be the provider on our own association, else C-MOVE.
 */
export async function fetchRemote(options: FetchOptions): Promise<FetchReceipt> {
  const { settings, reference, intake, signal } = options;
  const cancel = new PoliteCancel(signal);
  try {
    const instances = await listed(settings, reference, cancel.cut);
    if (!instances && reference.sopInstanceUids) {
      throw new Failure('unsupported', 'never', 'They do not answer queries for single instances, so only whole series can be fetched from them.');
    }
    if (instances?.length === 0) {
      return { kept: [], refused: [], failedAtPartner: 0, missing: [], failure: null };
    }
    const brought = await bring(options, instances, cancel);
    signal.throwIfAborted();
    return receiptOf(brought, instances);
  } finally {
    cancel.dispose();
  }

  async function bring(from: FetchOptions, instances: readonly RemoteInstance[] | null, stop: PoliteCancel): Promise<Brought> {
    if (settings.retrieve === 'move' || (settings.retrieve === 'auto' && !intake.instance)) {
      return new MoveAttempt(from, instances, stop).run();
    }
    try {
      return await new GetAttempt(from, instances, stop).run();
    } catch (error) {
      if (settings.retrieve === 'auto' && error instanceof ContextNotAccepted && intake.listener) {
        return new MoveAttempt(from, instances, stop).run();
      }
      throw error;
    }
  }
}

function receiptOf({ kept, refused, failed, failure }: Brought, instances: readonly RemoteInstance[] | null): FetchReceipt {
  const missing = instances?.map((instance) => instance.sopInstanceUid).filter((uid) => !kept.has(uid) && !refused.has(uid));
  return { kept: [...kept], refused: [...refused], failedAtPartner: missing ? missing.length : failed, ...(missing ? { missing } : {}), failure };
}
