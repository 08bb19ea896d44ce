import { expect, it } from 'vitest';
import { nextPage } from './next-page';

it.each([['/inbox?view=stat', '/inbox?view=stat'], ['/exams/1', '/exams/1']])('goes on to %s', (wanted, to) => expect(nextPage(wanted)).toBe(to));

it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', '/.//evil.example', '/x/..//evil.example', 'javascript:alert(1)', '/sign-in?next=/sign-in', '/api/v1/me', undefined, ['/a'], `/${'a'.repeat(1001)}`])(
  'does not go to %s', (wanted) => expect(nextPage(wanted)).toBe('/'));
