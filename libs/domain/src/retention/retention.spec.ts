import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOfText } from '../policies/check-text';
import type { Facts } from '../policies/fact-row';
import { version1 } from '../policies/version-1';
import { lawRows, lawTable1 } from './law-table';
import { decideLayers } from './layers';
import { objectionsToPurge, type PurgeFacts } from './purge-checks';

const TODAY = '2026-11-30';
const layers = [version1.retention, lawTable1];
const base: Facts = {
  'exam.usedInDecision': false, 'exam.derivedSeries': false, 'exam.modalities': ['CT'], 'exam.studyDate': '2016-01-10', 'exam.receivedAt': '2016-02-01', 'exam.isOwn': 'no', 'exam.trustClass': 'outside', 'source.retrievable': 1000,
  'patient.birthDate': '1960-05-05', 'patient.lastVisit': null, 'patient.lastMammogram': null, 'exam.lastViewedAt': null, 'law.jurisdiction': 'US-NY',
};

describe('the law as a layer', () => {
  it('is a text that could be adopted, with at least twenty jurisdictions and a citation on every rule', () => {
    expect(faultsOfText(lawTable1)).toEqual([]);
    expect(new Set(lawRows.map((r) => r.jurisdiction)).size).toBeGreaterThanOrEqual(20);
    for (const rule of lawTable1.rules) expect(rule.cite, rule.id).toMatch(/\d/);
  });
  it('keeps an adult for six years in New York, and eleven in North Carolina', () => {
    expect(decideLayers(layers, base, TODAY)).toMatchObject({ until: { until: '2022-02-01' }, layer: 1, decidedBy: ['us-ny'], cite: '10 N.Y. Comp. Codes R. & Regs. 405.10(a)(4)' });
    expect(decideLayers(layers, { ...base, 'law.jurisdiction': 'US-NC' }, TODAY).until.until).toBe('2027-02-01');
  });
  it('counts from a later visit when there was one', () => {
    expect(decideLayers(layers, { ...base, 'patient.lastVisit': '2024-03-03' }, TODAY)).toMatchObject({ until: { until: '2030-03-03' }, decidedBy: ['us-ny-visit'] });
  });
  it('keeps for ever when nobody knows the birth date', () => {
    expect(decideLayers(layers, { ...base, 'patient.birthDate': null }, TODAY).until).toEqual({ until: 'forever', basisUnknown: true });
  });
  it('takes the longest of all states when nobody told where we are', () => {
    expect(decideLayers([lawTable1], { ...base, 'law.jurisdiction': null }, TODAY)).toMatchObject({ until: { until: '2036-02-01' }, decidedBy: ['us-ma'] });
  });
  it('does not keep a second copy of an exam of our own', () => {
    expect(decideLayers(layers, { ...base, 'exam.isOwn': 'all-instances' }, TODAY)).toMatchObject({ until: { until: '2016-05-01' }, decidedBy: ['default'], layer: 0 });
  });
  it('never shortens by a layer more, a later visit or an unknown birth date', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
    const longer = (a: string, b: string): boolean => a === b || a === 'forever' || (b !== 'forever' && a > b);
    fc.assert(fc.property(day, day, day, fc.constantFrom(...lawRows.map((r) => r.jurisdiction)), fc.constantFrom('CT', 'MG'), (birth, study, visit, law, modality) => {
      const facts = { ...base, 'patient.birthDate': birth, 'exam.studyDate': study, 'exam.receivedAt': study, 'law.jurisdiction': law, 'exam.modalities': [modality] };
      const until = decideLayers(layers, facts, TODAY).until.until;
      expect(longer(until, decideLayers(layers.slice(0, 1), facts, TODAY).until.until)).toBe(true);
      expect(longer(decideLayers(layers, { ...facts, 'patient.lastVisit': visit }, TODAY).until.until, until)).toBe(true);
      expect(longer(decideLayers(layers, { ...facts, 'patient.birthDate': null }, TODAY).until.until, until)).toBe(true);
    }), { numRuns: 500 });
  });
});

describe('the checks of a purge', () => {
  const clear: PurgeFacts = {
    holds: 0, transfers: 0, sends: 0, requests: 0, leases: 0, reads: 0, cases: 0, recalls: 0, state: 'released', reviewed: 1, revision: 1, uncounted: 0, until: '2026-11-29', today: TODAY,
  };
  it('let it go the day after its last day of keeping, and not on that day', () => {
    expect(objectionsToPurge(clear)).toEqual([]);
    expect(objectionsToPurge({ ...clear, until: TODAY })).toEqual(['kept-longer']);
    expect(objectionsToPurge({ ...clear, until: 'forever' })).toEqual(['kept-longer']);
  });
  it('each object alone', () => {
    const each: readonly (readonly [Partial<PurgeFacts>, string])[] = [
      [{ holds: 1 }, 'held'], [{ transfers: 1 }, 'moving'], [{ sends: 1 }, 'being-sent'], [{ requests: 1 }, 'asked-for'], [{ leases: 1 }, 'claimed'], [{ reads: 1 }, 'being-read'], [{ cases: 1 }, 'in-a-case'],
      [{ recalls: 1 }, 'being-called-back'], [{ state: 'identifying' }, 'not-in-a-state-to-purge'], [{ revision: 2 }, 'other-revision'], [{ uncounted: 1 }, 'new-images'],
    ];
    for (const [change, objection] of each) expect(objectionsToPurge({ ...clear, ...change })).toEqual([objection]);
  });
});
