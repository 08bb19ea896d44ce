import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { AnswerCorrection, AskCorrection, type CorrectionView, type PartnerPageView } from '@causeway/contracts';
import type { Request } from 'express';
import { Acts } from '../../platform/acts/acts';
import { notFound } from '../../platform/acts/refusal';
import { NotOnce } from '../../platform/http/answered';
import { Needs, Open } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { linkOf } from '../links/links.controller';
import { PartnerLinks } from '../links/partner-links';
import { Corrections, correctionsOf } from './corrections';
import { PartnerPageRead } from './partner-page.read';

/** What a partner sees of the exchange with us, behind a link and without an account. */
@Controller('api/v1/partner-links/page')
export class PartnerPageController {
  constructor(private readonly links: PartnerLinks, private readonly page: PartnerPageRead, private readonly corrections: Corrections) {}

  @Get('view')
  @Open()
  async view(@Req() request: Request): Promise<PartnerPageView> {
    return this.page.view(await linkOf(this.links, request, 'page'));
  }

  @Post('corrections')
  @HttpCode(201)
  @NotOnce()
  @Open()
  async ask(@Body(new Checked(AskCorrection)) body: AskCorrection, @Req() request: Request): Promise<PartnerPageView> {
    const link = await linkOf(this.links, request, 'page');
    await this.corrections.ask(link, body);
    return this.page.view(link);
  }
}

/** The same corrections for those who answer them. */
@Controller('api/v1/facilities/:id/corrections')
export class CorrectionsController {
  constructor(private readonly acts: Acts, private readonly corrections: Corrections) {}

  @Get()
  @Needs('facility.develop', 'facility.connect')
  list(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<CorrectionView[]> {
    if (!caller.may('facility.develop', { facilityIds: [id] }) && !caller.may('facility.connect', { facilityIds: [id] })) throw notFound('facility');
    return correctionsOf(this.acts, id);
  }

  @Post(':correctionId/answer')
  @HttpCode(200)
  @Needs('facility.connect')
  async answer(@Param('id', new IdPipe()) id: string, @Param('correctionId', new IdPipe()) correctionId: string, @Body(new Checked(AnswerCorrection)) body: AnswerCorrection, @CallerOf() caller: Caller): Promise<CorrectionView[]> {
    await this.corrections.answer(caller, id, correctionId, body);
    return correctionsOf(this.acts, id);
  }
}
