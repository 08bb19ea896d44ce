import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import type { SignedCertificate } from '@causeway/contracts';
import type { Act } from './acts/act';
import type { Acts } from './acts/acts';
import { keyFile } from './key-file';
import type { Settings } from './settings/settings';

const FILE = path.join('keys', 'signing.pem');

export interface Signature {
  readonly signature: Buffer;
  /** sha256 of the public key as SPKI, hex. */
  readonly keyId: string;
}

/**
 * Signs what has to be believed later (Ed25519, RFC 8032) with the key of this installation, which is made at the first signature and lies in the data folder.
 * The public key is written into the database and the audit when it first signs.
 */
export async function signText(act: Act, settings: Pick<Settings, 'DATA_DIR'>, text: string): Promise<Signature> {
  const key = keyOf(settings.DATA_DIR);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(spki).digest('hex');
  const added = await act.query<{ id: string }>('insert into signing_key (id, public_key) values ($1, $2) on conflict do nothing returning id', [keyId, createPublicKey(key).export({ type: 'spki', format: 'pem' })]);
  if (added.length > 0) act.audit({ action: 'signing-key.first-used', object: { kind: 'signing-key', id: keyId } });
  return { signature: sign(null, Buffer.from(text, 'utf8'), key), keyId };
}

/** A signed text of a row, with the key that checks it; null while there is none. Names come from code. */
export async function certificateOf(acts: Acts, table: 'tombstone' | 'disposition', key: string, id: string): Promise<SignedCertificate | null> {
  const [row] = await acts.read<{ certificate: string; signature: Buffer; key_id: string; public_key: string }>(
    `select t.certificate, t.signature, t.key_id, k.public_key from ${table} t join signing_key k on k.id = t.key_id where t.${key} = $1 and t.certificate is not null`, [id]);
  return row ? { text: row.certificate, signature: row.signature.toString('base64'), keyId: row.key_id, publicKey: row.public_key } : null;
}

const keyOf = (dataDir: string): KeyObject => createPrivateKey(keyFile(path.join(dataDir, FILE), () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
