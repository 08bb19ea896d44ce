import { afterAll, beforeAll, expect, it } from 'vitest';
import { bench, type Bench } from '../testing/harness';
import { unposted } from './doctor';

let b: Bench;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());

it('finds received images that nobody posts', async () => {
  const enter = (ago: string) => b.acts.read(`insert into daybook (lane, objects, at) values ('receiver', '[]', clock_timestamp() - $1::interval)`, [ago]);
  await enter('2 seconds');
  expect(await unposted(b.source)).toEqual({ ok: true, what: 'everything received is on the ledger' });
  await enter('2 minutes');
  expect(await unposted(b.source)).toEqual({ ok: false, what: expect.stringMatching(/^1 groups of received images wait .* receiver .* log$/) as string });
  await b.acts.read('delete from daybook');
  expect(await unposted(b.source)).toMatchObject({ ok: true });
});
