import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { RetestView } from '@causeway/contracts';
import type { Request } from 'express';
import { linkOf } from '../facilities/links/links.controller';
import { PartnerLinks, type OpenLink } from '../facilities/links/partner-links';
import { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { NotOnce } from '../platform/http/answered';
import { Open } from '../platform/http/ability';
import { SETTINGS, type Settings } from '../platform/settings/settings';
import { EndpointList } from './endpoint.list';
import { EndpointMoves } from './endpoint.moves';
import type { EndpointColumns } from './endpoint.row';
import { Runs } from './runs';

/** Somebody at the partner changes something and looks again; faster than this nobody does. */
const AGAIN_SECONDS = 20;

/** What a link to test a line again opens, without an account: the ladder of that one line, and starting it anew. */
@Controller('api/v1/retest')
export class RetestController {
  constructor(private readonly links: PartnerLinks, private readonly acts: Acts, private readonly list: EndpointList, private readonly moves: EndpointMoves, private readonly runs: Runs, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get()
  @Open()
  async look(@Req() request: Request): Promise<RetestView> {
    return this.view(await linkOf(this.links, request, 'retest'));
  }

  @Post()
  @HttpCode(202)
  @NotOnce()
  @Open()
  async again(@Req() request: Request): Promise<RetestView> {
    const link = await linkOf(this.links, request, 'retest');
    await this.moves.startByLink(link.actor, link.endpointId ?? '', AGAIN_SECONDS);
    return this.view(link);
  }

  private async view(link: OpenLink): Promise<RetestView> {
    const [row] = await this.acts.read<EndpointColumns & { again: number | null }>(
      `select e.*, (select ceil(extract(epoch from max(r.at) + make_interval(secs => $2) - clock_timestamp()))::int from endpoint_run r where r.endpoint_id = e.id and r.by_kind = 'link') as again from endpoint e where e.id = $1 and e.state <> 'removed'`,
      [link.endpointId, AGAIN_SECONDS]);
    if (!row) throw notFound('connection');
    return {
      house: this.settings.SITE_NAME, facility: link.facilityName, label: row.label, kind: row.kind, state: row.state, called: this.list.called(row), run: await this.runs.newest(row.id), again: Math.max(0, row.again ?? 0), endsAt: link.endsAt.toISOString(),
    };
  }
}
