// The settings the supervisor itself needs. All of CAUSEWAY_* is passed on to the programs, which check their own.
import path from 'node:path';
import { site } from '../demo/world/places/site';

export interface SupervisorSettings {
  readonly host: string;
  readonly port: number;
  readonly dicomHost: string;
  readonly dicomPort: number;
  readonly mllpHost: string;
  readonly mllpPort: number;
  /** Where receivers take STOW-RS themselves, if they do. */
  readonly stowPort: number | undefined;
  readonly stowHost: string;
  readonly aeTitle: string;
  readonly dataDir: string;
  /** The database is the site's own; otherwise PostgreSQL is started here. */
  readonly ownDatabase: boolean;
  readonly postgresPort: number | undefined;
  readonly demo: boolean;
  readonly demoPassword: string | undefined;
  /** First of DEMO_PORTS ports in a row for the demonstration's partner systems. */
  readonly demoPort: number;
  readonly publicUrl: string | undefined;
  /** Stop when the process that started us is gone. */
  readonly endWithParent: boolean;
}

export const DEMO_PORTS = 10;

/** What the demonstration's house is called, and how long its partners may pause, where nothing else is set. */
export const demoHouse = { CAUSEWAY_SITE_NAME: site.name, CAUSEWAY_SITE_ZONE: site.zone, CAUSEWAY_SITE_JURISDICTION: site.jurisdiction, CAUSEWAY_QUIET_SECONDS: '20' } as const;

export class SettingsProblem extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws SettingsProblem naming every variable that cannot be used, and what it should be. */
export function readSettings(env: Env): SupervisorSettings {
  const problems: string[] = [];
  const text = (name: string) => env[`CAUSEWAY_${name}`] || undefined;
  const optionalPort = (name: string) => {
    const value = text(name);
    if (value === undefined) return undefined;
    const port = Number(value);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
    problems.push(`CAUSEWAY_${name} must be a port number from 1 to 65535, not "${value}".`);
    return undefined;
  };
  const flag = (name: string) => {
    const value = text(name) ?? '0';
    if (!['0', '1', 'true', 'false'].includes(value)) problems.push(`CAUSEWAY_${name} must be 1 or 0, not "${value}".`);
    return value === '1' || value === 'true';
  };
  const port = optionalPort('PORT') ?? 4280;
  const settings: SupervisorSettings = {
    host: text('HOST') ?? '127.0.0.1',
    port,
    dicomHost: text('DICOM_HOST') ?? '127.0.0.1',
    dicomPort: optionalPort('DICOM_PORT') ?? 11_112,
    mllpHost: text('MLLP_HOST') ?? '127.0.0.1',
    mllpPort: optionalPort('MLLP_PORT') ?? 2575,
    aeTitle: text('AE_TITLE') ?? 'CAUSEWAY',
    dataDir: path.resolve(text('DATA_DIR') ?? '.data'),
    ownDatabase: text('DATABASE_URL') !== undefined || text('DATABASE_URL_FILE') !== undefined,
    postgresPort: optionalPort('PG_PORT'),
    demo: flag('DEMO'),
    demoPassword: text('DEMO_PASSWORD'),
    demoPort: optionalPort('DEMO_PORT') ?? port + 10,
    stowPort: optionalPort('STOW_PORT'),
    stowHost: text('STOW_HOST') ?? '127.0.0.1',
    publicUrl: text('PUBLIC_URL'),
    endWithParent: flag('END_WITH_PARENT'),
  };
  problems.push(...samePorts(settings));
  if (problems.length > 0) throw new SettingsProblem(problems.join('\n'));
  return settings;
}

/** One port a listener of the product takes, and the variable that moves it. */
export interface ListenerPort {
  readonly port: number;
  readonly host: string;
  readonly variable: string;
}

export function listenerPorts(settings: SupervisorSettings): ListenerPort[] {
  const demo = Array.from({ length: settings.demo ? DEMO_PORTS : 0 }, (_, index) => ({
    port: settings.demoPort + index,
    host: '127.0.0.1',
    variable: `CAUSEWAY_DEMO_PORT (which takes ${DEMO_PORTS} ports in a row)`,
  }));
  return [
    { port: settings.port, host: settings.host, variable: 'CAUSEWAY_PORT' },
    { port: settings.dicomPort, host: settings.dicomHost, variable: 'CAUSEWAY_DICOM_PORT' },
    { port: settings.mllpPort, host: settings.mllpHost, variable: 'CAUSEWAY_MLLP_PORT' },
    ...(settings.stowPort === undefined ? [] : [{ port: settings.stowPort, host: settings.stowHost, variable: 'CAUSEWAY_STOW_PORT' }]),
    ...demo,
  ];
}

function samePorts(settings: SupervisorSettings): string[] {
  const seen = new Map<number, string>();
  const problems: string[] = [];
  for (const { port, variable } of listenerPorts(settings)) {
    const other = seen.get(port);
    if (other) problems.push(`${other} and ${variable} both want port ${port}; give them different ones.`);
    seen.set(port, variable);
  }
  return problems;
}
