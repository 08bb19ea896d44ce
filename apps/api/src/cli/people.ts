import { parseArgs } from 'node:util';
import type { AbilityName, Role } from '@causeway/access';
import { serviceLines, subspecialties } from '@causeway/domain';
import { People } from '../people/people.service';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';

type Say = (text: string) => void;
const ACTOR = system('command line');
const many = { type: 'string', multiple: true } as const;
const list = (values: readonly string[] | undefined): string[] => (values ?? []).flatMap((value) => value.split(',')).map((value) => value.trim()).filter(Boolean);
const usage = (text: string): Refusal => new Refusal(422, 'usage', `Usage: causeway ${text}`);

export async function addUser(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { name: { type: 'string' }, title: { type: 'string' }, role: many, facility: many, 'service-line': many, subspecialty: many },
  });
  const [username] = positionals;
  if (!username || !values.name) throw usage('user add USERNAME --name NAME --title TITLE --role pa');
  const id = await new People(acts).add(ACTOR, {
    username, name: values.name, title: values.title ?? '', roles: list(values.role) as Role[], facilities: await facilitiesOf(acts, list(values.facility)),
    serviceLines: known('service line', serviceLines, list(values['service-line'])), subspecialties: known('subspecialty', subspecialties, list(values.subspecialty)), password: await password(),
  });
  say(`Added ${username} (${id}).`);
  return 0;
}

export async function setPassword(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const username = only(args, 'user password USERNAME');
  await new People(acts).setPassword(ACTOR, username, await password());
  say(`${username} has a new password.`);
  return 0;
}

export async function disableUser(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const username = only(args, 'user disable USERNAME');
  await new People(acts).disable(ACTOR, username);
  say(`${username} can no longer sign in.`);
  return 0;
}

export async function enableUser(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const username = only(args, 'user enable USERNAME');
  await new People(acts).enable(ACTOR, username);
  say(`${username} can sign in again.`);
  return 0;
}

export async function addToken(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { person: { type: 'string' }, ability: many, days: { type: 'string' } } });
  const [name] = positionals;
  if (!name || !values.person) throw usage('token add NAME --person USERNAME --ability exam.list,exam.view [--days 365]');
  const [person] = await acts.read<{ id: string }>('select id from person where username = $1 and disabled_at is null', [values.person.toLowerCase()]);
  if (!person) throw new Refusal(404, 'not-found', `Nobody who may sign in has the user name ${values.person}.`);
  say(await new People(acts).addToken(ACTOR, name, person.id, list(values.ability) as AbilityName[], Number(values.days ?? 365)));
  return 0;
}

function only(args: readonly string[], how: string): string {
  const [username] = args;
  if (!username || args.length > 1) throw usage(how);
  return username;
}

/** `all`, or each by its id, its issuer or its name. */
async function facilitiesOf(acts: Acts, wanted: readonly string[]): Promise<string[]> {
  const all = await acts.read<{ id: string; issuer: string | null; name: string }>('select id, issuer, name from facility order by name');
  if (wanted.length === 1 && wanted[0] === 'all') return all.map((f) => f.id);
  return wanted.map((text) => {
    const found = all.find((f) => [f.id, f.issuer, f.name].includes(text));
    if (!found) throw new Refusal(422, 'facility', `There is no facility ${text}. There are: ${all.map((f) => f.issuer ?? f.name).join(', ') || 'none yet'}.`);
    return found.id;
  });
}

function known(what: string, all: readonly string[], wanted: readonly string[]): string[] {
  if (wanted.length === 1 && wanted[0] === 'all') return [...all];
  const stranger = wanted.find((one) => !all.includes(one));
  if (stranger) throw new Refusal(422, 'unknown-word', `There is no ${what} ${stranger}. There are: ${all.join(', ')}.`);
  return [...wanted];
}

/** First line of standard input. */
async function password(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const parts: Buffer[] = [];
  for await (const part of process.stdin) {
    parts.push(part as Buffer);
    if ((part as Buffer).includes(10)) break;
  }
  return Buffer.concat(parts).toString('utf8').split(/\r?\n/)[0] ?? '';
}
