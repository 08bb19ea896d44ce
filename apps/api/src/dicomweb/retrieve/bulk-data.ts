import type { ElementPath } from '@causeway/dicom';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Objects } from '../../platform/objects/objects';
import type { Offer, Piece } from '../http/reply';
import { findValue } from './find-value';
import { lengthOf, rangesOf, type Frames } from './frames';
import type { StoredInstance } from './instances';
import { frameMediaType, frameMediaTypes, OCTETS } from './media-types';
import { dataSetRange, syntaxOfParts } from './object-bytes';

const PIXEL_DATA = '7FE00010';

const framePiece = (frames: Frames, one: StoredInstance, ranges: ReturnType<typeof rangesOf>): Piece => ({ length: lengthOf(ranges), body: () => frames.bytes(one, ranges) });

/** Frames as they are stored (PS3.18 10.4.1.1.6), in the order asked for. */
export async function framesOffer(frames: Frames, one: StoredInstance, numbers: readonly number[]): Promise<Offer> {
  const index = await frames.index(one);
  const pieces = numbers.map((number) => framePiece(frames, one, rangesOf(index, number)));
  return { types: frameMediaTypes(one.transferSyntaxUid), transferSyntaxUid: syntaxOfParts(one), pieces };
}

/** Encapsulated pixel data: each frame a part, or all of a video as one (PS3.18 10.4.1.1.5). */
async function fragmentsOffer(frames: Frames, one: StoredInstance): Promise<Offer> {
  const located = await frames.locate(one);
  const types = frameMediaTypes(one.transferSyntaxUid);
  if (located.kind === 'stream') return { types, transferSyntaxUid: one.transferSyntaxUid, pieces: [framePiece(frames, one, located.ranges)] };
  if (located.kind === 'unavailable') throw new Refusal(406, located.reason, `The ${frameMediaType(one.transferSyntaxUid)} data of this object cannot be told apart by frame. Fetch the object.`);
  return framesOffer(frames, one, Array.from({ length: located.index.frames }, (_, i) => i + 1));
}

/** One value of an object, however long (PS3.18 10.4.1.1.5). Throws a 404 when the object has none there. */
export async function bulkOffer(store: Pick<Objects, 'read'>, frames: Frames, one: StoredInstance, path: ElementPath): Promise<Offer> {
  const found = await findValue(store, one, path);
  if (!found) throw notFound('value');
  if (found.fragments && path[0] === PIXEL_DATA) return fragmentsOffer(frames, one);
  if (found.fragments) throw notFound('value');
  const body = (): AsyncIterable<Uint8Array> => dataSetRange(store, one, found.start, found.start + found.length);
  return { types: [OCTETS], transferSyntaxUid: syntaxOfParts(one), pieces: [{ length: found.length, body }] };
}
