import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  Arrival, AskNetwork, CancelOut, ContactNote, DeclineOut, Enough, FetchStudy, PromiseNote, RequestForm, RequestQuery, SaveRequestTemplate, SendRequest, UseTemplate, WithReason,
  type NetworkAsked, type RemoteLook, type RequestOutDetail, type RequestOutPage, type RequestPreview, type RequestTemplateView, type UsedTemplate,
} from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { RequestFetches } from './fetch';
import { RequestOutDetails } from './out.detail';
import { RequestOutList } from './out.list';
import { RequestOutMoves } from './out.moves';
import { NetworkAsks } from './network.ask';
import { RequestTemplates } from './templates';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Requests to partners: asked, seen, promised, answered n of m. Every command answers with the request as it is afterwards. */
@Controller('api/v1')
export class RequestOutController {
  constructor(private readonly list: RequestOutList, private readonly details: RequestOutDetails, private readonly moves: RequestOutMoves, private readonly templates: RequestTemplates, private readonly fetches: RequestFetches, private readonly networks: NetworkAsks) {}

  @Get('requests')
  @Needs('requestOut.create', 'requestOut.log', 'requestOut.approve')
  page(@Query(new Checked(RequestQuery)) query: In<typeof RequestQuery>, @CallerOf() caller: Caller): Promise<RequestOutPage> {
    return this.list.page(query, caller);
  }

  @Post('requests')
  @HttpCode(201)
  @Needs('requestOut.create')
  async create(@Body(new Checked(RequestForm)) body: In<typeof RequestForm>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.details.detail(await this.moves.create(caller, body), caller);
  }

  /** One question to all members of a network: a request to each, sent or handed in. */
  @Post('requests/ask-network')
  @HttpCode(201)
  @Needs('requestOut.create')
  askNetwork(@Body(new Checked(AskNetwork)) body: In<typeof AskNetwork>, @CallerOf() caller: Caller): Promise<NetworkAsked> {
    return this.networks.ask(caller, body);
  }

  @Post('requests/preview')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('requestOut.create')
  preview(@Body(new Checked(RequestForm)) body: In<typeof RequestForm>, @CallerOf() caller: Caller): Promise<RequestPreview> {
    return this.details.preview(body, caller);
  }

  @Get('requests/:id')
  @Needs('requestOut.create', 'requestOut.log', 'requestOut.approve')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.details.detail(id, caller);
  }

  /** Asks the partner's archive. Their answer is not kept. */
  @Post('requests/:id/look')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('requestOut.link')
  look(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<RemoteLook> {
    return this.fetches.look(caller, id);
  }

  @Post('requests/:id/fetch')
  @HttpCode(200)
  @Needs('requestOut.link')
  fetch(@Param('id', new IdPipe()) id: string, @Body(new Checked(FetchStudy)) body: In<typeof FetchStudy>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.fetches.fetch(caller, id, body));
  }

  @Post('requests/:id/send')
  @HttpCode(200)
  @Needs('requestOut.create')
  send(@Param('id', new IdPipe()) id: string, @Body(new Checked(SendRequest)) body: In<typeof SendRequest>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.send(caller, id, body));
  }

  @Post('requests/:id/approve')
  @HttpCode(200)
  @Needs('requestOut.approve')
  approve(@Param('id', new IdPipe()) id: string, @Body(new Checked(SendRequest)) body: In<typeof SendRequest>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.approve(caller, id, body));
  }

  @Post('requests/:id/send-back')
  @HttpCode(200)
  @Needs('requestOut.approve')
  sendBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.sendBack(caller, id, body.version, body.reason));
  }

  @Post('requests/:id/acknowledge')
  @HttpCode(200)
  @Needs('requestOut.log')
  acknowledge(@Param('id', new IdPipe()) id: string, @Body(new Checked(ContactNote)) body: In<typeof ContactNote>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.acknowledge(caller, id, body));
  }

  @Post('requests/:id/promise')
  @HttpCode(200)
  @Needs('requestOut.log')
  promise(@Param('id', new IdPipe()) id: string, @Body(new Checked(PromiseNote)) body: In<typeof PromiseNote>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.promise(caller, id, body));
  }

  @Post('requests/:id/remind')
  @HttpCode(200)
  @Needs('requestOut.log')
  remind(@Param('id', new IdPipe()) id: string, @Body(new Checked(ContactNote)) body: In<typeof ContactNote>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.remind(caller, id, body));
  }

  @Post('requests/:id/decline')
  @HttpCode(200)
  @Needs('requestOut.log')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(DeclineOut)) body: In<typeof DeclineOut>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.decline(caller, id, body));
  }

  @Post('requests/:id/record-arrival')
  @HttpCode(200)
  @Needs('requestOut.link')
  link(@Param('id', new IdPipe()) id: string, @Body(new Checked(Arrival)) body: In<typeof Arrival>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.link(caller, id, body));
  }

  @Post('requests/:id/fulfil')
  @HttpCode(200)
  @Needs('requestOut.log')
  enough(@Param('id', new IdPipe()) id: string, @Body(new Checked(Enough)) body: In<typeof Enough>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.enough(caller, id, body));
  }

  @Post('requests/:id/reroute')
  @HttpCode(200)
  @Needs('requestOut.create')
  reroute(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.reroute(caller, id, body.version, body.reason));
  }

  @Post('requests/:id/cancel')
  @HttpCode(200)
  @Needs('requestOut.cancel')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(CancelOut)) body: In<typeof CancelOut>, @CallerOf() caller: Caller): Promise<RequestOutDetail> {
    return this.done(id, caller, this.moves.cancel(caller, id, body));
  }

  @Get('request-templates')
  @Needs('requestOut.create')
  allTemplates(@CallerOf() caller: Caller): Promise<RequestTemplateView[]> {
    return this.templates.all(caller);
  }

  @Post('request-templates')
  @HttpCode(200)
  @Needs('requestOut.create')
  saveTemplate(@Body(new Checked(SaveRequestTemplate)) body: In<typeof SaveRequestTemplate>, @CallerOf() caller: Caller): Promise<RequestTemplateView[]> {
    return this.templates.save(caller, body);
  }

  @Delete('request-templates/:id')
  @Needs('requestOut.create')
  removeTemplate(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<RequestTemplateView[]> {
    return this.templates.remove(caller, id);
  }

  @Post('request-templates/:id/use')
  @HttpCode(200)
  @Needs('requestOut.create')
  useTemplate(@Param('id', new IdPipe()) id: string, @Body(new Checked(UseTemplate)) body: In<typeof UseTemplate>, @CallerOf() caller: Caller): Promise<UsedTemplate> {
    return this.templates.use(caller, id, body);
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<RequestOutDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
