import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { AddCommitment, GiveMaterial, NewCampaign, SettleCommitment, type CampaignView, type FacilityDetail } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { FacilityDetails } from './facility.detail';
import { Programme } from './programme';

@Controller('api/v1')
export class ProgrammeController {
  constructor(private readonly details: FacilityDetails, private readonly programme: Programme) {}

  @Post('facilities/:id/products/:productId/commitments')
  @HttpCode(201)
  @Needs('facility.develop')
  async commit(@Param('id', new IdPipe()) id: string, @Param('productId', new IdPipe()) productId: string, @Body(new Checked(AddCommitment)) body: AddCommitment, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    await this.programme.commit(caller, id, productId, body);
    return this.details.detail(id, caller);
  }

  @Post('facilities/:id/commitments/:commitmentId/settle')
  @HttpCode(200)
  @Needs('facility.develop')
  async settle(@Param('id', new IdPipe()) id: string, @Param('commitmentId', new IdPipe()) commitmentId: string, @Body(new Checked(SettleCommitment)) body: z.output<typeof SettleCommitment>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    await this.programme.settle(caller, id, commitmentId, body.state);
    return this.details.detail(id, caller);
  }

  @Get('campaigns')
  @Needs('facility.read')
  campaigns(@CallerOf() caller: Caller): Promise<CampaignView[]> {
    return this.programme.campaigns(caller);
  }

  @Post('campaigns')
  @HttpCode(201)
  @Needs('facility.develop')
  async add(@Body(new Checked(NewCampaign)) body: NewCampaign, @CallerOf() caller: Caller): Promise<CampaignView[]> {
    await this.programme.newCampaign(caller, body);
    return this.programme.campaigns(caller);
  }

  @Post('campaigns/:id/give')
  @HttpCode(200)
  @Needs('facility.develop')
  async give(@Param('id', new IdPipe()) id: string, @Body(new Checked(GiveMaterial)) body: GiveMaterial, @CallerOf() caller: Caller): Promise<CampaignView[]> {
    await this.programme.give(caller, id, body);
    return this.programme.campaigns(caller);
  }
}
