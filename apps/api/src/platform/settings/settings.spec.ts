import { describe, expect, it } from 'vitest';
import { readSettings } from './settings';

const least = { CAUSEWAY_DATABASE_URL: 'postgres://a@127.0.0.1/x' };

describe('settings', () => {
  it('have defaults for everything but the database', () => {
    expect(readSettings(least)).toMatchObject({ PORT: 4280, DICOM_PORT: 11_112, MLLP_PORT: 2575, DEMO: false, UNKNOWN_SENDER: 'refuse' });
    expect(() => readSettings({})).toThrow(/CAUSEWAY_DATABASE_URL/);
  });
  it('name the variable that cannot be used', () => {
    expect(() => readSettings({ ...least, CAUSEWAY_PORT: '99999' })).toThrow(/CAUSEWAY_PORT/);
    expect(() => readSettings({ ...least, CAUSEWAY_S3_BUCKET: 'b' })).toThrow(/belong together/);
  });
  it('take a port for STOW-RS only where answers can say where objects are asked for', () => {
    expect(readSettings(least).STOW_PORT).toBeUndefined();
    expect(() => readSettings({ ...least, CAUSEWAY_STOW_PORT: '4281' })).toThrow(/CAUSEWAY_PUBLIC_URL/);
    expect(readSettings({ ...least, CAUSEWAY_STOW_PORT: '4281', CAUSEWAY_PUBLIC_URL: 'https://exchange.example.org' })).toMatchObject({ STOW_PORT: 4281, STOW_HOST: '127.0.0.1' });
  });
  it('take a provider for signing in whole, over https, or not at all', () => {
    const three = { ...least, CAUSEWAY_OIDC_ISSUER: 'https://login.example.org', CAUSEWAY_OIDC_CLIENT_ID: 'causeway', CAUSEWAY_OIDC_CLIENT_SECRET: 's' };
    const four = { ...three, CAUSEWAY_PUBLIC_URL: 'https://exchange.example.org' };
    expect(readSettings(four)).toMatchObject({ OIDC_CLAIM: 'preferred_username', OIDC_CLIENT_ID: 'causeway' });
    expect(() => readSettings(three)).toThrow(/CAUSEWAY_PUBLIC_URL/);
    expect(() => readSettings({ ...four, CAUSEWAY_OIDC_CLIENT_SECRET: '' })).toThrow(/belong together/);
    expect(() => readSettings({ ...four, CAUSEWAY_OIDC_ISSUER: 'http://login.example.org' })).toThrow(/https/);
    expect(readSettings({ ...four, CAUSEWAY_OIDC_ISSUER: 'http://127.0.0.1:8080' }).OIDC_ISSUER).toContain('8080');
  });
});
