import type { NextFunction, Request, Response } from 'express';

/** A body of data may take this long in all, in milliseconds. */
const LONGEST_MS = 300_000;
/** Bodies without a length in time; who takes one watches that bytes keep coming. */
const UNBOUNDED = /^\s*multipart\/related\b/i;

/** Cuts who keeps a request open by sending it ever so slowly. */
export function patience(request: Request, _response: Response, next: NextFunction): void {
  if (!request.complete && !UNBOUNDED.test(request.headers['content-type'] ?? '')) {
    const late = setTimeout(() => { if (!request.complete) request.destroy(); }, LONGEST_MS).unref();
    request.once('close', () => clearTimeout(late));
  }
  next();
}
