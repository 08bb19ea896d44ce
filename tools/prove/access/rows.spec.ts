import { expect, it } from 'vitest';
import { routes } from '../../docs/routes';
import { isAbility } from './expected';
import { behind } from './rows';

it('every route has a row that says what its address names: without one the access proof could not walk it', () => {
  const all = routes();
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter((route) => behind(route) === null).map((route) => `${route.method} ${route.path}`)).toEqual([]);
});

it('every ability a route asks for is one of the specification', () => {
  const asked = [...new Set(routes().flatMap((route) => (['open', 'signed in'].includes(route.who) ? [] : route.who.split(', '))))];
  expect(asked.filter((name) => !isAbility(name))).toEqual([]);
});
