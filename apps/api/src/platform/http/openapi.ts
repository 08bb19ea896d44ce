import { abilities } from '@causeway/access';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { READS_ONLY } from './answered';
import { Checked, IdPipe } from './body.pipe';
import { componentSchemas, inlined, schemaOf, type Json } from './openapi-schemas';
import type { RouteRow } from './route-check';

interface Parameter {
  readonly kind: number;
  /** Name of the one field that is asked for; absent when it is all of them. */
  readonly name: string | undefined;
  readonly pipes: readonly unknown[];
  readonly passthrough: boolean;
}

/** Methods of a route that answers to all: those of tus 1.0 that its bytes know. */
const ALL = ['head', 'patch'] as const;
const PROBLEM: Json = { $ref: '#/components/responses/Problem' };

/** The document of this very build (OpenAPI 3.1): its paths are the routes that are mounted, its bodies the contracts they are checked against. */
export function openApiOf(rows: readonly RouteRow[], site: { readonly name: string; readonly version: string }): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const answers = new Map<string, number>();
  for (const row of [...rows].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const at = (paths[row.path.replace(/:(\w+)/g, '{$1}')] ??= {});
    for (const method of row.method === 'ALL' ? ALL : [row.method.toLowerCase()]) {
      // one method of a controller may answer several routes
      const nth = (answers.get(row.handler) ?? 0) + 1;
      answers.set(row.handler, nth);
      at[method] = { operationId: `${row.handler.replace('Controller.', '.')}${nth > 1 ? `.${nth}` : ''}`, ...operation(row, method) };
    }
  }
  return {
    openapi: '3.1.1',
    info: { title: `Causeway at ${site.name}`, version: site.version, description: 'Commands carry the version the caller saw. Errors are problem+json (RFC 9457). `x-causeway-who` says who may come in; the thing itself is then looked at.' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      schemas: { ...componentSchemas(), Problem: PROBLEM_SCHEMA },
      responses: { Problem: { description: 'Refused, or failed: `detail` says what to do.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      parameters: { Once: { name: 'Idempotency-Key', in: 'header', required: false, description: 'The same key with the same body gets the first answer again.', schema: { type: 'string', maxLength: 200 } } },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'causeway_session', description: 'Of a person, from POST /api/v1/session.' },
        token: { type: 'http', scheme: 'bearer', description: 'Of a client: at most what its token names, and at most what the person behind it may.' },
      },
    },
  };
}

function operation(row: RouteRow, method: string): Json {
  const parameters = parametersOf(row);
  const body = parameters.find((p) => p.kind === RouteParamtypes.BODY && schemaIn(p));
  const reads = method === 'get' || method === 'head' || Reflect.getMetadata(READS_ONLY, row.answer) === true;
  const { rule } = row;
  const who = 'ability' in rule ? rule.ability : 'open' in rule ? 'open' : 'signed in';
  const code = Number(Reflect.getMetadata('__httpCode__', row.answer) ?? (method === 'post' ? 201 : 200));
  const ownWay = parameters.some((p) => p.kind === RouteParamtypes.RESPONSE && !p.passthrough);
  return {
    tags: [row.path.split('/').filter(Boolean)[2] ?? 'house'],
    'x-causeway-who': who,
    ...('ability' in rule ? { description: `Needs ${rule.ability.map((name) => `\`${name}\` (${abilities[name].summary})`).join(', or ')}.` } : {}),
    ...('open' in rule ? { security: [] } : {}),
    parameters: [...pathParameters(row, parameters), ...parameters.filter((p) => p.kind === RouteParamtypes.QUERY).flatMap(queryParameters), ...(reads || 'open' in rule ? [] : [{ $ref: '#/components/parameters/Once' }])],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(schemaIn(body) as never) } } } } : {}),
    responses: { [code]: { description: code === 204 ? 'Done; there is nothing to say.' : 'Done.', ...(code === 204 || method === 'head' ? {} : { content: { [ownWay ? '*/*' : 'application/json']: {} } }) }, default: PROBLEM },
  };
}

/** The parameters of the controller's method as its decorators declare them. */
function parametersOf(row: RouteRow): Parameter[] {
  const declared = (Reflect.getMetadata('__routeArguments__', row.controller, row.handler.split('.')[1] ?? '') ?? {}) as Record<string, { data?: unknown; pipes?: unknown[] }>;
  return Object.entries(declared).map(([key, { data, pipes }]) => ({
    kind: Number(key.split(':')[0]), name: typeof data === 'string' ? data : undefined, pipes: pipes ?? [], passthrough: (data as { passthrough?: boolean } | undefined)?.passthrough === true,
  }));
}

const schemaIn = (p: Parameter): Checked<never>['schema'] | undefined => p.pipes.find((pipe) => pipe instanceof Checked)?.schema as never;

function pathParameters(row: RouteRow, parameters: readonly Parameter[]): Json[] {
  return [...row.path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const isId = parameters.some((p) => p.kind === RouteParamtypes.PARAM && p.name === name && p.pipes.some((pipe) => pipe instanceof IdPipe));
    return { name, in: 'path', required: true, schema: isId ? { type: 'string', format: 'uuid' } : { type: 'string' } };
  });
}

function queryParameters(p: Parameter): Json[] {
  if (p.name !== undefined) return [{ name: p.name, in: 'query', required: false, schema: { type: 'string' } }];
  const schema = schemaIn(p);
  // DICOM PS3.18 8.3.4: attributes by keyword or tag, as many as there are
  if (!schema) return [{ name: 'attributes', in: 'query', required: false, style: 'form', explode: true, schema: { type: 'object', additionalProperties: { type: 'string' } } }];
  const { properties = {}, required = [] } = inlined(schema) as { properties?: Readonly<Record<string, Json>>; required?: readonly string[] };
  return Object.entries(properties).map(([name, field]) => ({ name, in: 'query', required: required.includes(name), schema: field }));
}

const PROBLEM_SCHEMA: Json = {
  type: 'object', required: ['type', 'title', 'status', 'traceId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string', description: 'Stable: programs look at this.' }, detail: { type: 'string', description: 'What to do, for people.' },
    traceId: { type: 'string' }, by: { type: 'string' }, at: { type: 'string', format: 'date-time' },
    errors: { type: 'array', items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string', description: 'Field of the request (RFC 6901).' }, detail: { type: 'string' } } } },
  },
};
