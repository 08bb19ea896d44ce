import path from 'node:path';
import type { Provider } from '@nestjs/common';
import { ExamInstancesController } from '../exams/instances.controller';
import { Acts } from '../platform/acts/acts';
import type { Logger } from '../platform/log';
import { Objects, objectsOf } from '../platform/objects/objects';
import { LOG } from '../platform/platform.module';
import type { Settings } from '../platform/settings/settings';
import type { Slice } from '../platform/slice';
import { Pictures } from './render/pictures';
import { RenderCache } from './render/render-cache';
import { RenderPool } from './render/render-pool';
import { RenderedController } from './render/rendered.controller';
import { Renderer } from './render/renderer';
import { renderingProgram } from './render/rendering-program';
import { Frames } from './retrieve/frames';
import { Instances } from './retrieve/instances';
import { PartsController } from './retrieve/parts.controller';
import { Retrieval } from './retrieve/retrieval';
import { RetrieveController } from './retrieve/retrieve.controller';
import { Search } from './search/search';
import { SearchController } from './search/search.controller';
import { doorAddress } from '../receive/dicomweb/door-address';
import { HandOn } from './store/hand-on';
import { StoreController } from './store/store.controller';
import { Viewed } from './viewed';

function providers(settings: Settings): Provider[] {
  const cache = new RenderCache({ dir: path.join(settings.DATA_DIR, 'cache', 'pictures'), mostBytes: settings.PICTURE_CACHE_BYTES });
  return [
    { provide: Objects, useFactory: () => objectsOf(settings) },
    { provide: Viewed, useFactory: (acts: Acts) => new Viewed(acts), inject: [Acts] },
    { provide: Instances, useFactory: (acts: Acts) => new Instances(acts), inject: [Acts] },
    { provide: Search, useFactory: (acts: Acts) => new Search(acts), inject: [Acts] },
    { provide: HandOn, useFactory: () => new HandOn(doorAddress(settings)) },
    { provide: Frames, useFactory: (store: Objects) => new Frames(store), inject: [Objects] },
    {
      provide: Retrieval, inject: [Instances, Objects, Viewed, LOG],
      useFactory: (instances: Instances, store: Objects, viewed: Viewed, log: Logger) => new Retrieval(instances, store, viewed, settings, log),
    },
    {
      provide: Renderer, inject: [Objects, Frames],
      useFactory: (store: Objects, frames: Frames) => new Renderer(store, frames, new RenderPool({ script: renderingProgram(settings), processes: settings.PICTURE_PROCESSES }), cache),
    },
    {
      provide: Pictures, inject: [Instances, Renderer, Objects, Viewed],
      useFactory: (instances: Instances, renderer: Renderer, store: Objects, viewed: Viewed) => new Pictures(instances, renderer, store, viewed),
    },
  ];
}

/** What other systems hand us over STOW-RS, and what they and viewers read of exams: QIDO-RS, WADO-RS and pictures, under the same abilities as the pages. */
export const dicomwebSlice: Slice = { name: 'dicomweb', controllers: [StoreController, SearchController, RetrieveController, PartsController, RenderedController, ExamInstancesController], providers };
