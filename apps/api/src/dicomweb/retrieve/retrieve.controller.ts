import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Needs } from '../../platform/http/ability';
import { AskBeside, type Ask } from '../../platform/http/ask-beside';
import { CallerOf, type Caller } from '../../platform/http/caller';
import type { CalledRequest } from '../../platform/http/guard';
import { ROOT } from '../http/base-url';
import { heldByAll } from './held';
import { Retrieval } from './retrieval';
import { targetOf, type PathParameters } from './target';

type Query_ = Readonly<Record<string, unknown>>;

const held: Ask = ({ params, query }, bind) => heldByAll(targetOf(params as unknown as PathParameters, query), bind);

/** WADO-RS: objects and their metadata, by study, series and instance (PS3.18 10.4). Bytes leave as they came. */
@Controller(ROOT)
@Needs('exam.view')
export class RetrieveController {
  constructor(@Inject(Retrieval) private readonly retrieval: Retrieval) {}

  @AskBeside(held)
  @Get(['studies/:study', 'studies/:study/series/:series', 'studies/:study/series/:series/instances/:instance'])
  objects(@Param() path: PathParameters, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    return this.retrieval.objects(targetOf(path, query), query, caller, request, response);
  }

  @AskBeside(held)
  @Get(['studies/:study/metadata', 'studies/:study/series/:series/metadata', 'studies/:study/series/:series/instances/:instance/metadata'])
  metadata(@Param() path: PathParameters, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    return this.retrieval.metadata(targetOf(path, query), query, caller, request, response);
  }
}
