import { parseArgs } from 'node:util';
import { ConnectionTokens } from '../facilities/connection-tokens';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';

type Say = (text: string) => void;
const DAYS = '365';
const actor = system('command line');

/** Whether a token of a connection is meant, and not of a person. */
export const ofConnection = (args: readonly string[]): boolean => args.some((arg) => /^--(facility|connection)\b/.test(arg));

export async function addConnectionToken(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { facility: text, connection: text, days: { type: 'string', default: DAYS }, from: { type: 'string', multiple: true } } });
  if (!values.facility || !values.connection) throw new Refusal(422, 'usage', 'Usage: causeway token add --facility NAME --connection LABEL [--days 365] [--from 10.1.0.0/16]');
  const { id, secret } = await new ConnectionTokens(acts).add(actor, {
    facility: values.facility, label: values.connection, days: Number(values.days), addresses: (values.from ?? []).flatMap((a) => a.split(',')).filter(Boolean),
  });
  say(`Token ${id}, shown this once:`);
  say(secret);
  return 0;
}

export async function listTokens(acts: Acts, say: Say): Promise<number> {
  const day = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? 'never';
  for (const t of await new ConnectionTokens(acts).list()) say(`${t.id}  ${t.name} (${t.of})  ${t.scopes.join(', ')}  until ${day(t.endsAt)}  last used ${day(t.lastUsedAt)}`);
  return 0;
}

export async function revokeToken(acts: Acts, args: readonly string[], say: Say): Promise<number> {
  const [id] = args;
  if (!id) throw new Refusal(422, 'usage', 'Usage: causeway token revoke ID');
  await new ConnectionTokens(acts).revoke(actor, id);
  say(`Token ${id} opens nothing any more.`);
  return 0;
}
