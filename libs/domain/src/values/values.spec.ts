import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bayTimeSaved, ctBeforeTransfer, doorToImages, transferAvoided, travelSaved, valueBasedReview, visitReviewed, type DecidedCase } from './cases';
import { answeredExchange, disagreement, lostToCompetitor, requestToReady, satisfaction, serviceRevenue } from './partners';
import { costAvoided, exposureAvoided, oddsOfRepeat, repeatAvoided, unreimbursedAvoided, type ReleasedExam } from './repeats';
import { reversal, valueIds, valueNames } from './value-row';

const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../../docs/domain/machines.json'), 'utf8')) as { ledger: { id: string; what: string; confidence: string }[] };
const ct: ReleasedExam = { id: 'x', modalities: ['CT'], bodyPart: 'HEAD', releasedOn: '2026-10-01' };
const opened = new Date('2026-11-24T01:50:00Z');
const decided: DecidedCase = { id: 'c', useCase: 'U10', openedAt: opened, disposition: 'no-transfer', transferAsked: true, senderCt: null };

it('the values and their names are those of the specification', () => {
  expect(valueIds.map((id) => ({ id, what: valueNames[id] }))).toEqual(spec.ledger.map(({ id, what }) => ({ id, what })));
});

describe('repeats', () => {
  it('V1 waits thirty days, then says one or names the repeats', () => {
    expect(repeatAvoided(ct, [], '2026-10-20')).toBeNull();
    expect(repeatAvoided(ct, [], '2026-10-31')).toMatchObject({ amount: 1, confidence: 'measured' });
    expect(repeatAvoided(ct, [{ id: 'l', modality: 'CT', bodyPart: 'HEAD', day: '2026-10-04' }], '2026-10-31')).toMatchObject({ amount: 0, evidence: { repeats: ['l'] } });
  });
  it('another kind, another part or a later day is no repeat', () => {
    const others = [{ id: 'a', modality: 'MR', bodyPart: 'HEAD', day: '2026-10-04' }, { id: 'b', modality: 'CT', bodyPart: 'CHEST', day: '2026-10-04' }, { id: 'c', modality: 'CT', bodyPart: 'HEAD', day: '2026-12-01' }];
    expect(repeatAvoided(ct, others, '2026-12-31')?.amount).toBe(1);
  });
  it('V2, V9 and V17 stand on V1 and nothing else', () => {
    const [one, none] = [repeatAvoided(ct, [], '2026-12-01')!, repeatAvoided(ct, [{ id: 'l', modality: 'CT', bodyPart: null, day: '2026-10-02' }], '2026-12-01')!];
    const prices = { version: '2026', cents: { CT: 41_000 } };
    expect([costAvoided(one, ct, prices)?.amount, unreimbursedAvoided(one, 'c', 'no-transfer')?.amount, exposureAvoided(one, ct)?.amount]).toEqual([41_000, 1, 1]);
    expect([costAvoided(none, ct, prices), unreimbursedAvoided(none, 'c', 'no-transfer'), exposureAvoided(none, ct), exposureAvoided(one, { ...ct, modalities: ['MR'] }), costAvoided(one, ct, { version: '2026', cents: {} })]).toEqual([null, null, null, null, null]);
  });
  it('V3 is an odds ratio with its interval, and silent without exams', () => {
    const row = oddsOfRepeat('f', { repeats: 40, exams: 400 }, { repeats: 20, exams: 400 });
    expect(row?.amount).toBeGreaterThan(400);
    expect(row?.amount).toBeLessThan(550);
    expect(Number(row?.evidence['low'])).toBeLessThan(row?.amount ?? 0);
    expect(oddsOfRepeat('f', { repeats: 0, exams: 0 }, { repeats: 1, exams: 9 })).toBeNull();
  });
});

describe('cases', () => {
  it('V4 is minutes between two instants that stand in its evidence', () => {
    expect(doorToImages('c', 'x', opened, new Date('2026-11-24T02:13:29Z'), 'opened')).toMatchObject({ amount: 23, unit: 'minutes', evidence: { since: 'opened' } });
  });
  it('V6 counts transfers only; V7 and V10 only those that were asked for and did not happen', () => {
    const brought = { ...decided, disposition: 'urgent-transfer', senderCt: { exam: 'x', madeAt: null } };
    expect([ctBeforeTransfer(brought)?.amount, ctBeforeTransfer({ ...brought, senderCt: null })?.amount, ctBeforeTransfer(decided)]).toEqual([1, 0, null]);
    expect([transferAvoided(decided)?.amount, transferAvoided({ ...decided, transferAsked: false }), transferAvoided(brought)]).toEqual([1, null, null]);
    expect([bayTimeSaved(transferAvoided(decided), { minutes: 312, month: '2026-10' })?.amount, bayTimeSaved(null, { minutes: 312, month: '2026-10' }), bayTimeSaved(transferAvoided(decided), null)]).toEqual([312, null, null]);
  });
  it('V12 records what became of the visit', () => {
    expect(['visit-ready', 're-image', 'redirect', 'advised'].map((disposition) => visitReviewed({ ...decided, disposition })?.evidence['outcome'] ?? null)).toEqual(['kept', 're-imaged', 'redirected', null]);
  });
  it('V13 and V16 need a visit that was replaced and a payer who pays for health', () => {
    expect([travelSaved({ id: 'c' }, 2, 90_000, 'postcodes 2026', 4000)?.amount, travelSaved({ id: 'c' }, 0, 90_000, '', 0), valueBasedReview({ id: 'c' }, 'capitated')?.amount, valueBasedReview({ id: 'c' }, 'fee-for-service')]).toEqual([180_000, null, 1, null]);
  });
});

describe('partners', () => {
  it('V5, V8, V11, V14 and V15 carry what they were computed from', () => {
    expect(satisfaction([{ id: 's', answers: [5, 4] }])).toMatchObject({ amount: 900, evidence: { n: 1 } });
    expect(satisfaction([])).toBeNull();
    expect(['agree', 'major'].map((grade) => disagreement({ id: 'r', examId: 'x', grade, outsideReport: 'o' })?.amount)).toEqual([0, 1]);
    expect(disagreement({ id: 'r', examId: 'x', grade: 'major', outsideReport: null })).toBeNull();
    expect(answeredExchange('f', { kind: 'request', id: 'q' }, true).evidence).toEqual({ facility: 'f', request: 'q', inTime: true });
    expect(requestToReady('q', opened, new Date('2026-11-24T02:02:00Z')).amount).toBe(12);
    expect(lostToCompetitor('q', 'went-to-competitor')?.evidence['lost']).toBe('went-to-competitor');
    expect(serviceRevenue({ id: 'r', serviceLine: 'oncology', wrvuHundredths: 120 }, { version: '1', cents: { oncology: 9000 } })?.amount).toBe(9000);
  });
  it('a row is undone by one that names it', () => {
    const row = requestToReady('q', opened, new Date('2026-11-24T02:02:00Z'));
    expect(reversal(row, 'row-1', 'recalled')).toMatchObject({ amount: -12, evidence: { reverses: 'row-1', because: 'recalled' } });
  });
});
