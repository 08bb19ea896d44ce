import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import { callerOf } from '../../testing/caller';
import { bench, type Bench, type SpecPerson } from '../../testing/harness';
import { Playbooks } from './playbooks';

let b: Bench;
let playbooks: Playbooks;
let owner: SpecPerson;
let ou: Caller;
let pa: Caller;
let partner: string;
const STEPS = [{ words: 'Call their film room', days: 2, holder: 'outreach' as const }, { words: 'Open the firewall', days: 5, holder: 'pacs' as const }];

beforeAll(async () => {
  b = await bench();
  playbooks = new Playbooks(b.acts, b.settings);
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from playbook');
  partner = await b.facility(`Lakeview ${Math.random()}`, { status: 'connecting' });
  owner = await b.person('ou', { facilities: [b.host, partner] });
  await b.acts.read('update facility set owner_id = $2 where id = $1', [partner, owner.id]);
  ou = await callerOf(b, owner);
  pa = await callerOf(b, await b.person('pa', { facilities: [b.host, partner] }));
});

it('comes with steps for each stage, which outreach writes anew, for all or for one kind', async () => {
  expect((await playbooks.all()).find((p) => p.stage === 'connecting')).toMatchObject({ kind: null, version: 0, by: null });
  await playbooks.save(ou, { stage: 'connecting', kind: null, version: 0, steps: STEPS });
  await playbooks.save(ou, { stage: 'connecting', kind: 'clinic', version: 0, steps: STEPS.slice(0, 1) });
  expect((await playbooks.all()).filter((p) => p.stage === 'connecting').map((p) => [p.kind, p.version, p.steps.length, p.by])).toEqual(expect.arrayContaining([[null, 1, 2, ou.actor.name], ['clinic', 1, 1, ou.actor.name]]));
  await expect(playbooks.save(ou, { stage: 'connecting', kind: null, version: 0, steps: [] })).rejects.toMatchObject({ status: 412 });
  await expect(playbooks.save(ou, { stage: 'connecting', kind: null, version: 1, steps: [STEPS[0]!, STEPS[0]!] })).rejects.toMatchObject({ code: 'same-step' });
  await playbooks.save(ou, { stage: 'connecting', kind: null, version: 1, steps: [] });
  expect((await playbooks.all()).find((p) => p.stage === 'connecting' && p.kind === null)).toMatchObject({ version: 0 });
});

it('becomes tasks with due days, of the partner’s owner or of the PACS team, once', async () => {
  await playbooks.save(ou, { stage: 'connecting', kind: null, version: 0, steps: STEPS });
  expect((await playbooks.tasks(partner, ou)).applicable).toBe(2);
  await playbooks.apply(ou, partner);
  const { tasks, applicable } = await playbooks.tasks(partner, ou);
  expect(applicable).toBe(0);
  expect(tasks).toMatchObject([{ words: 'Call their film room', state: 'open', owner: { id: owner.id }, overdue: false }, { words: 'Open the firewall', owner: null, holder: 'pacs' }]);
  expect((Date.parse(tasks[1]!.dueOn) - Date.parse(tasks[0]!.dueOn)) / 86_400_000).toBe(3);
  await expect(playbooks.apply(ou, partner)).rejects.toMatchObject({ code: 'nothing-to-apply' });
});

it('marks what is overdue, and what is done or not needed stands in the history and comes no second time', async () => {
  await playbooks.save(ou, { stage: 'connecting', kind: null, version: 0, steps: STEPS });
  await playbooks.apply(ou, partner);
  await b.acts.read(`update facility_task set due_on = current_date - 3 where facility_id = $1`, [partner]);
  const { tasks } = await playbooks.tasks(partner, ou);
  expect(tasks.every((t) => t.overdue)).toBe(true);
  const [call, firewall] = tasks.toSorted((x, y) => x.words.localeCompare(y.words));
  await expect(playbooks.settle(pa, partner, call!.id, { state: 'done', words: '' }), 'outreach’s own').rejects.toMatchObject({ status: 403 });
  await playbooks.settle(pa, partner, firewall!.id, { state: 'done', words: 'Port 2762 is open' });
  await playbooks.settle(ou, partner, call!.id, { state: 'dropped', words: '' });
  await expect(playbooks.settle(ou, partner, call!.id, { state: 'done', words: '' })).rejects.toMatchObject({ code: 'settled' });
  expect((await playbooks.tasks(partner, ou)).tasks.map((t) => [t.state, t.overdue])).toEqual(expect.arrayContaining([['done', false], ['dropped', false]]));
  const said = await b.acts.read<{ words: string }>('select words from facility_activity where facility_id = $1 order by at', [partner]);
  expect(said.map((a) => a.words)).toEqual(['Open the firewall: done. Port 2762 is open', 'Call their film room: not needed']);
  await expect(playbooks.apply(ou, partner)).rejects.toMatchObject({ code: 'nothing-to-apply' });
});

it('shows nothing of a partner to somebody who may not see it, nor lets them work on it', async () => {
  const stranger = await callerOf(b, await b.person('pu', { facilities: [await b.facility(`Harbor ${Math.random()}`)] }));
  await expect(playbooks.tasks(partner, stranger)).rejects.toMatchObject({ status: 404 });
  await expect(playbooks.apply(stranger, partner)).rejects.toMatchObject({ status: 404 });
});
