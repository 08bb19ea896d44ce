import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AcceptIn, AskRequester, AskUs, DeclineIn, RecordSent, RequestInQuery, VersionOnly, WithReason, type RequestInDetail, type RequestInPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { RequestInList } from './in.list';
import { RequestInMoves } from './in.moves';

type In<T extends z.ZodMiniType> = z.output<T>;

/** What partners and patients ask us for. */
@Controller('api/v1/requests-in')
export class RequestInController {
  constructor(private readonly list: RequestInList, private readonly moves: RequestInMoves) {}

  @Get()
  @Needs('requestIn.answer', 'requestIn.decline', 'requestIn.approve', 'requestIn.create')
  page(@Query(new Checked(RequestInQuery)) query: In<typeof RequestInQuery>, @CallerOf() caller: Caller): Promise<RequestInPage> {
    return this.list.page(query, caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('requestIn.create')
  async ask(@Body(new Checked(AskUs)) body: In<typeof AskUs>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.list.detail(await this.moves.ask(caller, body), caller);
  }

  @Get(':id')
  @Needs('requestIn.answer', 'requestIn.decline', 'requestIn.approve', 'requestIn.create')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.list.detail(id, caller);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Needs('requestIn.answer')
  review(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.review(caller, id, body.version));
  }

  @Post(':id/ask-requester')
  @HttpCode(200)
  @Needs('requestIn.answer')
  askRequester(@Param('id', new IdPipe()) id: string, @Body(new Checked(AskRequester)) body: In<typeof AskRequester>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.askRequester(caller, id, body));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Needs('requestIn.answer')
  accept(@Param('id', new IdPipe()) id: string, @Body(new Checked(AcceptIn)) body: In<typeof AcceptIn>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.accept(caller, id, body));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Needs('requestIn.approve')
  approve(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.approve(caller, id, body.version));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Needs('requestIn.decline')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(DeclineIn)) body: In<typeof DeclineIn>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.decline(caller, id, body));
  }

  @Post(':id/reconsider')
  @HttpCode(200)
  @Needs('requestIn.answer')
  reconsider(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.reconsider(caller, id, body.version, body.reason));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Needs('requestIn.answer')
  withdraw(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.withdraw(caller, id, body.version, body.reason));
  }

  @Post(':id/record-sent')
  @HttpCode(200)
  @Needs('requestIn.answer')
  recordSent(@Param('id', new IdPipe()) id: string, @Body(new Checked(RecordSent)) body: In<typeof RecordSent>, @CallerOf() caller: Caller): Promise<RequestInDetail> {
    return this.done(id, caller, this.moves.recordSent(caller, id, body));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<RequestInDetail> {
    await work;
    return this.list.detail(id, caller);
  }
}
