import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { AcceptAgreement, PartnerCertificate, PartnerConnection, PartnerContact, PartnerProcedures, PartnerSaw, type OnboardingView } from '@causeway/contracts';
import type { Request } from 'express';
import type * as z from 'zod/mini';
import { NotOnce } from '../../platform/http/answered';
import { Open } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { linkOf } from '../links/links.controller';
import { PartnerLinks, type OpenLink } from '../links/partner-links';
import { Onboarding } from './onboarding';
import { OnboardingViews } from './onboarding.view';

type In<T extends z.ZodMiniType> = z.output<T>;

/** The partner's own part of its onboarding, without an account: every request carries the link in its header. */
@Controller('api/v1/partner-links/onboarding')
export class OnboardingController {
  constructor(private readonly links: PartnerLinks, private readonly onboarding: Onboarding, private readonly views: OnboardingViews) {}

  @Get('form')
  @Open()
  async form(@Req() request: Request): Promise<OnboardingView> {
    return this.views.view(await this.link(request), request.hostname);
  }

  @Post('agreement')
  @HttpCode(200)
  @NotOnce()
  @Open()
  accept(@Body(new Checked(AcceptAgreement)) body: In<typeof AcceptAgreement>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.accept(link, body));
  }

  @Post('contacts')
  @HttpCode(200)
  @NotOnce()
  @Open()
  contact(@Body(new Checked(PartnerContact)) body: In<typeof PartnerContact>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.contact(link, body));
  }

  @Post('contacts/:contactId/drop')
  @HttpCode(200)
  @NotOnce()
  @Open()
  dropContact(@Param('contactId', new IdPipe()) contactId: string, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.dropContact(link, contactId));
  }

  @Post('connection')
  @HttpCode(200)
  @NotOnce()
  @Open()
  connection(@Body(new Checked(PartnerConnection)) body: In<typeof PartnerConnection>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.connection(link, body));
  }

  @Post('certificate')
  @HttpCode(200)
  @NotOnce()
  @Open()
  certificate(@Body(new Checked(PartnerCertificate)) body: In<typeof PartnerCertificate>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.certificate(link, body.pem));
  }

  @Put('procedures')
  @NotOnce()
  @Open()
  procedures(@Body(new Checked(PartnerProcedures)) body: In<typeof PartnerProcedures>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.procedures(link, body));
  }

  @Post('round-trip')
  @HttpCode(202)
  @NotOnce()
  @Open()
  roundTrip(@Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.roundTrip(link));
  }

  @Post('saw')
  @HttpCode(200)
  @NotOnce()
  @Open()
  saw(@Body(new Checked(PartnerSaw)) body: In<typeof PartnerSaw>, @Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.saw(link, body.way));
  }

  @Post('finish')
  @HttpCode(200)
  @NotOnce()
  @Open()
  finish(@Req() request: Request): Promise<OnboardingView> {
    return this.done(request, (link) => this.onboarding.finish(link));
  }

  private link(request: Request): Promise<OpenLink> {
    return linkOf(this.links, request, 'onboarding');
  }
  private async done(request: Request, work: (link: OpenLink) => Promise<void>): Promise<OnboardingView> {
    const link = await this.link(request);
    await work(link);
    return this.views.view(link, request.hostname);
  }
}
