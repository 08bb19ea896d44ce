// What the demonstration is told by the supervisor, and the few settings of its own.
import path from 'node:path';
import { readSettings as supervisorSettings } from '../supervisor/settings';

export interface DemoSettings {
  /** Where the exchange serves console and api, and listens for DICOM and HL7. */
  readonly url: string;
  readonly dicom: { readonly host: string; readonly port: number; readonly aeTitle: string };
  readonly mllp: { readonly host: string; readonly port: number };
  readonly password: string;
  /** First of the ports of our own systems. */
  readonly firstPort: number;
  readonly dir: string;
  /** The built `causeway` command. */
  readonly cli: string;
  /** How many times faster than life people and partners are. */
  readonly pace: number;
  /** Everyday exams the world begins with, beside the named ones. */
  readonly everydayExams: number;
  /** Most images of a series; null leaves it to the exam. */
  readonly imagesPerSeries: number | null;
}

type Env = Readonly<Record<string, string | undefined>>;

const local = (host: string): string => (host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host);

function number(env: Env, name: string, fallback: number, least: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new Error(`${name} must be a number of at least ${least}, not "${text}".`);
  return value;
}

/** Throws, saying what to set, when it was not started as a demonstration. */
export function readSettings(env: Env, cli: string): DemoSettings {
  const { demo, demoPassword, host, port, dicomHost, dicomPort, mllpHost, mllpPort, aeTitle, dataDir, demoPort } = supervisorSettings(env);
  if (!demo) throw new Error('This is the demonstration. It runs only with CAUSEWAY_DEMO=1.');
  if (!demoPassword) throw new Error('CAUSEWAY_DEMO_PASSWORD is missing; the supervisor sets it.');
  const at = local(host);
  const images = number(env, 'CAUSEWAY_DEMO_IMAGES', 0, 1);
  return {
    url: `http://${at.includes(':') ? `[${at}]` : at}:${port}`,
    dicom: { host: local(dicomHost), port: dicomPort, aeTitle },
    mllp: { host: local(mllpHost), port: mllpPort },
    password: demoPassword,
    firstPort: demoPort,
    dir: path.join(dataDir, 'demo'),
    cli,
    pace: number(env, 'CAUSEWAY_DEMO_PACE', 1, 0.01),
    everydayExams: number(env, 'CAUSEWAY_DEMO_EXAMS', 72, 0),
    imagesPerSeries: images === 0 ? null : images,
  };
}
