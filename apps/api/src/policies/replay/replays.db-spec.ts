import { canonicalJson, type PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../../platform/acts/actor';
import { sha256 } from '../../platform/acts/acts';
import { askPolicy } from '../../platform/decisions/decisions';
import { newId } from '../../platform/ids';
import { storeExam } from '../../testing/exams';
import { callerOf } from '../../testing/caller';
import { governanceOf, type Governance } from '../../testing/governance';
import { bench, type Bench } from '../../testing/harness';
import { PayerRates } from './payer-rates';
import { runReplay } from './run';

let b: Bench;
let g: Governance;
let seen: string;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  seen = await storeExam(b);
  await b.acts.read(`insert into inbound (id, state, facility_ids) values ($1, 'released', array[$2::uuid])`, [seen, b.host]);
  const today = new Date().toISOString().slice(0, 10);
  const decided = [[seen, 'neuro', 'CT', today], [newId(), 'neuro', 'MR', today], [newId(), 'breast', 'MG', today], [newId(), 'breast', 'MG', '2020-01-01'], [newId(), 'body', 'CT', today]] as const;
  for (const [id, subspecialty, modality, day] of decided) {
    await b.acts.run(system('spec'), (act) => askPolicy(act, {
      kind: 'overread', subject: { kind: 'exam', id, examId: id === seen ? seen : null }, today: day,
      facts: { 'exam.subspecialty': subspecialty, 'exam.modalities': [modality], 'patient.encounterClass': subspecialty === 'body' ? 'emergency' : 'none', 'exam.contentKind': 'radiology', 'exam.quality': 'diagnostic' },
    }));
  }
});
afterAll(() => b.close());

const readNeuro = (text: PolicyText): PolicyText => ({ ...text, rules: [...text.rules, { id: 'neuro', when: { fact: 'exam.subspecialty', op: 'eq', value: 'neuro' }, then: { read: 'formal', due: '2d' }, because: 'neuro' }] }) as PolicyText;

describe('a replay', () => {
  it('tells what changes over the days asked for, in reads, minutes, wRVU and money, for each subspecialty', async () => {
    const id = await g.draft('overread', readNeuro);
    await g.replays.start(await g.as(g.author), id, { span: { days: 90 }, assumptions: { minutes: { CT: 10, other: 20 }, rvuHundredths: { CT: 100, other: 200 }, centsPerRvu: 3000, pickedPermille: 1000 } });
    expect((await g.look(id)).replay).toMatchObject({ state: 'waiting', mayCancel: true });
    await g.work();
    const replay = (await g.look(id)).replay;
    expect(replay).toMatchObject({ state: 'done', progress: 1000, current: true });
    expect(replay?.result).toMatchObject({
      rows: 4, changed: 2, rules: { draft: { neuro: 2, ed: 1, default: 1 }, base: { ed: 1, default: 3 } },
      effort: { base: { reads: 1, minutes: 10, rvuHundredths: 100, cents: 3000 }, draft: { reads: 3, minutes: 40, rvuHundredths: 400, cents: 12000 } },
    });
    expect(replay?.result?.effort?.subspecialties.map((s) => [s.name, s.draft.reads - s.base.reads])).toEqual([['body', 0], ['neuro', 2]]);
    expect(replay?.sha256).toBe(sha256(canonicalJson(replay?.result)).toString('hex'));
  });

  it('tells the legal risk the reads avoid, by what was measured here from thirty graded reads on', async () => {
    const id = await g.draft('overread', readNeuro);
    await g.replayed(id);
    const first = (await g.look(id)).replay;
    expect(first?.assumptions.risk).toMatchObject({ discrepancyPermille: 70 });
    expect(first?.result?.risk).toMatchObject({ draft: { discrepancies: 0 }, inputs: first?.assumptions.risk });
    for (let n = 0; n < 40; n++) {
      await b.acts.read(`insert into value_row (id, value, dedupe_key, amount, unit, confidence, evidence) values ($1, 'V8', $2, $3, 'count', 'measured', $4)`, [newId(), `V8 spec ${n}`, n < 20 ? 1 : 0, { grade: n < 5 ? 'major' : n < 20 ? 'minor' : 'agree' }]);
    }
    const { costs, sources } = await g.replays.costs();
    expect(costs.risk).toMatchObject({ discrepancyPermille: 500, seriousPermille: 200 });
    expect(sources.find((s) => s.name === 'risk.discrepancyPermille')).toMatchObject({ cite: expect.stringContaining('20 of 40') as string });
    await g.replays.start(await g.as(g.author), id, { span: { days: 90 }, assumptions: { ...costs, risk: { discrepancyPermille: 500, seriousPermille: 1000, claimPermille: 1000, centsPerClaim: 100 } } });
    await g.work();
    // three reads, half of them differ, each of those costs a dollar
    expect((await g.look(id)).replay?.result?.risk).toMatchObject({ draft: { cents: 150 }, base: { cents: 50 } });
  });

  it('sets what it asks of readers beside the minutes they have, planned or usual, and what somebody entered', async () => {
    const readers = [await b.person('rd', { subspecialties: ['neuro'] }), await b.person('rd', { subspecialties: ['breast', 'neuro'] })];
    const { costs, sources } = await g.replays.costs();
    expect(costs.capacity).toEqual({ breast: 30, neuro: 90 });
    expect(sources.find((s) => s.name === 'capacity.neuro')?.cite).toContain('no rotation plans it');
    await b.acts.read(`insert into rota (id, facility_id, name, pool, zone, cover, rotations) values ($1, $2, 'Neuro readers', 'subspecialty-pool', 'UTC', 'always', $3)`,
      [newId(), b.host, JSON.stringify([{ id: 'r', people: [readers[0]?.id], every: 'week', n: 1, from: '2020-01-06', to: null, at: '00:00' }])]);
    // a tenth of the 1440 minutes of a day round the clock
    expect((await g.replays.costs()).costs.capacity).toEqual({ breast: 30, neuro: 144 });
    const id = await g.draft('overread', readNeuro);
    await g.replays.start(await g.as(g.author), id, { span: { days: 30 }, assumptions: { minutes: { other: 20 }, rvuHundredths: { other: 1 }, centsPerRvu: 1, pickedPermille: 1000, capacity: { neuro: 30 } } });
    await g.work();
    const capacity = (await g.look(id)).replay?.result?.capacity;
    expect(capacity?.days).toBe(30);
    // two neuro exams of one day ask for 40 minutes where 30 were entered; nobody reads body
    expect(capacity?.rows.map((r) => [r.name, r.minutes, r.from, r.draft.peak, r.draft.daysOver, r.base.daysOver])).toEqual([['body', 0, 'readers', 20, 1, 1], ['breast', 30, 'readers', 0, 0, 0], ['neuro', 30, 'entered', 40, 1, 0]]);
  });

  it('tells what payers pay for the reads by the rates of the house, and of which reads nobody knows the payer', async () => {
    const admin = await callerOf(b, await b.person('sa'), true);
    const rates = new PayerRates(b.acts, b.settings);
    const today = new Date().toISOString().slice(0, 10);
    await b.acts.run(system('spec'), (act) => askPolicy(act, {
      kind: 'overread', subject: { kind: 'exam', id: newId(), examId: null }, today,
      facts: { 'exam.subspecialty': 'vascular', 'exam.modalities': ['CT'], 'patient.encounterClass': 'emergency', 'exam.contentKind': 'radiology', 'exam.quality': 'diagnostic', 'patient.payerKind': 'commercial' },
    }));
    const before = await rates.current(admin);
    expect(before).toMatchObject({ version: 0, moves: [{ move: 'save' }] });
    expect((await rates.current(await g.as(g.it))).moves).toEqual([]);
    const own = [{ payer: 'commercial', state: '', service: 'over-read', permille: 500, cite: 'contract of 2026', confirmed: true }] as const;
    await expect(rates.save(await g.as(g.it), { version: 0, rates: [...own], reason: 'not mine' })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(rates.save(admin, { version: 0, rates: [...own, ...own], reason: 'twice' })).rejects.toMatchObject({ code: 'twice' });
    await rates.save(admin, { version: 0, rates: [...own], reason: 'The new contract.' });
    await expect(rates.save(admin, { version: 0, rates: [], reason: 'too late' })).rejects.toMatchObject({ status: 412 });
    const id = await g.draft('overread', readNeuro);
    await g.replays.start(await g.as(g.author), id, { span: { days: 90 }, assumptions: { minutes: { other: 20 }, rvuHundredths: { other: 200 }, centsPerRvu: 3000, pickedPermille: 1000 } });
    await g.work();
    expect((await g.look(id)).replay?.result?.income).toEqual({ draft: [{ payer: '', reads: 3, cents: 0 }, { payer: 'commercial', reads: 1, cents: 3000 }], base: [{ payer: '', reads: 1, cents: 0 }, { payer: 'commercial', reads: 1, cents: 3000 }], state: null, unconfirmed: 0 });
  });

  it('leads to the exams behind a change, and to an exam only whoever may see it', async () => {
    const id = await g.draft('overread', readNeuro);
    await g.replayed(id);
    const replay = (await g.look(id)).replay?.id ?? '';
    const worker = await b.person('pa');
    expect((await g.replays.exams(await g.as(worker), replay, 0)).map((e) => e.examId)).toEqual([null, seen]);
    expect((await g.replays.exams(await g.as(g.it), replay, 0)).map((e) => e.examId)).toEqual([null, null]);
    await expect(g.replays.exams(await g.as(g.it), replay, 7)).rejects.toMatchObject({ status: 404 });
  });

  it('counts chosen exams only', async () => {
    const id = await g.draft('overread', readNeuro);
    await g.replays.start(await g.as(g.author), id, { span: { exams: [seen] } });
    await g.work();
    expect((await g.look(id)).replay?.result).toMatchObject({ rows: 1, changed: 1 });
  });

  it('is cancelled before it starts and while it runs, by who asked, and then leaves no result', async () => {
    const id = await g.draft('overread', readNeuro);
    const first = await g.replays.start(await g.as(g.author), id, { span: { days: 30 } });
    await expect(g.replays.start(await g.as(g.author), id, { span: { days: 30 } })).rejects.toMatchObject({ code: 'replay-running' });
    await expect(g.replays.cancel(await g.as(g.it), first)).rejects.toMatchObject({ code: 'not-yours' });
    await g.replays.cancel(await g.as(g.author), first);
    await g.work();
    const running = await g.replays.start(await g.as(g.author), id, { span: { days: 30 } });
    // the worker has taken it up; the cancel comes before its next step
    const work = runReplay({ run: b.acts.run.bind(b.acts), read: async (sql: string, p?: readonly unknown[]) => {
      if (sql.includes('progress = $2')) await g.replays.cancel(await g.as(g.author), running).catch(() => undefined);
      return b.acts.read(sql, p);
    } } as never, running, new AbortController().signal);
    await work;
    const rows = await b.acts.read<{ state: string; result: unknown }>('select state, result from policy_replay where policy_id = $1', [id]);
    expect(rows).toEqual([{ state: 'cancelled', result: null }, { state: 'cancelled', result: null }]);
  });

  it('says when the text has changed since', async () => {
    const id = await g.draft('overread', readNeuro);
    await g.replayed(id);
    const { version, text } = await g.look(id);
    await g.drafts.save(await g.as(g.author), id, { version, text: { ...text, rules: text.rules.slice(1) }, title: 'A spec draft', purpose: 'other' });
    expect((await g.look(id)).replay).toMatchObject({ current: false });
    await expect(g.drafts.submit(await g.as(g.author), id, version + 1)).rejects.toMatchObject({ code: 'replay-first' });
  });

  it('of a text that collects or keeps is answered too', async () => {
    await b.acts.run(system('spec'), (act) => askPolicy(act, { kind: 'notification', subject: { kind: 'inbound', id: seen, examId: seen }, today: '2026-11-20', facts: { 'notice.event': 'inbound.released', 'case.urgency': 'high' } }));
    await b.acts.run(system('spec'), (act) => askPolicy(act, { kind: 'retention', subject: { kind: 'exam', id: seen, examId: seen }, today: '2026-11-20', facts: { 'exam.receivedAt': '2026-11-01', 'exam.usedInDecision': false, 'exam.derivedSeries': false, 'patient.birthDate': '1960-01-01', 'exam.studyDate': '2026-10-30', 'exam.modalities': ['CT'], 'source.retrievable': 990, 'exam.trustClass': 'outside', 'exam.megabytes': 300 } }));
    const quiet = await g.draft('notification', (t) => ({ ...t, rules: t.rules.filter((r) => r.id !== 'released-urgent') }) as PolicyText);
    await g.replayed(quiet);
    expect((await g.look(quiet)).replay?.result).toMatchObject({ rows: 1, changed: 1, rules: { base: { released: 1, 'released-urgent': 1 } } });
    const longer = await g.draft('retention', (t) => ({ ...t, default: { then: { keep: { from: 'exam.receivedAt', n: 90, unit: 'years' } }, because: 'house-floor' } }) as PolicyText);
    await g.replayed(longer);
    expect((await g.look(longer)).replay?.result?.keeping).toMatchObject({ longer: 1, shorter: 0, same: 0, viewedLater: 0 });
  });

  it('of a shorter keeping says that the law keeps it anyway', async () => {
    const shorter = await g.draft('retention', (t) => ({ ...t, default: { then: { keep: { from: 'exam.receivedAt', n: 30, unit: 'days' } }, because: 'house-floor' } }) as PolicyText);
    await g.replayed(shorter);
    expect((await g.look(shorter)).replay?.result?.keeping).toMatchObject({ same: 1, longer: 0, shorter: 0, megabytesShorter: 0, viewedLater: 0 });
  });
});

describe('a trial', () => {
  it('decides a stored exam by rules that are not saved, says which facts were missing, and shows facts only to who may see the exam', async () => {
    const id = await g.draft('overread', readNeuro);
    const worker = await b.person('pa');
    const [example] = (await g.trials.examples(await g.as(worker), id)).filter((e) => e.examId === seen);
    const { text } = await g.look(id);
    const other = { ...text, rules: [{ ...text.rules.at(-1), then: { read: 'qa' } }] };
    const trial = await g.trials.attempt(await g.as(worker), id, { decisionId: example?.decisionId ?? '', text: other as never });
    expect(trial).toMatchObject({ outcome: { read: 'qa' }, decidedBy: ['neuro'], decidedThen: { outcome: { read: 'none' }, by: ['default'], version: 1 }, facts: [{ name: 'exam.subspecialty', value: 'neuro' }] });
    const blind = await g.trials.attempt(await g.as(g.it), id, { decisionId: example?.decisionId ?? '' });
    expect(blind.facts).toEqual([]);
    expect(blind.missing).toContain('case.useCase');
  });
});
