import type { EndpointDetail, FormField } from '@causeway/contracts';
import { describe, expect, it } from 'vitest';
import { asked, entered, settingsFrom, wrongFields } from './line-values';
import { certificateWords, grouped, lineLook } from './line-words';

const field = (path: string, more: Partial<FormField> = {}): FormField => ({ path, kind: 'text', label: path, hint: '', required: false, secret: false, advanced: false, ...more });
const fields: readonly FormField[] = [
  field('host', { required: true, address: 'host' }), field('port', { kind: 'number', min: 1, max: 65_535, fallback: 104 }), field('token', { kind: 'secret', secret: true, required: true }),
  field('tls.on', { kind: 'switch', fallback: false, group: 'TLS' }), field('tls.caPem', { kind: 'long-text', group: 'TLS' }),
];
const line = { kind: 'dimse', label: 'Their archive', purpose: 'images', direction: 'out', calling: null, addresses: [], form: fields, settings: { host: 'pacs', tls: { on: true } }, secrets: ['token'] } as unknown as EndpointDetail;

describe('The form of a line', () => {
  it('begins with what is set, and never with a secret', () => {
    expect(asked(line, [])).toMatchObject({ host: 'pacs', 'tls.on': 'true', label: 'Their archive' });
    expect(asked(line, [])).not.toHaveProperty('token');
  });

  it('sends what was entered in the shape of the settings, and leaves out what is empty', () => {
    expect(settingsFrom({ host: ' pacs ', port: '2762', token: '', 'tls.on': 'true', 'tls.caPem': 'PEM' }, fields)).toEqual({ host: 'pacs', port: 2762, tls: { on: true, caPem: 'PEM' } });
    expect(settingsFrom({ host: 'pacs', 'tls.on': 'false' }, fields)).toEqual({ host: 'pacs' });
  });

  it('says what is missing before it is sent; a secret that is set is not', () => {
    expect(wrongFields({ label: 'x', port: '70000' }, fields, true, ['token'])).toEqual({ label: expect.any(String) as string, calling: expect.any(String) as string, host: 'This is needed.', port: 'A whole number from 1 to 65535.' });
    expect(wrongFields({ label: 'Archive', host: 'pacs' }, fields, false, [])).toEqual({ token: 'This is needed.' });
  });

  it('asks who calls only for lines on which they call', () => {
    const values = { kind: 'dimse', label: 'A', purpose: 'images', calling: 'CT1', addresses: '10.0.0.1, 10.0.0.2' };
    expect(entered({ ...values, direction: 'out' }, {})).toMatchObject({ calling: null, addresses: [] });
    expect(entered({ ...values, direction: 'both' }, {})).toMatchObject({ calling: 'CT1', addresses: ['10.0.0.1', '10.0.0.2'] });
  });

  it('stands under the headings of its groups', () => {
    expect(grouped(fields).map(({ group, fields: of }) => [group, of.length])).toEqual([[null, 3], ['TLS', 2]]);
  });
});

describe('What is said of a line', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  it.each([['2026-12-25T10:00:00Z', null], ['2026-12-20T10:00:00Z', 'attn'], ['2026-12-01T10:00:00Z', 'stop'], ['2026-11-23T10:00:00Z', 'stop']])('a certificate that ends %s is told as %s', (endsAt, hue) => {
    expect(certificateWords(endsAt, now)?.hue ?? null).toBe(hue);
  });

  it('one whose last test failed is not called fine before it counts as failing', () => {
    expect(lineLook({ state: 'passing', sentence: 'tcp: no answer', direction: 'out' }).hue).toBe('attn');
    expect(lineLook({ state: 'untested', sentence: 'tcp: no answer', direction: 'out' }).word).toBe('Did not answer');
    expect(lineLook({ state: 'passing', sentence: null, direction: 'out' }).hue).toBe('good');
    expect(lineLook({ state: 'untested', sentence: null, direction: 'in' }).word).toBe('Incoming');
  });
});
