import type { Request, Response } from 'express';
import { Pictures } from '../dicomweb/render/pictures';
import type { Renderer } from '../dicomweb/render/renderer';
import { holdingOf } from '../dicomweb/retrieve/instances';
import { Retrieval } from '../dicomweb/retrieve/retrieval';
import type { Viewed } from '../dicomweb/viewed';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import type { Logger } from '../platform/log';
import type { Objects } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import type { CopyRow } from './copies';
import { storedImage } from './images';

type Query = Readonly<Record<string, unknown>>;

/** Bytes and pictures of a copied image, read, drawn and sent by what serves those of exams. The caller has been asked for the copy. */
export class PriorPixels {
  constructor(private readonly acts: Acts, private readonly renderer: Renderer, private readonly store: Objects, private readonly viewed: Viewed, private readonly settings: Settings, private readonly log: Logger) {}

  async object(copy: CopyRow, examId: string, sopUid: string, query: Query, caller: Caller, request: Request, response: Response): Promise<void> {
    const one = await storedImage(this.acts, copy, examId, sopUid);
    const only = { holding: async () => holdingOf(one), each: async function* () { yield one; }, headOf: async () => ({}) };
    await new Retrieval(only, this.store, this.viewed, this.settings, this.log).objects({ study: one.studyUid, series: one.seriesUid, instance: sopUid }, query, caller, request, response);
  }

  async rendered(copy: CopyRow, examId: string, sopUid: string, frame: number, query: Query, caller: Caller, request: Request, response: Response): Promise<void> {
    const one = await storedImage(this.acts, copy, examId, sopUid);
    const only = { one: async () => one, middleImage: async () => one };
    await new Pictures(only, this.renderer, this.store, this.viewed).rendered({ study: one.studyUid, series: one.seriesUid, instance: sopUid }, frame, query, caller, request, response);
  }
}
