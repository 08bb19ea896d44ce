import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AwaitDisc, CloseUploadLink, ExtendUploadLink, IssueUploadLink, ReissueUploadLink, UploadLinkQuery, WithReason, type GivenUploadLink, type UploadLinksView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Refusal } from '../platform/acts/refusal';
import { NotOnce } from '../platform/http/answered';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { AwaitedDiscs } from './awaited';
import { UploadLinks } from './upload-links';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Links with which patients bring images, as those who work here give them out and take them back. Answers that hold a secret are never kept for a second asking. */
@Controller('api/v1/upload-links')
@Needs('link.issue')
export class UploadLinksController {
  constructor(private readonly links: UploadLinks) {}

  @Get()
  of(@Query(new Checked(UploadLinkQuery)) query: In<typeof UploadLinkQuery>, @CallerOf() caller: Caller): Promise<UploadLinksView> {
    if (!query.request === !query.case) throw new Refusal(400, 'query', 'Ask for the links of one request or of one case.');
    return this.links.of(caller, { requestId: query.request ?? null, caseId: query.case ?? null });
  }

  @Post()
  @HttpCode(201)
  @NotOnce()
  issue(@Body(new Checked(IssueUploadLink)) body: In<typeof IssueUploadLink>, @CallerOf() caller: Caller): Promise<GivenUploadLink> {
    return this.links.issue(caller, body);
  }

  @Post(':id/reissue')
  @HttpCode(200)
  @NotOnce()
  reissue(@Param('id', new IdPipe()) id: string, @Body(new Checked(ReissueUploadLink)) body: In<typeof ReissueUploadLink>, @CallerOf() caller: Caller): Promise<GivenUploadLink> {
    return this.links.reissue(caller, id, body);
  }

  @Post(':id/extend')
  @HttpCode(204)
  extend(@Param('id', new IdPipe()) id: string, @Body(new Checked(ExtendUploadLink)) body: In<typeof ExtendUploadLink>, @CallerOf() caller: Caller): Promise<void> {
    return this.links.extend(caller, id, body.version, body.days);
  }

  @Post(':id/close')
  @HttpCode(204)
  close(@Param('id', new IdPipe()) id: string, @Body(new Checked(CloseUploadLink)) body: In<typeof CloseUploadLink>, @CallerOf() caller: Caller): Promise<void> {
    return this.links.close(caller, id, body.version);
  }

  @Post(':id/revoke')
  @HttpCode(204)
  revoke(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<void> {
    return this.links.revoke(caller, id, body.version, body.reason);
  }
}

/** Discs that are in the mail, written down by those who were told. */
@Controller('api/v1/awaited-discs')
@Needs('link.issue')
export class AwaitedDiscsController {
  constructor(private readonly discs: AwaitedDiscs) {}

  @Post()
  @HttpCode(204)
  expect(@Body(new Checked(AwaitDisc)) body: In<typeof AwaitDisc>, @CallerOf() caller: Caller): Promise<void> {
    return this.discs.expect(caller, body);
  }

  @Post(':id/arrive')
  @HttpCode(204)
  arrive(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.discs.arrive(caller, id);
  }
}
