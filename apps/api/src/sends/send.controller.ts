import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import {
  AnswerRefusal, LogReceipt, LogRefusal, LogTracking, RetrySend, SaveSend, SendDraft, SendQuery, SuggestFor, VersionOnly, WithReason, type DisclosureRefusal, type GivenLink, type SendDetail, type SendPage, type SendPlanView, type SendRecipient, type SendSuggestion,
} from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { NotOnce, ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { SendDiscs } from './disc';
import { SendLinks } from './link/give-link';
import { SendMoves } from './moves';
import { Refusals } from './refusals';
import { SendDetails } from './send.detail';
import { SendList } from './send.list';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Sending on: cart, pre-flight, approval, receipt, call-back. Every command answers with the send as it is afterwards. */
@Controller('api/v1/sends')
export class SendController {
  constructor(private readonly list: SendList, private readonly details: SendDetails, private readonly moves: SendMoves, private readonly discs: SendDiscs, private readonly refusals: Refusals, private readonly links: SendLinks) {}

  @Get()
  @Needs('exam.list')
  page(@Query(new Checked(SendQuery)) query: In<typeof SendQuery>, @CallerOf() caller: Caller): Promise<SendPage> {
    return this.list.page(query, caller);
  }

  @Get('recipients')
  @Needs('send.create')
  recipients(@CallerOf() caller: Caller): Promise<SendRecipient[]> {
    return this.details.recipients(caller);
  }

  @Get('refusals')
  @Needs('send.create', 'requestIn.decline')
  refused(@CallerOf() caller: Caller): Promise<DisclosureRefusal[]> {
    return this.refusals.list(caller);
  }

  @Post('refusals/:id/answered')
  @HttpCode(204)
  @Needs('send.create', 'requestIn.decline')
  answered(@Param('id', new IdPipe()) id: string, @Body(new Checked(AnswerRefusal)) body: In<typeof AnswerRefusal>, @CallerOf() caller: Caller): Promise<void> {
    return this.refusals.answered(caller, id, body.note);
  }

  @Post('suggest')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('send.create')
  suggest(@Body(new Checked(SuggestFor)) body: In<typeof SuggestFor>, @CallerOf() caller: Caller): Promise<SendSuggestion[]> {
    return this.details.suggest(body.examIds, body.q ?? null, caller);
  }

  @Post('plan')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('send.create')
  plan(@Body(new Checked(SendDraft)) body: In<typeof SendDraft>, @CallerOf() caller: Caller): Promise<SendPlanView> {
    return this.moves.plan(caller, body);
  }

  @Post()
  @Needs('send.create')
  async create(@Body(new Checked(SendDraft)) body: In<typeof SendDraft>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.details.detail(await this.moves.create(caller, body), caller);
  }

  @Get(':id')
  @Needs('exam.list')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.details.detail(id, caller);
  }

  @Get(':id/disc.iso')
  @Needs('exam.download')
  iso(@Param('id', new IdPipe()) id: string, @Req() request: Request, @CallerOf() caller: Caller): Promise<StreamableFile> {
    return this.disc(id, 'iso', request, caller);
  }

  @Get(':id/disc.zip')
  @Needs('exam.download')
  zip(@Param('id', new IdPipe()) id: string, @Req() request: Request, @CallerOf() caller: Caller): Promise<StreamableFile> {
    return this.disc(id, 'zip', request, caller);
  }

  @Put(':id')
  @Needs('send.create')
  edit(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveSend)) body: In<typeof SaveSend>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.edit(caller, id, body));
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Needs('send.create')
  submit(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.submit(caller, id, body.version));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Needs('send.approve')
  approve(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.approve(caller, id, body.version));
  }

  @Post(':id/deny')
  @HttpCode(200)
  @Needs('send.approve')
  deny(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.deny(caller, id, body.version, body.reason));
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Needs('send.create')
  retry(@Param('id', new IdPipe()) id: string, @Body(new Checked(RetrySend)) body: In<typeof RetrySend>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.retry(caller, id, body.version, body.endpointId ?? null));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Needs('send.create')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.cancel(caller, id, body.version, body.reason));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Needs('send.log')
  accept(@Param('id', new IdPipe()) id: string, @Body(new Checked(LogReceipt)) body: In<typeof LogReceipt>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.accept(caller, id, body.version, body.who, body.note ?? null));
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Needs('send.log')
  refuse(@Param('id', new IdPipe()) id: string, @Body(new Checked(LogRefusal)) body: In<typeof LogRefusal>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.refuse(caller, id, body.version, body.reason));
  }

  @Post(':id/track')
  @HttpCode(200)
  @Needs('send.log')
  track(@Param('id', new IdPipe()) id: string, @Body(new Checked(LogTracking)) body: In<typeof LogTracking>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.track(caller, id, body.version, body.carrier, body.number));
  }

  /** The answer holds the secrets, so it is never kept for a second asking. */
  @Post(':id/give-link')
  @HttpCode(200)
  @NotOnce()
  @Needs('send.create')
  giveLink(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<GivenLink> {
    return this.links.give(caller, id, body.version);
  }

  @Post(':id/extend')
  @HttpCode(200)
  @Needs('send.create')
  extend(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.links.extend(caller, id, body.version));
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Needs('send.revoke')
  revoke(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<SendDetail> {
    return this.done(id, caller, this.moves.revoke(caller, id, body.version, body.reason));
  }

  /** Streamed while it is made; given up when nobody takes it any more. */
  private async disc(id: string, format: 'iso' | 'zip', request: Request, caller: Caller): Promise<StreamableFile> {
    const gone = new AbortController();
    request.on('close', () => gone.abort());
    const { disc, name } = await this.discs.open(id, format, caller, gone.signal);
    const type = format === 'iso' ? 'application/x-iso9660-image' : 'application/zip';
    return new StreamableFile(Readable.from(format === 'iso' ? disc.iso() : disc.zip()), { type, disposition: `attachment; filename="${name}"`, ...(format === 'iso' ? { length: disc.isoBytes } : {}) });
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<SendDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
