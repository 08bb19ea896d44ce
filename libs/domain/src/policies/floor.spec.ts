import { expect, it } from 'vitest';
import { hasFloor, isLooser } from './floor';

const person = (people: 1 | 2, mustEqual: readonly string[] = ['family'], mayOverride?: string) => ({ act: 'person' as const, people, mustEqual, ...(mayOverride ? { mayOverride } : {}) });

it('a match of a line may ask for more care than the house, never for less', () => {
  expect(isLooser('match', { act: 'accept' }, person(1))).toBe(true);
  expect(isLooser('match', person(1), person(2))).toBe(true);
  expect(isLooser('match', person(2), person(1))).toBe(false);
  expect(isLooser('match', { act: 'quarantine' }, person(2))).toBe(false);
  expect(isLooser('match', { act: 'register' }, { act: 'accept' })).toBe(true);
  expect(isLooser('match', person(2, ['family']), person(2, ['family', 'birth-date']))).toBe(true);
  expect(isLooser('match', person(2, ['family', 'birth-date']), person(2, ['family']))).toBe(false);
  expect(isLooser('match', person(2, ['family'], 'match.override'), person(2, ['family']))).toBe(true);
});

it('passing on may be held back by a line, and not be opened', () => {
  const say = (act: 'allow' | 'ask' | 'refuse', attachTerms = true) => ({ act, attachTerms, exception: 'none' as const });
  expect(isLooser('redisclosure', say('allow'), say('ask'))).toBe(true);
  expect(isLooser('redisclosure', say('refuse'), say('ask'))).toBe(false);
  expect(isLooser('redisclosure', say('ask', false), say('ask', true))).toBe(true);
});

it('other kinds may differ freely', () => {
  expect(hasFloor('triage')).toBe(false);
  expect(isLooser('overread', { read: 'none' }, { read: 'formal' })).toBe(false);
});
