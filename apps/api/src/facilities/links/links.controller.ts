import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { IssueLink, linkPurposes, PARTNER_LINK_HEADER, type IssuedLink, type LinkPurpose, type LinkRow, type PartnerLinkView } from '@causeway/contracts';
import type { Request } from 'express';
import { notFound } from '../../platform/acts/refusal';
import { NotOnce } from '../../platform/http/answered';
import { Needs, Open } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { PartnerLinks, type OpenLink } from './partner-links';
import { SETTINGS, type Settings } from '../../platform/settings/settings';

/** Links for people of partners: those who work here make and take them back. */
@Controller('api/v1/facilities/:id/links')
export class LinksController {
  constructor(private readonly links: PartnerLinks) {}

  @Get()
  @Needs('facility.read')
  list(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<LinkRow[]> {
    return this.links.list(caller, id);
  }

  /** The answer holds the secret, so it is never kept for a second asking. */
  @Post()
  @HttpCode(201)
  @NotOnce()
  @Needs('facility.develop', 'facility.connect')
  issue(@Param('id', new IdPipe()) id: string, @Body(new Checked(IssueLink)) body: IssueLink, @CallerOf() caller: Caller): Promise<IssuedLink> {
    return this.links.issue(caller, id, body);
  }

  @Post(':linkId/revoke')
  @HttpCode(204)
  @Needs('facility.develop', 'facility.connect')
  revoke(@Param('id', new IdPipe()) id: string, @Param('linkId', new IdPipe()) linkId: string, @CallerOf() caller: Caller): Promise<void> {
    return this.links.revoke(caller, id, linkId);
  }
}

/** What the page behind a link is told first. */
@Controller('api/v1/partner-links')
export class PartnerLinkController {
  constructor(private readonly links: PartnerLinks, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get(':purpose')
  @Open()
  async current(@Param('purpose') purpose: string, @Req() request: Request): Promise<PartnerLinkView> {
    const known = linkPurposes.find((p) => p === purpose);
    if (!known) throw notFound('link');
    const link = await linkOf(this.links, request, known);
    return {
      purpose: link.purpose, house: this.settings.SITE_NAME, facility: { id: link.facilityId, name: link.facilityName }, endpointId: link.endpointId, forWhom: link.forWhom, issuedBy: link.issuedBy, endsAt: link.endsAt.toISOString(),
    };
  }
}

/** The link a request carries in its header; refused when it opens nothing, or another purpose. */
export const linkOf = (links: PartnerLinks, request: Request, purpose: LinkPurpose): Promise<OpenLink> => links.resolve(request.header(PARTNER_LINK_HEADER), request.ip ?? '', purpose);
