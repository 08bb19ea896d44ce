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
});
