import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MatchDetail } from '@causeway/contracts';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { storeExam, storeInstances } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { nextInForce } from '../testing/policies';
import { drain } from '../testing/worker';
import { IdentityJobs } from './identity.jobs';
import { MatchDetails } from './match.detail';
import { MatchMoves } from './match.moves';
import { PatientSearch } from './patient.search';
import { AdtSender, mrn } from './testing/adt-sender';

let b: Bench;
let his: AdtSender;
let moves: MatchMoves;
let details: MatchDetails;
let clerk: Caller;
let second: Caller;
let people: { pa: SpecPerson; rg: SpecPerson };
let lakeview: string;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.recalled', 'exam.identify', 'match.refresh', 'match.close'];
const run = (ahead = 0): Promise<string[]> => drain(b, { ahead, only: OURS });

beforeAll(async () => {
  b = await bench();
  lakeview = await b.facility('Lakeview', { issuer: 'LAKEVIEW' });
  await b.facility('Prospect', { issuer: 'PROSPECT', status: 'prospect' });
  his = await AdtSender.known(b);
  moves = new MatchMoves(b.acts, b.settings);
  details = new MatchDetails(b.acts, b.settings);
  people = { pa: await b.person('pa'), rg: await b.person('rg') };
  clerk = await callerOf(b, people.pa, true);
  second = await callerOf(b, people.rg, true);
});
afterAll(() => b.close());

let n = 5000;
const next = (): string => String(++n);
/** A family name that is near no other one of the specs. */
const day = (number: string): string => `19${20 + (Number(number) % 79)}${String(1 + (Number(number) % 12)).padStart(2, '0')}${String(10 + (Number(number) % 17)).padStart(2, '0')}`;
const odd = (number: string): string => [...number].map((d) => ['Bo', 'Ka', 'Ru', 'Zi', 'Me', 'Ny', 'Fa', 'Quo', 'Ti', 'Sha'][Number(d)]?.repeat(1 + (Number(d) % 2)) ?? '').join('').toLowerCase();
interface Coming { readonly name: string; readonly born?: string; readonly sex?: string; readonly id?: string; readonly issuer?: string; readonly more?: Readonly<Record<string, string>>; readonly source?: string }
/** An exam that has settled and was looked at. */
async function arrived(c: Coming): Promise<string> {
  const id = await storeExam(b, {
    instances: 1, source: c.source ?? lakeview,
    head: { patientName: c.name, patientBirthDate: c.born ?? '', patientSex: c.sex ?? '', patientId: c.id ?? '', issuerOfPatientId: c.issuer ?? '', ...c.more },
  });
  await run();
  await run(120);
  return id;
}
const look = (id: string, who = clerk): Promise<MatchDetail> => details.ofExam(id, who);
const stateOf = async (id: string): Promise<string> => (await b.acts.read<{ state: string }>('select state from inbound where id = $1', [id]))[0]?.state ?? '';
const patientOf = async (number: string): Promise<string> => (await b.acts.read<{ id: string }>('select id from patient where mrn = $1', [number]))[0]?.id ?? '';
const answers = (m: MatchDetail, i = 0): Record<string, string> => Object.fromEntries(m.candidates[i]?.rows.map((r) => [r.element, r.comparison]) ?? []);

describe('an exam that settles', () => {
  it('is matched by policy when a trusted number, family name, birth date and sex agree, and goes on to the check', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Ruiz Calderón', given: 'Iker Andoni', birthDate: '19980830', sex: 'M', more: `L${number}^^^LAKEVIEW^PI` });
    const id = await arrived({ name: 'RUIZ CALDERON^IKER', born: '19980830', sex: 'M', id: `L${number}`, issuer: 'LAKEVIEW' });
    const m = await look(id);
    expect(m).toMatchObject({ state: 'matched', attempt: 1, decision: { because: 'trusted-identifier-agrees' }, confirmed: { by: 'policy', patientId: await patientOf(number) } });
    expect(answers(m)).toMatchObject({ family: 'agrees', given: 'close', 'birth-date': 'agrees', sex: 'agrees', identifier: 'agrees', mrn: 'missing' });
    expect(m.candidates[0]?.rows.find((r) => r.element === 'identifier')).toMatchObject({ incoming: `L${number} @ LAKEVIEW`, candidate: `L${number} @ LAKEVIEW`, weight: 60, writtenNote: 'kept-with-issuer' });
    expect(await stateOf(id)).toBe('checking');
    expect((await b.acts.read<{ facts: Record<string, unknown> }>('select facts from decision where id = $1', [m.decision?.id]))[0]?.facts).toMatchObject({ 'match.trustedIssuer': true, 'match.candidates': 1, 'match.lookalike': [] });
  });

  it('takes the source’s issuer when the files name none, and trusts no number of a facility that is not live', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Implied', given: 'Issuer', birthDate: '19710203', sex: 'F', more: `I${number}^^^LAKEVIEW^PI~P${number}^^^PROSPECT^PI` });
    const same = { name: 'Implied^Issuer', born: '19710203', sex: 'F' };
    expect((await look(await arrived({ ...same, id: `I${number}` }))).state).toBe('matched');
    const untrusted = await look(await arrived({ ...same, id: `P${number}`, issuer: 'PROSPECT' }));
    expect(untrusted).toMatchObject({ state: 'proposed', decision: { because: 'near-match' } });
    expect(answers(untrusted)['identifier']).toBe('agrees');
  });

  it('knows our own record number, and never takes a bare number for a match', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'House', given: 'Number', birthDate: '19640105', sex: 'M' });
    expect((await look(await arrived({ name: 'House^Number', born: '19640105', sex: 'M', id: number, issuer: 'SPEC' }))).state).toBe('matched');
    const unknown = await b.facility(`Nameless ${number}`);
    const bare = await look(await arrived({ name: 'House^Number', born: '19640105', sex: 'M', id: number, source: unknown }));
    expect(answers(bare)).toMatchObject({ identifier: 'missing', mrn: 'missing' });
  });

  it('waits for a person when a twin, a namesake or a doubtful number is about', async () => {
    const [a, c] = [next(), next()];
    const home = '12 Alder Row^^Lakeview^^12345';
    await his.tell('A28', { mrn: a, family: 'Twinman', given: 'Iker', birthDate: '19980830', sex: 'M', address: home, more: `T${a}^^^LAKEVIEW^PI` });
    await his.tell('A28', { mrn: c, family: 'Twinman', given: 'Unai', birthDate: '19980830', sex: 'M', address: home });
    const m = await look(await arrived({ name: 'TWINMAN^IKER', born: '19980830', sex: 'M', id: `T${a}`, issuer: 'LAKEVIEW' }));
    expect(m).toMatchObject({ state: 'proposed', decision: { because: 'lookalike', outcome: { people: 2 } } });
    expect(m.candidates.map((x) => x.lookalike)).toEqual([['twin'], ['twin', 'recycled-identifier']]);
    expect(m.candidates[0]?.blockedBy).toEqual([]);
    expect(m.candidates[1]?.blockedBy).toEqual(['given', 'identifier']);
  });

  it('asks for registration when nobody comes near, but not for somebody whose birth date did not come along', async () => {
    expect((await look(await arrived({ name: 'Nobody^Here', born: '19330303', sex: 'F' }))).state).toBe('registering');
    expect(await look(await arrived({ name: 'Nobody^There' }))).toMatchObject({ state: 'proposed', candidates: [] });
  });

  it('that holds images of two people goes to two people, however well the first one fits', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Mixed', given: 'Disc', birthDate: '19450607', sex: 'F', more: `M${number}^^^LAKEVIEW^PI` });
    const id = await storeExam(b, { instances: 1, source: lakeview, head: { patientName: 'Mixed^Disc', patientBirthDate: '19450607', patientSex: 'F', patientId: `M${number}`, issuerOfPatientId: 'LAKEVIEW' } });
    await storeInstances(b, id, 1, { patientId: 'SOMEBODY-ELSE', patientBirthDate: '19990101' });
    await run();
    await run(120);
    expect(await look(id)).toMatchObject({ state: 'proposed', decision: { because: 'several-people', outcome: { people: 2 } } });
  });

  it('compares names within one writing, and finds the person by either', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, names: 'Tanaka^Haruto^^^^^L^A~田中^陽翔^^^^^L^I~タナカ^ハルト^^^^^L^P', birthDate: '19800501', sex: 'M' });
    for (const name of ['TANAKA^HARUTO', '田中^陽翔', 'Tanaka^H=田中^陽翔=たなか^はると']) {
      const m = await look(await arrived({ name, born: '19800501', sex: 'M' }));
      expect(answers(m), name).toMatchObject({ family: 'agrees', given: 'agrees' });
    }
    expect(answers(await look(await arrived({ name: 'טנקה^הרוטו', born: '19800501', sex: 'M' })))).toMatchObject({ family: 'missing' });
  });

  it('is looked at once, however many are told to look', async () => {
    const id = await storeExam(b, { instances: 1, head: { patientName: 'Race^Once', patientBirthDate: '19220202', patientSex: 'M' } });
    await run();
    await b.acts.read(`update inbound set state = 'identifying', settled_at = now() where id = $1`, [id]);
    const jobs = new IdentityJobs(b.acts, b.settings, { holds: () => Promise.resolve('unknown') });
    await Promise.all(Array.from({ length: 8 }, () => jobs.run({ id: 'x', kind: 'exam.identify', data: { id }, start: 1, signal: new AbortController().signal })));
    expect(await b.acts.read('select attempt from match where exam_id = $1', [id])).toEqual([{ attempt: 1 }]);
    expect(await b.acts.read('select 1 as one from registration where exam_id = $1', [id])).toHaveLength(1);
  });

  it('of our own that came back is mirrored when the archive holds all of it, and only then', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Own', given: 'Exam', birthDate: '19501212', sex: 'M' });
    const own = { name: 'Own^Exam', born: '19501212', sex: 'M', id: number, issuer: 'SPEC' };
    const looked = async (held: 'all' | 'some' | 'unknown', coming: Coming): Promise<string> => {
      const id = await storeExam(b, { instances: 2, head: { patientName: coming.name, patientBirthDate: coming.born ?? '', patientSex: coming.sex ?? '', patientId: coming.id ?? '', issuerOfPatientId: coming.issuer ?? '' } });
      await drain(b, { only: ['exam.extend'] });
      await b.acts.read(`update inbound set state = 'identifying', settled_at = now() where id = $1`, [id]);
      await new IdentityJobs(b.acts, b.settings, { holds: () => Promise.resolve(held) }).run({ id: 'x', kind: 'exam.identify', data: { id }, start: 1, signal: new AbortController().signal });
      await run();
      return id;
    };
    const mirrored = await looked('all', own);
    expect([await stateOf(mirrored), (await look(mirrored)).state]).toEqual(['mirrored', 'closed']);
    expect(await stateOf(await looked('some', own))).toBe('checking');
    expect(await stateOf(await looked('unknown', own))).toBe('checking');
    expect(await stateOf(await looked('all', { ...own, issuer: 'ELSEWHERE' }))).toBe('identifying');
  });
});

describe('a person who says whose it is', () => {
  /** A proposal with one candidate whose given name differs by one letter. */
  async function proposed(): Promise<{ id: string; m: MatchDetail; patient: string; number: string }> {
    const number = next();
    await his.tell('A28', { mrn: number, family: odd(number), given: 'Katarina', birthDate: day(number), sex: 'F' });
    const id = await arrived({ name: `${odd(number).toUpperCase()}^KATRINA`, born: day(number), sex: 'F' });
    const m = await look(id);
    expect(m).toMatchObject({ state: 'proposed', decision: { outcome: { people: 1, mustEqual: ['birth-date', 'sex'] } } });
    return { id, m, patient: await patientOf(number), number };
  }
  /** A proposal whose birth date is a digit off: an override by two. */
  async function doubtful(people = 2): Promise<{ id: string; m: MatchDetail; patient: string }> {
    const number = next();
    await his.tell('A28', { mrn: number, family: odd(number), given: 'Karl', birthDate: '19611104', sex: 'M' });
    const id = await arrived({ name: `${odd(number)}^KARL`, born: '19611107', sex: 'M' });
    const m = await look(id);
    expect(m).toMatchObject({ state: 'proposed', decision: { outcome: { people } } });
    expect(m.candidates[0]?.blockedBy).toEqual(['birth-date']);
    return { id, m, patient: await patientOf(number) };
  }

  it('accepts what agrees as the policy asks; of two at once one wins, and the other is told so', async () => {
    const { id, m, patient } = await proposed();
    const other = await callerOf(b, await b.person('pa'), true);
    const results = await Promise.allSettled([clerk, other].map((who) => moves.accept(who, m.id, { version: m.version, patientId: patient })));
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((results.find((r) => r.status === 'rejected'))?.reason).toMatchObject({ status: 409 });
    await run();
    expect(await look(id)).toMatchObject({ state: 'matched', confirmed: { patientId: patient } });
    expect(await stateOf(id)).toBe('checking');
    expect(await b.acts.read(`select count(*)::int as n from match where exam_id = $1 and state in ('matched', 'overridden')`, [id])).toEqual([{ n: 1 }]);
  });

  it('is refused while a required element differs, with the elements named', async () => {
    const { m, patient } = await doubtful();
    await expect(moves.accept(clerk, m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ status: 409, code: 'elements-differ', more: { errors: [{ pointer: '/elements/birth-date' }] } });
  });

  it('answers 412 when the proposal changed after it was opened, or a candidate did', async () => {
    const { m, patient, number } = await proposed();
    await expect(moves.accept(clerk, m.id, { version: m.version - 1, patientId: patient })).rejects.toMatchObject({ status: 412 });
    await his.tell('A08', { mrn: number, birthDate: '19761105' });
    await expect(moves.accept(clerk, m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ status: 412 });
  });

  it('may choose a patient the search did not name; the policy is asked about that one', async () => {
    const { m, patient, number } = await proposed();
    const far = next();
    await his.tell('A28', { mrn: far, family: 'Far', given: 'Away', birthDate: '19111111', sex: 'M' });
    await expect(moves.accept(clerk, m.id, { version: m.version, patientId: await patientOf(far) })).rejects.toMatchObject({ code: 'elements-differ' });
    await expect(moves.override(clerk, m.id, { version: m.version, patientId: await patientOf(far), elements: ['family', 'birth-date'], reason: 'I know him' })).rejects.toMatchObject({ code: 'second-person-needed' });
    const beside = await details.compare(m.id, await patientOf(far), clerk);
    expect(beside).toMatchObject({ mrn: far, score: 0, dismissed: false });
    expect(beside.blockedBy).toEqual(expect.arrayContaining(['family', 'birth-date']));
    const hits = await new PatientSearch(b.acts, b.settings).find({ q: 'far awa', examId: m.examId }, clerk);
    expect(hits).toMatchObject([{ mrn: far, score: 0 }]);
    expect(await new PatientSearch(b.acts, b.settings).find({ q: day(number) }, clerk)).toEqual(expect.arrayContaining([expect.objectContaining({ patientId: patient, score: null }) as unknown]));
  });

  it('dismisses a candidate, who stays dismissed until the identity changes', async () => {
    const { id, m, patient, number } = await proposed();
    await moves.dismiss(clerk, m.id, { version: m.version, patientId: patient });
    const after = await look(id);
    expect(after.candidates).toMatchObject([{ dismissed: true }]);
    await expect(moves.accept(clerk, m.id, { version: after.version, patientId: patient })).rejects.toMatchObject({ code: 'dismissed' });
    await his.tell('A08', { mrn: number, phone: '5550199' });
    await run();
    expect((await look(id)).candidates.every((c) => c.dismissed)).toBe(true);
  });

  it('needs no override where what the policy requires agrees', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: `Alone${number}`, given: 'Ida', birthDate: '19500101', sex: 'F' });
    const id = await arrived({ name: `ALONE${number}^IDA`, born: '19500101' });
    const m = await look(id);
    // without a sex no rule of near matches fires: two people, who need family and birth date, which agree
    expect(m.decision?.outcome).toMatchObject({ people: 2, mustEqual: ['family', 'birth-date'] });
    await expect(moves.override(clerk, m.id, { version: m.version, patientId: await patientOf(number), elements: ['sex'], reason: 'no need' })).rejects.toMatchObject({ code: 'nothing-to-override' });
    await moves.accept(clerk, m.id, { version: m.version, patientId: await patientOf(number) });
  });

  it('overrides alone where a policy of the house lets one, after naming every element; the association says so', async () => {
    const before = await nextInForce(b, 'match', (text) => ({ ...text, default: { then: { act: 'person', people: 1, mustEqual: ['family', 'birth-date'], mayOverride: 'match.override' }, because: 'match-needs-person' } }) as typeof text);
    const { id, m, patient } = await doubtful(1);
    await nextInForce(b, 'match', () => before);
    const body = { version: m.version, patientId: patient, reason: 'ID card seen' };
    await expect(moves.override(await callerOf(b, await b.person('tr')), m.id, { ...body, elements: ['birth-date'] })).rejects.toMatchObject({ status: 403 });
    await expect(moves.override(clerk, m.id, { ...body, elements: [] })).rejects.toMatchObject({ status: 422, more: { errors: [{ detail: 'birth-date' }] } });
    await expect(moves.askSecond(clerk, m.id, { ...body, elements: ['birth-date'] })).rejects.toMatchObject({ code: 'one-person-is-enough' });
    await moves.override(clerk, m.id, { ...body, elements: ['birth-date'] });
    expect(await look(id)).toMatchObject({ state: 'overridden', confirmed: { patientId: patient, overridden: ['birth-date'], reason: 'ID card seen' } });
  });

  it('asks for a second look, which another person gives after typing their password', async () => {
    const { id, m, patient } = await doubtful();
    const ask = { version: m.version, patientId: patient, reason: 'typo in the birth date, ID card seen' };
    await expect(moves.override(clerk, m.id, { ...ask, elements: ['birth-date'] })).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(moves.askSecond(clerk, m.id, { ...ask, elements: ['sex'] })).rejects.toMatchObject({ status: 422, code: 'elements' });
    await expect(moves.confirmSecond(second, m.id, m.version), 'nobody asked yet').rejects.toMatchObject({ status: 409 });
    await moves.askSecond(clerk, m.id, { ...ask, elements: ['birth-date'] });
    const asked = await look(id, second);
    expect(asked).toMatchObject({ state: 'second-look', second: { elements: ['birth-date'], patientId: patient, asker: { id: people.pa.id } }, confirmed: null });
    expect(asked.moves.map((x) => x.move)).toEqual(['refresh', 'confirm-second', 'decline-second']);
    await expect(moves.confirmSecond(clerk, m.id, asked.version)).rejects.toMatchObject({ status: 403 });
    await expect(moves.confirmSecond(await callerOf(b, people.rg, false), m.id, asked.version)).rejects.toMatchObject({ code: 'reauthenticate' });
    await moves.confirmSecond(second, m.id, asked.version);
    await run();
    expect(await look(id)).toMatchObject({ state: 'overridden', confirmed: { patientId: patient, overridden: ['birth-date'] } });
    expect(await stateOf(id)).toBe('checking');
  });

  it('may decline the second look, and the clock does when nobody comes', async () => {
    const { id, m, patient } = await doubtful();
    await moves.askSecond(clerk, m.id, { version: m.version, patientId: patient, elements: ['birth-date'], reason: 'typo, I think' });
    await moves.declineSecond(second, m.id, { version: (await look(id)).version, reason: 'not convinced' });
    expect(await look(id)).toMatchObject({ state: 'proposed', second: null });
    await moves.askSecond(clerk, m.id, { version: (await look(id)).version, patientId: patient, elements: ['birth-date'], reason: 'ID card seen now' });
    await drain(b, { ahead: 5 * 86_400, only: ['match.second-look'] });
    expect(await look(id)).toMatchObject({ state: 'proposed', second: null });
  });

  it('may do none of it without the ability, on an exam of another facility, or while somebody else works on it', async () => {
    const { id, m, patient } = await proposed();
    const stranger = await callerOf(b, await b.person('pa', { facilities: [] }), true);
    await expect(moves.accept(stranger, m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ status: 404 });
    await expect(look(id, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(moves.accept(await callerOf(b, await b.person('li')), m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ status: 403 });
    // a reader is not shown an exam nobody has released
    await expect(moves.accept(await callerOf(b, await b.person('rd')), m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ status: 404 });
    await expect(new PatientSearch(b.acts, b.settings).find({ q: 'person' }, await callerOf(b, await b.person('sa')))).rejects.toMatchObject({ status: 403 });
    const { claim } = await import('../people/leases');
    await b.acts.run(second.actor, (act) => claim(act, 'inbound', id, second.id, 'medium'));
    await expect(moves.accept(clerk, m.id, { version: m.version, patientId: patient })).rejects.toMatchObject({ code: 'held-by-other' });
  });

  it('finds a merge that came meanwhile in the way, in whatever order the two commit', async () => {
    for (let round = 0; round < 6; round++) {
      const { id, m, patient, number } = await proposed();
      const survivor = next();
      await his.tell('A28', { mrn: survivor, family: 'Survivor', given: 'One', birthDate: '19010101', sex: 'F' });
      const [accepted, merged] = await Promise.allSettled([moves.accept(clerk, m.id, { version: m.version, patientId: patient }), his.tell('A40', { mrn: survivor, mrg: mrn(number) })]);
      expect(merged).toMatchObject({ status: 'fulfilled', value: 'AA' });
      const [row] = await b.acts.read<{ state: string; patient_id: string | null }>('select state, patient_id from match where exam_id = $1', [id]);
      if (accepted.status === 'fulfilled') expect(row).toEqual({ state: 'matched', patient_id: await patientOf(survivor) });
      else expect([row?.state, (accepted.reason as { code: string }).code]).toEqual(['proposed', 'patient-gone']);
    }
  });
});

describe('what the feed tells later', () => {
  it('brings a candidate that came after the exam, and lets the policy match it', async () => {
    const number = next();
    const id = await arrived({ name: 'LATER^ANNA', born: '19870214', sex: 'F', id: `Z${number}`, issuer: 'LAKEVIEW' });
    await b.acts.read(`update match set state = 'proposed' where exam_id = $1`, [id]);
    await his.tell('A28', { mrn: number, family: 'Later', given: 'Anna', birthDate: '19870214', sex: 'F', more: `Z${number}^^^LAKEVIEW^PI` });
    await run();
    expect(await look(id)).toMatchObject({ state: 'matched', attempt: 1 });
  });

  it('leaves a confirmed association standing and questions it when name, birth date or sex changed, or records are unlinked', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Quest', given: 'Ion', birthDate: '19870215', sex: 'F', more: `Q${number}^^^LAKEVIEW^PI` });
    const id = await arrived({ name: 'QUEST^ION', born: '19870215', sex: 'F', id: `Q${number}`, issuer: 'LAKEVIEW' });
    const questions = async (): Promise<number> => (await b.acts.read(`select 1 as one from outbox where event = 'match.questioned' and data->>'examId' = $1`, [id])).length;
    await his.tell('A08', { mrn: number, phone: '5550123', family: 'Quest', given: 'Ion' });
    expect(await questions()).toBe(0);
    await his.tell('A08', { mrn: number, birthDate: '19551231' });
    expect(await questions()).toBe(1);
    const pid = (v: string): string => `PID|1||${v}^^^SPEC^MR`;
    await his.send(his.message('A37', pid(number), pid('5001')));
    expect(await questions()).toBe(2);
    expect((await look(id)).state).toBe('matched');
  });

  it('re-points a confirmed match when its patient is merged', async () => {
    const [a, c] = [next(), next()];
    await his.tell('A28', { mrn: a, family: 'Moved', given: 'On', birthDate: '19870216', sex: 'F', more: `R${a}^^^LAKEVIEW^PI` });
    const id = await arrived({ name: 'MOVED^ON', born: '19870216', sex: 'F', id: `R${a}`, issuer: 'LAKEVIEW' });
    await his.tell('A40', { mrn: c, family: 'Moved', given: 'On', birthDate: '19870216', sex: 'F', mrg: mrn(a) });
    expect(await look(id)).toMatchObject({ state: 'matched', confirmed: { patientId: await patientOf(c) } });
    expect(await b.acts.read(`select 1 as one from outbox where event = 'match.repointed' and data->>'examId' = $1`, [id])).toHaveLength(1);
    // an exam that comes later under the old number is the survivor's
    expect((await look(await arrived({ name: 'MOVED^ON', born: '19870216', sex: 'F', id: a, issuer: 'SPEC' }))).confirmed?.patientId).toBe(await patientOf(c));
  });
});

describe('late images', () => {
  it('of the same person leave the evidence valid; of another one they send the proposal back to the start', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Evidence', given: 'Stays', birthDate: '19420303', sex: 'M' });
    const id = await arrived({ name: 'EVIDENCE^STAYS', born: '19420303', sex: 'M' });
    const m = await look(id);
    await storeInstances(b, id, 1, { patientId: '', patientBirthDate: '19420303' });
    await run();
    await run(120);
    expect(await look(id)).toMatchObject({ state: 'proposed', version: m.version, decision: { id: m.decision?.id } });
    await storeInstances(b, id, 1, { patientId: 'OTHER', patientBirthDate: '19990909' });
    await run();
    await run(120);
    expect(await look(id)).toMatchObject({ state: 'proposed', decision: { because: 'several-people' } });
  });

  it('of another one question a confirmed association and hold the exam back', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Confirmed', given: 'Held', birthDate: '19420304', sex: 'M', more: `H${number}^^^LAKEVIEW^PI` });
    const id = await arrived({ name: 'CONFIRMED^HELD', born: '19420304', sex: 'M', id: `H${number}`, issuer: 'LAKEVIEW' });
    expect(await stateOf(id)).toBe('checking');
    await storeInstances(b, id, 1, { patientId: 'OTHER', patientBirthDate: '19990909' });
    await run();
    await run(120);
    expect(await stateOf(id)).toBe('identifying');
    expect(await b.acts.read(`select 1 as one from outbox where event = 'match.questioned' and data->>'examId' = $1`, [id])).toHaveLength(1);
  });
});

describe('taking an association back', () => {
  it('begins a new attempt that neither matches nor registers by itself, and no longer shows the wrong patient as choice', async () => {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Wrong', given: 'One', birthDate: '19420305', sex: 'M', more: `W${number}^^^LAKEVIEW^PI` });
    const id = await arrived({ name: 'WRONG^ONE', born: '19420305', sex: 'M', id: `W${number}`, issuer: 'LAKEVIEW' });
    const m = await look(id);
    const body = { version: m.version, reason: 'images are of his brother', blastListSeen: true as const };
    await expect(moves.unlink(await callerOf(b, people.pa, false), m.id, body)).rejects.toMatchObject({ code: 'reauthenticate' });
    await expect(moves.unlink(second, m.id, body)).rejects.toMatchObject({ status: 403 });
    expect((await details.blastList(m.id, clerk)).items).toEqual([]);
    await moves.unlink(clerk, m.id, body);
    await run();
    expect(await stateOf(id)).toBe('identifying');
    expect(await look(id)).toMatchObject({ state: 'proposed', attempt: 2, candidates: [{ dismissed: true }], history: [{ attempt: 1, state: 'unlinked', reason: 'images are of his brother' }, { attempt: 2 }] });
    await expect(moves.unlink(clerk, m.id, { ...body, version: m.version + 1 })).rejects.toMatchObject({ status: 409, code: 'already-unlinked' });
  });

  it('closes the attempt when the exam’s way ends', async () => {
    const id = await arrived({ name: 'NOBODY^ATALL' });
    await b.acts.read(`update inbound set state = 'returned' where id = $1`, [id]);
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'inbound.returned', kind: 'inbound', id }));
    await run();
    expect((await look(id)).state).toBe('closed');
  });
});
