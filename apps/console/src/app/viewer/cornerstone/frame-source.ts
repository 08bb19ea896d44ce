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
import { textOf } from './parsed-data-set';

/** An object is taken into memory as a whole: beyond this the server draws its frames. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const SHADINGS = new Set(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']);

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
    const pixels = wadouri.getPixelData(dataSet, frame.frame - 1);
    const image = sane((await createImage(imageId, pixels, dataSet.string('x00020010') ?? '', {})) as Types.IImage);
    // Handed over only when it is whole: the cache answers a failed promise with an error nobody can catch.
    if (!cache.getImageLoadObject(imageId)) await cache.putImageLoadObject(imageId, { promise: Promise.resolve(image), decache: release });
    return image;
  } catch (error) {
    release();
    throw failureFrom(error);
  }
}

/** A window a header cannot mean would leave the picture black, or stop it altogether: then its grey values from darkest to brightest. */
function sane(image: Types.IImage): Types.IImage {
  const given = typeof image.windowWidth === 'number' && Number.isFinite(image.windowWidth) && image.windowWidth > 0 && Number.isFinite(Number(image.windowCenter));
  if (!given) {
    image.windowWidth = Math.max(1, image.maxPixelValue - image.minPixelValue);
    image.windowCenter = (image.maxPixelValue + image.minPixelValue) / 2;
  }
  if (!SHADINGS.has(String(image.voiLUTFunction))) image.voiLUTFunction = Enums.VOILUTFunctionType.LINEAR;
  return image;
}
