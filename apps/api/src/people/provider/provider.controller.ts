import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Open } from '../../platform/http/ability';
import { COOKIE, cookieOf, type CalledRequest } from '../../platform/http/guard';
import { SETTINGS, type Settings } from '../../platform/settings/settings';
import { nextPage } from './next-page';
import { ProviderFailure } from './provider';
import { ProviderSignIn, WAY_SECONDS } from './provider-sign-in';

/** Kept by the browser while it is on the provider's pages. `Lax`, so that it comes along when the provider sends the browser back. */
const WAY_COOKIE = 'causeway_provider';
const WAY_PATH = '/api/v1/session/oidc';

/** Both routes are opened by the browser itself, so they answer with a page to go to, also when they refuse. */
@Controller('api/v1')
export class ProviderController {
  constructor(private readonly signIn: ProviderSignIn, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('session/oidc')
  @Open()
  async begin(@Query('next') next: unknown, @Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    await this.orSayWhy(response, async () => {
      const { url, secret } = await this.signIn.begin(nextPage(next), request.ip ?? '');
      response.cookie(WAY_COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure: this.secure(request), path: WAY_PATH, maxAge: WAY_SECONDS * 1000 });
      response.redirect(302, url.href);
    });
  }

  @Get('session/oidc/callback')
  @Open()
  async end(@Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    response.clearCookie(WAY_COOKIE, { path: WAY_PATH });
    await this.orSayWhy(response, async () => {
      const query = request.originalUrl.split('?').slice(1).join('?');
      const { session, next } = await this.signIn.end(cookieOf(request.headers.cookie, WAY_COOKIE), query, request.ip ?? '');
      response.cookie(COOKIE, session.secret, { httpOnly: true, sameSite: 'lax', secure: this.secure(request), path: '/' });
      response.redirect(302, session.stage === 'open' ? next : `/sign-in?${new URLSearchParams({ step: session.stage, next })}`);
    });
  }

  private secure(request: CalledRequest): boolean {
    return request.secure || (this.settings.PUBLIC_URL ?? '').startsWith('https:');
  }

  private async orSayWhy(response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      response.redirect(302, `/sign-in?problem=${error.problem}`);
    }
  }
}
