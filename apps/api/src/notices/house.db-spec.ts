import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { HoldMoves } from '../retention/holds';
import { governanceOf, POLICY_JOBS, type Governance } from '../testing/governance';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';

const DAY = 86_400;
let b: Bench;
let g: Governance;
let reader: SpecPerson;

beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  reader = await b.person('rd');
});
afterAll(() => b.close());

const work = (ahead = 0) => drain(b, { only: [...POLICY_JOBS, 'notice.decide'], ahead });
const told = async (event: string, subject: string) =>
  (await b.acts.read<{ person_id: string; because: string }>(`select person_id, because from notice where event = $1 and subject_id = $2 and state <> 'merged' order by person_id`, [event, subject]));
const people = (...all: readonly SpecPerson[]) => all.map((p) => p.id).sort();
const adding = (text: PolicyText) => ({ ...text, rules: [{ id: 'mammography', when: { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, then: { read: 'formal' }, because: 'mammography' }, ...text.rules] }) as PolicyText;

describe('what happens to the rules of the house', () => {
  it('asks members for their vote once, and a day before the end only those who have not voted', async () => {
    const policy = await g.draft('overread', adding);
    const ballot = await g.called(policy);
    await work();
    expect((await told('policy.submitted', policy)).map((n) => n.person_id)).toEqual(people(g.chair, g.it, g.business));
    const opened = await told('ballot.opened', policy);
    expect(opened.map((n) => n.person_id)).toEqual(people(g.chair, g.author, g.it, g.business));
    expect(new Set(opened.map((n) => n.because))).toEqual(new Set(['your-vote-is-asked']));
    await g.vote(ballot, g.it, 'for');
    await g.ballots.delegate(await g.as(g.chair), ballot, { delegateId: g.author.id, version: 0 });
    await g.ballots.recuse(await g.as(g.business), ballot, 'my own department');
    await work();
    expect(await told('ballot.closing', policy)).toEqual([]);
    await work(6 * DAY + 60);
    // the chair's vote is the author's to cast now
    expect((await told('ballot.closing', policy)).map((n) => n.person_id)).toEqual([g.author.id]);
  });

  it('tells everybody whose work follows a version that it is in force, each once, however many reasons there are', async () => {
    const policy = await g.draft('triage', (text) => ({ ...text, default: { ...text.default, because: 'changed' } }) as PolicyText);
    const triage = await b.person(['tr', 'gm']);
    await g.inForce(policy);
    await work();
    const inForce = (await told('policy.in-force', policy)).map((n) => n.person_id);
    expect(inForce).toEqual(expect.arrayContaining([...people(g.chair, g.author, g.it, g.business), triage.id]));
    expect(inForce).not.toContain(reader.id);
    expect(new Set(inForce).size).toBe(inForce.length);
    expect((await told('ballot.passed', policy)).map((n) => n.person_id)).toEqual([g.author.id]);
  });

  it('reminds the committee once when a version in force is due for its review, and not of one that was followed by another', async () => {
    const [first, next] = [await g.draft('release', (text) => ({ ...text, default: { ...text.default, because: 'first' } }) as PolicyText), await g.draft('match', (text) => ({ ...text, default: { ...text.default, because: 'followed' } }) as PolicyText)];
    await g.inForce(first);
    await g.inForce(next);
    await g.inForce(await g.draft('match', (text) => ({ ...text, default: { ...text.default, because: 'newer' } }) as PolicyText));
    const review = (ahead: number) => drain(b, { only: ['policy.review-date', 'notice.decide'], ahead });
    await review(364 * DAY);
    expect(await told('policy.review-due', first)).toEqual([]);
    await review(366 * DAY);
    await review(366 * DAY);
    const due = await told('policy.review-due', first);
    expect(due.map((n) => n.person_id)).toEqual(people(g.chair, g.it, g.business));
    expect(new Set(due.map((n) => n.because))).toEqual(new Set(['your-committee']));
    expect(await told('policy.review-due', next)).toEqual([]);
  });

  it('tells the keepers of records of each step of a hold, once, and not whoever took it', async () => {
    const elsewhere = await b.facility('Of another keeper');
    const [first, second, away, clerk] = [await b.person('rm', { facilities: [b.host] }), await b.person('rm', { facilities: [b.host] }), await b.person('rm', { facilities: [elsewhere] }), await b.person('pa', { facilities: [b.host] })];
    const holds = new HoldMoves(b.acts);
    const exam = await storeExam(b);
    await drain(b, { only: ['exam.extend'] });
    const as = (who: SpecPerson) => callerOf(b, who, true);
    const id = await holds.create(await as(clerk), { matter: 'Doe v. Westbrook', custodian: 'Counsel', reason: 'Letter of counsel', scope: 'exams', examIds: [exam], patientId: null, facilityId: null, plannedEnd: null });
    await work();
    const here = async (event: string): Promise<string[]> => (await told(event, id)).map((n) => n.person_id).filter((p) => [first, second, away, clerk].some((one) => one.id === p));
    expect(await here('hold.made')).toEqual(people(first, second));
    await holds.activate(await as(first), id, 0);
    await work();
    expect(await here('hold.activated')).toEqual(people(second));
    await holds.askRelease(await as(first), id, 1, 'The matter is closed');
    await work();
    expect(await here('hold.release-asked')).toEqual(people(second));
    await holds.confirmRelease(await as(second), id, 2);
    await work();
    await work();
    expect(await here('hold.released')).toContain(first.id);
    expect([...await here('hold.made'), ...await here('hold.activated'), ...await here('hold.released')]).not.toContain(away.id);
  });

  it('asks another keeper of records to confirm a release, and not whoever asked for it', async () => {
    const [first, second, elsewhere] = [await b.person('rm', { facilities: [b.host] }), await b.person('rm', { facilities: [b.host] }), await b.person('rm', { facilities: [await b.facility('Elsewhere')] })];
    const hold = newId();
    await b.acts.read(
      `insert into hold (id, state, matter, custodian, reason, scope, facility_ids, asked_by, placed_by, release_asked_by) values ($1, 'release-asked', 'Matter', 'Counsel', 'Asked', 'exams', $2, $3, $3, $3)`, [hold, [b.host], first.id]);
    await b.acts.run(system('spec'), async (act) => act.emit({ event: 'hold.release-asked', kind: 'hold', id: hold }));
    await work();
    const asked = await told('hold.release-asked', hold);
    expect(asked.map((n) => n.person_id)).toContain(second.id);
    expect(asked.map((n) => n.person_id)).not.toContain(first.id);
    expect(asked.map((n) => n.person_id)).not.toContain(elsewhere.id);
  });
});

it('a connection that fails is told to who is on call for it, to the owner of the partner and to system administrators; its certificate to the last two', async () => {
  const [pacs, owner, admin] = [await b.person('pa'), await b.person('ou'), await b.person('sa')];
  const facility = await b.facility('Riverside');
  await b.acts.read('update facility set owner_id = $2 where id = $1', [facility, owner.id]);
  await b.acts.read(`update person set facilities = array_append(facilities, $2) where id = any($1)`, [[pacs.id, owner.id], facility]);
  const line = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', 'PACS', '{}')`, [line, facility]);
  await b.acts.run(system('spec'), async (act) => {
    act.emit({ event: 'endpoint.failed', kind: 'endpoint', id: line });
    act.emit({ event: 'endpoint.certificate-ends', kind: 'endpoint', id: line, data: { facilityId: facility, days: 12 } });
  });
  await work();
  const failed = (await told('endpoint.failed', line)).map((n) => n.person_id);
  expect(failed).toEqual(expect.arrayContaining(people(pacs, owner, admin)));
  expect(new Set(failed).size).toBe(failed.length);
  const ends = (await told('endpoint.certificate-ends', line)).map((n) => n.person_id);
  expect(ends).toEqual(expect.arrayContaining(people(owner, admin)));
  expect(ends).not.toContain(pacs.id);
});

it('an installation that has version 1 of every kind already gets the text of the house beside them, once', async () => {
  const [before] = await b.acts.read<{ n: number }>(`select count(*)::int as n from policy_version where kind = 'notification' and state = 'in-force'`);
  expect(before?.n).toBe(2);
  expect(await adoptVersion1(b.acts)).toEqual([]);
});
