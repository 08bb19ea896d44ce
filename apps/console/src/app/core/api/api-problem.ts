import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@causeway/contracts';

/** A request that failed, as the api tells it (RFC 9457), or as we must guess when nothing of the sort came back. Status 0: no answer at all. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = 'ApiProblem';
  }

  get status(): number {
    return this.problem.status;
  }

  /** What is wrong with one field of the request body; the pointer is a JSON pointer such as "/reason". */
  fault(pointer: string): string | null {
    return this.problem.errors?.find((e) => e.pointer === pointer)?.detail ?? null;
  }
}

export function problemFrom(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!(error instanceof HttpErrorResponse)) return new ApiProblem(unknown(0, 'Something went wrong in the console'));
  const body = bodyOf(error);
  if (isProblem(body)) return new ApiProblem(body);
  return new ApiProblem(unknown(error.status, error.status === 0 ? 'Causeway does not answer' : 'Causeway answered with an error'));
}

/** A request for a blob or a text gets its problem as such: only text can still be read without waiting. */
function bodyOf(error: HttpErrorResponse): unknown {
  if (typeof error.error !== 'string') return error.error;
  try {
    return JSON.parse(error.error) as unknown;
  } catch {
    return null;
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string' && 'status' in body && typeof body.status === 'number';

const unknown = (status: number, title: string): Problem => ({ type: 'about:blank', title, status, traceId: '' });
