/** What a client may keep of patients' images, and how it asks whether that still holds (RFC 9110 13, RFC 9111). */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Kept by this person's own program at most, and asked about each time: a right that ended, ended. */
const PRIVATE = 'private, no-cache';

export const tagOf = (...parts: readonly (string | number)[]): string => `"${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40)}"`;

function known(request: Request, tag: string): boolean {
  const header = request.headers['if-none-match'];
  return header !== undefined && header.length < 10_000 && header.split(',').some((one) => [tag, '*'].includes(one.trim().replace(/^W\//, '')));
}

/** Sets the headers; true when the client has these very bytes, and is told so. */
export function unchanged(request: Request, response: Response, tag: string): boolean {
  response.setHeader('Cache-Control', PRIVATE);
  response.setHeader('ETag', tag);
  response.setHeader('Vary', 'Accept, Authorization, Cookie');
  if (!known(request, tag)) return false;
  response.status(304).end();
  return true;
}
