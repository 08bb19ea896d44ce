import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Needs } from '../../platform/http/ability';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { Objects } from '../../platform/objects/objects';
import { parseAccept } from '../http/accept';
import { ROOT } from '../http/base-url';
import { tagOf, unchanged } from '../http/caching';
import { sendPieces, type Offer } from '../http/reply';
import { Viewed, type Through } from '../viewed';
import { bulkOffer, framesOffer } from './bulk-data';
import { parsePath } from './find-value';
import { frameNumbers, Frames } from './frames';
import { Instances, type StoredInstance } from './instances';
import { instanceTargetOf, type PathParameters } from './target';

type Query_ = Readonly<Record<string, unknown>>;
type InstancePath = Required<PathParameters>;
const INSTANCE = 'studies/:study/series/:series/instances/:instance';

/** WADO-RS: frames and single values of an object (PS3.18 10.4.1.1.5, 10.4.1.1.6). */
@Controller(ROOT)
@Needs('exam.view')
export class PartsController {
  constructor(
    @Inject(Instances) private readonly instances: Instances,
    @Inject(Objects) private readonly store: Objects,
    @Inject(Frames) private readonly frames: Frames,
    @Inject(Viewed) private readonly viewed: Viewed,
  ) {}

  @Get(`${INSTANCE}/frames/:frames`)
  frame(@Param() path: InstancePath & { frames: string }, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const numbers = frameNumbers(path.frames);
    return this.send(path, query, caller, request, response, 'frames', path.frames, (one) => framesOffer(this.frames, one, numbers));
  }

  @Get(`${INSTANCE}/bulkdata/:path`)
  bulkData(@Param() path: InstancePath & { path: string }, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const element = parsePath(path.path);
    return this.send(path, query, caller, request, response, 'bulkdata', path.path, (one) => bulkOffer(this.store, this.frames, one, element));
  }

  private async send(
    path: InstancePath, query: Query_, caller: Caller, request: Request, response: Response, through: Through, which: string, offerOf: (one: StoredInstance) => Promise<Offer>,
  ): Promise<void> {
    const accept = parseAccept(request.headers.accept, query['accept']);
    const one = await this.instances.one(instanceTargetOf(path, query), caller);
    const offer = await offerOf(one);
    await this.viewed.note(caller, [one.examId], through);
    if (unchanged(request, response, tagOf(one.sha256, through, which, request.headers.accept ?? '', String(query['accept'] ?? '')))) return;
    await sendPieces(request, response, accept, offer);
  }
}
