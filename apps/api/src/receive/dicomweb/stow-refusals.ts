import { Refusal } from '../../platform/acts/refusal';
import type { AtOnce } from './at-once';
import { Refused } from './clients';
import type { BodyFault } from './store-request';

/** What is said of a body that could not be read to its end. */
export const FAULTS: Readonly<Record<Exclude<BodyFault, 'gone'>, Refused>> = {
  truncated: new Refused(400, 'truncated', 'The body ended without its closing boundary. What came whole was stored; send the rest again.'),
  empty: new Refused(400, 'no-objects', 'The body holds no part: look at the boundary in Content-Type.'),
  'header-invalid': new Refused(400, 'part-header', 'A part of the body has headers that cannot be read.'),
  'header-too-long': new Refused(400, 'part-header', 'A part of the body has more than 16 KiB of headers.'),
  'too-many-parts': new Refused(413, 'too-many-objects', 'A request may hold 10,000 objects. The first 10,000 were taken; send the others in further requests.'),
  'no-objects-in-parts': new Refused(413, 'no-objects', 'A hundred parts of the body could not be taken, so the rest was not read. What could be taken was stored.'),
  'object-too-large': new Refused(413, 'object-too-large', 'One object is larger than is taken here. What came before it was stored.'),
};

export const tooManyRequests = (each: number): ConstructorParameters<typeof AtOnce>[1] => (whose) =>
  whose === 'each'
    ? new Refused(503, 'too-many-at-once', `A connection may send ${each} requests at once. Wait for one to end.`, 2)
    : new Refused(503, 'too-many-at-once', 'Too many senders at once. Send again in a moment.', 5);

export function asRefused(error: unknown, log: () => void): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof Refusal && error.status === 400) return new Refused(400, error.code, error.detail);
  log();
  return new Refused(503, 'not-now', 'This could not be done now. What was stored is recognised when it is sent again.', 5);
}
