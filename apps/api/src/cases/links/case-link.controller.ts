import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CASE_LINK_HEADER, GiveCaseLink, OpenCaseLink, SayReceived, SaySending, type CaseLinkContents, type CaseLinkList, type CaseLinkView, type GivenCaseLink } from '@causeway/contracts';
import type { Request, Response } from 'express';
import type * as z from 'zod/mini';
import { NotOnce } from '../../platform/http/answered';
import { Needs, Open } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { cookieOf } from '../../platform/http/guard';
import { CaseLinks } from './case-links';
import { CaseLinkReads } from './contents';
import { CaseGuests, SESSION_HOURS, type Guest } from './guests';
import { GuestSays } from './say';

type In<T extends z.ZodMiniType> = z.output<T>;
const COOKIE = 'causeway_case';
const PATH = '/api/v1/case-link';

/** Links of a case: those who work on it give them out and take them back. */
@Controller('api/v1/cases/:id/links')
export class CaseLinksController {
  constructor(private readonly links: CaseLinks) {}

  @Get()
  @Needs('case.work', 'case.decide')
  list(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<CaseLinkList> {
    return this.links.list(caller, id);
  }

  /** The answer holds the secret and the code, so it is never kept for a second asking. */
  @Post()
  @HttpCode(201)
  @NotOnce()
  @Needs('case.work')
  give(@Param('id', new IdPipe()) id: string, @Body(new Checked(GiveCaseLink)) body: In<typeof GiveCaseLink>, @CallerOf() caller: Caller): Promise<GivenCaseLink> {
    return this.links.give(caller, id, body);
  }

  @Post(':linkId/revoke')
  @HttpCode(204)
  @Needs('case.work')
  revoke(@Param('id', new IdPipe()) id: string, @Param('linkId', new IdPipe()) linkId: string, @CallerOf() caller: Caller): Promise<void> {
    return this.links.revoke(caller, id, linkId);
  }
}

/** The page behind such a link, without an account. The link stays in a header; once the code was right a cookie goes with it. */
@Controller('api/v1/case-link')
export class CaseGuestController {
  constructor(private readonly guests: CaseGuests, private readonly reads: CaseLinkReads, private readonly says: GuestSays) {}

  @Get('current')
  @Open()
  current(@Req() request: Request): Promise<CaseLinkView> {
    return this.guests.current(request.header(CASE_LINK_HEADER), secretOf(request), request.ip ?? '');
  }

  @Post('open')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async open(@Body(new Checked(OpenCaseLink)) body: In<typeof OpenCaseLink>, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<CaseLinkContents> {
    const token = request.header(CASE_LINK_HEADER);
    const secret = await this.guests.open(token, body.code, request.ip ?? '');
    response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'strict', secure: request.secure, path: PATH, maxAge: SESSION_HOURS * 3_600_000 });
    return this.reads.contents(await this.guests.guest(token, secret));
  }

  @Get('contents')
  @Open()
  async contents(@Req() request: Request): Promise<CaseLinkContents> {
    return this.reads.contents(await this.guest(request));
  }

  @Post('say')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async say(@Body(new Checked(SaySending)) body: In<typeof SaySending>, @Req() request: Request): Promise<CaseLinkContents> {
    const guest = await this.guest(request);
    await this.says.sending(guest, body);
    return this.reads.contents(guest);
  }

  @Post('received')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async received(@Body(new Checked(SayReceived)) body: In<typeof SayReceived>, @Req() request: Request): Promise<CaseLinkContents> {
    const guest = await this.guest(request);
    await this.says.received(guest, body);
    return this.reads.contents(guest);
  }

  private guest(request: Request): Promise<Guest> {
    return this.guests.guest(request.header(CASE_LINK_HEADER), secretOf(request));
  }
}

const secretOf = (request: Request): string | null => cookieOf(request.headers.cookie, COOKIE);
