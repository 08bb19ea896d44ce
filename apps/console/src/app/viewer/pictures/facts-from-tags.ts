import type { TagRow } from '@causeway/contracts';
import { frameFacts, type FrameFacts } from '../frame-facts';
import { edgeLetters, edgesOfPlaneFilm } from '../orientation';

/** A tag as eight hex digits, whichever way it was written: "(0010,0010)", "00100010". */
export const plainTag = (tag: string): string => tag.replace(/[^0-9a-f]/gi, '').toUpperCase();

/** Facts of a frame from the tag view of its instance, where its header was not read here. */
export function factsFromTags(rows: readonly TagRow[]): FrameFacts {
  const top = new Map<string, string>();
  const anywhere = new Map<string, string>();
  for (const row of rows) {
    const tag = plainTag(row.tag);
    if (row.depth === 0 && !top.has(tag)) top.set(tag, row.value);
    if (!anywhere.has(tag)) anywhere.set(tag, row.value);
  }
  const cosines = (anywhere.get('00200037') ?? '').split('\\').map(Number);
  const edges = cosines.length === 6 ? edgeLetters(cosines.slice(0, 3), cosines.slice(3)) : null;
  return frameFacts((tag) => top.get(tag), { edges: edges ?? edgesOfPlaneFilm(top.get('00200020')) });
}
