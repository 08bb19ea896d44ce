// The matrix's rows: the routes that the running product says it has, in its OpenAPI document, with what each of them takes.
import type { Door } from '../claims/reader';
import type { Route } from '../../docs/routes';

export interface Schema { readonly [key: string]: unknown }
export interface DocumentedRoute extends Route {
  /** What the body must look like; null when the route takes none. */
  readonly body: Schema | null;
}
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-causeway-who': string | readonly string[]; readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export async function documentOf(door: Door, headers: Readonly<Record<string, string>>): Promise<ApiDocument> {
  const { status, text } = await door.ask('GET', '/api/openapi.json', headers, undefined);
  if (status !== 200) throw new Error(`The OpenAPI document answered ${status}.`);
  return JSON.parse(text) as ApiDocument;
}

/** One route for each operation; HEAD is answered by the same method of the product as the other one, and its answer has no body to look at. */
export const routesIn = ({ paths }: ApiDocument): DocumentedRoute[] => Object.entries(paths).flatMap(([path, at]) => Object.entries(at).filter(([method]) => method !== 'head').map(([method, operation]) => ({
  method: method.toUpperCase(), path: path.replace(/\{(\w+)\}/g, ':$1'), who: [operation['x-causeway-who']].flat().join(', '), body: operation.requestBody?.content['application/json']?.schema ?? null,
})));

/** Routes of the source that the document leaves out, or has with another rule. */
export function unlike(documented: readonly Route[], declared: readonly Route[]): string[] {
  const named = (routes: readonly Route[]): Set<string> => new Set(routes.map((r) => `${r.method === 'ALL' ? 'PATCH' : r.method} ${r.path} (${r.who})`));
  const [inDocument, inSource] = [named(documented), named(declared)];
  return [...[...inSource].filter((r) => !inDocument.has(r)).map((r) => `The OpenAPI document leaves out ${r}.`), ...[...inDocument].filter((r) => !inSource.has(r)).map((r) => `The OpenAPI document has ${r}, which no controller declares.`)];
}
