import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { AddPerson, AddToken, AskWhy, ChangePerson, EndSession, PersonSearch, RemovePasskey, RevokeToken, VersionOnly, WithReason, type ExplanationView, type PersonDetail, type PersonPage, type PersonWithSecret, type RoleHolders } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Accounts, type NewSecret } from './accounts';
import { PersonList } from './person.list';
import { WhyMay } from './why-may';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Accounts, for system administrators. A secret stands in the answer that made it and nowhere else: such commands are not kept for a repeated key. */
@Controller('api/v1/people')
@Needs('people.manage')
export class PersonController {
  constructor(private readonly list: PersonList, private readonly accounts: Accounts, private readonly why: WhyMay) {}

  @Post('search')
  @HttpCode(200)
  @ReadsOnly()
  search(@Body(new Checked(PersonSearch)) body: In<typeof PersonSearch>): Promise<PersonPage> {
    return this.list.search(body);
  }

  @Get('roles')
  holders(): Promise<RoleHolders> {
    return this.list.holders();
  }

  @Post('explain')
  @HttpCode(200)
  @ReadsOnly()
  explain(@Body(new Checked(AskWhy)) body: In<typeof AskWhy>, @CallerOf() caller: Caller): Promise<ExplanationView> {
    return this.why.ask(caller, body);
  }

  @Post()
  @HttpCode(201)
  @ReadsOnly()
  async add(@Body(new Checked(AddPerson)) body: In<typeof AddPerson>, @CallerOf() caller: Caller): Promise<PersonWithSecret> {
    return this.withSecret(caller, await this.accounts.add(caller, body));
  }

  @Get(':id')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<PersonDetail> {
    return this.list.detail(id, caller);
  }

  @Post(':id/change')
  @HttpCode(200)
  async change(@Param('id', new IdPipe()) id: string, @Body(new Checked(ChangePerson)) body: In<typeof ChangePerson>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.change(caller, id, body);
    return this.list.detail(id, caller);
  }

  @Post(':id/disable')
  @HttpCode(200)
  async disable(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.setDisabled(caller, id, body.version, true, body.reason);
    return this.list.detail(id, caller);
  }

  @Post(':id/enable')
  @HttpCode(200)
  async enable(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.setDisabled(caller, id, body.version, false, body.reason);
    return this.list.detail(id, caller);
  }

  @Post(':id/one-time-password')
  @HttpCode(200)
  @ReadsOnly()
  async oneTimePassword(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<PersonWithSecret> {
    return this.withSecret(caller, await this.accounts.oneTimePassword(caller, id, body.version));
  }

  @Post(':id/end-session')
  @HttpCode(200)
  async endSession(@Param('id', new IdPipe()) id: string, @Body(new Checked(EndSession)) body: In<typeof EndSession>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.endSession(caller, id, body);
    return this.list.detail(id, caller);
  }

  @Post(':id/remove-second-factor')
  @HttpCode(200)
  async removeSecondFactor(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.removeSecondFactor(caller, id, body.version, body.reason);
    return this.list.detail(id, caller);
  }

  @Post(':id/remove-passkey')
  @HttpCode(200)
  async removePasskey(@Param('id', new IdPipe()) id: string, @Body(new Checked(RemovePasskey)) body: In<typeof RemovePasskey>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.removePasskey(caller, id, body);
    return this.list.detail(id, caller);
  }

  @Post(':id/add-token')
  @HttpCode(200)
  @ReadsOnly()
  async addToken(@Param('id', new IdPipe()) id: string, @Body(new Checked(AddToken)) body: In<typeof AddToken>, @CallerOf() caller: Caller): Promise<PersonWithSecret> {
    return this.withSecret(caller, await this.accounts.addToken(caller, id, body));
  }

  @Post(':id/revoke-token')
  @HttpCode(200)
  async revokeToken(@Param('id', new IdPipe()) id: string, @Body(new Checked(RevokeToken)) body: In<typeof RevokeToken>, @CallerOf() caller: Caller): Promise<PersonDetail> {
    await this.accounts.revokeToken(caller, id, body);
    return this.list.detail(id, caller);
  }

  private async withSecret(caller: Caller, made: NewSecret): Promise<PersonWithSecret> {
    return { ...(await this.list.detail(made.id, caller)), secret: made.secret, until: made.until.toISOString() };
  }
}
