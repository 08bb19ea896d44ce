import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DismissAlarm, Id, type RadarView } from '@causeway/contracts';
import * as z from 'zod/mini';
import { Needs } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { RadarRead } from './radar.read';

const RadarQuery = z.object({ facility: z.optional(Id) });

/** Partners that are unlike themselves: quiet, back to discs, failing. */
@Controller('api/v1/radar')
export class RadarController {
  constructor(private readonly radar: RadarRead) {}

  @Get()
  @Needs('facility.develop', 'facility.connect')
  view(@Query(new Checked(RadarQuery)) query: z.output<typeof RadarQuery>, @CallerOf() caller: Caller): Promise<RadarView> {
    return this.radar.view(caller, query.facility ?? null);
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @Needs('facility.develop')
  async dismiss(@Param('id', new IdPipe()) id: string, @Body(new Checked(DismissAlarm)) body: DismissAlarm, @CallerOf() caller: Caller): Promise<RadarView> {
    await this.radar.dismiss(caller, id, body);
    return this.radar.view(caller, null);
  }
}
