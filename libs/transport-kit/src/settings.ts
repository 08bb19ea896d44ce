import { z } from 'zod';
import { TransportFailure, type SettingsFault } from './failure';

export type AddressPart = 'host' | 'port' | 'url' | 'token-url';
export type FieldKind = 'text' | 'long-text' | 'secret' | 'number' | 'switch' | 'choice';

/** One field of the form in which a person enters the settings of an endpoint. */
export interface SettingsField {
  /** Where the value stands in the settings: `tls.keyPem`. */
  readonly path: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  /** Sealed at rest and never sent back to a browser. */
  readonly secret: boolean;
  /** Shown only when asked for: limits, time-outs, quirks. */
  readonly advanced: boolean;
  readonly fallback?: string | number | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** The field says whom lines call: host, port and url together are one address, a token service is another. */
  readonly address?: AddressPart;
  /** Heading of the nested object the field belongs to. */
  readonly group?: string;
}

export interface SettingsSchema<S> {
  /** Throws `misconfigured` with one fault per field; a fault never repeats the value. */
  parse(raw: unknown): S;
  readonly form: readonly SettingsField[];
}

/** Words a schema adds with `.meta()` beside zod's own `title` and `description`. */
interface FieldMeta {
  title?: string;
  description?: string;
  secret?: boolean;
  longText?: boolean;
  advanced?: boolean;
  address?: AddressPart;
}

interface JsonSchema extends FieldMeta {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

/** Settings from one zod object: it validates, and the console's form is read off it, so the two cannot disagree. */
export function settingsSchema<T extends z.ZodObject>(schema: T): SettingsSchema<z.output<T>> {
  return { parse: (raw) => parseSettings(schema, raw), form: formOf(schema) };
}

function parseSettings<T extends z.ZodObject>(schema: T, raw: unknown): z.output<T> {
  const result = schema.safeParse(raw);
  if (result.success) {
    return result.data;
  }
  const faults: SettingsFault[] = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = `The settings are not usable: ${faults.map((fault) => `${fault.path || 'settings'}: ${fault.message}`).join('; ')}.`;
  throw new TransportFailure('misconfigured', 'never', detail, { faults });
}

function formOf(schema: z.ZodObject): SettingsField[] {
  return fieldsOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, '', undefined, true, false);
}

function fieldsOf(object: JsonSchema, prefix: string, group: string | undefined, needed: boolean, advanced: boolean): SettingsField[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    const required = needed && (object.required ?? []).includes(name);
    const tucked = advanced || property.advanced === true;
    return property.properties
      ? fieldsOf(property, `${path}.`, property.title ?? name, required, tucked)
      : [fieldOf(path, property, group, required, tucked)];
  });
}

function fieldOf(path: string, property: JsonSchema, group: string | undefined, required: boolean, advanced: boolean): SettingsField {
  const min = property.minimum ?? property.minLength;
  const max = property.maximum ?? property.maxLength;
  return {
    path,
    kind: kindOf(property),
    label: property.title ?? path,
    hint: property.description ?? '',
    required,
    secret: property.secret === true,
    advanced,
    ...(isScalar(property.default) ? { fallback: property.default } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(property.enum ? { choices: property.enum } : {}),
    ...(property.address ? { address: property.address } : {}),
    ...(group === undefined ? {} : { group }),
  };
}

function kindOf(property: JsonSchema): FieldKind {
  if (property.secret) {
    return 'secret';
  }
  if (property.enum) {
    return 'choice';
  }
  if (property.type === 'boolean') {
    return 'switch';
  }
  if (property.type === 'integer' || property.type === 'number') {
    return 'number';
  }
  return property.longText ? 'long-text' : 'text';
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whom lines with these settings call. */
export interface CalledAddress {
  readonly host: string;
  readonly port: number;
  /** Scheme, host and port: what credentials are bound to. */
  readonly origin: string;
}

/** Whom lines with these settings call, the service first and then whoever hands out the token for it. */
export function calledAddresses(form: readonly SettingsField[], raw: unknown): CalledAddress[] {
  const path = form.find((one) => one.address === 'token-url')?.path.split('.') ?? [];
  const tokens = addressOf(path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], raw));
  return [calledAddress(form, raw), tokens].filter((one) => one !== null);
}

function addressOf(url: unknown): CalledAddress | null {
  if (typeof url !== 'string' || !URL.canParse(url)) {
    return null;
  }
  const { hostname, port, protocol, origin } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port), origin };
}

/** Read off the fields that say so, sealed or not; null when lines of this kind call nobody, or the address cannot be read. */
export function calledAddress(form: readonly SettingsField[], raw: unknown): CalledAddress | null {
  const at = (part: AddressPart): unknown => {
    const field = form.find((one) => one.address === part);
    return field && ((raw as Record<string, unknown> | null)?.[field.path] ?? field.fallback);
  };
  const service = addressOf(at('url'));
  if (service) {
    return service;
  }
  const [host, port] = [at('host'), Number(at('port'))];
  if (typeof host !== 'string' || host === '' || !Number.isInteger(port)) {
    return null;
  }
  return { host, port, origin: `${host.toLowerCase()}:${port}` };
}
