import { expect, it } from 'vitest';
import { termsOf } from './terms';

it('lets the words of a source travel, and says in ours what its agreement asks where it has none', () => {
  expect(termsOf('allowed', '  For treatment only. ')).toBe('For treatment only.');
  expect(termsOf('ask', '  ')).toMatch(/^Ask the source/);
  expect(termsOf('forbidden', null)).toMatch(/does not allow/);
  expect(termsOf('allowed', null)).toBeNull();
  expect(termsOf(null, null)).toBeNull();
});
