/** What a person enters for an HL7 v2 endpoint: where to send, as whom, and where to listen. */
import { settingsSchema } from '@causeway/transport-kit';
import { isIP } from 'node:net';
import { z } from 'zod';

const HD_HINT = 'Namespace, or namespace^universal id^type such as RIS^1.2.3^ISO.';

function hd(title: string, description: string) {
  return z.string().trim().max(120).regex(/^[^|~\\&\r\n]*$/, 'must not hold | ~ \\ &').default('').meta({ title, description: `${description} ${HD_HINT}` });
}

function pem(title: string, description: string, secret = false) {
  const text = z.string().trim().max(64_000).startsWith('-----BEGIN', 'must be PEM text');
  return text.optional().meta({ title, description, ...(secret ? { secret: true } : { longText: true }) });
}

function milliseconds(title: string, description: string, fallback: number, max: number) {
  return z.int().min(100).max(max).default(fallback).meta({ title, description, advanced: true });
}

function isAddressRule(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

export function addressRules(text: string): string[] {
  return text.split(',').map((rule) => rule.trim()).filter((rule) => rule !== '');
}

const sendTls = z
  .object({
    on: z.boolean().default(false).meta({ title: 'Use TLS', description: 'The partner must then prove its name with a certificate.' }),
    caPem: pem('Trusted authorities', 'Certificates, in PEM, that may have signed the partner’s; empty trusts the system’s list.'),
    certPem: pem('Our certificate', 'PEM, where the partner asks for one.'),
    keyPem: pem('Our key', 'PEM, belonging to our certificate.', true),
    servername: z.string().trim().max(255).optional().meta({
      title: 'Name in the certificate', description: 'When it differs from the host.', advanced: true,
    }),
  })
  .refine(({ certPem, keyPem }) => (certPem === undefined) === (keyPem === undefined), { path: ['keyPem'], error: 'certificate and key belong together' })
  .default({ on: false })
  .meta({ title: 'TLS when sending' });

const listen = z
  .object({
    port: z.int().min(0).max(65535).optional().meta({ title: 'Listen on port', description: 'Empty: this endpoint only sends.' }),
    host: z.string().trim().max(255).default('0.0.0.0').meta({ title: 'Listen on address', description: 'Of this machine.', advanced: true }),
    from: z.string().trim().max(2_000).default('')
      .refine((text) => addressRules(text).every((rule) => rule === '*' || isAddressRule(rule)), 'must be addresses, networks such as 10.1.0.0/16, or *')
      .meta({ title: 'Accept from', description: 'Addresses or networks, with commas between; * for any. Needed for listening.' }),
    certPem: pem('Server certificate', 'PEM; with it the port speaks TLS only.'),
    keyPem: pem('Server key', 'PEM, belonging to the server certificate.', true),
    clientCaPem: pem('Partner authorities', 'PEM; with them the partner must show a certificate signed by one of them.'),
    connections: z.int().min(1).max(10_000).default(16).meta({ title: 'Connections', description: 'At the same time, from one address.', advanced: true }),
  })
  .refine(({ port, from }) => port === undefined || addressRules(from).length > 0, { path: ['from'], error: 'must say who may connect' })
  .refine(({ certPem, keyPem }) => (certPem === undefined) === (keyPem === undefined), { path: ['keyPem'], error: 'certificate and key belong together' })
  .refine(({ certPem, clientCaPem }) => clientCaPem === undefined || certPem !== undefined, { path: ['certPem'], error: 'partner certificates need TLS' })
  .prefault({})
  .meta({ title: 'Listening' });

const schema = z.object({
  host: z.string().trim().min(1).max(255).regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or address').meta({
    title: 'Host', description: 'Name or address of the partner’s HL7 receiver.', address: 'host',
  }),
  port: z.int().min(1).max(65535).default(2575).meta({ title: 'Port', description: 'The partner’s MLLP port; 2575 by convention.', address: 'port' }),
  sendingApplication: hd('Sending application', 'What we call ourselves (MSH-3).'),
  sendingFacility: hd('Sending facility', 'Our facility (MSH-4).'),
  receivingApplication: hd('Receiving application', 'What the partner calls itself (MSH-5).'),
  receivingFacility: hd('Receiving facility', 'The partner’s facility (MSH-6).'),
  version: z.enum(['2.5.1', '2.3.1']).default('2.5.1').meta({ title: 'HL7 version', description: '2.3.1 for partners that know no later one.' }),
  test: z.enum(['message', 'connection']).default('message').meta({
    title: 'Connection test',
    description: 'message: sends a network query (NMQ^N01) without patient data, any answer will do; connection: only connects.',
    advanced: true,
  }),
  connectMs: milliseconds('Connect within', 'Milliseconds.', 10_000, 120_000),
  answerMs: milliseconds('Answer within', 'Milliseconds to wait for an acknowledgement.', 30_000, 600_000),
  tls: sendTls,
  listen,
});

export type Hl7v2Settings = z.output<typeof schema>;

export const hl7v2Settings = settingsSchema(schema);
