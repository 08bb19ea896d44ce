import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  Advise, AlertTeam, AskColleague, AskMore, CaseQuery, CloseCase, ColleagueQuery, DecideCase, LinkExam, LogCall, OpenCase, PauseClock, PresentCase, SaveBoardPlace, SaveConsultant, SaveHandover, SaveKnownWell, SavePathology, SaveTemplate, SaveVideo, UseCaseCode, VersionOnly, WithReason,
  type CaseDetail, type CasePage, type ChoicesView, type ColleagueView, type TemplateDetail, type TemplateView,
} from '@causeway/contracts';
import type * as z from 'zod/mini';
import { choicesFor } from '../exchange/directory';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { CaseDetails } from './case.detail';
import { CaseList } from './case.list';
import { CaseMoves } from './case.moves';
import { Consults } from './consult';
import { Templates } from './templates';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Cases: the clinical reason for an exchange, its clock and its outcome. Every command answers with the case as it is afterwards. */
@Controller('api/v1')
export class CaseController {
  constructor(private readonly acts: Acts, private readonly list: CaseList, private readonly details: CaseDetails, private readonly moves: CaseMoves, private readonly templates: Templates, private readonly consults: Consults) {}

  @Get('cases')
  @Needs('case.work', 'case.decide')
  page(@Query(new Checked(CaseQuery)) query: In<typeof CaseQuery>, @CallerOf() caller: Caller): Promise<CasePage> {
    return this.list.page(query, caller);
  }

  @Get('cases/choices')
  @Needs('case.work', 'requestOut.create')
  choices(@CallerOf() caller: Caller): Promise<ChoicesView> {
    return choicesFor(this.acts, caller);
  }

  @Get('case-templates')
  @Needs('case.work', 'case.decide', 'settings.change')
  allTemplates(@CallerOf() caller: Caller): Promise<TemplateView[]> {
    return this.templates.all(caller);
  }

  @Put('case-templates/:useCase')
  @Needs('settings.change')
  saveTemplate(@Param('useCase', new Checked(UseCaseCode)) useCase: string, @Body(new Checked(SaveTemplate)) body: In<typeof SaveTemplate>, @CallerOf() caller: Caller): Promise<TemplateDetail> {
    return this.templates.save(caller, useCase, body);
  }

  @Get('case-templates/:useCase')
  @Needs('case.work', 'case.decide', 'settings.change')
  template(@Param('useCase', new Checked(UseCaseCode)) useCase: string, @CallerOf() caller: Caller): Promise<TemplateDetail> {
    return this.templates.detail(caller, useCase);
  }

  @Post('cases')
  @HttpCode(201)
  @Needs('case.work')
  async open(@Body(new Checked(OpenCase)) body: In<typeof OpenCase>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.details.detail(await this.moves.open(caller, body), caller);
  }

  @Get('cases/colleagues')
  @Needs('case.work', 'case.decide')
  colleagues(@Query(new Checked(ColleagueQuery)) query: In<typeof ColleagueQuery>, @CallerOf() caller: Caller): Promise<ColleagueView[]> {
    return this.consults.colleagues(caller, query.exam);
  }

  @Post('cases/consult')
  @HttpCode(201)
  @Needs('case.work', 'case.decide')
  async consult(@Body(new Checked(AskColleague)) body: In<typeof AskColleague>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.details.detail(await this.consults.ask(caller, body), caller);
  }

  @Get('cases/:id')
  @Needs('case.work', 'case.decide')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.details.detail(id, caller);
  }

  @Post('cases/:id/log-call')
  @HttpCode(200)
  @Needs('case.work')
  logCall(@Param('id', new IdPipe()) id: string, @Body(new Checked(LogCall)) body: In<typeof LogCall>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.logCall(caller, id, body));
  }

  @Post('cases/:id/link')
  @HttpCode(200)
  @Needs('case.work')
  link(@Param('id', new IdPipe()) id: string, @Body(new Checked(LinkExam)) body: In<typeof LinkExam>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.link(caller, id, body));
  }

  @Post('cases/:id/present')
  @HttpCode(200)
  @Needs('case.work')
  present(@Param('id', new IdPipe()) id: string, @Body(new Checked(PresentCase)) body: In<typeof PresentCase>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.present(caller, id, body));
  }

  @Post('cases/:id/ask-more')
  @HttpCode(200)
  @Needs('case.decide')
  askMore(@Param('id', new IdPipe()) id: string, @Body(new Checked(AskMore)) body: In<typeof AskMore>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.askMore(caller, id, body));
  }

  @Post('cases/:id/advise')
  @HttpCode(200)
  @Needs('case.decide')
  advise(@Param('id', new IdPipe()) id: string, @Body(new Checked(Advise)) body: In<typeof Advise>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.advise(caller, id, body));
  }

  @Post('cases/:id/decide')
  @HttpCode(200)
  @Needs('case.decide')
  decide(@Param('id', new IdPipe()) id: string, @Body(new Checked(DecideCase)) body: In<typeof DecideCase>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.decide(caller, id, body));
  }

  @Post('cases/:id/revise')
  @HttpCode(200)
  @Needs('case.decide')
  revise(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.revise(caller, id, body.version, body.reason));
  }

  @Post('cases/:id/alert-team')
  @HttpCode(200)
  @Needs('case.work')
  alertTeam(@Param('id', new IdPipe()) id: string, @Body(new Checked(AlertTeam)) body: In<typeof AlertTeam>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.alertTeam(caller, id, body));
  }

  @Post('cases/:id/pause-clock')
  @HttpCode(200)
  @Needs('case.work')
  pause(@Param('id', new IdPipe()) id: string, @Body(new Checked(PauseClock)) body: In<typeof PauseClock>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.pause(caller, id, body));
  }

  @Post('cases/:id/resume-clock')
  @HttpCode(200)
  @Needs('case.work')
  resume(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.resume(caller, id, body.version));
  }

  @Post('cases/:id/close')
  @HttpCode(200)
  @Needs('case.work')
  close(@Param('id', new IdPipe()) id: string, @Body(new Checked(CloseCase)) body: In<typeof CloseCase>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.close(caller, id, body));
  }

  @Post('cases/:id/reopen')
  @HttpCode(200)
  @Needs('case.work')
  reopen(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.reopen(caller, id, body.version, body.reason));
  }

  @Post('cases/:id/cancel')
  @HttpCode(200)
  @Needs('case.work')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.cancel(caller, id, body.version, body.reason));
  }

  @Post('cases/:id/consultant')
  @HttpCode(200)
  @Needs('case.work')
  consultant(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveConsultant)) body: In<typeof SaveConsultant>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.consultant(caller, id, body));
  }

  @Post('cases/:id/video')
  @HttpCode(200)
  @Needs('case.work')
  video(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveVideo)) body: In<typeof SaveVideo>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.video(caller, id, body));
  }

  @Post('cases/:id/known-well')
  @HttpCode(200)
  @Needs('case.work')
  knownWell(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveKnownWell)) body: In<typeof SaveKnownWell>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.knownWell(caller, id, body));
  }

  @Post('cases/:id/handover')
  @HttpCode(200)
  @Needs('case.work')
  handover(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveHandover)) body: In<typeof SaveHandover>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.handover(caller, id, body));
  }

  @Post('cases/:id/pathology')
  @HttpCode(200)
  @Needs('case.work')
  pathology(@Param('id', new IdPipe()) id: string, @Body(new Checked(SavePathology)) body: In<typeof SavePathology>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.pathology(caller, id, body));
  }

  @Post('cases/:id/board')
  @HttpCode(200)
  @Needs('case.work')
  place(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveBoardPlace)) body: In<typeof SaveBoardPlace>, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.done(id, caller, this.moves.place(caller, id, body));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<CaseDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
