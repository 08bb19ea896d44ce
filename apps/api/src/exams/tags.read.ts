import { planLocalise, readHeader, type ElementDifference, type LocaliseRequest } from '@causeway/dicom';
import { findValue } from '../dicomweb/retrieve/find-value';
import type { Frames } from '../dicomweb/retrieve/frames';
import type { StoredInstance } from '../dicomweb/retrieve/instances';
import { fromTheStart } from '../dicomweb/retrieve/object-bytes';
import { Refusal } from '../platform/acts/refusal';
import type { Objects } from '../platform/objects/objects';
import { bytesText, tagRows, type TagRows } from './tag-rows';

type Store = Pick<Objects, 'read'>;
const PIXEL_DATA = '7FE00010';

async function pixelText(store: Store, frames: Frames, one: StoredInstance): Promise<string> {
  const value = await findValue(store, one, [PIXEL_DATA]);
  if (value && !value.fragments) return bytesText(value.length);
  const located = await frames.locate(one);
  if (located.kind === 'frames') return located.index.frames === 1 ? '1 frame, encapsulated' : `${located.index.frames} frames, encapsulated`;
  return located.kind === 'stream' ? 'a video, encapsulated' : 'encapsulated';
}

async function differencesOf(store: Store, one: StoredInstance, request: LocaliseRequest | null): Promise<readonly ElementDifference[]> {
  const planned = request ? await planLocalise(fromTheStart(store, one), request) : null;
  return planned?.kind === 'plan' ? planned.plan.differences : [];
}

/** The elements of one object as text, with what its localised copy says where there is a confirmed patient. Pixel data and long values by their size. */
export async function tagsOf(store: Store, frames: Frames, one: StoredInstance, request: LocaliseRequest | null, q: string): Promise<TagRows> {
  const result = await readHeader(fromTheStart(store, one));
  if (result.kind === 'failure') throw new Refusal(406, 'header', 'The header of this object cannot be read as a whole. The object can be fetched as it is.');
  const { dataSet, transferSyntaxUid, pixelsFollow } = result.header;
  const pixels = pixelsFollow ? { vr: (dataSet.number('BitsAllocated') ?? 8) > 8 ? 'OW' : 'OB', value: await pixelText(store, frames, one) } : null;
  return tagRows({ dataSet, transferSyntaxUid, pixels, differences: await differencesOf(store, one, request) }, q);
}
