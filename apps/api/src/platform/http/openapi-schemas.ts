import * as contracts from '@causeway/contracts';
import * as z from 'zod/mini';

export type Json = Readonly<Record<string, unknown>>;

const AT = '#/components/schemas/';
const isSchema = (value: unknown): value is z.ZodMiniType => typeof value === 'object' && value !== null && '_zod' in value;
const named = new Map(Object.entries(contracts).flatMap(([name, value]) => (isSchema(value) ? [[value as z.ZodMiniType, name] as const] : [])));
const HOW = { io: 'input', unrepresentable: 'any' } as const;

/** What checks and no library can say in JSON Schema, such as rules between fields, is left out: the api says it in its 422. */
export function componentSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { ...HOW, uri: (id) => `${AT}${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema) as Json]));
}

/** A reference to a contract by its name, or the schema itself where a route has one of its own. */
export function schemaOf(schema: z.ZodMiniType): Json {
  const name = named.get(schema);
  return name ? { $ref: `${AT}${name}` } : inlined(schema);
}

/** The schema with everything it names inside it: for the fields of a query. */
export const inlined = (schema: z.ZodMiniType): Json => tidy(z.toJSONSchema(schema, HOW)) as Json;

/** OpenAPI names its dialect once, and components have their address by where they stand. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, v]) => {
    if (key === '$schema' || key === '$id' || key === '~standard') return [];
    if (key === '$ref' && typeof v === 'string') return [[key, v.replace(/^(#\/components\/schemas\/[^#]+)#\//, '$1/')]];
    // the span of numbers that JavaScript can count says nothing about the field
    if ((key === 'maximum' || key === 'minimum') && Math.abs(Number(v)) === Number.MAX_SAFE_INTEGER) return [];
    return [[key, tidy(v)]];
  }));
}
