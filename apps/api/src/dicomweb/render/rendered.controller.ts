import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { Needs } from '../../platform/http/ability';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { ROOT } from '../http/base-url';
import { instanceTargetOf, targetOf, type PathParameters } from '../retrieve/target';
import { Pictures } from './pictures';

type Query_ = Readonly<Record<string, unknown>>;
type InstancePath = Required<PathParameters>;
const SERIES = 'studies/:study/series/:series';
const INSTANCE = `${SERIES}/instances/:instance`;

function frameOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(400, 'frames', 'One picture shows one frame: name it by its number, from 1.');
  return Number(text);
}

/** WADO-RS: pictures and thumbnails (PS3.18 10.4.1.1.3, 10.4.1.1.4). */
@Controller(ROOT)
@Needs('exam.view')
export class RenderedController {
  constructor(@Inject(Pictures) private readonly pictures: Pictures) {}

  @Get(`${INSTANCE}/rendered`)
  rendered(@Param() path: InstancePath, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pictures.rendered(instanceTargetOf(path, query), 1, query, caller, request, response);
  }

  @Get(`${INSTANCE}/frames/:frame/rendered`)
  renderedFrame(@Param() path: InstancePath & { frame: string }, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pictures.rendered(instanceTargetOf(path, query), frameOf(path.frame), query, caller, request, response);
  }

  @Get(['studies/:study/thumbnail', `${SERIES}/thumbnail`, `${INSTANCE}/thumbnail`])
  thumbnail(@Param() path: PathParameters, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pictures.thumbnail(targetOf(path, query), 1, query, caller, request, response);
  }

  @Get(`${INSTANCE}/frames/:frame/thumbnail`)
  frameThumbnail(@Param() path: InstancePath & { frame: string }, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.pictures.thumbnail(targetOf(path, query), frameOf(path.frame), query, caller, request, response);
  }
}
