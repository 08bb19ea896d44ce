import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { EmergencyQuery, OpenEmergency, ReviewEmergency, VersionOnly, type EmergencyDetail, type EmergencyNow, type EmergencyPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs, SignedIn } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Emergencies } from './emergency';
import { EmergencyList } from './emergency.list';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Emergency access ("break-glass") to the exams of one patient. */
@Controller('api/v1/breakglass')
@Needs('breakglass.open', 'breakglass.review')
export class EmergencyController {
  constructor(private readonly emergencies: Emergencies, private readonly list: EmergencyList) {}

  @Get()
  page(@Query(new Checked(EmergencyQuery)) query: In<typeof EmergencyQuery>, @CallerOf() caller: Caller): Promise<EmergencyPage> {
    return this.list.page(query, caller);
  }

  /** What is open to the caller now: every page of the console shows it. */
  @Get('now')
  @SignedIn()
  now(@CallerOf() caller: Caller): Promise<EmergencyNow[]> {
    return this.list.now(caller.id);
  }

  @Post()
  @HttpCode(201)
  @Needs('breakglass.open')
  async open(@Body(new Checked(OpenEmergency)) body: In<typeof OpenEmergency>, @CallerOf() caller: Caller): Promise<EmergencyDetail> {
    return this.list.one(await this.emergencies.open(caller, body), caller);
  }

  @Get(':id')
  one(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<EmergencyDetail> {
    return this.list.one(id, caller);
  }

  @Post(':id/end')
  @HttpCode(200)
  async end(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<EmergencyDetail> {
    await this.emergencies.end(caller, id, body.version);
    return this.list.one(id, caller);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Needs('breakglass.review')
  async review(@Param('id', new IdPipe()) id: string, @Body(new Checked(ReviewEmergency)) body: In<typeof ReviewEmergency>, @CallerOf() caller: Caller): Promise<EmergencyDetail> {
    await this.emergencies.review(caller, id, body);
    return this.list.one(id, caller);
  }
}
