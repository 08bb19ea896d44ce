import type { ValueRow } from '@causeway/domain';
import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reverseValues, writeValue } from '../exchange/values';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import { makeLog } from '../platform/log';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { caseForm, exchangeOf } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { Rates } from './rates';
import { RepeatJobs } from './repeats';
import { ValueReports } from './report';
import { ValueRows } from './rows';

let b: Bench;
let reports: ValueReports;
let rows: ValueRows;
let rates: Rates;
let partner: string;
let other: string;
let lead: SpecPerson;
let outreach: SpecPerson;
const as = (p: SpecPerson, again = false) => callerOf(b, p, again);

beforeAll(async () => {
  b = await bench();
  rates = new Rates(b.acts);
  reports = new ValueReports(b.acts, b.settings, rates);
  rows = new ValueRows(b.acts, b.settings);
});
beforeEach(async () => {
  partner = await b.facility(`=Partner ${newId()}`);
  other = await b.facility(`Other ${newId()}`);
  lead = await b.person('ol');
  outreach = await b.person('ou', { facilities: [partner] });
});
afterAll(() => b.close());

const write = (row: Partial<ValueRow> & Pick<ValueRow, 'value'>, of: { facilityId?: string; examId?: string; serviceLine?: string; key?: string } = {}) =>
  b.acts.run(system('spec'), (act) => writeValue(act, { amount: 1, unit: 'count', confidence: 'measured', evidence: {}, ...row }, { facilityId: of.facilityId ?? partner, ...of, key: of.key ?? newId() }));
const lineOf = async (value: string, query = {}, who = lead) => (await reports.report({ facility: partner, ...query }, await as(who))).lines.find((l) => l.value === value);

describe('the value page', () => {
  it('adds up, takes the middle or the share as each value says, by month and partner, and hides counts under five', async () => {
    for (let i = 0; i < 6; i++) await write({ value: 'V7' });
    for (const amount of [5, 10, 20, 40, 400]) await write({ value: 'V14', amount, unit: 'minutes' });
    await write({ value: 'V14', amount: 0, unit: 'minutes', evidence: { lost: 'went-to-competitor' } });
    for (const amount of [1, 0, 0, 0, 0]) await write({ value: 'V8', amount });
    for (let i = 0; i < 4; i++) await write({ value: 'V12' });
    expect(await lineOf('V7')).toMatchObject({ n: 6, amount: 6, few: false, how: 'sum', partners: [{ facilityId: partner, n: 6 }] });
    expect((await lineOf('V7'))?.months.at(-1)).toMatchObject({ n: 6, amount: 6 });
    expect((await lineOf('V7'))?.months).toHaveLength(12);
    expect(await lineOf('V14')).toMatchObject({ n: 5, amount: 20, how: 'median' });
    expect(await lineOf('V8')).toMatchObject({ n: 5, amount: 200, how: 'share' });
    expect(await lineOf('V12')).toMatchObject({ few: true, n: null, amount: null });
    expect(await lineOf('V5')).toMatchObject({ n: 0, needs: expect.stringContaining('link') as string });
    await expect(reports.report({ from: '2026-05', to: '2026-04' }, await as(lead))).rejects.toMatchObject({ status: 422 });
  });

  it('counts nothing that was undone, and shows each person their own partners and lines alone', async () => {
    const exam = await storeExam(b, { source: partner });
    await drain(b, { only: ['exam.extend'] });
    for (let i = 0; i < 5; i++) await write({ value: 'V17' });
    await write({ value: 'V17' }, { examId: exam });
    await write({ value: 'V17' }, { facilityId: other });
    await b.acts.run(system('spec'), (act) => reverseValues(act, { examId: exam }, 'recalled'));
    expect(await lineOf('V17')).toMatchObject({ n: 5, amount: 5 });
    const seen = await reports.report({}, await as(outreach));
    expect(seen.facilities.map((f) => f.id)).toEqual([partner]);
    const section = await b.person('sl', { facilities: [], serviceLines: ['burn'] });
    await write({ value: 'V16' }, { serviceLine: 'burn' });
    expect((await lineOf('V16', {}, section))?.few).toBe(true);
    expect((await lineOf('V17', {}, section))?.n).toBe(0);
  });

  it('leads to the rows and their evidence as far as a person may open it, and to a file no spreadsheet runs', async () => {
    const exam = await storeExam(b, { source: partner });
    await drain(b, { only: ['exam.extend'] });
    await b.acts.read('update inbound set facility_ids = array_append(facility_ids, $2) where id = $1', [exam, b.host]);
    await write({ value: 'V1', evidence: { exam, day: '2026-11-24', repeats: [] } }, { examId: exam });
    const query = { facility: partner, value: 'V1', limit: 50 };
    expect((await rows.page(query, await as(lead))).rows[0]?.evidence.find((e) => e.of === 'exam')).toEqual({ of: 'exam', text: 'not for you to open', opens: null });
    const administrator = await b.person('pa', { facilities: [b.host] });
    expect((await rows.page(query, await as(administrator))).rows[0]?.evidence.find((e) => e.of === 'exam')).toEqual({ of: 'exam', text: 'exam', opens: { kind: 'inbound', id: exam } });
    const csv = await rows.csv({ facility: partner }, await as(lead));
    expect(csv.split('\n')[0]).toBe('value,name,at,amount,unit,confidence,facility,service line,evidence');
    expect(csv).toContain("'=Partner");
  });
});

describe('rates', () => {
  it('are versions with their source, set by the system administrator, and a signed read counts what they say', async () => {
    const administrator = await b.person('sa');
    await expect(rates.save(await as(lead, true), { version: 0, examCents: {}, lineCents: {}, source: 'price list', reason: 'first' })).rejects.toMatchObject({ status: 403 });
    const first = await rates.save(await as(administrator, true), { version: 0, examCents: { CT: 41_250 }, lineCents: { trauma: 9000 }, source: 'Price list 2026', reason: 'first' });
    expect(first).toMatchObject({ version: 1, examCents: { CT: 41_250 }, source: 'Price list 2026' });
    await expect(rates.save(await as(administrator, true), { version: 0, examCents: {}, lineCents: {}, source: 'x list', reason: 'again' })).rejects.toMatchObject({ status: 412 });
    await expect(rates.save(await as(administrator, true), { version: 1, examCents: { PARROT: 1 }, lineCents: {}, source: 'x list', reason: 'again' })).rejects.toMatchObject({ status: 422 });
    await expect(b.acts.read('delete from value_rate')).rejects.toThrow(/written once/);
  });
});

describe('thirty days after a release', () => {
  const archive = (studies: readonly { uid: string; date: string; modality: string; words: string }[] | 'away') => ({
    kinds: ['dimse'],
    open: () => (studies === 'away' ? Promise.reject(new TransportFailure('unreachable', 'later', 'No answer.')) : Promise.resolve({
      async *find() { for (const s of studies) yield { level: 'study', studyInstanceUid: s.uid, studyDate: s.date, modalitiesInStudy: [s.modality], studyDescription: s.words }; },
      close: () => Promise.resolve(),
    })),
  }) as unknown as InstalledTransports;
  const look = (id: string, transports: InstalledTransports) => new RepeatJobs(b.acts, b.settings, transports, makeLog('spec', 'error')).run({ id: newId(), kind: 'value.repeat', data: { examId: id }, start: 1, signal: new AbortController().signal });
  const written = (id: string) => b.acts.read<{ value: string; amount: string; evidence: { repeats?: string[] } }>('select value, amount, evidence from value_row where exam_id = $1 order by value', [id]);
  let uid: string;

  async function released(daysAgo: number): Promise<string> {
    uid = `2.25.${Date.now()}${Math.floor(Math.random() * 1e6)}`;
    const id = await storeExam(b, { source: partner, studyUid: uid });
    await drain(b, { only: ['exam.extend'] });
    await drain(b, { ahead: 120, only: ['inbound.quiet'] });
    await confirmMatch(b, id, await storePatient(b, `M${newId().slice(-8)}`, 'Person', 'Spec', '1961-03-12'));
    await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp() - make_interval(days => $2) where id = $1`, [id, daysAgo]);
    return id;
  }
  const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');

  beforeAll(async () => {
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'both', 'pacs', 'PACS', '{}')`, [newId(), b.host]);
  });

  it('an exam nobody made again counts, with its price and its exposure; our own copy of it is no repeat', async () => {
    const id = await released(31);
    await look(id, archive([{ uid, date: today(), modality: 'CT', words: 'CT Head w/o contrast' }, { uid: '2.25.7', date: today(), modality: 'MR', words: 'MR Brain' }, { uid: '2.25.8', date: '20200101', modality: 'CT', words: 'CT Head' }]));
    expect((await written(id)).map((r) => [r.value, r.amount])).toEqual([['V1', '1'], ['V17', '1'], ['V2', '41250']]);
    await look(id, archive([]));
    expect(await written(id)).toHaveLength(3);
  });

  it('one that was made again does not, and says which', async () => {
    const id = await released(31);
    await look(id, archive([{ uid: '2.25.9', date: new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''), modality: 'CT', words: 'CT Brain again' }]));
    expect(await written(id)).toMatchObject([{ value: 'V1', amount: '0', evidence: { repeats: ['2.25.9'] } }]);
  });

  it('an emergency patient who stayed away is a repeat nobody would have paid for', async () => {
    const id = await released(31);
    const x = exchangeOf(b);
    const nurse = await b.person('tn', { facilities: [b.host, partner] });
    const made = await x.caseMoves.open(await as(nurse), caseForm({ facilityId: partner, transferAsked: true }));
    await b.acts.read(`insert into case_exam (case_id, exam_id, by_name) values ($1, $2, 'spec')`, [made, id]);
    await b.acts.read(`update exchange_case set disposition = 'no-transfer' where id = $1`, [made]);
    await look(id, archive([]));
    expect((await written(id)).map((r) => r.value)).toContain('V9');
    await b.acts.run(system('spec'), async (act) => act.emit({ event: 'inbound.recalled', kind: 'inbound', id }));
    await drain(b, { only: ['value.recalled'] });
    expect((await b.acts.read(`select 1 from value_row where exam_id = $1 and reverses is not null`, [id])).length).toBe((await written(id)).filter((r) => Number(r.amount) > 0).length);
  });

  it('where the archive does not answer nothing is guessed, and it is asked again', async () => {
    const id = await released(31);
    await expect(look(id, archive('away'))).rejects.toMatchObject({ name: 'Later' });
    expect(await written(id)).toEqual([]);
    const early = await released(3);
    await look(early, archive([]));
    expect(await written(early)).toEqual([]);
  });
});
