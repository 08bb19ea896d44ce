import fs from 'node:fs';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { verifyDecisions } from '../policies/verify-decisions';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { verifyAudit } from '../platform/audit/verify';
import { dataSource } from '../platform/database/data-source';
import { migrate } from '../platform/database/migrate';
import { objectsOf } from '../platform/objects/objects';
import { readSettings, SettingsProblem } from '../platform/settings/settings';
import { reactions } from '../slices';
import { Sweep } from '../upkeep/sweep';
import { ageDemo } from './demo-age';
import { DemoAges, DemoDocument, read } from './demo-document';
import { loadDemo } from './demo-load';
import { RESET_TELLS, resetDemo } from './demo-reset';
import { doctor } from './doctor';
import { addToken, addUser, disableUser, enableUser, setPassword } from './people';
import { replayFile } from './replay';
import { addConnectionToken, listTokens, ofConnection, revokeToken } from './tokens';

const HELP = `causeway COMMAND

  migrate                     bring the database to this build
  user add USERNAME           --name NAME --title TITLE --role pa[,sl] [--facility NAME or all] [--service-line neurology or all] [--subspecialty neuro]
                              the password is read from standard input
  user password USERNAME      a new password, read from standard input; ends the sessions of this person
  user disable USERNAME       takes the account away at once; user enable USERNAME gives it back
  token add NAME              --person USERNAME --ability exam.list,exam.view [--days 365]
                              a token for a client with this person's facilities and service lines; shown once
  token add                   --facility NAME --connection LABEL [--days 365] [--from 10.1.0.0/16]
                              a token with which a partner's system hands objects over by STOW-RS; shown once
  token list                  tokens in use
  token revoke ID             from now on it opens nothing
  doctor                      look at database, ports, store and clock, and say what is wrong
  sweep                       take back the space of stored bytes that no row names, as the worker does by itself
  replay [FILE]               what a policy text would have decided on everything stored, by month and subspecialty, from a JSON file or standard input; [--rounds 5] edits it a little so often and times each replay
  decisions verify            decide every stored decision again from its version and facts, and name those that come out otherwise
  audit verify                compute the audit chain again and name the rows that do not fit
  demo load [FILE]            facilities, connections and people of a demonstration, from a JSON file or standard input; only with CAUSEWAY_DEMO=1
  demo age [FILE]             move exams of a demonstration back in time
  demo reset --yes            take a demonstration away, so that the next start begins afresh
`;

type Command = (args: readonly string[]) => Promise<number>;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const commands: Readonly<Record<string, Command>> = {
  'migrate': runMigrate,
  'user add': (args) => withActs((acts) => addUser(acts, args, say)),
  'user password': (args) => withActs((acts) => setPassword(acts, args, say)),
  'user disable': (args) => withActs((acts) => disableUser(acts, args, say)),
  'user enable': (args) => withActs((acts) => enableUser(acts, args, say)),
  'token add': (args) => withActs((acts) => (ofConnection(args) ? addConnectionToken(acts, args, say) : addToken(acts, args, say))),
  'token list': () => withActs((acts) => listTokens(acts, say)),
  'token revoke': (args) => withActs((acts) => revokeToken(acts, args, say)),
  'doctor': () => doctor(say),
  'sweep': sweep,
  'replay': (args) => replayFile(readSettings(), args, say),
  'decisions verify': decisionsVerify,
  'audit verify': auditVerify,
  'demo load': demoLoad,
  'demo age': demoAge,
  'demo reset': demoReset,
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

async function decisionsVerify(): Promise<number> {
  const verified = await withActs((acts) => verifyDecisions(acts));
  say(JSON.stringify(verified));
  return verified.differing === 0 ? 0 : 1;
}

async function auditVerify(): Promise<number> {
  const verdict = await withActs((acts) => verifyAudit((sql, parameters) => acts.read(sql, parameters)));
  say(JSON.stringify(verdict));
  return verdict.whole ? 0 : 1;
}

async function sweep(): Promise<number> {
  const settings = readSettings();
  const objects = objectsOf(settings);
  try {
    const swept = await withActs((acts) => new Sweep(acts, objects, settings).run());
    say(JSON.stringify(swept));
    return swept.missing === 0 ? 0 : 1;
  } finally {
    await objects.close();
  }
}

async function demoLoad(args: readonly string[]): Promise<number> {
  const document = read(DemoDocument, await documentOf(args));
  const done = await withActs((acts) => loadDemo(acts, readSettings(), document));
  say(`Demonstration: ${done.facilities} facilities, ${done.endpoints} connections and ${done.people} people added or changed.`);
  return 0;
}

async function demoAge(args: readonly string[]): Promise<number> {
  const ages = read(DemoAges, await documentOf(args));
  say(`Demonstration: ${await withActs((acts) => ageDemo(acts, readSettings(), ages))} exams moved back in time.`);
  return 0;
}

async function demoReset(args: readonly string[]): Promise<number> {
  if (!args.includes('--yes')) {
    say(RESET_TELLS);
    return 2;
  }
  await resetDemo(readSettings());
  say('The demonstration is gone. The next start begins afresh.');
  return 0;
}

/** The file named, or all of standard input. */
async function documentOf(args: readonly string[]): Promise<string> {
  if (args[0] !== undefined && args[0] !== '-') return fs.promises.readFile(args[0], 'utf8');
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
