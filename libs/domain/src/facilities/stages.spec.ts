import { describe, expect, it } from 'vitest';
import type { AgreementTerms } from './agreement';
import { facilityMachine } from './facility.machine';
import { goLiveScore, type ScoreFacts } from './score';
import { backwardMoves, forwardMoves, lackingFor, nextReviewDay, staleAfterDays, type StageFacts } from './stages';

const TODAY = '2026-11-30';
const sharing: AgreementTerms = { kind: 'sharing', purposes: ['treatment'], signed: true, beginsOn: '2026-01-01', endsOn: null, endedOn: null };
const ready: ScoreFacts = {
  contacts: ['clinical', 'administrative', 'pacs', 'it', 'after-hours'], purposes: ['treatment'], agreements: [sharing], termsSaid: true, today: TODAY, greenEndpoints: 1,
  proven: { sent: true, received: true, reportSent: true, reportReceived: true }, procedures: { exams: 100, mapped: 100 },
};
const facts = (more: Partial<StageFacts> = {}, score: Partial<ScoreFacts> = {}): StageFacts => ({ ...ready, volume: 140, openWork: 0, score: goLiveScore({ ...ready, ...score }), ...more });

describe('a facility moves on only when', () => {
  it('one clinical and one IT contact are named', () => {
    expect(lackingFor('contact', facts({ contacts: [] }))).toEqual(['clinical-contact', 'it-contact']);
    expect(lackingFor('contact', facts({ contacts: ['clinical', 'pacs'] }))).toEqual([]);
  });
  it('purpose and volumes are known, also when the volume is none', () => {
    expect(lackingFor('negotiate', facts({ purposes: [], volume: null }))).toEqual(['purposes', 'volume']);
    expect(lackingFor('negotiate', facts({ volume: 0 }))).toEqual([]);
  });
  it('an agreement in force covers every purpose', () => {
    expect(lackingFor('connect', facts({ agreements: [{ ...sharing, signed: false }] }))).toEqual(['agreement']);
    expect(lackingFor('connect', facts({ purposes: ['treatment', 'research'] }))).toEqual(['agreement']);
    expect(lackingFor('connect', facts())).toEqual([]);
    expect(lackingFor('resume', facts({ agreements: [] }))).toEqual(['agreement']);
  });
  it('one connection is green', () => {
    expect(lackingFor('test', facts({ greenEndpoints: 0 }))).toEqual(['green-connection']);
  });
  it('nothing is open with it, to be retired', () => {
    expect(lackingFor('retire', facts({ openWork: 2 }))).toEqual(['open-work']);
  });
});

describe('the go-live score', () => {
  it('is a hundred of five parts when all is there', () => {
    const score = goLiveScore(ready);
    expect(score).toMatchObject({ points: 100, needed: 80, lacking: [] });
    expect(score.parts.map((p) => `${p.part} ${p.points}/${p.of}`)).toEqual(['agreement 20/20', 'contacts 18/18', 'connection 30/30', 'procedures 22/22', 'reports 10/10']);
    expect(lackingFor('go-live', facts())).toEqual([]);
  });
  it('does not let the points hide what must be there', () => {
    const noNight = facts({}, { contacts: ['clinical', 'administrative', 'it'] });
    expect(noNight.score.points).toBeGreaterThan(80);
    expect(lackingFor('go-live', noNight)).toEqual(['after-hours-contact']);
    expect(lackingFor('go-live', facts({}, { proven: { ...ready.proven, received: false } }))).toEqual(['received']);
    expect(lackingFor('go-live', facts({}, { proven: { ...ready.proven, reportSent: false } }))).toEqual([]);
    expect(lackingFor('go-live', facts({ agreements: [] }, { agreements: [] }))).toEqual(['agreement']);
  });
  it('counts names of procedures by their exams, and nine of ten are enough', () => {
    expect(goLiveScore({ ...ready, procedures: { exams: 10, mapped: 9 } })).toMatchObject({ points: 100, lacking: [] });
    expect(goLiveScore({ ...ready, procedures: { exams: 1000, mapped: 899 } }).lacking).toEqual(['procedures']);
    expect(goLiveScore({ ...ready, procedures: { exams: 0, mapped: 0 } })).toMatchObject({ points: 78, lacking: ['procedures'] });
  });
});

describe('clocks and keys of a facility', () => {
  it('are stale after 60 days as a prospect, after 14 on the way, and never when live, paused or retired', () => {
    expect((['prospect', 'contacted', 'agreement', 'connecting', 'testing', 'live', 'paused', 'retired'] as const).map(staleAfterDays)).toEqual([60, 14, 14, 14, 14, null, null, null]);
  });
  it('are reviewed at 30, 60 and 90 days, then every year', () => {
    expect([0, 30, 60, 90, 365, 730].map(nextReviewDay)).toEqual([30, 60, 90, 365, 730, 1095]);
  });
  it('each forward and backward key makes a move its stage may make', () => {
    for (const table of [forwardMoves, backwardMoves]) for (const [state, move] of Object.entries(table)) expect(facilityMachine.answer(state as never, move)).toBe('legal');
  });
});
