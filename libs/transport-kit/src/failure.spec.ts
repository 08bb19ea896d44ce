import { expect, it } from 'vitest';
import { TransportFailure, throwIfCancelled } from './failure';

it('shows code, retry and detail to whoever stores it, and keeps the cause in the process', () => {
  const failure = new TransportFailure('busy', 'later', 'They are at their limit.', { cause: new Error('DOE^JANE') });
  expect(JSON.parse(JSON.stringify(failure))).toEqual({ code: 'busy', retry: 'later', detail: 'They are at their limit.', faults: [] });
  expect((failure.cause as Error).message).toBe('DOE^JANE');
});

it('turns an aborted signal into a failure that may be tried later', () => {
  expect(() => throwIfCancelled(new AbortController().signal)).not.toThrow();
  expect(() => throwIfCancelled(AbortSignal.abort())).toThrow(expect.objectContaining({ code: 'cancelled', retry: 'later' }));
});
