import { expect, it } from 'vitest';
import { explainStatus } from './status';

it.each([
  [0x0000, 'success', '0000H', null],
  [0xb000, 'warning', 'B000H', null],
  [0xb007, 'warning', 'B007H', null],
  [0x0107, 'warning', '0107H', null],
  [0xff00, 'pending', 'FF00H', null],
  [0xff01, 'pending', 'FF01H', null],
  [0xfe00, 'cancel', 'FE00H', 'later'],
  [0xa700, 'failure', 'A700H', 'later'],
  [0xa701, 'failure', 'A701H', 'later'],
  [0x0110, 'failure', '0110H', 'later'],
  [0x0213, 'failure', '0213H', 'later'],
  [0xa801, 'failure', 'A801H', 'never'],
  [0xa900, 'failure', 'A900H', 'never'],
  [0xc123, 'failure', 'C123H', 'never'],
  [0x0122, 'failure', '0122H', 'never'],
  [0x0117, 'failure', '0117H', 'never'],
  [0x0124, 'failure', '0124H', 'never'],
  [0x9999, 'failure', '9999H', 'never'],
] as const)('explains %i as %s', (status, kind, code, retry) => {
  const meaning = explainStatus(status);
  expect(meaning).toMatchObject({ kind, code, retry });
  expect(meaning.meaning).toMatch(/^[a-z]/i);
});

it('names ranges by their family', () => {
  expect(explainStatus(0xa7ff).meaning).toBe('out of resources');
  expect(explainStatus(0xa9ab).meaning).toBe('data set does not match SOP class');
  expect(explainStatus(0xcfff).meaning).toBe('cannot understand');
});
