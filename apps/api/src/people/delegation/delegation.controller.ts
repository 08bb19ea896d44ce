import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Delegate, EndDelegation, type DelegationsView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { SignedIn } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { Delegations } from './delegations';

/** Whom one lets act for one's patients, and for whom one acts. */
@Controller('api/v1/account/delegations')
@SignedIn()
export class DelegationController {
  constructor(private readonly delegations: Delegations) {}

  @Get()
  mine(@CallerOf() caller: Caller): Promise<DelegationsView> {
    return this.delegations.mine(caller);
  }

  @Post()
  @HttpCode(201)
  async give(@Body(new Checked(Delegate)) body: z.output<typeof Delegate>, @CallerOf() caller: Caller): Promise<DelegationsView> {
    await this.delegations.give(caller, body);
    return this.delegations.mine(caller);
  }

  @Post(':id/end')
  @HttpCode(200)
  async end(@Param('id', new IdPipe()) id: string, @Body(new Checked(EndDelegation)) body: z.output<typeof EndDelegation>, @CallerOf() caller: Caller): Promise<DelegationsView> {
    await this.delegations.end(caller, id, body.version);
    return this.delegations.mine(caller);
  }
}
