// Where somebody can enter an address: the forms of the transports, and every body the api takes.
import * as contracts from '@causeway/contracts';
import type { TransportForm } from '@causeway/contracts';
import * as z from 'zod/mini';

export interface AddressField {
  readonly kind: string;
  readonly path: string;
  readonly as: 'host' | 'url';
  /** Settings that are right but for the address. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const RIGHT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  dimse: { calledAeTitle: 'INSIDE', connectSeconds: 1, associateSeconds: 1 }, hl7v2: { connectMs: 1000, answerMs: 1000 }, dicomweb: { connectSeconds: 1, answerSeconds: 1, token: 'meant-for-one-origin' },
};

/** A service that is nowhere, and who hands out its tokens. */
const BY_CLIENT = { url: 'https://partner.example/dicom-web', connectSeconds: 1, answerSeconds: 1, oauth: { clientId: 'causeway', clientSecret: 'meant-for-one-origin' } };

export function addressFields(forms: readonly TransportForm[]): AddressField[] {
  return forms.flatMap(({ kind, fields }) => fields.flatMap(({ path, address }): AddressField[] => {
    if (address === 'host' || address === 'url') return [{ kind, path, as: address, settings: RIGHT[kind] ?? {} }];
    return address === 'token-url' ? [{ kind, path, as: 'url', settings: BY_CLIENT }] : [];
  }));
}

/** The settings with an address put where its path says. */
export function settingsAt({ path, settings }: AddressField, value: string): Record<string, unknown> {
  const [name = '', inner] = path.split('.');
  return { ...settings, [name]: inner ? { ...(settings[name] as object), [inner]: value } : value };
}

const LOOKS_LIKE_ONE = /url|uri|host|webhook|hook|callback|redirect|server|proxy|^addresses?$/i;
/** Fields of bodies whose names look like an address and from which nothing is ever called, each with what it is. */
const NOT_CALLED: Readonly<Record<string, string>> = {
  'NewEndpoint.addresses': 'whom we let in', 'ChangeEndpoint.addresses': 'whom we let in', 'SaveNoticePreferences.addresses': 'mail and pager number of a person',
};

/** Bodies whose address is tried by a door of its own in `ssrf.ts`. */
const TRIED: ReadonlySet<string> = new Set(['PartnerConnection.host', 'PartnerConnection.url']);

interface Shape { readonly properties?: Readonly<Record<string, Shape>>; readonly items?: Shape; readonly anyOf?: readonly Shape[] }

/** Bodies of the api with a field that looks like an address and is neither tried here nor known to be called by nobody. */
export function unknownFields(): string[] {
  const found: string[] = [];
  const walk = (shape: Shape, at: string): void => {
    for (const [name, inner] of Object.entries(shape.properties ?? {})) {
      const path = `${at}.${name}`;
      if (LOOKS_LIKE_ONE.test(name) && !(path in NOT_CALLED) && !TRIED.has(path)) found.push(path);
      walk(inner, path);
    }
    if (shape.items) walk(shape.items, `${at}[]`);
    for (const one of shape.anyOf ?? []) walk(one, at);
  };
  for (const [name, value] of Object.entries(contracts)) {
    if (typeof value !== 'object' || value === null || !('_zod' in value)) continue;
    walk(z.toJSONSchema(value as unknown as z.ZodMiniType, { io: 'input', unrepresentable: 'any' }) as Shape, name);
  }
  return found;
}

/** Spellings of places inside. `port` is the canary's. */
export function inside(as: AddressField['as'], port: number): { readonly value: string; readonly port: number }[] {
  const hosts = ['127.0.0.1', '127.8.8.8', '::1', '0', '0.0.0.0', '::', '2130706433', '0x7f.1', '0x7f000001', '017700000001', '127.1', '::ffff:127.0.0.1', '::ffff:7f00:1', 'localhost', '169.254.169.254', 'fd00:ec2::254', '10.0.0.1', '192.168.0.1', 'rebinding.example'];
  if (as === 'host') return hosts.map((value) => ({ value, port }));
  const urls = hosts.map((host) => `http://${host.includes(':') ? `[${host}]` : host}:${port}/dicom-web`);
  return [...urls, `https://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/?x=`, `http://partner.example@127.0.0.1:${port}/`, `gopher://127.0.0.1:${port}/_x`, `file:///etc/passwd`, `http://①②⑦.⓪.⓪.①:${port}/`, `http://127.0.0.1.:${port}/`].map((value) => ({ value, port }));
}
