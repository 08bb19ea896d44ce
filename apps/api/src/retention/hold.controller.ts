import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AddToHold, HoldQuery, PlaceHold, VersionOnly, WithReason, type HoldDetail, type HoldPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { HoldList } from './hold.list';
import { HoldMoves } from './holds';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Legal holds: matters that forbid deletion. */
@Controller('api/v1/holds')
export class HoldController {
  constructor(private readonly list: HoldList, private readonly moves: HoldMoves) {}

  @Get()
  @Needs('hold.place', 'hold.request', 'hold.release')
  page(@Query(new Checked(HoldQuery)) query: In<typeof HoldQuery>, @CallerOf() caller: Caller): Promise<HoldPage> {
    return this.list.page(query, caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('hold.place', 'hold.request')
  async create(@Body(new Checked(PlaceHold)) body: In<typeof PlaceHold>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.list.detail(await this.moves.create(caller, body), caller);
  }

  @Get(':id')
  @Needs('hold.place', 'hold.request', 'hold.release')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.list.detail(id, caller);
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Needs('hold.place')
  activate(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.activate(caller, id, body.version));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Needs('hold.place')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.decline(caller, id, body.version, body.reason));
  }

  @Post(':id/add-exams')
  @HttpCode(200)
  @Needs('hold.place')
  add(@Param('id', new IdPipe()) id: string, @Body(new Checked(AddToHold)) body: In<typeof AddToHold>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.add(caller, id, body));
  }

  @Post(':id/ask-release')
  @HttpCode(200)
  @Needs('hold.release')
  askRelease(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.askRelease(caller, id, body.version, body.reason));
  }

  @Post(':id/confirm-release')
  @HttpCode(200)
  @Needs('hold.release')
  confirmRelease(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.confirmRelease(caller, id, body.version));
  }

  @Post(':id/refuse-release')
  @HttpCode(200)
  @Needs('hold.release')
  refuseRelease(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<HoldDetail> {
    return this.done(id, caller, this.moves.refuseRelease(caller, id, body.version, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<HoldDetail> {
    await work;
    return this.list.detail(id, caller);
  }
}
