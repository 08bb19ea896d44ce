import type { InstanceResult, OutgoingInstance, Retry } from '@causeway/transport-kit';
import { isItem, itemsAt, textAt, type Item } from './json';

const T = { sopInstance: '00081155', failureReason: '00081197', warningReason: '00081196', failed: '00081198', referenced: '00081199' } as const;

/** Failure and warning reasons of PS3.18 table I.2-2 and PS3.7 annex C. */
const REASONS: Readonly<Record<number, string>> = {
  0x0110: 'their server failed to process it', 0x0117: 'they find the object invalid', 0x0122: 'they do not take this SOP class', 0x0124: 'we may not store it there', 0xc122: 'they do not take this transfer syntax',
  0xb000: 'they changed elements of it', 0xb006: 'they left elements out', 0xb007: 'they find that it does not fit its SOP class, or keep it beside another of its UID',
};

function meaning(reason: number): { readonly sentence: string; readonly retry: Retry } {
  const family = reason >> 8 === 0xa7 ? 'they are out of resources' : reason >> 8 === 0xa9 ? 'the data set does not match' : reason >> 12 === 0xc ? 'they cannot understand it' : 'they gave a reason of their own';
  return { sentence: REASONS[reason] ?? family, retry: reason >> 8 === 0xa7 || reason === 0x0110 ? 'later' : 'never' };
}

const code = (reason: number): string => `${reason.toString(16).toUpperCase().padStart(4, '0')}H`;

function reasonOf(item: Item, tag: string): number | null {
  const text = textAt(item, tag);
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}

const byInstance = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [textAt(item, T.sopInstance), item]));

/**
 * What became of each instance of one request, by the Store Instances Response (PS3.18 10.5.3): those it names as it says, the others by the status. Of one
 * that a success does not name nothing is known: a server that reads no part of a request also answers 200.
 */
export function resultsOf(instances: readonly OutgoingInstance[], status: number, body: unknown): InstanceResult[] {
  const answer = isItem(body) ? body : {};
  const [failed, referenced] = [byInstance(itemsAt(answer, T.failed)), byInstance(itemsAt(answer, T.referenced))];
  return instances.map(({ sopInstanceUid }): InstanceResult => {
    const no = failed.get(sopInstanceUid);
    if (no) {
      const reason = reasonOf(no, T.failureReason);
      if (reason === null) return { sopInstanceUid, standing: 'rejected', status: String(status), retry: 'never', detail: 'They did not store it and gave no reason.' };
      const { sentence, retry } = meaning(reason);
      return { sopInstanceUid, standing: 'rejected', status: code(reason), retry, detail: `They answered ${code(reason)}: ${sentence}.` };
    }
    const yes = referenced.get(sopInstanceUid);
    if (yes) {
      const warning = reasonOf(yes, T.warningReason);
      return { sopInstanceUid, standing: 'sent', status: warning === null ? '0000H' : code(warning), retry: null, detail: warning === null ? 'They stored it.' : `They stored it with ${code(warning)}: ${meaning(warning).sentence}.` };
    }
    return unnamed(sopInstanceUid, status);
  });
}

function unnamed(sopInstanceUid: string, status: number): InstanceResult {
  if (status < 300) return { sopInstanceUid, standing: 'unknown', status: String(status), retry: 'later', detail: `They answered ${status} and do not say what became of it.` };
  if (status === 429 || status === 503) return { sopInstanceUid, standing: 'rejected', status: String(status), retry: 'later', detail: `They answered ${status}: not now.` };
  if (status >= 500) return { sopInstanceUid, standing: 'unknown', status: String(status), retry: 'later', detail: `They answered ${status}: their server failed, and whether it was stored is not known.` };
  const why = status === 413 ? 'too much for one request' : status === 415 ? 'they do not take whole objects' : status === 409 ? 'none was stored' : 'they do not accept the request';
  return { sopInstanceUid, standing: 'rejected', status: String(status), retry: 'never', detail: `They answered ${status}: ${why}.` };
}
