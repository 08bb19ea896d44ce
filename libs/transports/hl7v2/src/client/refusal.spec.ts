import { type AckCode } from '@causeway/hl7v2';
import { describe as suite, expect, it } from 'vitest';
import { describe, isAccepted, retryAfter } from './refusal';

function acknowledgement(code: AckCode, ...conditions: readonly (number | null)[]) {
  return { code, controlId: '1', text: 'Smith', errors: conditions.map((condition) => ({ condition, severity: 'E', location: 'PID-3', text: 'Smith, John' })) };
}

suite('an answer', () => {
  it.each<[AckCode, readonly (number | null)[], 'later' | 'never' | null]>([
    ['AA', [], null], ['CA', [], null],
    ['AE', [], 'never'], ['CE', [], 'never'], ['AE', [101], 'never'], ['AE', [207], 'later'], ['AE', [206], 'later'],
    ['AR', [], 'later'], ['CR', [], 'later'], ['AR', [null], 'later'], ['AR', [207], 'later'], ['AR', [200], 'never'], ['AR', [203], 'never'], ['AR', [101], 'never'],
  ])('%s with conditions %j asks to send it again: %s', (code, conditions, retry) => {
    const answer = acknowledgement(code, ...conditions);
    expect(retryAfter(answer)).toBe(retry);
    expect(isAccepted(answer)).toBe(retry === null);
  });

  it('is described by codes and places, never in the partner’s own words', () => {
    expect(describe(acknowledgement('AE', 101))).toBe('The partner answered AE: condition 101 (Required field missing) at PID-3.');
    expect(describe(acknowledgement('AA'))).toBe('The partner answered AA.');
    const chatty = { ...acknowledgement('AE'), errors: [{ condition: 999, severity: null, location: 'Smith^John', text: 'Smith' }] };
    expect(describe(chatty)).toBe('The partner answered AE: condition 999.');
  });
});
