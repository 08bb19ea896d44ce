import { expect, it } from 'vitest';
import { routes } from '../../docs/routes';
import { routesIn, unlike } from './document';
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

it('a route that the OpenAPI document leaves out, or has with another rule, is a fault', () => {
  const declared = [{ method: 'GET', path: '/a', who: 'open' }, { method: 'ALL', path: '/b/:id', who: 'exam.list' }];
  const documented = { paths: { '/a': { get: { 'x-causeway-who': 'open' } }, '/b/{id}': { head: { 'x-causeway-who': ['exam.list'] }, patch: { 'x-causeway-who': ['exam.list'] } } }, components: { schemas: {} } };
  expect(unlike(routesIn(documented), declared)).toEqual([]);
  expect(unlike(routesIn({ ...documented, paths: { '/a': { get: { 'x-causeway-who': 'signed in' } } } }), declared)).toEqual([
    'The OpenAPI document leaves out GET /a (open).', 'The OpenAPI document leaves out PATCH /b/:id (exam.list).', 'The OpenAPI document has GET /a (signed in), which no controller declares.',
  ]);
});
