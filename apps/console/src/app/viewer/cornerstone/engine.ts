import { Injectable } from '@angular/core';
import { cache, Enums, getConfiguration, getWebWorkerManager, init as initCore, metaData, RenderingEngine, utilities } from '@cornerstonejs/core';
import { init as initLoader, wadouri } from '@cornerstonejs/dicom-image-loader';
import { addTool, annotation, init as initTools, LengthTool, PanTool, WindowLevelTool, ZoomTool } from '@cornerstonejs/tools';
import { frameRescale, frameWindow } from './functional-groups';
import type { ParsedDataSet } from './parsed-data-set';

const ENGINE_ID = 'causeway';
/** Decoded pixels kept. The bytes they came from are kept beside them, so the whole is about twice this. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Cornerstone, set up once for this page: workers, codecs, cache, tools and the one rendering engine all stacks share. */
@Injectable({ providedIn: 'root' })
export class CornerstoneEngine {
  readonly engine: RenderingEngine;
  private opened = 0;
  private open = 0;

  constructor() {
    beSilent();
    const workers = Math.max(1, Math.min(3, Math.floor(navigator.hardwareConcurrency / 2)));
    const defaults = getConfiguration();
    initCore({ ...defaults, rendering: { ...defaults.rendering, webGlContextCount: 2 } });
    // The older of the loader's two readers: it joins fragments rightly, bears what is not quite DICOM, and lets go of bytes with the image.
    initLoader({ maxWebWorkers: workers, wasmBasePath: '/cs-wasm/', useLegacyMetadataProvider: true });
    getWebWorkerManager().registerWorker('dicomImageLoader', () => new Worker(new URL('./decode.worker', import.meta.url), { type: 'module' }), {
      maxWorkerInstances: workers,
      overwrite: true,
    });
    metaData.addProvider(enhancedValues, 10_000);
    initTools();
    for (const tool of [WindowLevelTool, PanTool, ZoomTool, LengthTool]) addTool(tool);
    cache.setMaxCacheSize(MOST_BYTES);
    this.engine = new RenderingEngine(ENGINE_ID);
  }

  /** Name for a new viewport and its group of tools. */
  enter(): string {
    this.open += 1;
    this.opened += 1;
    return `stack-${this.opened}`;
  }

  /** After the last stack nothing of a person stays: neither lines drawn on their images nor the images. */
  leave(): void {
    this.open -= 1;
    if (this.open > 0) return;
    annotation.state.removeAllAnnotations();
    cache.purgeCache();
  }
}

/** Its log names the addresses of images, which are a person's: nothing of that belongs in the browser's console. */
function beSilent(): void {
  const { log } = utilities.logger;
  log.setLevel('silent', false);
  for (const part of Object.values<typeof log>(log.getLoggers())) part.setLevel('silent', false);
}

/** Rescale and window of frames of enhanced objects. */
function enhancedValues(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string') return undefined;
  if (type !== Enums.MetadataModules.MODALITY_LUT && type !== Enums.MetadataModules.VOI_LUT) return undefined;
  const dataSet = dataSetOf(imageId);
  if (!dataSet) return undefined;
  return type === Enums.MetadataModules.MODALITY_LUT ? frameRescale(dataSet) : frameWindow(dataSet);
}

/** Data set of a frame, its functional groups lifted to the top; undefined when it is not loaded. */
export const dataSetOf = (imageId: string): ParsedDataSet | undefined =>
  wadouri.dataSetCacheManager.get(imageId.slice(imageId.indexOf(':') + 1)) as ParsedDataSet | undefined;
