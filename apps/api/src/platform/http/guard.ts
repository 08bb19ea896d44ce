import { mayEver, rolesHolding, roles } from '@causeway/access';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { onDutyFor } from '../../duty/on-duty';
import { queryable } from '../../exchange/queryable';
import type { Acts } from '../acts/acts';
import { actorOf } from '../acts/actor';
import { Refusal } from '../acts/refusal';
import { plainAddress } from '../addresses';
import type { OpenSession, Sessions } from '../sign-in/sessions';
import { bearerOf } from '../sign-in/tokens';
import { ABILITY, type RouteRule } from './ability';
import { ASKED_BESIDE, type Ask } from './ask-beside';
import { Caller } from './caller';

export const COOKIE = 'causeway_session';
export interface CalledRequest extends Request {
  caller?: Caller;
  openSession?: OpenSession;
  /** Rows of what the route asks beside a bearer token (`AskBeside`), for nobody's eyes yet. */
  beside?: readonly object[];
}

/** Knows the caller by cookie or bearer token and holds the route's rule against their abilities. Fails closed: no rule, no entry. */
export class AbilityGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly sessions: Sessions, private readonly acts: Acts) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const rule = this.reflector.getAllAndOverride<RouteRule | undefined>(ABILITY, [context.getHandler(), context.getClass()]);
    if (!rule) throw new Refusal(403, 'not-allowed', 'This route has no rule.');
    await this.know(request, this.reflector.get<Ask | undefined>(ASKED_BESIDE, context.getHandler()));
    if ('open' in rule) return true;
    const caller = request.caller;
    if (!caller) {
      context.switchToHttp().getResponse<Response>().setHeader('WWW-Authenticate', 'Bearer');
      throw new Refusal(401, 'sign-in', 'Sign in first.');
    }
    if ('signedIn' in rule || rule.ability.some((name) => mayEver(caller.ability, name))) return true;
    const holders = [...new Set(rule.ability.flatMap(rolesHolding))].map((r) => roles[r]);
    throw new Refusal(403, 'not-allowed', `This is for: ${holders.join(', ')}.`);
  }

  private async know(request: CalledRequest, ask?: Ask): Promise<void> {
    const bearer = bearerOf(request.headers.authorization);
    if (bearer) return this.knowToken(request, bearer, ask);
    const secret = cookieOf(request.headers.cookie, COOKIE);
    const open = secret ? await this.sessions.open(secret) : null;
    if (!open) return;
    request.openSession = open;
    const reason = await this.dutyReason(request, open);
    request.caller = new Caller(open.principal, { reauthenticated: open.reauthenticatedUntil !== null, id: open.key.toString('hex') }, reason ? () => true : await onDutyFor(queryable(this.acts), open.principal, new Date()));
  }

  private async knowToken(request: CalledRequest, bearer: string, ask?: Ask): Promise<void> {
    const address = plainAddress(request.ip ?? '');
    const known = ask && isAskable(ask, request)
      ? await this.sessions.clientBeside(bearer, address, (bind) => ask(request, bind))
      : { client: await this.sessions.client(bearer, address), beside: undefined };
    if (!known?.client) return;
    request.caller = new Caller(known.client, { reauthenticated: false, id: null });
    if (known.beside) request.beside = known.beside;
  }

  /** A reason for acting off duty may come with any command. It stands for being on duty in this request, and is written down before anything is done. */
  private async dutyReason(request: CalledRequest, { principal }: OpenSession): Promise<boolean> {
    const given = (request.body as { dutyReason?: unknown } | undefined)?.dutyReason;
    const reason = typeof given === 'string' ? given.trim() : '';
    if (reason.length < 3 || reason.length > 1000) return false;
    await this.acts.run(actorOf(principal), async (act) => act.audit({ action: 'duty.reason-given', object: { kind: 'person', id: principal.id }, reason, details: { path: request.path } }));
    return true;
  }
}

/** What is wrong with an address is said to those who are let in: the route asks again, and refuses. */
function isAskable(ask: Ask, request: CalledRequest): boolean {
  try {
    ask(request, () => '');
    return true;
  } catch {
    return false;
  }
}

export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return null;
}
