import { SaveCommittee } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceOf, POLICY_JOBS, type Governance } from '../testing/governance';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { policyBulletin } from './bulletin';

let b: Bench;
let g: Governance;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  const [committee] = (await g.committees.all(await g.as(g.chair))).committees;
  await g.committees.save(await g.as(g.chair), committee!.id, SaveCommittee.parse({
    ...committee, kinds: ['overread', 'redisclosure', 'responsibility'], members: [[g.chair, 'clinical'], [g.author, 'clinical'], [g.it, 'it'], [g.business, 'business']].map(([p, constituency]) => ({ personId: (p as SpecPerson).id, constituency })),
  }));
});
afterAll(() => b.close());

const work = () => drain(b, { only: [...POLICY_JOBS, 'notice.decide'] });
const because = (code: string) => (text: PolicyText): PolicyText => ({ ...text, default: { ...text.default, because: code } }) as PolicyText;
const toldOf = (event: string, policy: string) => b.acts.read<{ person_id: string; because: string }>(`select person_id, because from notice where event = $1 and subject_id = $2`, [event, policy]);
const bulletin = async (who: SpecPerson) => (await policyBulletin(b.acts, await g.as(who))).items;
const idsFor = async (who: SpecPerson) => (await bulletin(who)).map((i) => i.id);

describe('the bulletin', () => {
  it('reaches everybody whose work a version decides, once for its date and once for its force, and each of them reads it there', async () => {
    const [films, keeper, clerk, reader, nurse, registrar] = [await b.person('fr'), await b.person('rm'), await b.person(['pa', 'gm']), await b.person('rd'), await b.person('tn'), await b.person('rg')];
    const policy = await g.draft('redisclosure', because('asked-first'));
    await g.inForce(policy);
    await work();
    // a worker that died told its last telling again
    await b.acts.read(`update job set state = 'waiting', due_at = clock_timestamp() where kind = 'notice.decide' and state = 'done'`);
    await work();
    for (const event of ['policy.scheduled', 'policy.in-force']) {
      const told = await toldOf(event, policy);
      expect(told.map((n) => n.person_id).sort(), event).toEqual([g.chair, g.author, g.it, g.business, films, keeper, clerk].map((p) => p.id).sort());
      expect(new Set(told.map((n) => n.because))).toEqual(new Set(['your-work-follows-it']));
    }
    for (const who of [films, keeper, clerk, g.business]) expect(await idsFor(who)).toContain(policy);
    expect([await idsFor(nurse), await idsFor(registrar)], 'their work does not follow it').toEqual([[], []]);
    expect(await idsFor(reader), 'whoever may read policies reads all of it').toContain(policy);
  });

  it('holds what it is for, the new text beside the one it replaced, and the votes', async () => {
    const [nurse] = [await b.person('tn')];
    const policy = await g.draft('responsibility', because('night-desk'));
    await g.inForce(policy);
    const [item] = await bulletin(nurse);
    expect(item).toMatchObject({
      id: policy, kind: 'responsibility', number: 2, state: 'in-force', purpose: 'To see what happens.', text: { default: { because: 'night-desk' } },
      ballot: { committee: 'Imaging committee', count: { for: 4, against: 0, abstain: 0 }, ratifies: false },
    });
    const [before] = await b.acts.read<{ text: PolicyText }>(`select text from policy_version where kind = 'responsibility' and number = 1`);
    expect(item?.base).toEqual(before?.text);
  });

  it('announces what is adopted before it has a date, and holds no drafts, nothing that came with the installation, and nothing older than a year', async () => {
    const [open, adopted] = [await g.draft('overread', because('still-open')), await g.draft('overread', because('adopted'))];
    await g.adopted(adopted);
    const items = await bulletin(g.author);
    expect(items.find((i) => i.id === adopted)).toMatchObject({ state: 'adopted', effectiveAt: null, inForceAt: null });
    expect(items.map((i) => i.id)).not.toContain(open);
    expect(items.filter((i) => i.number === 1)).toEqual([]);
    const [old] = items.filter((i) => i.inForceAt);
    await b.acts.read(`update policy_version set in_force_at = in_force_at - interval '366 days' where id = $1`, [old?.id]);
    expect(await idsFor(g.author)).not.toContain(old?.id);
  });

  it('of a version for one service line is for its people and for those who belong to none', async () => {
    const [breast, chest, all] = [await b.person('fr', { serviceLines: ['breast'] }), await b.person('fr', { serviceLines: ['chest'] }), await b.person('fr')];
    const policy = await g.drafts.create(await g.as(g.author), { kind: 'redisclosure', scope: 'breast', from: 'in-force', title: 'Of one line' });
    const { version, text } = await g.look(policy);
    await g.drafts.save(await g.as(g.author), policy, { version, text: because('of-one-line')(text) as never, title: 'Of one line', purpose: 'For breast imaging.' });
    await g.inForce(policy);
    await work();
    const told = (await toldOf('policy.in-force', policy)).map((n) => n.person_id);
    for (const [who, concerned] of [[breast, true], [chest, false], [all, true]] as const) expect([told.includes(who.id), (await idsFor(who)).includes(policy)]).toEqual([concerned, concerned]);
  });
});
