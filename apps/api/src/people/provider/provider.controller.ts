import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { Open, SignedIn } from '../../platform/http/ability';
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

  /** The same person shows themselves to the provider once more: it counts as their signature here. Opened in a window of its own, which says at its end that it can be closed. */
  @Get('session/oidc/again')
  @SignedIn()
  async again(@Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    const open = request.openSession;
    if (!open) throw new Refusal(403, 'not-a-person', 'A client signs nothing.');
    try {
      const { url, secret } = await this.signIn.begin('/', request.ip ?? '', open);
      response.cookie(WAY_COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure: this.secure(request), path: WAY_PATH, maxAge: WAY_SECONDS * 1000 });
      response.redirect(302, url.href);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      say(response, error.problem);
    }
  }

  @Get('session/oidc/callback')
  @Open()
  async end(@Req() request: CalledRequest, @Res() response: Response): Promise<void> {
    response.clearCookie(WAY_COOKIE, { path: WAY_PATH });
    await this.orSayWhy(response, async () => {
      const query = request.originalUrl.split('?').slice(1).join('?');
      const ended = await this.signIn.end(cookieOf(request.headers.cookie, WAY_COOKIE), query, request.ip ?? '', request.openSession ?? null);
      if (ended === 'signed') return say(response, null);
      const { session, next } = ended;
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
      if (SIGNING.has(error.problem)) return say(response, error.problem);
      response.redirect(302, `/sign-in?problem=${error.problem}`);
    }
  }
}

/** Problems that only somebody who is signed in already can have. */
const SIGNING: ReadonlySet<string> = new Set(['another-person', 'not-asked-again']);
const WORDS: Readonly<Record<string, string>> = {
  'another-person': 'The provider signed somebody else in. Close this window and try again as yourself.',
  'not-asked-again': 'The provider did not ask you to sign in again, so this counts for nothing. Close this window and type the password you have here.',
  'provider-away': 'The provider does not answer. Close this window and try again in a moment.',
};

/** The whole of a window of its own: done, or why not. */
function say(response: Response, problem: string | null): void {
  const [title, text] = problem === null ? ['Confirmed', 'It was you. Close this window and go on.'] : ['Not confirmed', WORDS[problem] ?? 'This did not work. Close this window and try again.'];
  response.status(problem === null ? 200 : 403).type('html').send(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title><main style="font:16px/1.5 system-ui;max-width:30em;margin:3em auto;padding:0 1em"><h1>${title}</h1><p>${text}</p></main></html>`);
}
