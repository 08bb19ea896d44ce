import type { NestExpressApplication } from '@nestjs/platform-express';
import { ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveHttp } from '../../serve-http';
import { bench, type Bench } from '../../testing/harness';
import { makeLog } from '../log';
import { Sessions } from '../sign-in/sessions';
import { COOKIE } from './guard';
import { checkRoutes } from './route-check';

interface Operation { readonly operationId: string; readonly parameters: readonly Record<string, unknown>[]; readonly requestBody?: { readonly content: Record<string, { readonly schema: Record<string, unknown> }> }; readonly 'x-causeway-who': unknown; readonly responses: Record<string, unknown> }
interface Document { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>>; readonly components: Record<string, Record<string, Record<string, unknown>>> }

let b: Bench;
let app: NestExpressApplication;
let url: string;
let document: Document;
const ask = (cookie: string): Promise<Response> => fetch(`${url}/api/openapi.json`, { headers: { cookie } });

beforeAll(async () => {
  b = await bench();
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = await app.getUrl();
  const { secret } = await new Sessions(b.acts, b.settings).signIn((await b.person('pa')).username, 'four words make passwords', '192.0.2.1');
  document = (await (await ask(`${COOKIE}=${secret}`)).json()) as Document;
});
afterAll(async () => {
  await app.close();
  await b.close();
});
const operations = (): Operation[] => Object.values(document.paths).flatMap((at) => Object.values(at));

it('the OpenAPI document holds every route that is mounted, and none that is not', () => {
  const mounted = checkRoutes(app.get(ModulesContainer)).flatMap((row) => (row.method === 'ALL' ? ['HEAD', 'PATCH'] : [row.method]).map((method) => `${method} ${row.path}`));
  const written = Object.entries(document.paths).flatMap(([path, at]) => Object.keys(at).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
  expect(written.length).toBeGreaterThan(300);
  expect(written.sort()).toEqual([...new Set(mounted)].sort());
});

it('everything the document refers to is in it, and its operations have names of their own', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
  const at = (ref: string): unknown => ref.slice(2).split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
  expect(refs.length).toBeGreaterThan(200);
  expect([...new Set(refs)].filter((ref) => !ref.startsWith('#/') || at(ref) === undefined)).toEqual([]);
  const ids = operations().map((o) => o.operationId);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

it('says what a command takes, what its address names and who may come in', () => {
  const command = document.paths['/api/v1/people/{id}/change']?.['post'];
  expect(command?.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/ChangePerson' });
  expect(document.components['schemas']?.['ChangePerson']).toMatchObject({ type: 'object', required: expect.arrayContaining(['version', 'reason', 'roles']) as unknown });
  expect(command).toMatchObject({ 'x-causeway-who': ['people.manage'], parameters: [{ name: 'id', in: 'path', schema: { format: 'uuid' } }, { $ref: '#/components/parameters/Once' }] });
  expect(document.paths['/api/v1/inbound']?.['get']?.parameters).toEqual(expect.arrayContaining([expect.objectContaining({ in: 'query', name: 'view' })]));
  expect(document.paths['/health/live']?.['get']).toMatchObject({ 'x-causeway-who': 'open' });
});

it('every operation of which a body is expected has its schema', () => {
  const without = Object.entries(document.paths).flatMap(([path, at]) => Object.entries(at).flatMap(([method, o]) => (o.requestBody && Object.keys(o.requestBody.content['application/json']?.schema ?? {}).length === 0 ? [`${method} ${path}`] : [])));
  expect(without).toEqual([]);
});

it('is shown to nobody who is not signed in', async () => {
  expect((await ask('')).status).toBe(401);
});
