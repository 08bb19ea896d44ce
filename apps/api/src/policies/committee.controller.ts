import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { CastBallot, DelegateBallot, ExtendBallot, SaveCommittee, WithReason, type BallotView, type CommitteesView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { ballotView } from './ballot-view';
import { Ballots } from './ballots';
import { Committees } from './committees';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Committees and their ballots. */
@Controller('api/v1')
export class CommitteeController {
  constructor(private readonly acts: Acts, private readonly committees: Committees, private readonly ballots: Ballots) {}

  @Get('committees')
  @Needs('policy.read')
  all(@CallerOf() caller: Caller): Promise<CommitteesView> {
    return this.committees.all(caller);
  }

  @Post('committees')
  @HttpCode(201)
  @Needs('policy.chair')
  async create(@Body(new Checked(SaveCommittee)) body: In<typeof SaveCommittee>, @CallerOf() caller: Caller): Promise<CommitteesView> {
    await this.committees.save(caller, null, body);
    return this.committees.all(caller);
  }

  @Put('committees/:id')
  @Needs('policy.chair')
  async save(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveCommittee)) body: In<typeof SaveCommittee>, @CallerOf() caller: Caller): Promise<CommitteesView> {
    await this.committees.save(caller, id, body);
    return this.committees.all(caller);
  }

  @Get('ballots/:id')
  @Needs('policy.read')
  ballot(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<BallotView> {
    return ballotView(this.acts, id, caller);
  }

  @Post('ballots/:id/vote')
  @HttpCode(200)
  @Needs('ballot.vote')
  vote(@Param('id', new IdPipe()) id: string, @Body(new Checked(CastBallot)) body: In<typeof CastBallot>, @CallerOf() caller: Caller): Promise<BallotView> {
    return this.done(id, caller, this.ballots.vote(caller, id, body));
  }

  @Post('ballots/:id/recuse')
  @HttpCode(200)
  @Needs('ballot.vote')
  recuse(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<BallotView> {
    return this.done(id, caller, this.ballots.recuse(caller, id, body.reason));
  }

  @Post('ballots/:id/delegate')
  @HttpCode(200)
  @Needs('ballot.vote')
  delegate(@Param('id', new IdPipe()) id: string, @Body(new Checked(DelegateBallot)) body: In<typeof DelegateBallot>, @CallerOf() caller: Caller): Promise<BallotView> {
    return this.done(id, caller, this.ballots.delegate(caller, id, body));
  }

  @Post('ballots/:id/extend')
  @HttpCode(200)
  @Needs('policy.chair')
  extend(@Param('id', new IdPipe()) id: string, @Body(new Checked(ExtendBallot)) body: In<typeof ExtendBallot>, @CallerOf() caller: Caller): Promise<BallotView> {
    return this.done(id, caller, this.ballots.extend(caller, id, body));
  }

  @Post('ballots/:id/void')
  @HttpCode(200)
  @Needs('policy.chair')
  void(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<BallotView> {
    return this.done(id, caller, this.ballots.void(caller, id, body.version, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<unknown>): Promise<BallotView> {
    await work;
    return ballotView(this.acts, id, caller);
  }
}
