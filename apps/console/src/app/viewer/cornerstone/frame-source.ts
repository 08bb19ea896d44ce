import { inject, Injectable } from '@angular/core';
import { cache, Enums, metaData, type Types } from '@cornerstonejs/core';
import { createImage, wadouri } from '@cornerstonejs/dicom-image-loader';
import { imageIdOf, instanceUrl } from '../addresses';
import { frameFacts, type FrameFacts } from '../frame-facts';
import { failureFrom, FrameFailure } from '../frame-failure';
import { edgeLetters, edgesOfPlaneFilm } from '../orientation';
import type { Frame } from '../viewer-model';
import { ViewerApi } from '../viewer.api';
import { isVideo } from '../viewer-words';
import { dataSetOf } from './engine';
import { finishImage } from './finish-image';
import { asRgbStream, jpegSyntax } from './jpeg-stream';
import { cleanSamples } from './native-samples';
import { type ParsedDataSet, textOf } from './parsed-data-set';

/** An object is taken into memory as a whole: beyond this the server draws its frames. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/** Fetches and decodes frames into Cornerstone's cache, each once. A failure leaves nothing behind and rejects with a `FrameFailure`. */
@Injectable({ providedIn: 'root' })
export class FrameSource {
  private readonly api = inject(ViewerApi);
  private readonly underway = new Map<string, Promise<Types.IImage>>();

  load(frame: Frame): Promise<Types.IImage> {
    const imageId = imageIdOf(frame);
    const kept = cache.getImage(imageId);
    if (kept) return Promise.resolve(kept);
    const running = this.underway.get(imageId);
    if (running) return running;
    const work = fetchAndDecode(frame, imageId, (url) => this.api.bytes(url)).finally(() => this.underway.delete(imageId));
    this.underway.set(imageId, work);
    return work;
  }

  /** What the header of a loaded frame says. */
  facts(frame: Frame): FrameFacts | null {
    const imageId = imageIdOf(frame);
    const dataSet = dataSetOf(imageId);
    if (!dataSet) return null;
    const plane = (metaData.get(Enums.MetadataModules.IMAGE_PLANE, imageId) ?? {}) as Plane;
    return frameFacts((tag) => textOf(dataSet, tag), {
      edges: edgeLetters(plane.rowCosines, plane.columnCosines) ?? edgesOfPlaneFilm(textOf(dataSet, '00200020')),
      sliceThickness: numberText(plane.sliceThickness),
      sliceLocation: numberText(plane.sliceLocation),
    });
  }
}

interface Plane {
  readonly rowCosines?: number[] | null;
  readonly columnCosines?: number[] | null;
  readonly sliceThickness?: number;
  readonly sliceLocation?: number;
}

const numberText = (n: number | undefined): string => (typeof n === 'number' && Number.isFinite(n) ? String(n) : '');

async function fetchAndDecode(frame: Frame, imageId: string, fetchBytes: (url: string) => Promise<ArrayBuffer>): Promise<Types.IImage> {
  if (isVideo(frame.transferSyntax)) throw new FrameFailure('video');
  if (frame.bytes > LARGEST_BYTES) throw new FrameFailure('too-large');
  const url = instanceUrl(frame.place, frame.sopUid);
  const release = (): void => wadouri.dataSetCacheManager.unload(url);
  const dataSet = await wadouri.dataSetCacheManager.load(url, fetchBytes, imageId).catch((error: unknown) => {
    throw failureFrom(error);
  });
  try {
    const { pixels, syntax } = pixelsOf(dataSet as ParsedDataSet & Parameters<typeof wadouri.getPixelData>[0], frame);
    const window = metaData.get(Enums.MetadataModules.VOI_LUT, imageId) as { windowWidth?: number[] } | undefined;
    const image = finishImage((await createImage(imageId, pixels, syntax, {})) as Types.IImage, { given: (window?.windowWidth?.[0] ?? 0) > 0 });
    // Handed over only when it is whole: the cache answers a failed promise with an error nobody can catch.
    if (!cache.getImageLoadObject(imageId)) await cache.putImageLoadObject(imageId, { promise: Promise.resolve(image), decache: release });
    return image;
  } catch (error) {
    release();
    throw failureFrom(error);
  }
}

const NATIVE_LE = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99']);

/** Bytes of one frame and the syntax they are really in. */
function pixelsOf(dataSet: ParsedDataSet & Parameters<typeof wadouri.getPixelData>[0], frame: Frame): { readonly pixels: Uint8Array; readonly syntax: string } {
  const found = wadouri.getPixelData(dataSet, frame.frame - 1) as Uint8Array | null;
  if (!found || found.length === 0) throw new FrameFailure('undecodable', 'there is no pixel data');
  const declared = dataSet.string('x00020010') ?? '';
  const number = (tag: string): number => dataSet.uint16(tag) ?? 0;
  if (NATIVE_LE.has(declared)) {
    const bitsAllocated = number('x00280100');
    const expected = Math.floor((number('x00280010') * number('x00280011') * number('x00280002') * Math.max(8, bitsAllocated)) / 8);
    if (dataSet.string('x00280004') !== 'YBR_FULL_422' && found.length < expected) throw new FrameFailure('undecodable', 'the pixel data ends too early');
    cleanSamples(found, { bitsAllocated, bitsStored: number('x00280101'), highBit: number('x00280102'), signed: number('x00280103') === 1 });
    return { pixels: found, syntax: declared };
  }
  const syntax = jpegSyntax(declared, found);
  const rgb = number('x00280002') === 3 && dataSet.string('x00280004')?.trim() === 'RGB';
  return { pixels: rgb && syntax === JPEG_BASELINE ? asRgbStream(found) : found, syntax };
}
