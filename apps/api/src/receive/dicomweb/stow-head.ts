import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isUid } from '@causeway/dicom';
import { isBoundary, parseMediaType } from '@causeway/transport-dicomweb';
import { givable, parseAccept } from '../../dicomweb/http/accept';
import { ROOT } from '../../dicomweb/http/base-url';
import { isListed, plainAddress } from '../../platform/addresses';
import { Refused } from './clients';

const JSON_TYPES = ['application/dicom+json', 'application/json'];
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** The study an address names, or null for objects of any study. Throws `Refused`. */
export function studyOf(request: IncomingMessage): string | null {
  const path = /^\/([^?]*)/.exec(request.url ?? '')?.[1] ?? '';
  const study = path === `${ROOT}/studies` ? null : path.startsWith(`${ROOT}/studies/`) ? path.slice(`${ROOT}/studies/`.length) : undefined;
  if (study === undefined) throw new Refused(404, 'not-found', 'Objects are stored at /studies or /studies/{study}.');
  if (request.method !== 'POST') throw new Refused(405, 'method', 'Objects are stored with POST.');
  if (study !== null && !isUid(study)) throw new Refused(400, 'study-uid', 'The study in the address is no UID.');
  return study;
}

/** The body must be plain multipart/related of application/dicom: nothing here inflates a request. Throws `Refused`. */
export function boundaryOf(request: IncomingMessage): string {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refused(415, 'content-encoding', 'Send the body without a content encoding.');
  const type = parseMediaType(request.headers['content-type']);
  if (type?.type !== 'multipart/related') throw new Refused(415, 'media-type', 'Send multipart/related; type="application/dicom"; boundary=...');
  const inner = type.parameters.get('type')?.toLowerCase() ?? 'application/dicom';
  if (inner !== 'application/dicom') throw new Refused(415, 'media-type', `Objects are taken as whole files, not as ${inner.slice(0, 60)}: send multipart/related; type="application/dicom".`);
  const boundary = type.parameters.get('boundary');
  if (!isBoundary(boundary)) throw new Refused(400, 'boundary', 'Content-Type must name a boundary of 1 to 200 characters.');
  return boundary;
}

/** The answer has one form. Throws `Refused` where it is not wanted. */
export function checkAccept(request: IncomingMessage): void {
  if (givable(parseAccept(request.headers.accept), { types: JSON_TYPES, forms: ['single', 'multipart'] }).length === 0) throw new Refused(406, 'not-in-this-form', 'The answer is given as application/dicom+json.');
}

/** Who stands at the other end: the api, which says whom it speaks for, or anybody. */
export type Caller = 'api' | 'anybody';

/** Where a request came from. Of anybody only a proxy on this machine is believed about that, as by the api. */
export function addressOf(request: IncomingMessage, caller: Caller): string {
  const named = String(request.headers['x-forwarded-for'] ?? '').split(',').map((one) => plainAddress(one.trim())).filter((one) => one !== '');
  let address = plainAddress(request.socket.remoteAddress ?? '');
  if (caller === 'api') return named[0] ?? address;
  while (isListed(address, LOOPBACK) && named.length > 0) address = named.pop()!;
  return address;
}

export function traceOf(request: IncomingMessage, caller: Caller): string {
  const given = caller === 'api' ? request.headers['x-trace-id'] : undefined;
  return typeof given === 'string' && /^[0-9a-f-]{36}$/.test(given) ? given : randomUUID();
}
