import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseBall } from './ball';
import { dispositions } from './dispositions';
import { missingOutcome, type CaseRecord } from './outcome';
import { profileOf } from './profiles';
import { isReady, readinessOf, visitReady } from './readiness';
import { strokeWindows } from './stroke';
import { caseTemplates, contentKinds, templateOf } from './templates';

interface SpecUseCase { id: string; urgency: string; profile: string; content: string[]; ball: string[]; requiredOutcome: string; ledger: string[] }
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../../docs/domain/machines.json'), 'utf8')) as { useCases: SpecUseCase[]; ledger: { id: string }[] };

describe('the templates', () => {
  it('are the 27 use cases of the specification, each with its urgency, profile, content, ball, outcome and values', () => {
    expect(caseTemplates.map((t) => ({ id: t.useCase, urgency: templateOf(t.useCase)?.is.urgency, profile: t.profile, content: t.content, ball: t.ball, requiredOutcome: t.outcome, ledger: t.values })))
      .toEqual(spec.useCases.map(({ id, urgency, profile, content, ball, requiredOutcome, ledger }) => ({ id, urgency, profile, content, ball, requiredOutcome, ledger })));
  });
  it('name dispositions there are, and ask for a disposition only where one can be given', () => {
    for (const t of caseTemplates) {
      expect(t.dispositions.length, t.useCase).toBeGreaterThan(0);
      expect(t.dispositions.every((d) => dispositions.includes(d)), t.useCase).toBe(true);
    }
  });
  it('say which content an exam may have, in the words of the facts', () => {
    expect(contentKinds({ content: ['P', 'v', 'V'] })).toEqual(['photograph', 'video']);
    expect(contentKinds(templateOf('U10') ?? { content: [] })).toEqual(['radiology', 'cardiology', 'photograph', 'video', 'other']);
  });
  it('a request inside a visit takes the profile of the visit, whatever its urgency', () => {
    expect(['low', 'high'].map((u) => profileOf(u as 'low', false, true))).toEqual(['S', 'S']);
    expect([profileOf('high', true, false), profileOf('high', false, false), profileOf('medium', false, false), profileOf('low', false, false)]).toEqual(['E', 'H', 'M', 'L']);
  });
});

describe('who holds the ball', () => {
  const u10 = templateOf('U10');
  it('follows the exams: sender, identity, triage, then the consultant, then the opener', () => {
    const at = (state: 'open' | 'deciding' | 'decided', openRequests: number, exams: string[]) => caseBall(u10 ?? { ball: [] }, state, { openRequests, exams });
    expect([at('open', 0, []), at('open', 1, []), at('open', 1, ['receiving']), at('open', 0, ['identifying']), at('open', 0, ['checking']), at('deciding', 0, ['released']), at('decided', 0, ['released'])])
      .toEqual(['opener', 'sender', 'system', 'identity', 'triage', 'consultant', 'opener']);
  });
  it('is the team after a transfer was decided, and nobody after the end', () => {
    expect(caseBall(templateOf('U9') ?? { ball: [] }, 'decided', { openRequests: 0, exams: [] })).toBe('team');
    expect(caseBall(templateOf('U9') ?? { ball: [] }, 'closed', { openRequests: 3, exams: ['checking'] })).toBeNull();
  });
  it('is never nobody while a case of any kind is open', () => {
    for (const t of caseTemplates) for (const state of ['open', 'deciding', 'decided'] as const) for (const openRequests of [0, 1]) expect(caseBall(t, state, { openRequests, exams: [] }), `${t.useCase} ${state}`).toBeTruthy();
  });
});

describe('what has to be recorded before a case is closed', () => {
  const nothing: CaseRecord = { disposition: null, destination: null, advised: false, teamAlerted: false, exams: 0, answered: false, identitiesApart: null, ready: false, fields: {} };
  const missing = (useCase: string, is: Partial<CaseRecord>) => missingOutcome(templateOf(useCase) ?? { mustRecord: [] }, { ...nothing, ...is });
  it('each disposition of an emergency consult asks for its own', () => {
    expect(missing('U10', {})).toEqual(['disposition']);
    expect(missing('U10', { disposition: 'no-transfer' })).toEqual(['advice']);
    expect(missing('U10', { disposition: 'urgent-transfer' })).toEqual(['destination', 'team-alerted']);
    expect(missing('U10', { disposition: 'urgent-transfer', destination: 'Trauma bay', teamAlerted: true })).toEqual([]);
    expect(missing('U10', { disposition: 'comfort-care' })).toEqual([]);
  });
  it('priors that cannot be had are named instead', () => {
    expect(missing('U7', {})).toEqual(['exams']);
    expect(missing('U7', { fields: { missing: 'burned in 2019' } })).toEqual([]);
  });
  it('a donor case is not closed before the two identities are known to be apart', () => {
    expect(missing('U17', { disposition: 'delivered' })).toEqual(['identities-apart']);
    expect(missing('U17', { disposition: 'delivered', identitiesApart: true })).toEqual([]);
  });
});

describe('readiness of a patient on an agenda', () => {
  it('is images from every site that was asked, a report, and pathology told by a person', () => {
    const exam = { state: 'released', quality: 'diagnostic', report: true };
    expect(isReady(readinessOf({ exams: [exam], openRequests: 0, pathology: 'there' }))).toBe(true);
    expect(readinessOf({ exams: [exam], openRequests: 1, pathology: 'there' }).images).toBe('on-the-way');
    expect(isReady(readinessOf({ exams: [{ ...exam, report: false }], openRequests: 0, pathology: 'there' }))).toBe(false);
    expect(isReady(readinessOf({ exams: [exam], openRequests: 0, pathology: null }))).toBe(false);
    expect(readinessOf({ exams: [], openRequests: 0, pathology: null }).images).toBe('missing');
  });
  it('a visit is not ready on images nobody can decide by, and the worst verdict counts', () => {
    const r = readinessOf({ exams: [{ state: 'released', quality: 'diagnostic', report: true }, { state: 'released', quality: 'non-diagnostic', report: false }], openRequests: 0, pathology: null });
    expect(r.quality).toBe('non-diagnostic');
    expect(visitReady(r)).toBe(false);
  });
});

describe('a stroke', () => {
  it('has its windows of treatment counted in whole minutes from when the patient was last known well', () => {
    const at = Date.parse('2026-11-30T01:20:00Z');
    const left = (minutes: number): number[] => strokeWindows(at, at + minutes * 60_000).map((w) => w.left);
    expect(left(47)).toEqual([223, 313, 1393]);
    expect(left(270)).toEqual([0, 90, 1170]);
    expect(left(1500).every((n) => n < 0)).toBe(true);
  });
});
