// The few lines a person needs once everything is up.
import type { SupervisorSettings } from './settings';

/** Someone of the demonstration one can sign in as. */
export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  readonly title: string;
}

export function consoleUrl(settings: SupervisorSettings): string {
  if (settings.publicUrl) return settings.publicUrl;
  const host = ['0.0.0.0', '::', ''].includes(settings.host) ? 'localhost' : settings.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
}

export function summary(settings: SupervisorSettings, demo?: { readonly password: string; readonly people: readonly DemoPerson[] }): string {
  const rows: [string, string][] = [
    ['Console', consoleUrl(settings)],
    ['DICOM', `${settings.dicomHost}:${settings.dicomPort}, AE title ${settings.aeTitle}`],
    ['HL7', `${settings.mllpHost}:${settings.mllpPort} (MLLP)`],
    ['Data', settings.dataDir],
  ];
  const wide = Math.max(0, ...(demo?.people ?? []).map(({ username }) => username.length));
  const people = (demo?.people ?? []).map(({ username, name, title }) => `    ${username.padEnd(wide)}  ${name}, ${title}`);
  const signIn = demo ? ['', `  Sign in with the password ${demo.password} as${people.length > 0 ? '' : ' any person of the demonstration.'}`, ...people] : [];
  return ['', 'Causeway is running.', '', ...rows.map(([name, value]) => `  ${name.padEnd(8)} ${value}`), ...signIn, '', 'Ctrl-C stops it.', ''].join('\n');
}
