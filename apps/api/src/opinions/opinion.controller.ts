import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { AcceptOpinion, DeclineOpinion, OpinionQuery, SaveOpinionLine, type AcceptedOpinion, type OpinionDetail, type OpinionLines, type OpinionPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { NotOnce } from '../platform/http/answered';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { OpinionDesk } from './desk';
import { OpinionLineSettings } from './lines';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Second opinions patients asked for by themselves, for those who open cases. */
@Controller('api/v1/opinions')
@Needs('case.work')
export class OpinionController {
  constructor(private readonly desk: OpinionDesk) {}

  @Get()
  page(@Query(new Checked(OpinionQuery)) query: In<typeof OpinionQuery>, @CallerOf() caller: Caller): Promise<OpinionPage> {
    return this.desk.page(query.view, caller);
  }

  @Get(':id')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<OpinionDetail> {
    return this.desk.detail(id, caller);
  }

  /** The answer may hold the address of the link, so it is never kept for a second asking. */
  @Post(':id/accept')
  @HttpCode(200)
  @NotOnce()
  accept(@Param('id', new IdPipe()) id: string, @Body(new Checked(AcceptOpinion)) body: In<typeof AcceptOpinion>, @CallerOf() caller: Caller): Promise<AcceptedOpinion> {
    return this.desk.accept(caller, id, body);
  }

  @Post(':id/decline')
  @HttpCode(200)
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(DeclineOpinion)) body: In<typeof DeclineOpinion>, @CallerOf() caller: Caller): Promise<OpinionDetail> {
    return this.desk.decline(caller, id, body.version, body.reason);
  }
}

/** Where patients may ask: nothing is open until the house opens it. */
@Controller('api/v1/opinion-lines')
@Needs('settings.change')
export class OpinionLineController {
  constructor(private readonly lines: OpinionLineSettings) {}

  @Get()
  all(@CallerOf() caller: Caller): Promise<OpinionLines> {
    return this.lines.all(caller);
  }

  @Put(':line')
  save(@Param('line') line: string, @Body(new Checked(SaveOpinionLine)) body: In<typeof SaveOpinionLine>, @CallerOf() caller: Caller): Promise<OpinionLines> {
    return this.lines.save(caller, line, body);
  }
}
