import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { EndMandate, GiveMandate, ReferDispute, RuleOnDispute, type CommitteesView, type LinePolicies, type PolicyDetail } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Arbitrations } from './arbitrations';
import { Committees } from './committees';
import { linePolicies } from './lines';
import { Mandates } from './mandates';
import { PolicyDetails } from './policy.detail';

type In<T extends z.ZodMiniType> = z.output<T>;

/** What service lines decide for themselves, and what an arbiter decides between committees. */
@Controller('api/v1')
export class LineController {
  constructor(private readonly acts: Acts, private readonly committees: Committees, private readonly mandates: Mandates, private readonly arbitrations: Arbitrations, private readonly details: PolicyDetails) {}

  /** GET /policies/lines/:line: which version of each kind decides for this service line, and who does what. */
  @Get('policies/lines/:line')
  @Needs('policy.read')
  line(@Param('line') line: string): Promise<LinePolicies> {
    return linePolicies(this.acts, line);
  }

  @Post('committees/:id/mandates')
  @HttpCode(200)
  @Needs('policy.chair')
  async give(@Param('id', new IdPipe()) id: string, @Body(new Checked(GiveMandate)) body: In<typeof GiveMandate>, @CallerOf() caller: Caller): Promise<CommitteesView> {
    await this.mandates.give(caller, id, body);
    return this.committees.all(caller);
  }

  @Post('mandates/:id/end')
  @HttpCode(200)
  @Needs('policy.chair')
  async end(@Param('id', new IdPipe()) id: string, @Body(new Checked(EndMandate)) body: In<typeof EndMandate>, @CallerOf() caller: Caller): Promise<CommitteesView> {
    await this.mandates.end(caller, id, body);
    return this.committees.all(caller);
  }

  @Post('policies/:id/arbitrations')
  @HttpCode(200)
  @Needs('policy.chair')
  async refer(@Param('id', new IdPipe()) id: string, @Body(new Checked(ReferDispute)) body: In<typeof ReferDispute>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    await this.arbitrations.refer(caller, id, body);
    return this.details.detail(id, caller);
  }

  /** POST /arbitrations/:id/rule: the arbiter's ruling, which binds the proposal at once. */
  @Post('arbitrations/:id/rule')
  @HttpCode(200)
  @Needs('policy.arbitrate')
  async rule(@Param('id', new IdPipe()) id: string, @Body(new Checked(RuleOnDispute)) body: In<typeof RuleOnDispute>, @CallerOf() caller: Caller): Promise<PolicyDetail> {
    return this.details.detail(await this.arbitrations.rule(caller, id, body), caller);
  }
}
