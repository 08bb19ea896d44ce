import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { AnswerSurvey, OpenRecipientLink, RECIPIENT_LINK_HEADER, type RecipientContents, type RecipientLinkView } from '@causeway/contracts';
import type { Request, Response } from 'express';
import type * as z from 'zod/mini';
import { NotOnce } from '../../platform/http/answered';
import { Open } from '../../platform/http/ability';
import { Checked } from '../../platform/http/body.pipe';
import { cookieOf } from '../../platform/http/guard';
import { RecipientDiscs } from './recipient-disc';
import { Recipients, SESSION_MINUTES } from './recipient';

type In<T extends z.ZodMiniType> = z.output<T>;
const COOKIE = 'causeway_recipient';
const PATH = '/api/v1/recipient-links';

/** What was sent to somebody, opened with a link and a code, without an account. The link stays in a header; afterwards a cookie of one hour stands for it. */
@Controller('api/v1/recipient-links')
export class RecipientController {
  constructor(private readonly recipients: Recipients, private readonly discs: RecipientDiscs) {}

  @Get('current')
  @Open()
  current(@Req() request: Request): Promise<RecipientLinkView> {
    return this.recipients.current(request.header(RECIPIENT_LINK_HEADER), secretOf(request), request.ip ?? '');
  }

  @Post('open')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async open(@Body(new Checked(OpenRecipientLink)) body: In<typeof OpenRecipientLink>, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<RecipientContents> {
    const secret = await this.recipients.open(request.header(RECIPIENT_LINK_HEADER), body, request.ip ?? '');
    response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'strict', secure: request.secure, path: PATH, maxAge: SESSION_MINUTES * 60_000 });
    return this.recipients.contents(await this.recipients.session(secret));
  }

  @Get('contents')
  @Open()
  async contents(@Req() request: Request): Promise<RecipientContents> {
    return this.recipients.contents(await this.recipients.session(secretOf(request)));
  }

  @Post('survey')
  @HttpCode(204)
  @NotOnce()
  @Open()
  async survey(@Body(new Checked(AnswerSurvey)) body: In<typeof AnswerSurvey>, @Req() request: Request): Promise<void> {
    await this.recipients.survey(await this.recipients.session(secretOf(request)), body.answers);
  }

  @Get('exams.zip')
  @Open()
  zip(@Req() request: Request): Promise<StreamableFile> {
    return this.disc(request, 'zip');
  }

  @Get('exams.iso')
  @Open()
  iso(@Req() request: Request): Promise<StreamableFile> {
    return this.disc(request, 'iso');
  }

  /** Streamed while it is made; given up when nobody takes it any more. */
  private async disc(request: Request, format: 'iso' | 'zip'): Promise<StreamableFile> {
    const gone = new AbortController();
    request.on('close', () => gone.abort());
    const { disc, name } = await this.discs.open(await this.recipients.session(secretOf(request)), format, request.ip ?? '', gone.signal);
    return new StreamableFile(Readable.from(format === 'iso' ? disc.iso() : disc.zip()), {
      type: format === 'iso' ? 'application/x-iso9660-image' : 'application/zip', disposition: `attachment; filename="${name}"`, ...(format === 'iso' ? { length: disc.isoBytes } : {}),
    });
  }
}

const secretOf = (request: Request): string | null => cookieOf(request.headers.cookie, COOKIE);
