import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  CheckPolicy, NewDraft, SavePolicy, SayOfPolicy, SchedulePolicy, TryPolicy, VersionOnly, WithReason,
  type PolicyBoard, type PolicyBulletin, type PolicyCheck, type PolicyDetail, type PolicyExample, type PolicyReality, type PolicyTrial,
} from '@causeway/contracts';
import { faultsOfDraft } from '@causeway/domain';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Needs, SignedIn } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { policyBulletin } from './bulletin';
import { PolicyDrafts } from './drafts';
import { PolicyDetails } from './policy.detail';
import { PolicyProposals } from './proposals';
import { PolicyRealities } from './reality';
import { findingsOf } from './replay/replays';
import { PolicyTrials } from './trials';
import { UrgentAdoption } from './urgent';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Versions of policies, from the first draft to force. Every command answers with the version as it is afterwards. */
@Controller('api/v1/policies')
export class GovernanceController {
  constructor(
    private readonly acts: Acts, private readonly details: PolicyDetails, private readonly drafts: PolicyDrafts, private readonly proposals: PolicyProposals, private readonly trials: PolicyTrials,
    private readonly urgent: UrgentAdoption, private readonly realities: PolicyRealities,
  ) {}

  @Get('board')
  @Needs('policy.read')
  board(@CallerOf() caller: Caller): Promise<PolicyBoard> {
    return this.details.board(caller);
  }

  /** GET /policies/bulletin: what changed in the last year and what is adopted to come, with the votes. */
  @Get('bulletin')
  @SignedIn()
  bulletin(@CallerOf() caller: Caller): Promise<PolicyBulletin> {
    return policyBulletin(this.acts, caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('policy.draft')
  async create(@Body(new Checked(NewDraft)) body: In<typeof NewDraft>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.details.detail(await this.drafts.create(caller, body), caller);
  }

  /** POST /policies/check: what is wrong and what is odd about rules as they are being written. Keeps nothing. */
  @Post('check')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('policy.read')
  check(@Body(new Checked(CheckPolicy)) body: In<typeof CheckPolicy>): PolicyCheck {
    return { faults: faultsOfDraft(body.text), findings: findingsOf(body.text) };
  }

  @Get(':id')
  @Needs('policy.read')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.details.detail(id, caller);
  }

  @Put(':id')
  @Needs('policy.draft')
  save(@Param('id', new IdPipe()) id: string, @Body(new Checked(SavePolicy)) body: In<typeof SavePolicy>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.drafts.save(caller, id, body));
  }

  /** GET /policies/:id/reality: what the ballot promised beside what the version has decided. */
  @Get(':id/reality')
  @Needs('policy.read')
  reality(@Param('id', new IdPipe()) id: string): Promise<PolicyReality> {
    return this.realities.of(id);
  }

  /** GET /policies/:id/examples: the last decisions of its kind, to try rules on. */
  @Get(':id/examples')
  @Needs('policy.read')
  examples(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<PolicyExample[]> {
    return this.trials.examples(caller, id);
  }

  @Post(':id/try')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('policy.read')
  attempt(@Param('id', new IdPipe()) id: string, @Body(new Checked(TryPolicy)) body: In<typeof TryPolicy>, @CallerOf() caller: Caller): Promise<PolicyTrial> {
    return this.trials.attempt(caller, id, body);
  }

  @Post(':id/comments')
  @HttpCode(200)
  @Needs('policy.review', 'policy.draft')
  say(@Param('id', new IdPipe()) id: string, @Body(new Checked(SayOfPolicy)) body: In<typeof SayOfPolicy>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.proposals.say(caller, id, body));
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Needs('policy.draft')
  submit(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.drafts.submit(caller, id, body.version));
  }

  @Post(':id/send-back')
  @HttpCode(200)
  @Needs('policy.review')
  sendBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.proposals.sendBack(caller, id, body.version, body.reason));
  }

  @Post(':id/call-vote')
  @HttpCode(200)
  @Needs('policy.chair')
  callVote(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.proposals.callVote(caller, id, body.version));
  }

  /** POST /policies/:id/adopt-urgently: the first officer's reason, then the second officer's agreement. */
  @Post(':id/adopt-urgently')
  @HttpCode(200)
  @Needs('policy.chair')
  adoptUrgently(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.urgent.adopt(caller, id, body.version, body.reason));
  }

  @Post(':id/schedule')
  @HttpCode(200)
  @Needs('policy.chair')
  schedule(@Param('id', new IdPipe()) id: string, @Body(new Checked(SchedulePolicy)) body: In<typeof SchedulePolicy>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.proposals.schedule(caller, id, body));
  }

  @Post(':id/rebase')
  @HttpCode(200)
  @Needs('policy.draft')
  rebase(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.drafts.rebase(caller, id, body.version));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Needs('policy.draft')
  withdraw(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.done(id, caller, this.drafts.withdraw(caller, id, body.version, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<unknown>): Promise<PolicyDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
