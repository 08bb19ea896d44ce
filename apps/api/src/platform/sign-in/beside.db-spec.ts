import { afterAll, beforeAll, expect, it } from 'vitest';
import { People } from '../../people/people.service';
import { bench, type Bench } from '../../testing/harness';
import { system } from '../acts/actor';
import { Sessions } from './sessions';

let b: Bench;
let people: People;
let sessions: Sessions;
let personId: string;
let token: string;
const HERE = '127.0.0.1';

beforeAll(async () => {
  b = await bench();
  people = new People(b.acts);
  sessions = new Sessions(b.acts, b.settings);
  personId = (await b.person('pa')).id;
  token = await people.addToken(system('spec'), 'workstation', personId, ['exam.list'], 30);
});
afterAll(() => b.close());

it('a question beside a token is answered with it, and says nothing else of the client', async () => {
  const known = await sessions.clientBeside(token, HERE, (bind) => `select n, n::text || ${bind(' pieces')}::text as words from generate_series(1, ${bind(2)}::int) n`);
  expect(known?.beside).toEqual([{ n: 1, words: '1 pieces' }, { n: 2, words: '2 pieces' }]);
  expect(known?.client).toEqual(await sessions.client(token, HERE));
  expect((await sessions.clientBeside(token, HERE, () => 'select 1 where false'))?.beside).toEqual([]);
  expect((await b.acts.read<{ used: boolean }>('select last_used_at is not null as used from api_token'))[0]).toEqual({ used: true });
});

it('is not asked for a token that is not valid', async () => {
  // it fails as soon as somebody looks
  const failing = (bind: (value: unknown) => string): string => `select 1 / (random() * ${bind(0)}::int)::int as never`;
  const ask = (secret: string) => sessions.clientBeside(secret, HERE, failing);
  await expect(ask(token)).rejects.toThrow(/division by zero/);
  expect(await ask('a-token-nobody-ever-gave-to-anybody-here')).toBeNull();
  await b.acts.read('update person set disabled_at = clock_timestamp() where id = $1', [personId]);
  expect(await ask(token)).toBeNull();
  await b.acts.read('update person set disabled_at = null where id = $1', [personId]);
  await expect(ask(token)).rejects.toThrow(/division by zero/);
  await b.acts.read('update api_token set revoked_at = clock_timestamp()');
  expect(await ask(token)).toBeNull();
});
