import { SaveCommittee } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPolicy } from '../platform/decisions/decisions';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { policyBulletin } from './bulletin';

let b: Bench;
let g: Governance;
let second: SpecPerson;
let sameLine: SpecPerson;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  [second, sameLine] = [await b.person(['cl', 'gc']), await b.person(['cl', 'gc'])];
});
afterAll(() => b.close());

const reading = (id: string, modality: string) => (text: PolicyText): PolicyText => ({
  ...text, rules: [{ id, when: { fact: 'exam.modalities', op: 'hasAny', value: [modality] }, then: { read: 'formal', due: '4h' }, because: 'mammography' }, ...text.rules],
}) as PolicyText;
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then((done) => done ?? 'done', (error: { code?: string; message: string }) => error.code ?? error.message);
const reason = 'Two findings were missed this week.';

async function withOfficers(officers: readonly SpecPerson[]): Promise<void> {
  const { committees } = await g.committees.all(await g.as(g.chair));
  const [committee] = committees;
  if (!committee) throw new Error('no committee');
  const everybody = [[g.chair, 'clinical'], [g.author, 'clinical'], [g.it, 'it'], [g.business, 'business'], [second, 'it'], [sameLine, 'clinical']] as const;
  await g.committees.save(await g.as(g.chair), committee.id, SaveCommittee.parse({ ...committee, members: everybody.map(([p, constituency]) => ({ personId: p.id, constituency, officer: officers.includes(p) })) }));
}
const ask = async (who: SpecPerson, id: string): Promise<unknown> => codeOf(g.urgent.adopt(await g.as(who), id, (await g.look(id)).version, reason));

describe('promise against reality', () => {
  it('sets what the ballot showed beside what the version has decided since', async () => {
    const id = await g.draft('overread', reading('promised', 'MG'));
    await g.inForce(id);
    const today = new Date().toISOString().slice(0, 10);
    const decide = (modality: string): Promise<unknown> => b.acts.run(system('spec'), (act) => askPolicy(act, {
      kind: 'overread', subject: { kind: 'exam', id: newId(), examId: null }, facts: { 'exam.modalities': [modality], 'exam.subspecialty': 'breast', 'exam.quality': 'diagnostic' } as never, today,
    }));
    for (const modality of ['MG', 'MG', 'XA']) await decide(modality);
    const { promise, reality } = await g.realities.of(id);
    expect(promise).toMatchObject({ days: 90, sha256: (await g.look(id)).ballot?.replaySha256 });
    expect(reality).toMatchObject({ rows: 3, rules: { promised: 2, default: 1 }, effort: { reads: 2 } });
    const draft = await g.draft('triage', (text) => ({ ...text, rules: text.rules.slice(1) }) as PolicyText);
    expect(await codeOf(g.realities.of(draft))).toBe('never-in-force');
  });
});

describe('a policy that cannot wait for its vote', () => {
  it('needs officers, of two constituencies, and never its author', async () => {
    const id = await g.draft('overread', reading('needs', 'US'));
    await g.proposed(id);
    await withOfficers([]);
    expect(await ask(g.chair, id)).toBe('no-officer');
    await withOfficers([g.chair]);
    expect(await ask(g.chair, id)).toBe('no-second-officer');
    await withOfficers([g.chair, second, sameLine]);
    expect(await ask(g.chair, id)).toBe(false);
    expect((await g.look(id)).askedUrgently).toMatchObject({ reason });
    expect(await ask(sameLine, id)).toBe('same-constituency');
    expect(await ask(g.it, id)).toBe('not-allowed');
    expect((await g.look(id)).state).toBe('in-review');
    const own = await g.draft('triage', (text) => ({ ...text, rules: text.rules.slice(1) }) as PolicyText, second);
    await g.proposed(own, second);
    expect(await ask(second, own)).not.toBe(false);
  });

  it('takes force by two names, is voted on afterwards, and says so when the committee did not ratify it', async () => {
    const id = await g.draft('overread', reading('urgent', 'PT'));
    await g.proposed(id);
    await withOfficers([g.chair, second]);
    expect(await ask(g.chair, id)).toBe(false);
    expect(await ask(second, id)).toBe(true);
    const adopted = await g.look(id);
    expect(adopted).toMatchObject({ state: 'adopted', reason: 'adopted-urgently', ballot: { ratifies: true } });
    const [entry] = await b.acts.read<{ details: string; reason: string }>(`select details, reason from audit_entry where object_id = $1 and action = 'policy.adopt-urgently'`, [id]);
    expect(JSON.parse(entry?.details ?? '{}')).toMatchObject({ officers: [g.chair.id, second.id], constituencies: ['clinical', 'it'] });
    await g.proposals.schedule(await g.as(g.chair), id, { version: adopted.version, effectiveAt: new Date().toISOString(), applyNow: false });
    await g.work();
    expect((await g.look(id)).state).toBe('in-force');
    const ballot = (await g.look(id)).ballot;
    expect(new Date(ballot?.closesAt ?? 0).getTime()).toBeLessThanOrEqual(Date.now() + 14 * 86_400_000);
    for (const who of [g.chair, g.author, g.it, g.business, second, sameLine]) await g.vote(ballot?.id ?? '', who, 'against');
    await g.work();
    expect(await g.look(id)).toMatchObject({ state: 'in-force', reason: 'not-ratified', ballot: { state: 'failed' } });
    expect((await policyBulletin(b.acts, await g.as(g.author))).items[0]).toMatchObject({ id, reason: 'not-ratified', ballot: { ratifies: true } });
  });
});
