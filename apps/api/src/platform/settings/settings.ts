/** Settings come from `CAUSEWAY_*` variables only. A secret may also be given as the name of a file: `CAUSEWAY_X_FILE`. */
import fs from 'node:fs';
import path from 'node:path';
import { EgressGuard } from '@causeway/transport-kit';
import * as z from 'zod/mini';

const port = (fallback: number) => z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535)), fallback);
const seconds = (fallback: number) => z._default(z.coerce.number().check(z.positive()), fallback);
const flag = z.pipe(z._default(z.enum(['0', '1', 'true', 'false']), '0'), z.transform((v) => v === '1' || v === 'true'));
const optional = z.optional(z.string().check(z.minLength(1)));

const Variables = z.object({
  PORT: port(4280),
  HOST: z._default(z.string(), '127.0.0.1'),
  DATA_DIR: z._default(z.string(), '.data'),
  DICOM_PORT: port(11_112),
  DICOM_HOST: z._default(z.string(), '127.0.0.1'),
  /** DICOM over TLS with mutual certificates (PS3.15 B.12), beside the plain port; listens when all three PEM texts are given. */
  DICOM_TLS_PORT: port(2762),
  DICOM_TLS_CERT: optional,
  DICOM_TLS_KEY: optional,
  DICOM_TLS_CA: optional,
  MLLP_PORT: port(2575),
  MLLP_HOST: z._default(z.string(), '127.0.0.1'),
  AE_TITLE: z._default(z.string().check(z.regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/)), 'CAUSEWAY'),
  /** What happens to an association of a sender we do not know: refused, or taken into quarantine. */
  UNKNOWN_SENDER: z._default(z.enum(['refuse', 'quarantine']), 'refuse'),
  /** Receiver processes; connections are handed to them in turn. */
  RECEIVERS: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(64)), 1),
  /** Where receivers take STOW-RS from the api: a socket's path or `host:port`, which nobody else may reach. Default: `receive.sock` in the data folder. */
  STOW_AT: optional,
  /** Where receivers also take STOW-RS from anybody, which spares the api all that is sent; listens when a port is given. */
  STOW_PORT: z.optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))),
  STOW_HOST: z._default(z.string(), '127.0.0.1'),
  /** Share of the disk in use from which nothing new is received. */
  DISK_WATERMARK: z._default(z.coerce.number().check(z.minimum(0.1), z.maximum(1)), 0.9),
  /** Bytes no row names are garbage once they are this old. */
  SWEEP_AFTER_SECONDS: z._default(z.coerce.number().check(z.minimum(0)), 900),
  /** Processes that make pictures of images, and the disk space kept for what they made. */
  PICTURE_PROCESSES: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(64)), 2),
  PICTURE_CACHE_BYTES: z._default(z.coerce.number().check(z.minimum(0)), 1024 ** 3),
  /** Program of such a process; the one beside the api's own when not given. */
  PICTURE_PROGRAM: optional,
  DATABASE_URL: z.string().check(z.regex(/^postgres(ql)?:\/\//)),
  /** Role that owns the tables and runs migrations; the app role when not given. */
  DATABASE_OWNER_URL: optional,
  REDIS_URL: optional,
  S3_ENDPOINT: optional,
  S3_BUCKET: optional,
  S3_REGION: z._default(z.string(), 'us-east-1'),
  S3_ACCESS_KEY: optional,
  S3_SECRET_KEY: optional,
  SITE_NAME: z._default(z.string(), 'My hospital'),
  SITE_ZONE: z._default(z.string(), 'UTC'),
  /** ISO 3166-2 code of the law the house keeps its records under; unknown, the longest of all holds. */
  SITE_JURISDICTION: z.optional(z.string().check(z.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'A jurisdiction is a code such as US-NC.'))),
  DEMO: flag,
  DEMO_PASSWORD: optional,
  /** Serves the console from here; empty: api only. */
  CONSOLE_DIR: optional,
  PUBLIC_URL: optional,
  IDLE_SECONDS: seconds(900),
  SESSION_HOURS: seconds(12),
  /** Quiet time after the last instance before an exam counts as complete; disc and portal take the longer one. */
  QUIET_SECONDS: seconds(60),
  QUIET_MEDIA_SECONDS: seconds(300),
  /** One upload, the unfinished uploads of one person together, and the hours an upload may take. */
  UPLOAD_BYTES: z._default(z.coerce.number().check(z.minimum(1)), 2 ** 35),
  UPLOAD_QUOTA_BYTES: z._default(z.coerce.number().check(z.minimum(1)), 2 ** 36),
  UPLOAD_HOURS: z._default(z.coerce.number().check(z.positive()), 48),
  /** Folder in which discs, archives and images are looked for; none: nothing is watched. */
  WATCHED_FOLDER: optional,
  /** Networks inside that lines to partners may call, with commas between: `10.20.0.0/16, 127.0.0.1:4290-4299`. Public addresses need no leave. */
  EGRESS_ALLOW: z.pipe(z.optional(z.string()), z.transform((text) => (text ?? '').split(',').map((one) => one.trim()).filter((one) => one !== ''))),
  /** Mail server for notices, `smtp://user:password@host:587` or `smtps://`, and the address they come from. */
  SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\//, 'An address such as smtp://mail.example.org:587.'))),
  MAIL_FROM: optional,
  /** Notices by the push services of browsers' makers: `off` offers none, and forgets every browser that was let in. */
  PUSH: z._default(z.enum(['on', 'off']), 'on'),
  /** Service that turns a signed JSON message into an SMS or a page, and the secret it checks the signature with. */
  PAGER_URL: z.optional(z.string().check(z.regex(/^https?:\/\//, 'An address such as https://pager.example.org/send.'))),
  PAGER_SECRET: z.optional(z.string().check(z.minLength(16, 'At least 16 characters.'))),
  /** Sign-in through the house's own OpenID Connect provider: its issuer, and what it knows us by. The secret is never logged. */
  OIDC_ISSUER: optional,
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  /** Claim that holds the user name of an account here, and what the provider is called on the sign-in page. */
  OIDC_CLAIM: z._default(z.string().check(z.minLength(1)), 'preferred_username'),
  OIDC_NAME: z._default(z.string().check(z.minLength(1), z.maxLength(40)), 'your hospital account'),
  /** How many seconds of waiting for partners pass in one: 1 in a house; proofs let hours pass in seconds. */
  PATIENCE_RATE: z._default(z.coerce.number().check(z.minimum(0.001), z.maximum(100_000)), 1),
  LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error']), 'info'),
});

export type Settings = z.infer<typeof Variables>;
/** DI token and type holder in one. */
export const SETTINGS = Symbol('settings');

export class SettingsProblem extends Error {}

/** Reads and checks the environment. Throws `SettingsProblem` that names each variable and what it should be. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('CAUSEWAY_') || value === undefined || value === '') continue;
    const key = name.slice('CAUSEWAY_'.length);
    if (key.endsWith('_FILE')) given[key.slice(0, -'_FILE'.length)] = fs.readFileSync(value, 'utf8').trim();
    else given[key] ??= value;
  }
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => `CAUSEWAY_${i.path.join('_')}: ${i.message}`);
    throw new SettingsProblem(`Some settings cannot be used.\n  ${lines.join('\n  ')}`);
  }
  const settings = parsed.data;
  const s3 = [settings.S3_BUCKET, settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY];
  if (s3.some(Boolean) && !s3.every(Boolean)) {
    throw new SettingsProblem('CAUSEWAY_S3_BUCKET, CAUSEWAY_S3_ACCESS_KEY and CAUSEWAY_S3_SECRET_KEY belong together: give all three or none.');
  }
  const tls = [settings.DICOM_TLS_CERT, settings.DICOM_TLS_KEY, settings.DICOM_TLS_CA];
  if (tls.some(Boolean) && !tls.every(Boolean)) {
    throw new SettingsProblem('CAUSEWAY_DICOM_TLS_CERT, CAUSEWAY_DICOM_TLS_KEY and CAUSEWAY_DICOM_TLS_CA belong together: give all three or none.');
  }
  if (settings.STOW_PORT !== undefined && !settings.PUBLIC_URL) throw new SettingsProblem('CAUSEWAY_STOW_PORT needs CAUSEWAY_PUBLIC_URL: its answers say where what was stored can be asked for, and that is not there.');
  try {
    new EgressGuard().permit(settings.EGRESS_ALLOW);
  } catch (error) {
    throw new SettingsProblem(`CAUSEWAY_EGRESS_ALLOW: ${(error as Error).message}`);
  }
  if (Boolean(settings.SMTP_URL) !== Boolean(settings.MAIL_FROM)) throw new SettingsProblem('CAUSEWAY_SMTP_URL and CAUSEWAY_MAIL_FROM belong together: give both or none.');
  if (Boolean(settings.PAGER_URL) !== Boolean(settings.PAGER_SECRET)) throw new SettingsProblem('CAUSEWAY_PAGER_URL and CAUSEWAY_PAGER_SECRET belong together: give both or none.');
  checkProvider(settings);
  return { ...settings, DATA_DIR: path.resolve(settings.DATA_DIR) };
}

function checkProvider(settings: Settings): void {
  const given = [settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET];
  if (!given.some(Boolean)) return;
  if (!given.every(Boolean) || !settings.PUBLIC_URL) {
    throw new SettingsProblem('CAUSEWAY_OIDC_ISSUER, CAUSEWAY_OIDC_CLIENT_ID and CAUSEWAY_OIDC_CLIENT_SECRET belong together, with CAUSEWAY_PUBLIC_URL, to which the provider sends people back: give all four, or none of the three.');
  }
  if (!isUrl(settings.PUBLIC_URL, () => true)) throw new SettingsProblem('CAUSEWAY_PUBLIC_URL: an address such as https://exchange.example.org.');
  if (!isUrl(settings.OIDC_ISSUER, isLoopback)) throw new SettingsProblem('CAUSEWAY_OIDC_ISSUER: an https address such as https://login.example.org/realms/house; http only for a provider on this machine.');
}

/** An address over https; over http where `plain` says so. */
function isUrl(text: string | undefined, plain: (url: URL) => boolean): boolean {
  const url = URL.parse(text ?? '');
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && plain(url)));
}

/** Of an address: whether it never leaves this machine. */
export const isLoopback = (url: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
