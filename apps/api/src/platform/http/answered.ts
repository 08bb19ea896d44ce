import { createHash } from 'node:crypto';
import { SetMetadata, type CallHandler, type CustomDecorator, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { canonicalJson } from '@causeway/domain';
import type { Response } from 'express';
import type { Acts } from '../acts/acts';
import { Refusal } from '../acts/refusal';
import type { CalledRequest } from './guard';

const READS_ONLY = 'causeway:reads-only';

/** A question sent as POST because its words must not stand in an address. Its answer is never kept. */
export const ReadsOnly = (): CustomDecorator => SetMetadata(READS_ONLY, true);

/**
 * A command sent twice with the same Idempotency-Key takes effect once; the second gets the first answer.
 * The key is taken before the work, so that two at once do not both run.
 */
export class AnsweredOnce implements NestInterceptor {
  constructor(private readonly acts: Acts, private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const key = request.headers['idempotency-key'];
    const reads = request.method === 'GET' || this.reflector.get<boolean | undefined>(READS_ONLY, context.getHandler()) === true;
    if (reads || typeof key !== 'string' || !request.caller) return next.handle();
    return from(this.once(request, context.switchToHttp().getResponse<Response>(), key.slice(0, 200), next));
  }

  private async once(request: CalledRequest, response: Response, key: string, next: CallHandler): Promise<unknown> {
    const who = request.caller?.id ?? '';
    const route = `${request.method} ${request.path}`;
    const body = createHash('sha256').update(canonicalJson(request.body ?? {})).digest();
    const [mine] = await this.acts.read('insert into answered (key, who, route, body_hash) values ($1, $2, $3, $4) on conflict do nothing returning key', [key, who, route, body]);
    if (!mine) return this.repeat(key, who, route, body, response);
    try {
      const answer = (await lastValueFrom(next.handle(), { defaultValue: undefined })) as unknown;
      await this.acts.read('update answered set status = $3, answer = $4 where key = $1 and who = $2', [key, who, response.statusCode, JSON.stringify(answer ?? null)]);
      return answer;
    } catch (error) {
      // a refused command had no effect: the same key may be tried again
      await this.acts.read('delete from answered where key = $1 and who = $2', [key, who]);
      throw error;
    }
  }

  private async repeat(key: string, who: string, route: string, body: Buffer, response: Response): Promise<unknown> {
    const [first] = await this.acts.read<{ route: string; body_hash: Buffer; status: number | null; answer: unknown }>(
      'select route, body_hash, status, answer from answered where key = $1 and who = $2', [key, who]);
    if (!first || first.route !== route || !first.body_hash.equals(body)) throw new Refusal(422, 'key-used', 'This Idempotency-Key was used for another command: take a new one.');
    if (first.status === null) throw new Refusal(409, 'still-running', 'The same command is still running. Ask again in a moment.');
    response.status(first.status).setHeader('Idempotent-Replay', 'true');
    return first.answer ?? undefined;
  }
}
