import { parseArgs } from 'node:util';
import type { Role } from '@causeway/access';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { People } from '../people/people.service';
import { system } from '../platform/acts/actor';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { verifyAudit } from '../platform/audit/verify';
import { dataSource } from '../platform/database/data-source';
import { migrate } from '../platform/database/migrate';
import { readSettings, SettingsProblem } from '../platform/settings/settings';
import { reactions } from '../slices';
import { doctor } from './doctor';

const HELP = `causeway COMMAND

  migrate                     bring the database to this build
  user add USERNAME           --name NAME --title TITLE --role pa[,sl] [--facility ID] [--service-line neuro] [--subspecialty neuro]
                              the password is read from standard input
  doctor                      look at database, ports, store and clock, and say what is wrong
  audit verify                compute the audit chain again and name the first row that does not fit
`;

type Command = (args: readonly string[]) => Promise<number>;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const commands: Readonly<Record<string, Command>> = {
  'migrate': runMigrate,
  'user add': addUser,
  'doctor': () => doctor(say),
  'audit verify': auditVerify,
};

/** Runs one command; returns the exit code. Every failure is one sentence on standard error. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const name = [`${argv[0] ?? ''} ${argv[1] ?? ''}`.trim(), argv[0] ?? ''].find((n) => n in commands);
  const command = name === undefined ? undefined : commands[name];
  if (!command) {
    say(HELP);
    return argv.length === 0 || argv[0] === 'help' ? 0 : 2;
  }
  try {
    return await command(argv.slice(name?.split(' ').length));
  } catch (error) {
    const known = error instanceof Refusal ? error.detail : error instanceof SettingsProblem || error instanceof Error ? error.message : String(error);
    process.stderr.write(`${known}\n`);
    return 1;
  }
}

async function withActs<T>(work: (acts: Acts) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const source = await dataSource({ url: settings.DATABASE_URL, process: 'cli', pool: 2 }).initialize();
  try {
    return await work(new Acts(source, 'cli', reactions));
  } finally {
    await source.destroy();
  }
}

async function runMigrate(): Promise<number> {
  const settings = readSettings();
  const ran = await migrate(settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL);
  const adopted = await withActs(adoptVersion1);
  say(ran.length === 0 ? 'The database is at this build.' : `Ran ${ran.join(', ')}.`);
  if (adopted.length > 0) say(`Version 1 in force: ${adopted.join(', ')}.`);
  return 0;
}

async function addUser(args: readonly string[]): Promise<number> {
  const many = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { name: { type: 'string' }, title: { type: 'string' }, role: many, facility: many, 'service-line': many, subspecialty: many },
  });
  const username = positionals[0];
  if (!username || !values.name) throw new Refusal(422, 'usage', 'Usage: causeway user add USERNAME --name NAME --title TITLE --role pa');
  const list = (v: string[] | undefined): string[] => (v ?? []).flatMap((x) => x.split(',')).filter(Boolean);
  const password = (await readInput()).split('\n')[0] ?? '';
  const id = await withActs((acts) => new People(acts).add(system('command line'), {
    username, name: values.name ?? username, title: values.title ?? '', roles: list(values.role) as Role[], facilities: list(values.facility), serviceLines: list(values['service-line']),
    subspecialties: list(values.subspecialty), password,
  }));
  say(`Added ${username} (${id}).`);
  return 0;
}

async function auditVerify(): Promise<number> {
  const verdict = await withActs((acts) => verifyAudit((sql, parameters) => acts.read(sql, parameters)));
  say(JSON.stringify(verdict));
  return verdict.whole ? 0 : 1;
}

async function readInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const parts: Buffer[] = [];
  for await (const part of process.stdin) {
    parts.push(part as Buffer);
    if ((part as Buffer).includes(10)) break;
  }
  return Buffer.concat(parts).toString('utf8');
}
