import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@causeway/contracts';
import type { Response } from 'express';
import { currentTrace } from '../acts/acts';
import { Refusal } from '../acts/refusal';
import type { Logger } from '../log';

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood', 401: 'Sign in first', 403: 'Not allowed', 404: 'Not found', 405: 'Not possible here', 406: 'Not in that form', 409: 'Not in this state', 410: 'Gone',
  412: 'Changed meanwhile', 413: 'Too large', 415: 'Not this media type', 422: 'Not complete', 428: 'A version is needed', 429: 'Too many tries', 503: 'Not now',
};

/** Every error leaves as RFC 9457 problem+json. What we did not foresee says nothing but its trace. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.problemOf(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(error: unknown): Problem {
    const traceId = currentTrace() ?? 'none';
    if (error instanceof Refusal) {
      return { type: `/problems/${error.code}`, title: TITLES[error.status] ?? 'Refused', status: error.status, code: error.code, detail: error.detail, traceId, ...error.more };
    }
    // the database's own refusal (migration 0043), for whoever came while the exam was being purged
    if ((error as { driverError?: { code?: string } } | null)?.driverError?.code === 'CW410') {
      return { type: '/problems/purged', title: TITLES[410] ?? 'Gone', status: 410, code: 'purged', detail: 'An exam of this is purged: its images are gone for good. Its tombstone says why.', traceId };
    }
    if (error instanceof HttpException && error.getStatus() < 500) {
      const status = error.getStatus();
      return { type: `/problems/http-${status}`, title: TITLES[status] ?? 'Refused', status, code: `http-${status}`, traceId };
    }
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return { type: `/problems/http-${status}`, title: TITLES[status] ?? 'Refused', status, code: `http-${status}`, traceId };
    }
    this.log.error({ error, trace: traceId }, 'request failed');
    return { type: '/problems/failure', title: 'Something failed on our side', status: 500, code: 'failure', detail: 'Nothing was changed. Try again; if it stays, give the trace to your administrator.', traceId };
  }
}
