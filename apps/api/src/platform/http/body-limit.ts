import type { NextFunction, Request, Response } from 'express';
import { Refusal } from '../acts/refusal';

/** Most bytes of a JSON body. */
export const JSON_BYTES = 5 * 1024 * 1024;
export const JSON_TYPES = ['application/json', 'application/*+json'];
/** How long a client may go on sending after it was refused: long enough to read the answer, too short to keep us busy. */
const LINGER_MS = 2000;

/**
 * Stands before the JSON parser, which reads a body that is too large to its end before it says so: one that never ends would never be answered. A length
 * that says too much is refused at once; a body without a length is cut soon after the limit.
 */
export function bodyLimit(request: Request, response: Response, next: NextFunction): void {
  if (!request.is(JSON_TYPES)) return next();
  const cutSoon = (): void => {
    const timer = setTimeout(() => request.socket.destroy(), LINGER_MS);
    request.once('end', () => clearTimeout(timer));
  };
  if (Number(request.headers['content-length'] ?? 0) > JSON_BYTES) {
    response.once('finish', () => { request.resume(); cutSoon(); });
    return next(new Refusal(413, 'too-large', 'The body is larger than is taken here.'));
  }
  let seen = 0;
  request.on('data', (part: Buffer) => {
    if (seen <= JSON_BYTES && seen + part.length > JSON_BYTES) cutSoon();
    seen += part.length;
  });
  return next();
}
