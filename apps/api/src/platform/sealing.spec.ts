import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dicomweb } from '@causeway/transport-dicomweb';
import { dimse } from '@causeway/transport-dimse';
import { afterAll, describe, expect, it } from 'vitest';
import { isSealed, Sealer } from './sealing';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-seal-'));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));
const sealerIn = (at: string): Sealer => {
  const sealer = new Sealer();
  sealer.keptIn(at);
  return sealer;
};
const sealer = sealerIn(dir);
const { form } = dicomweb.settings;
const web = { url: 'https://pacs.example/dicom-web', username: 'causeway', password: 'quokka-7' };

describe('A secret of a line', () => {
  it('is kept sealed, opens again, and its key is readable by this program alone', () => {
    const kept = sealer.seal(form, web) as typeof web;
    expect(JSON.stringify(kept)).not.toContain('quokka');
    expect(isSealed(kept.password)).toBe(true);
    expect(kept.username).toBe('causeway');
    expect(sealerIn(dir).open(form, kept)).toEqual(web);
    expect(fs.statSync(path.join(dir, 'keys/sealing.key')).mode & 0o777).toBe(0o600);
    expect(sealer.seal(form, kept)).toEqual(kept);
  });

  it('inside a group is sealed as well', () => {
    const kept = sealer.seal(dimse.settings.form, { host: 'pacs', port: 104, tls: { caPem: 'ca', keyPem: 'quokka' } });
    expect(JSON.stringify(kept)).not.toContain('quokka');
    expect(sealer.open(dimse.settings.form, kept)).toMatchObject({ tls: { keyPem: 'quokka' } });
  });

  it.each([
    ['another address beside it', { url: 'https://elsewhere.example/dicom-web' }],
    ['another port', { url: 'https://pacs.example:8443/dicom-web' }],
    ['no encryption on the way', { url: 'http://pacs.example/dicom-web' }],
  ])('does not open with %s', (_, over) => {
    const kept = { ...(sealer.seal(form, web) as object), ...over };
    expect(() => sealer.open(form, kept)).toThrow('Password was sealed for another address');
  });

  it.each([
    ['another service', { url: 'https://elsewhere.example/dicom-web' }, {}],
    ['another token address', {}, { tokenUrl: 'https://elsewhere.example/token' }],
  ])('of a client does not open with %s', (_, service, tokens) => {
    const byClient = { url: web.url, oauth: { tokenUrl: 'https://login.example/token', clientId: 'causeway', clientSecret: 'quokka-7' } };
    const kept = sealer.seal(form, byClient) as typeof byClient;
    expect(sealer.open(form, kept)).toEqual(byClient);
    expect(() => sealer.open(form, { ...kept, ...service, oauth: { ...kept.oauth, ...tokens } })).toThrow('Client secret was sealed for another address');
  });

  it('does not open in another field, in another installation, or when a byte of it changed', () => {
    const kept = sealer.seal(form, web) as Record<string, unknown>;
    const { sealed } = kept['password'] as { sealed: string };
    expect(() => sealer.open(form, { url: web.url, token: { sealed } })).toThrow('Token was sealed');
    const other = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-seal-'));
    expect(() => sealerIn(other).open(form, kept)).toThrow('enter it again');
    fs.rmSync(other, { recursive: true });
    const bytes = Buffer.from(sealed, 'base64');
    bytes[30]! ^= 1;
    expect(() => sealer.open(form, { ...web, password: { sealed: bytes.toString('base64') } })).toThrow('enter it again');
  });
});
