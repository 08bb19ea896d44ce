import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import path from 'node:path';
import { calledAddresses, TransportFailure, type SettingsField } from '@causeway/transport-kit';
import { keyFile } from './key-file';

const FILE = path.join('keys', 'sealing.key');
const KEY_BYTES = 32;

/** A secret as it is kept: AES-256-GCM, nonce, tag and text in one, base64. */
interface Sealed {
  readonly sealed: string;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isSealed = (value: unknown): value is Sealed => isObject(value) && typeof value['sealed'] === 'string';

/**
 * Secrets of lines at rest. The key lies in the data folder, outside the database. Each secret is bound to its field and to the address the line calls:
 * moved to another field, or with another address beside it, it does not open, so that nobody is handed what was meant for somebody else.
 */
export class Sealer {
  private dir: string | null = null;
  private key: Buffer | null = null;

  keptIn(dataDir: string): void {
    if (dataDir !== this.dir) this.key = null;
    this.dir = dataDir;
  }

  /** Settings with every plain secret sealed; sealed ones stay as they are. */
  seal(form: readonly SettingsField[], settings: unknown): unknown {
    return this.each(form, settings, (value, bound) => (typeof value === 'string' && value !== '' ? { sealed: this.encrypt(value, bound) } : value));
  }

  /** Settings as the transport takes them. @throws TransportFailure `misconfigured` when a secret belongs to another address or another installation */
  open(form: readonly SettingsField[], settings: unknown): unknown {
    return this.each(form, settings, (value, bound, field) => (isSealed(value) ? this.decrypt(value.sealed, bound, field) : value));
  }

  /** A secret of another kind, bound to what it belongs to. */
  sealText(text: string, bound: string): string {
    return this.encrypt(text, bound);
  }

  /** The secret, or null when it was sealed for something else or in another installation. */
  openText(sealed: string, bound: string): string | null {
    return this.opened(sealed, bound);
  }

  private each(form: readonly SettingsField[], settings: unknown, change: (value: unknown, bound: string, field: SettingsField) => unknown): unknown {
    if (!isObject(settings)) return settings;
    const origin = calledAddresses(form, settings).map((one) => one.origin).join(' ');
    return form.filter((field) => field.secret).reduce<Json>((all, field) => changedAt(all, field.path.split('.'), (value) => change(value, `${origin}|${field.path}`, field)), settings);
  }

  private encrypt(text: string, bound: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.theKey(), nonce).setAAD(Buffer.from(bound, 'utf8'));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  private decrypt(sealed: string, bound: string, field: SettingsField): string {
    const text = this.opened(sealed, bound);
    if (text !== null) return text;
    const message = 'was sealed for another address or another installation; enter it again';
    throw new TransportFailure('misconfigured', 'never', `${field.label} ${message}.`, { faults: [{ path: field.path, message }], fault: 'settings' });
  }

  private opened(sealed: string, bound: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.theKey(), bytes.subarray(0, 12)).setAAD(Buffer.from(bound, 'utf8')).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }

  private theKey(): Buffer {
    if (this.dir === null) throw new Error('Secrets cannot be opened before the process knows its data folder.');
    this.key ??= keyFile(path.join(this.dir, FILE), () => randomBytes(KEY_BYTES));
    return this.key;
  }
}

function changedAt(object: Json, [name = '', ...rest]: readonly string[], change: (value: unknown) => unknown): Json {
  const value = object[name];
  if (value === undefined) return object;
  if (rest.length === 0) return { ...object, [name]: change(value) };
  return isObject(value) ? { ...object, [name]: changedAt(value, rest, change) } : object;
}
