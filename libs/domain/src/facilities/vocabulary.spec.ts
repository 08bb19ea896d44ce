import { expect, it } from 'vitest';
import { commonProcedures, suggestProcedure } from './vocabulary';

it('a name of theirs that says the same in other words is suggested', () => {
  const of = (name: string): string | null => suggestProcedure(name, commonProcedures);
  expect(of('CT HEAD W/O CONTRAST')).toBe('CT head without contrast');
  expect(of('CT ABD AND PELVIS W CONTRAST')).toBe('CT abdomen and pelvis with contrast');
  expect(of('MRI LUMBAR SPINE WO CONTRAST')).toBe('MR lumbar spine without contrast');
  expect(of('XRAY KNEE')).toBe('XR knee');
});

it('a name that is near nothing, or as near to one as to another, is left to a person', () => {
  expect(suggestProcedure('Portable', commonProcedures)).toBeNull();
  expect(suggestProcedure('CT head', ['CT head with contrast', 'CT head without contrast'])).toBeNull();
  expect(suggestProcedure('', commonProcedures)).toBeNull();
});
