import { All, Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { LinkDiscs, LinkParcel, OpenUploadLink, SubmitUpload, UPLOAD_LINK_HEADER, UploaderStatement, type UploadContents, type UploadedParcel, type UploadLinkLook } from '@causeway/contracts';
import type { Request, Response } from 'express';
import type * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { NotOnce } from '../platform/http/answered';
import { Open } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { cookieOf } from '../platform/http/guard';
import { Parcels } from '../parcels/parcels';
import { Uploads } from '../parcels/uploads';
import { Bringing } from './bringing';
import { UploadContentsReader } from './contents';
import type { UploadLinkColumns } from './upload-link.row';
import { actorOf, SESSION_HOURS, Visitors } from './visitors';

type In<T extends z.ZodMiniType> = z.output<T>;
/** One for each link: whoever brings images for two patients has two pages open, and neither writes into the other. */
const cookieName = (linkId: string): string => `causeway_upload_${linkId}`;
const PATH = '/api/v1/uploads';

/** What the page of an upload link calls, without an account. The link stays in a header; a cookie of that link, which these routes alone are sent, says that it was opened. */
@Controller('api/v1/uploads')
export class VisitorController {
  constructor(private readonly visitors: Visitors, private readonly reader: UploadContentsReader, private readonly bringing: Bringing, private readonly parcels: Parcels, private readonly uploads: Uploads) {}

  @Get('current')
  @Open()
  current(@Req() request: Request): Promise<UploadLinkLook> {
    return this.visitors.current(request.header(UPLOAD_LINK_HEADER), secretOf(request), request.ip ?? '');
  }

  @Post('open')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async open(@Body(new Checked(OpenUploadLink)) body: In<typeof OpenUploadLink>, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<UploadContents> {
    const secret = await this.visitors.open(request.header(UPLOAD_LINK_HEADER), body, request.ip ?? '');
    response.cookie(cookieName(linkIdOf(request)), secret, { httpOnly: true, sameSite: 'strict', secure: request.secure, path: PATH, maxAge: SESSION_HOURS * 3_600_000 });
    return this.reader.of(await this.visitors.session(secret, linkIdOf(request)));
  }

  @Get('contents')
  @Open()
  async contents(@Req() request: Request): Promise<UploadContents> {
    return this.reader.of(await this.link(request));
  }

  @Post('statement')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async state(@Body(new Checked(UploaderStatement)) body: In<typeof UploaderStatement>, @Req() request: Request): Promise<UploadContents> {
    await this.visitors.state(await this.link(request), body);
    return this.contents(request);
  }

  @Post('parcels')
  @HttpCode(201)
  @NotOnce()
  @Open()
  async announce(@Body(new Checked(LinkParcel)) wish: In<typeof LinkParcel>, @Req() request: Request): Promise<UploadedParcel> {
    const id = await this.bringing.announce(await this.link(request), wish);
    await this.uploads.begin(id, wish.bytes);
    return this.parcel(request, id);
  }

  @All('parcels/:id/bytes')
  @Open()
  async bytes(@Param('id', new IdPipe()) id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.uploads.handle(id, request, response, async () => {
      const link = await this.link(request);
      return { actor: actorOf(link), row: await this.bringing.one(link, id) };
    });
  }

  @Post('parcels/:id/cancel')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async cancel(@Param('id', new IdPipe()) id: string, @Req() request: Request): Promise<UploadContents> {
    const link = await this.link(request);
    await this.parcels.cancel(id, actorOf(link), (row) => row.link_id === link.id);
    return this.contents(request);
  }

  @Post('submit')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async submit(@Body(new Checked(SubmitUpload)) body: In<typeof SubmitUpload>, @Req() request: Request): Promise<UploadContents> {
    await this.bringing.submit(await this.link(request), body);
    return this.contents(request);
  }

  @Post('discs')
  @HttpCode(200)
  @NotOnce()
  @Open()
  async discs(@Body(new Checked(LinkDiscs)) body: In<typeof LinkDiscs>, @Req() request: Request): Promise<UploadContents> {
    await this.bringing.discs(await this.link(request), body);
    return this.contents(request);
  }

  private async parcel(request: Request, id: string): Promise<UploadedParcel> {
    const parcel = (await this.contents(request)).parcels.find((p) => p.id === id);
    if (!parcel) throw notFound('parcel');
    return parcel;
  }

  private link(request: Request): Promise<UploadLinkColumns> {
    return this.visitors.session(secretOf(request), linkIdOf(request));
  }
}

const linkIdOf = (request: Request): string => /^[0-9a-f-]{36}(?=\.|$)/.exec(request.header(UPLOAD_LINK_HEADER) ?? '')?.[0] ?? '';
const secretOf = (request: Request): string | null => cookieOf(request.headers.cookie, cookieName(linkIdOf(request)));
