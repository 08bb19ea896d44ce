import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Role } from '@causeway/access';
import { ChooseNewPassword, Reauthenticate, ShowCode, SignIn, type Me, type SignInStep, type SignInPage } from '@causeway/contracts';
import type { Response } from 'express';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { Open, SignedIn } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked } from '../platform/http/body.pipe';
import { COOKIE, cookieOf, type CalledRequest } from '../platform/http/guard';
import { SETTINGS, type Settings } from '../platform/settings/settings';
import { Sessions, type PendingSession, type Stage, type StartedSession } from '../platform/sign-in/sessions';
import { Passkeys } from './passkeys/passkeys';
import { SignInSteps } from './sign-in-steps';

/** What a demo person is good for, said on the sign-in page. */
const CAN: Readonly<Partial<Record<Role, string>>> = {
  pa: 'Match, check and release outside exams', tr: 'Triage a service line', rd: 'Claim, write and sign over-reads', rs: 'Draft over-reads', sl: 'Lead a section', cl: 'Ask for reads and acknowledge them',
  tn: 'Run emergency transfers', li: 'Prepare clinic visits', fr: 'Answer requests', rg: 'Register patients', ou: 'Bring partners on', gm: 'Decide policies', gc: 'Chair the committee', rm: 'Holds and records',
  au: 'Read the audit', sa: 'Run the system, without patient data',
};

@Controller('api/v1')
export class SessionController {
  constructor(private readonly sessions: Sessions, private readonly acts: Acts, private readonly steps: SignInSteps, private readonly passkeys: Passkeys, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('session/site')
  @Open()
  async page(): Promise<SignInPage> {
    const site = { name: this.settings.SITE_NAME, zone: this.settings.SITE_ZONE };
    const provider = this.settings.OIDC_ISSUER ? this.settings.OIDC_NAME : null;
    const passkeysAt = this.passkeys.party?.origin ?? null;
    if (!this.settings.DEMO) return { site, provider, passkeysAt, demo: false, demoPassword: null, people: [] };
    const people = await this.acts.read<{ username: string; name: string; title: string; roles: Role[] }>('select username, name, title, roles from person where demo and disabled_at is null order by made_at, id');
    return { site, provider, passkeysAt, demo: true, demoPassword: this.settings.DEMO_PASSWORD ?? null, people: people.map((p) => ({ ...p, can: CAN[p.roles[0] as Role] ?? '' })) };
  }

  @Post('session')
  @Open()
  async signIn(@Body(new Checked(SignIn)) body: SignIn, @Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<SignInStep | undefined> {
    return this.hand(await this.sessions.signIn(body.username, body.password, request.ip ?? ''), request, response);
  }

  /** Somebody who came in with a one-time password chooses their own. */
  @Post('session/new-password')
  @Open()
  async newPassword(@Body(new Checked(ChooseNewPassword)) body: z.output<typeof ChooseNewPassword>, @Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<SignInStep | undefined> {
    return this.hand(await this.steps.chooseNewPassword(await this.waiting(request, 'new-password'), body.password), request, response);
  }

  /** A code of the app, or a recovery code, after the password. */
  @Post('session/second-factor')
  @Open()
  async secondFactor(@Body(new Checked(ShowCode)) body: z.output<typeof ShowCode>, @Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<SignInStep | undefined> {
    return this.hand(await this.steps.showSecondFactor(await this.waiting(request, 'second-factor'), body.code, request.ip ?? ''), request, response);
  }

  private async waiting(request: CalledRequest, stage: Stage): Promise<PendingSession> {
    const secret = cookieOf(request.headers.cookie, COOKIE);
    const pending = secret ? await this.sessions.pending(secret) : null;
    if (pending?.stage !== stage) throw new Refusal(401, 'sign-in', 'Begin again with your user name and password.');
    return pending;
  }

  private hand(session: StartedSession, request: CalledRequest, response: Response): SignInStep | undefined {
    response.cookie(COOKIE, session.secret, { httpOnly: true, sameSite: 'lax', secure: request.secure, path: '/' });
    response.status(session.stage === 'open' ? 204 : 200);
    return session.stage === 'open' ? undefined : { next: session.stage };
  }

  @Delete('session')
  @HttpCode(204)
  @SignedIn()
  async signOut(@Req() request: CalledRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    if (request.openSession) await this.sessions.end(request.openSession);
    response.clearCookie(COOKIE, { path: '/' });
  }

  /** Never kept for a repeated key: what would be kept is a digest of the password. */
  @Post('session/reauthenticate')
  @ReadsOnly()
  @SignedIn()
  async reauthenticate(@Body(new Checked(Reauthenticate)) body: Reauthenticate, @Req() request: CalledRequest): Promise<{ until: string }> {
    if (!request.openSession) throw new Refusal(403, 'not-a-person', 'A client has no password.');
    return { until: (await this.sessions.reauthenticate(request.openSession, body.password, request.ip ?? '')).toISOString() };
  }

  @Get('me')
  @SignedIn()
  async me(@Req() request: CalledRequest): Promise<Me> {
    const open = request.openSession;
    const caller = request.caller;
    if (!open || !caller) throw new Refusal(403, 'not-a-person', 'This is for people who are signed in.');
    const p = open.person;
    return {
      person: { id: p.id, username: p.username, name: p.name, initials: p.initials, title: p.title, roles: p.roles, facilities: p.facilities, serviceLines: p.service_lines, subspecialties: p.subspecialties },
      rules: caller.rules,
      site: { name: this.settings.SITE_NAME, zone: this.settings.SITE_ZONE },
      demo: this.settings.DEMO,
      idleSeconds: this.settings.IDLE_SECONDS,
      provider: open.vouched && this.settings.OIDC_ISSUER ? this.settings.OIDC_NAME : null,
      passkeysAt: this.passkeys.party && (await this.passkeys.of(p.id)).length > 0 ? this.passkeys.party.origin : null,
      reauthenticatedUntil: open.reauthenticatedUntil?.toISOString() ?? null,
      now: new Date().toISOString(),
    };
  }
}
