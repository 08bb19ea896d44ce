import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ChooseNewPassword, EndOwnSession, ShowCode, type AccountView, type NewSecondFactor } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { SignedIn } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked } from '../platform/http/body.pipe';
import type { CalledRequest } from '../platform/http/guard';
import { own } from './own';
import { OwnAccount } from './own-account';

type In<T extends z.ZodMiniType> = z.output<T>;

/** One's own account, for everybody who signed in as a person. Secrets stand in the answer that made them only. */
@Controller('api/v1/account')
@SignedIn()
export class AccountController {
  constructor(private readonly account: OwnAccount) {}

  @Get()
  view(@Req() request: CalledRequest): Promise<AccountView> {
    return this.account.view(own(request).caller);
  }

  @Post('password')
  @HttpCode(204)
  @ReadsOnly()
  password(@Body(new Checked(ChooseNewPassword)) body: In<typeof ChooseNewPassword>, @Req() request: CalledRequest): Promise<void> {
    const { caller, open } = own(request);
    return this.account.setPassword(caller, open, body.password);
  }

  @Post('end-session')
  @HttpCode(204)
  endSession(@Body(new Checked(EndOwnSession)) body: In<typeof EndOwnSession>, @Req() request: CalledRequest): Promise<void> {
    return this.account.endSession(own(request).caller, body.session);
  }

  @Post('second-factor')
  @HttpCode(200)
  @ReadsOnly()
  begin(@Req() request: CalledRequest): Promise<NewSecondFactor> {
    const { caller, open } = own(request);
    return this.account.beginSecondFactor(caller, open);
  }

  @Post('second-factor/confirm')
  @HttpCode(200)
  @ReadsOnly()
  async confirm(@Body(new Checked(ShowCode)) body: In<typeof ShowCode>, @Req() request: CalledRequest): Promise<{ readonly recoveryCodes: readonly string[] }> {
    return { recoveryCodes: await this.account.confirmSecondFactor(own(request).caller, body.code) };
  }

  @Post('second-factor/remove')
  @HttpCode(204)
  remove(@Req() request: CalledRequest): Promise<void> {
    return this.account.removeSecondFactor(own(request).caller);
  }
}
