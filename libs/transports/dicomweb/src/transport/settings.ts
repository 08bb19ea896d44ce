import { settingsSchema, type SettingsSchema } from '@causeway/transport-kit';
import { z } from 'zod';

const pem = (what: string) => z.string().regex(/-----BEGIN [A-Z0-9 ]+-----/, `${what} must be PEM text, beginning with -----BEGIN.`);

const seconds = (fallback: number, title: string, description: string) =>
  z.int().min(1).max(3_600).default(fallback).meta({ title, description, advanced: true });

/** An address of a service: nothing in it but scheme, host, port and path, so that no password stands in a text that is shown. */
function isServiceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && `${username}${password}${search}${hash}` === '';
}

const tls = z
  .object({
    caPem: pem('The authority').optional().meta({
      title: 'Their authority', description: 'Certificate of the authority that signed their certificate, or theirs itself. Empty: the authorities of this system.', longText: true,
    }),
    certPem: pem('Our certificate').optional().meta({ title: 'Our certificate', description: 'Shown to them when they ask for one.', longText: true }),
    keyPem: pem('Our key').optional().meta({ title: 'Our key', description: 'Private key of our certificate, without a passphrase.', secret: true }),
    serverName: z.string().optional().meta({ title: 'Name in their certificate', description: 'Only when it differs from the host.', advanced: true }),
  })
  .refine(({ certPem, keyPem }) => (certPem === undefined) === (keyPem === undefined), { path: ['keyPem'], error: 'certificate and key belong together' })
  .optional()
  .meta({ title: 'TLS', description: 'For addresses that begin with https.' });

const oauth = z
  .object({
    tokenUrl: z.string().trim().max(500).refine(isServiceUrl, 'must be an address such as https://login.example.org/oauth2/token, without user, query or fragment').meta({
      title: 'Token address', description: 'Where their service hands out tokens.', address: 'token-url',
    }),
    clientId: z.string().trim().min(1).max(500).meta({ title: 'Client', description: 'Identifier they gave us.' }),
    clientSecret: z.string().min(1).max(2_000).meta({ title: 'Client secret', description: 'Shown to the token address only.', secret: true }),
    scope: z.string().trim().max(1_000).optional().meta({ title: 'Scope', description: 'What the token shall open, when they ask for it: words with spaces between.' }),
    inBody: z.boolean().default(false).meta({ title: 'Secret in the body', description: 'For services that do not read it from the header.', advanced: true }),
  })
  .optional()
  .meta({ title: 'Sign-in by client', description: 'OAuth 2.0, as exchange clouds want it: a token is fetched when it is needed.' });

const quirks = z
  .object({
    anySyntax: z.boolean().default(true).meta({ title: 'Ask for any transfer syntax', description: 'Objects as stored. Off: for servers that refuse transfer-syntax=*.', advanced: true }),
    quotedType: z.boolean().default(true).meta({ title: 'Quote the type of parts', description: 'Off: for servers that read type=application/dicom only.', advanced: true }),
    storeByStudy: z.boolean().default(false).meta({ title: 'Store study by study', description: 'Sends to /studies/{study} in place of /studies.', advanced: true }),
    askFirst: z.boolean().default(true).meta({ title: 'Ask before sending', description: 'Expect: 100-continue. Off: for servers that do not know it.', advanced: true }),
    pages: z.boolean().default(true).meta({ title: 'Ask page by page', description: 'Off: for servers that do not know limit and offset.', advanced: true }),
  })
  .prefault({})
  .meta({ title: 'Peculiarities' });

const schema = z
  .object({
    url: z.string().trim().max(500).refine(isServiceUrl, 'must be an address such as https://pacs.example.org/dicom-web, without user, query or fragment').meta({
      title: 'Address', description: 'Where their DICOMweb service begins: what comes before /studies.', address: 'url',
    }),
    username: z.string().trim().min(1).max(200).optional().meta({ title: 'User name', description: 'For basic authentication.' }),
    password: z.string().min(1).max(500).optional().meta({ title: 'Password', description: 'Belongs to the user name.', secret: true }),
    token: z.string().trim().regex(/^[\x21-\x7e]{1,4000}$/, 'must be one word').optional().meta({ title: 'Token', description: 'Sent as Authorization: Bearer, in place of a user name.', secret: true }),
    oauth,
    tls,
    connectSeconds: seconds(10, 'Time to connect', 'Seconds for the connection and the TLS handshake together.'),
    answerSeconds: seconds(120, 'Time to answer', 'Seconds they may be silent, for an answer to begin or to go on.'),
    objectsPerRequest: z.int().min(1).max(1_000).default(20).meta({ title: 'Objects in one request', description: 'How many are stored with one request.', advanced: true }),
    quirks,
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), { path: ['password'], error: 'user name and password belong together' })
  .refine(({ username, token }) => username === undefined || token === undefined, { path: ['token'], error: 'give a token or a user name, not both' })
  .refine(({ username, token, oauth: client }) => client === undefined || (username === undefined && token === undefined), { path: ['oauth', 'clientId'], error: 'sign in by client, by token or by user name, not by two of them' });

export type DicomwebSettings = z.output<typeof schema>;

export const dicomwebSettings: SettingsSchema<DicomwebSettings> = settingsSchema(schema);
