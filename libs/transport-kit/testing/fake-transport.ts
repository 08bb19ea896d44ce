import { z } from 'zod';
import {
  LineScope,
  TransportFailure,
  climb,
  settingsSchema,
  type InstanceResult,
  type Line,
  type OnSendProgress,
  type Parcel,
  type SendReceipt,
  type Step,
  type Transport,
} from '../src/index';
import type { FakePartner } from './fake-partner';

const schema = z.object({
  address: z.string().min(1).meta({ title: 'Address', description: 'Name under which the fake partner was registered.' }),
  token: z.string().optional().meta({ title: 'Token', description: 'Any word.', secret: true }),
});

export type FakeSettings = z.output<typeof schema>;

/** A transport that reaches partners in memory by their address; an address nobody has is unreachable. */
export function fakeTransport(partners: ReadonlyMap<string, FakePartner>, kind = 'fake'): Transport<FakeSettings> {
  return {
    kind,
    settings: settingsSchema(schema),
    open: async (settings) => openFakeLine(settings.address, partners),
  };
}

function openFakeLine(address: string, partners: ReadonlyMap<string, FakePartner>): Line {
  const scope = new LineScope((error) => {
    throw error;
  });

  const reach = async (signal: AbortSignal): Promise<FakePartner> => {
    const partner = partners.get(address);
    if (!partner) {
      throw new TransportFailure('unreachable', 'later', `Nobody answers at ${address}.`);
    }
    if (partner.silent) {
      await aborted(signal);
    }
    if (partner.failure) {
      throw partner.failure;
    }
    return partner;
  };
  const reached: Step = { rung: 'reach', expected: `a partner at ${address}`, run: async (signal) => ({ actual: (await reach(signal)).sender.identity }) };
  const ask = <T>(signal: AbortSignal, work: (partner: FakePartner) => T | Promise<T>): Promise<T> =>
    scope.run(signal, async (either) => work(await reach(either)));

  return {
    probe: (signal, options) => scope.run(signal, (either) => climb([reached], either, options?.climber)),
    close: async () => scope.close(),
    find: (query, signal) =>
      scope.iterate(signal, async function* (either) {
        yield* (await reach(either)).list(query);
      }),
    fetch: (reference, intake, signal) => ask(signal, (partner) => partner.give(reference, intake)),
    send: (parcel, signal, onProgress) => ask(signal, (partner) => sendAll(partner, parcel, signal, onProgress)),
    commit: (references, _listener, signal) => ask(signal, (partner) => partner.commit(references)),
    publish: (submission, signal) => ask(signal, (partner) => partner.answer(submission)),
    identify: (question, signal) => ask(signal, (partner) => partner.who(question)),
    place: (message, signal) => ask(signal, (partner) => partner.answer(message)),
    listen: (intake, signal) => ask(signal, (partner) => partner.attend(intake)),
  };
}

async function sendAll(partner: FakePartner, parcel: Parcel, signal: AbortSignal, onProgress?: OnSendProgress): Promise<SendReceipt> {
  const results: InstanceResult[] = [];
  for (const instance of parcel.instances) {
    const reason = await instance.prepare?.(signal);
    if (reason) {
      results.push({ sopInstanceUid: instance.sopInstanceUid, standing: 'rejected', status: null, retry: 'never', detail: reason });
      continue;
    }
    onProgress?.({ type: 'begun', sopInstanceUid: instance.sopInstanceUid });
    const parts: Uint8Array[] = [];
    for await (const chunk of instance.dataSet(signal)) {
      parts.push(chunk);
    }
    const result = partner.take(instance, Buffer.concat(parts));
    results.push(result);
    onProgress?.({ type: 'answered', result });
  }
  return { results, failure: null };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
