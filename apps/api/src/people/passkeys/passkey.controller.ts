import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { AddPasskey, RemoveOwnPasskey, RenamePasskey, ShowPasskey, type PasskeyOptions } from '@causeway/contracts';
import type { Response } from 'express';
import type * as z from 'zod/mini';
import { Open, SignedIn } from '../../platform/http/ability';
import { ReadsOnly } from '../../platform/http/answered';
import { Checked } from '../../platform/http/body.pipe';
import { COOKIE, cookieOf, type CalledRequest } from '../../platform/http/guard';
import { SETTINGS, type Settings } from '../../platform/settings/settings';
import { own } from '../own';
import { CHALLENGE_SECONDS } from './challenges';
import { PasskeySignIn } from './passkey-sign-in';
import { Passkeys } from './passkeys';

type In<T extends z.ZodMiniType> = z.output<T>;
/** Kept by the browser that asked for a challenge: an answer counts from there only. */
const WAY_COOKIE = 'causeway_passkey';
const WAY_PATH = '/api/v1/session/passkey';

/** Passkeys (Web Authentication Level 3). No answer is kept for a repeated key: each counts once. */
@Controller('api/v1')
export class PasskeyController {
  constructor(private readonly passkeys: Passkeys, private readonly signIn: PasskeySignIn, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Post('session/passkey/options')
  @HttpCode(200)
  @ReadsOnly()
  @Open()
  async begin(@Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<PasskeyOptions> {
    const { options, secret } = await this.signIn.begin(request.ip ?? '');
    response.cookie(WAY_COOKIE, secret, { httpOnly: true, sameSite: 'strict', secure: this.secure(request), path: WAY_PATH, maxAge: CHALLENGE_SECONDS * 1000 });
    return options;
  }

  @Post('session/passkey')
  @HttpCode(204)
  @ReadsOnly()
  @Open()
  async end(@Body(new Checked(ShowPasskey)) body: In<typeof ShowPasskey>, @Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.clearCookie(WAY_COOKIE, { path: WAY_PATH });
    const session = await this.signIn.end(cookieOf(request.headers.cookie, WAY_COOKIE), body.answer, request.ip ?? '');
    response.cookie(COOKIE, session.secret, { httpOnly: true, sameSite: 'lax', secure: this.secure(request), path: '/' });
  }

  @Post('session/reauthenticate/passkey/options')
  @HttpCode(200)
  @ReadsOnly()
  @SignedIn()
  beginSigning(@Req() request: CalledRequest): Promise<PasskeyOptions> {
    return this.signIn.beginSigning(own(request).open);
  }

  @Post('session/reauthenticate/passkey')
  @HttpCode(200)
  @ReadsOnly()
  @SignedIn()
  async sign(@Body(new Checked(ShowPasskey)) body: In<typeof ShowPasskey>, @Req() request: CalledRequest): Promise<{ readonly until: string }> {
    return { until: (await this.signIn.sign(own(request).open, body.answer, request.ip ?? '')).toISOString() };
  }

  @Post('account/passkeys/options')
  @HttpCode(200)
  @ReadsOnly()
  @SignedIn()
  beginAdding(@Req() request: CalledRequest): Promise<PasskeyOptions> {
    const { caller, open } = own(request);
    return this.passkeys.begin(caller, open);
  }

  @Post('account/passkeys')
  @HttpCode(204)
  @ReadsOnly()
  @SignedIn()
  add(@Body(new Checked(AddPasskey)) body: In<typeof AddPasskey>, @Req() request: CalledRequest): Promise<void> {
    const { caller, open } = own(request);
    return this.passkeys.add(caller, open, body.name, body.made);
  }

  @Post('account/passkeys/rename')
  @HttpCode(204)
  @SignedIn()
  rename(@Body(new Checked(RenamePasskey)) body: In<typeof RenamePasskey>, @Req() request: CalledRequest): Promise<void> {
    return this.passkeys.rename(own(request).caller, body.passkey, body.name);
  }

  @Post('account/passkeys/remove')
  @HttpCode(204)
  @SignedIn()
  remove(@Body(new Checked(RemoveOwnPasskey)) body: In<typeof RemoveOwnPasskey>, @Req() request: CalledRequest): Promise<void> {
    return this.passkeys.remove(own(request).caller, body.passkey);
  }

  private secure(request: CalledRequest): boolean {
    return request.secure || (this.settings.PUBLIC_URL ?? '').startsWith('https:');
  }
}
