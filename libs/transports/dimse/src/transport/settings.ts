import { settingsSchema, type Egress, type SettingsSchema } from '@causeway/transport-kit';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { dimseLimits, type DimseLimits } from '../limits';

const aeTitle = z
  .string()
  .trim()
  .regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/, 'An AE title has 1 to 16 printable ASCII characters and no backslash.');

const pem = (what: string) => z.string().regex(/-----BEGIN [A-Z0-9 ]+-----/, `${what} must be PEM text, beginning with -----BEGIN.`);

const seconds = (fallback: number, title: string, description: string) =>
  z.int().min(1).max(3_600).default(fallback).meta({ title, description, advanced: true });

const tls = z.object({
  caPem: pem('The authority').meta({
    title: 'Their authority',
    description: 'Certificate of the authority that signed their certificate, or their certificate itself.',
    longText: true,
  }),
  certPem: pem('Our certificate').optional().meta({
    title: 'Our certificate',
    description: 'Shown to them when they ask for one.',
    longText: true,
  }),
  keyPem: pem('Our key').optional().meta({ title: 'Our key', description: 'Private key of our certificate, without a passphrase.', secret: true }),
  serverName: z.string().optional().meta({
    title: 'Name in their certificate',
    description: 'Only when it differs from the host.',
  }),
}).superRefine(({ certPem, keyPem }, check) => {
  if (certPem && !keyPem) {
    check.addIssue({ code: 'custom', path: ['keyPem'], message: 'Our certificate needs its private key.' });
  } else if (keyPem && !certPem) {
    check.addIssue({ code: 'custom', path: ['certPem'], message: 'Our key needs its certificate.' });
  } else if (certPem && keyPem && !belongTogether(certPem, keyPem)) {
    check.addIssue({ code: 'custom', path: ['keyPem'], message: 'The key cannot be read, or is not the one of our certificate.' });
  }
});

/** A key with a passphrase cannot be read either: there is nobody to ask for it. */
function belongTogether(certPem: string, keyPem: string): boolean {
  try {
    return new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

const schema = z.object({
  host: z.string().trim().min(1).max(255).meta({ title: 'Host', description: 'Name or address of their DICOM server.', address: 'host' }),
  port: z.int().min(1).max(65_535).default(104).meta({ title: 'Port', description: 'Often 104 or 11112; 2762 with TLS.', address: 'port' }),
  calledAeTitle: aeTitle.meta({ title: 'Their AE title', description: 'The title we call, exactly as they configured it.' }),
  callingAeTitle: aeTitle.default('CAUSEWAY').meta({ title: 'Our AE title', description: 'They must know this title and the address we come from.' }),
  tls: tls.optional().meta({ title: 'TLS', description: 'Leave empty for a plain connection.' }),
  connectSeconds: seconds(10, 'Time to connect', 'Seconds for the connection and the TLS handshake, each.'),
  associateSeconds: seconds(30, 'Time to associate', 'Seconds they have to answer the association request.'),
  responseSeconds: seconds(60, 'Time to answer', 'Seconds they have for each answer once a request is complete.'),
  retrieve: z.enum(['auto', 'get', 'move']).default('auto').meta({
    title: 'How images are fetched',
    description: 'get: over our own connection. move: they connect to our receiver, whose title they must know. auto: get where they offer it.',
    advanced: true,
  }),
  moveDestination: aeTitle.optional().meta({
    title: 'Our receiver, as they know it',
    description: 'AE title they send to when images are moved. Empty: the title our receiver answers to.',
    advanced: true,
  }),
  silenceSeconds: seconds(300, 'Time between images', 'Seconds without any image or answer before a fetch is given up.'),
  commitSeconds: seconds(30, 'Time to commit', 'Seconds we wait for their report on a storage commitment.'),
  associations: z.int().min(1).max(8).default(2).meta({
    title: 'Connections at a time',
    description: 'Associations one transfer may use side by side. Where they take one only, it goes on with that one. Ask them before more than 2.',
    advanced: true,
  }),
  pduBytes: z.int().min(4_096).max(1_048_576).default(131_072).meta({
    title: 'Maximum PDU length',
    description: 'Bytes; what we announce and the most we send. Lower it for partners that cannot cope.',
    advanced: true,
  }),
});

export type DimseSettings = z.output<typeof schema>;
/** The partner of one line: its settings, and where connections may go. Always handed on whole. */
export type DimsePartner = DimseSettings & { readonly egress?: Egress };

export const dimseSettings: SettingsSchema<DimseSettings> = settingsSchema(schema);

export function limitsOf(settings: DimseSettings): DimseLimits {
  return dimseLimits({
    connectMs: settings.connectSeconds * 1_000,
    associateMs: settings.associateSeconds * 1_000,
    responseMs: settings.responseSeconds * 1_000,
    pduBytes: settings.pduBytes,
  });
}
