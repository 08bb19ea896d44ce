import { expect, it } from 'vitest';
import { z } from 'zod';
import { TransportFailure } from './failure';
import { settingsSchema } from './settings';

const schema = settingsSchema(
  z.object({
    host: z.string().min(1).meta({ title: 'Host', description: 'Name or address.' }),
    port: z.int().min(1).max(65_535).default(104).meta({ title: 'Port' }),
    mode: z.enum(['plain', 'tls']).default('plain').meta({ title: 'Mode' }),
    tls: z
      .object({
        key: z.string().min(20).meta({ title: 'Key', secret: true }),
        ca: z.string().optional().meta({ title: 'CA', longText: true }),
        strict: z.boolean().default(true).meta({ title: 'Strict' }),
      })
      .optional()
      .meta({ title: 'Secure channel', advanced: true }),
  }),
);

it('fills in defaults', () => {
  expect(schema.parse({ host: 'pacs' })).toEqual({ host: 'pacs', port: 104, mode: 'plain' });
});

it('names every field at fault and never the value', () => {
  const attempt = (): unknown => schema.parse({ port: 0, tls: { key: 'hunter2' } });
  expect(attempt).toThrow(TransportFailure);
  try {
    attempt();
  } catch (error) {
    const failure = error as TransportFailure;
    expect(failure).toMatchObject({ code: 'misconfigured', retry: 'never' });
    expect(failure.faults.map((fault) => fault.path)).toEqual(['host', 'port', 'tls.key']);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  }
});

it('reads the form off the schema, nested objects as groups', () => {
  expect(schema.form).toEqual([
    { path: 'host', kind: 'text', label: 'Host', hint: 'Name or address.', required: true, secret: false, advanced: false, min: 1 },
    { path: 'port', kind: 'number', label: 'Port', hint: '', required: false, secret: false, advanced: false, fallback: 104, min: 1, max: 65_535 },
    { path: 'mode', kind: 'choice', label: 'Mode', hint: '', required: false, secret: false, advanced: false, fallback: 'plain', choices: ['plain', 'tls'] },
    { path: 'tls.key', kind: 'secret', label: 'Key', hint: '', required: false, secret: true, advanced: true, min: 20, group: 'Secure channel' },
    { path: 'tls.ca', kind: 'long-text', label: 'CA', hint: '', required: false, secret: false, advanced: true, group: 'Secure channel' },
    { path: 'tls.strict', kind: 'switch', label: 'Strict', hint: '', required: false, secret: false, advanced: true, fallback: true, group: 'Secure channel' },
  ]);
});
