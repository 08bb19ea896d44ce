import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  BehindQuery, SaveChannel, SaveMilestone, SaveOwnership, SettleMilestone, type BehindPage, type ProgrammeChannels, type ProgrammeGoals, type ProgrammeOwners, type ProgrammePlan, type ProgrammeVisits, type ProgrammeWork, type VendorLine,
} from '@causeway/contracts';
import { measureIds } from '@causeway/domain';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { ProgrammeChannelsRead } from './channels';
import { Figures } from './figures';
import { ProgrammeGoalsRead } from './goals';
import { Ownership } from './owners';
import { ProgrammePlans } from './plan';
import { ProgrammeVendors } from './vendors';
import { ProgrammeVisitsRead } from './visits';
import { ProgrammeWorkRead } from './work';

/** The whole exchange as a programme: every number is computed from stored facts, of what the caller may see. */
@Controller('api/v1/programme')
export class ExchangeProgrammeController {
  constructor(
    private readonly figures: Figures, private readonly goalsRead: ProgrammeGoalsRead, private readonly workRead: ProgrammeWorkRead, private readonly visitsRead: ProgrammeVisitsRead, private readonly plans: ProgrammePlans,
    private readonly vendorsRead: ProgrammeVendors, private readonly channelsRead: ProgrammeChannelsRead, private readonly ownership: Ownership,
  ) {}

  @Get('goals')
  @Needs('insights.read')
  goals(@CallerOf() caller: Caller): Promise<ProgrammeGoals> {
    return this.goalsRead.view(caller);
  }

  @Get('behind/:measure')
  @Needs('insights.read')
  behind(@Param('measure') measure: string, @Query(new Checked(BehindQuery)) query: BehindQuery, @CallerOf() caller: Caller): Promise<BehindPage> {
    const known = measureIds.find((m) => m === measure);
    if (!known) throw notFound('measure');
    return this.figures.behind(known, query, caller);
  }

  @Get('work')
  @Needs('insights.read')
  work(@CallerOf() caller: Caller): Promise<ProgrammeWork> {
    return this.workRead.view(caller);
  }

  @Get('visits')
  @Needs('insights.read')
  visits(@CallerOf() caller: Caller): Promise<ProgrammeVisits> {
    return this.visitsRead.view(caller);
  }

  @Get('plan')
  @Needs('insights.read')
  plan(@CallerOf() caller: Caller): Promise<ProgrammePlan> {
    return this.plans.view(caller);
  }

  @Post('milestones')
  @HttpCode(201)
  @Needs('facility.develop', 'facility.approve')
  async addMilestone(@Body(new Checked(SaveMilestone)) body: SaveMilestone, @CallerOf() caller: Caller): Promise<ProgrammePlan> {
    await this.plans.save(caller, null, body);
    return this.plans.view(caller);
  }

  @Put('milestones/:id')
  @Needs('facility.develop', 'facility.approve')
  async saveMilestone(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveMilestone)) body: SaveMilestone, @CallerOf() caller: Caller): Promise<ProgrammePlan> {
    await this.plans.save(caller, id, body);
    return this.plans.view(caller);
  }

  @Post('milestones/:id/settle')
  @HttpCode(200)
  @Needs('facility.develop', 'facility.approve')
  async settle(@Param('id', new IdPipe()) id: string, @Body(new Checked(SettleMilestone)) body: SettleMilestone, @CallerOf() caller: Caller): Promise<ProgrammePlan> {
    await this.plans.settle(caller, id, body);
    return this.plans.view(caller);
  }

  @Get('vendors')
  @Needs('insights.read')
  vendors(@CallerOf() caller: Caller): Promise<VendorLine[]> {
    return this.vendorsRead.view(caller);
  }

  @Get('channels')
  @Needs('insights.read')
  channels(@CallerOf() caller: Caller): Promise<ProgrammeChannels> {
    return this.channelsRead.view(caller);
  }

  @Post('channels')
  @HttpCode(201)
  @Needs('facility.develop', 'facility.connect')
  async addChannel(@Body(new Checked(SaveChannel)) body: SaveChannel, @CallerOf() caller: Caller): Promise<ProgrammeChannels> {
    await this.channelsRead.save(caller, null, body);
    return this.channelsRead.view(caller);
  }

  @Put('channels/:id')
  @Needs('facility.develop', 'facility.connect')
  async saveChannel(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveChannel)) body: SaveChannel, @CallerOf() caller: Caller): Promise<ProgrammeChannels> {
    await this.channelsRead.save(caller, id, body);
    return this.channelsRead.view(caller);
  }

  @Get('owners')
  @Needs('insights.read')
  owners(@CallerOf() caller: Caller): Promise<ProgrammeOwners> {
    return this.ownership.view(caller);
  }

  @Put('owners/:kind/:id')
  @Needs('policy.draft', 'facility.connect', 'facility.develop')
  async own(@Param('kind') kind: string, @Param('id', new IdPipe()) id: string, @Body(new Checked(SaveOwnership)) body: SaveOwnership, @CallerOf() caller: Caller): Promise<ProgrammeOwners> {
    await this.ownership.set(caller, kind, id, body);
    return this.ownership.view(caller);
  }
}
