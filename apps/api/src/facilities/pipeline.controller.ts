import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { MoveFacility, NewFacility, NextStep, SaveFacility, SaveProcedures, SaveReview, type FacilityDetail, type FacilityFields, type Pipeline } from '@causeway/contracts';
import type { FacilityMove } from '@causeway/domain';
import type { Request } from 'express';
import type * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { FacilityDirectory } from './directory';
import { FacilityDetails } from './facility.detail';
import { FacilityList } from './facility.list';
import { FacilityMoves } from './moves';

const MOVES = ['contact', 'negotiate', 'connect', 'test', 'go-live', 'reopen-contact', 'reopen-agreement', 'reopen-connection', 'pause', 'resume', 'retire', 'revive'] as const satisfies readonly FacilityMove[];

/** Partners from first name to live: the pipeline, one partner's page, and its moves. */
@Controller('api/v1/facilities')
export class PipelineController {
  constructor(private readonly list: FacilityList, private readonly details: FacilityDetails, private readonly moves: FacilityMoves, private readonly directory: FacilityDirectory) {}

  @Get('pipeline')
  @Needs('facility.read', 'facility.approve')
  pipeline(@CallerOf() caller: Caller): Promise<Pipeline> {
    return this.list.pipeline(caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('facility.develop')
  async add(@Body(new Checked(NewFacility)) body: FacilityFields, @CallerOf() caller: Caller): Promise<{ id: string }> {
    return { id: await this.directory.add(caller, body) };
  }

  @Get(':id')
  @Needs('facility.read', 'facility.approve')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.details.detail(id, caller);
  }

  @Put(':id')
  @Needs('facility.develop')
  save(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveFacility)) body: SaveFacility, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.directory.save(caller, id, body));
  }

  @Post(':id/next-step')
  @HttpCode(200)
  @Needs('facility.develop')
  nextStep(@Param('id', new IdPipe()) id: string, @Body(new Checked(NextStep)) body: NextStep, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.directory.nextStep(caller, id, body));
  }

  @Put(':id/procedures')
  @Needs('facility.connect')
  procedures(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveProcedures)) body: SaveProcedures, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.directory.procedures(caller, id, body));
  }

  @Post(':id/reviews/:day')
  @HttpCode(200)
  @Needs('facility.develop')
  review(@Param('id', new IdPipe()) id: string, @Param('day') day: string, @Body(new Checked(SaveReview)) body: z.output<typeof SaveReview>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    if (!/^\d{1,5}$/.test(day)) throw notFound('review');
    return this.after(id, caller, this.directory.review(caller, id, Number(day), body.findings));
  }

  @Post([
    ':id/contact', ':id/negotiate', ':id/connect', ':id/test', ':id/go-live', ':id/reopen-contact', ':id/reopen-agreement', ':id/reopen-connection', ':id/pause', ':id/resume', ':id/retire', ':id/revive',
  ])
  @HttpCode(200)
  @Needs('facility.develop', 'facility.connect', 'facility.approve')
  move(@Param('id', new IdPipe()) id: string, @Body(new Checked(MoveFacility)) body: MoveFacility, @CallerOf() caller: Caller, @Req() request: Request): Promise<FacilityDetail> {
    const move = MOVES.find((m) => request.path.endsWith(`/${m}`));
    if (!move) throw notFound('move');
    return this.after(id, caller, this.moves.make(caller, id, move, body));
  }

  private async after(id: string, caller: Caller, work: Promise<void>): Promise<FacilityDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
