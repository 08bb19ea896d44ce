import { createHash } from 'node:crypto';
import { SetMetadata, type CallHandler, type CustomDecorator, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { canonicalJson } from '@causeway/domain';
import type { Response } from 'express';
import type { Acts } from '../acts/acts';
import { Refusal } from '../acts/refusal';
import { processMark } from '../process-mark';
import { streamSession } from '../stream/stream';
import type { CalledRequest } from './guard';

export const READS_ONLY = 'causeway:reads-only';
/** A process that lost its session with the database has this long to open another before its commands count as lost. */
const ABSENT_SECONDS = 2;
/** No command takes longer: what has no answer by then never gets one. */
const LONGEST_SECONDS = 300;

/** A question sent as POST because its words must not stand in an address. Its answer is never kept. */
export const ReadsOnly = (): CustomDecorator => SetMetadata(READS_ONLY, true);
/** A command that may be sent twice without harm and whose body is not read here. Its key is passed over. */
export const NotOnce = ReadsOnly;

interface Command {
  readonly key: string;
  readonly who: string;
  readonly route: string;
  readonly body: Buffer;
}

/**
 * A command sent twice with the same Idempotency-Key takes effect once; the second gets the first answer.
 * The key is taken before the work, so that two at once do not both run. A key whose process died is free again: nobody knows whether the
 * command took effect, so it runs again and its versions and epochs decide.
 */
export class AnsweredOnce implements NestInterceptor {
  constructor(private readonly acts: Acts, private readonly reflector: Reflector, private readonly mark = processMark) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const key = request.headers['idempotency-key'];
    const reads = request.method === 'GET' || this.reflector.get<boolean | undefined>(READS_ONLY, context.getHandler()) === true;
    if (reads || typeof key !== 'string' || !request.caller) return next.handle();
    return from(this.once(request, context.switchToHttp().getResponse<Response>(), key.slice(0, 200), next));
  }

  private async once(request: CalledRequest, response: Response, key: string, next: CallHandler): Promise<unknown> {
    const command: Command = { key, who: request.caller?.id ?? '', route: `${request.method} ${request.path}`, body: createHash('sha256').update(canonicalJson(request.body ?? {})).digest() };
    if (!(await this.take(command)) && !(await this.takeOver(command))) return this.repeat(command, response);
    try {
      const answer = (await lastValueFrom(next.handle(), { defaultValue: undefined })) as unknown;
      await this.acts.read('update answered set status = $4, answer = $5 where key = $1 and who = $2 and taker = $3', [key, command.who, this.mark, response.statusCode, JSON.stringify(answer ?? null)]);
      return answer;
    } catch (error) {
      // a refused command had no effect: the same key may be tried again
      await this.acts.read('delete from answered where key = $1 and who = $2 and taker = $3', [key, command.who, this.mark]);
      throw error;
    }
  }

  private async take({ key, who, route, body }: Command): Promise<boolean> {
    const rows = await this.acts.read('insert into answered (key, who, route, body_hash, taker) values ($1, $2, $3, $4, $5) on conflict do nothing returning key', [key, who, route, body, this.mark]);
    return rows.length > 0;
  }

  private async takeOver({ key, who, route, body }: Command): Promise<boolean> {
    const rows = await this.acts.read(
      `update answered set taker = $5, at = clock_timestamp() where key = $1 and who = $2 and route = $3 and body_hash = $4 and status is null
         and (at < clock_timestamp() - make_interval(secs => ${LONGEST_SECONDS})
           or (at < clock_timestamp() - make_interval(secs => ${ABSENT_SECONDS}) and not exists (select 1 from pg_stat_activity where application_name = $6 || answered.taker)))
       returning key`, [key, who, route, body, this.mark, streamSession('')]);
    return rows.length > 0;
  }

  private async repeat({ key, who, route, body }: Command, response: Response): Promise<unknown> {
    const [first] = await this.acts.read<{ route: string; body_hash: Buffer; status: number | null; answer: unknown }>(
      'select route, body_hash, status, answer from answered where key = $1 and who = $2', [key, who]);
    if (!first || first.route !== route || !first.body_hash.equals(body)) throw new Refusal(422, 'key-used', 'This Idempotency-Key was used for another command: take a new one.');
    if (first.status === null) throw new Refusal(409, 'still-running', 'The same command is still running. Ask again in a moment.');
    response.status(first.status).setHeader('Idempotent-Replay', 'true');
    return first.answer ?? undefined;
  }
}
