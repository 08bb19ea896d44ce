import { describe, expect, it } from 'vitest';
import { decide } from './decide';
import type { Facts } from './fact-row';
import type { PolicyKind, PolicyText } from './policy-text';
import { policyTemplates } from './templates';

/** What a template says of an exam or a piece of work. */
function says<K extends PolicyKind>(kind: K, id: string, facts: Facts): unknown {
  const template = policyTemplates[kind].find((t) => t.id === id);
  if (!template) throw new Error(`There is no template ${id}`);
  return decide({ kind, scope: 'all', catalogue: 1, rules: template.rules, default: template.default } as PolicyText<K>, facts, '2026-11-30').outcome;
}

describe('templates that put outside exams onto what a house has (P5)', () => {
  it('say for whom they are', () => {
    for (const id of ['registration-desk', 'import-desk', 'as-a-disc', 'transition-of-care', 'desks-that-exist']) {
      const found = Object.values(policyTemplates).flat().find((t) => t.id === id);
      expect(found?.about?.length, id).toBeGreaterThan(60);
      expect(found?.title).toContain('P5');
    }
  });

  it('registration: who fits nobody is registered by the desk, who fits somebody is confirmed by a person', () => {
    expect(says('match', 'registration-desk', { 'match.candidates': 0 })).toEqual({ act: 'register' });
    expect(says('match', 'registration-desk', { 'match.candidates': 1 })).toMatchObject({ act: 'person', people: 1 });
    expect(says('match', 'registration-desk', { 'match.candidates': null }), 'the search did not answer').toMatchObject({ act: 'person' });
  });

  it('import desk: by network as on a disc, but for emergencies', () => {
    expect(says('triage', 'import-desk', { 'source.door': 'disc', 'case.urgency': 'low' })).toMatchObject({ check: 'person', queue: 'central' });
    expect(says('triage', 'import-desk', { 'source.door': 'dimse', 'case.urgency': 'low' })).toMatchObject({ check: 'person', queue: 'central' });
    expect(says('triage', 'import-desk', { 'source.door': 'dimse', 'case.urgency': 'high' })).toMatchObject({ check: 'automatic' });
    expect(says('release', 'as-a-disc', { 'patient.identified': true })).toMatchObject({ destinations: ['pacs'], order: 'import', accession: 'new' });
  });

  it('transition of care: a transfer at once, a visit with its appointment, the rest after its check', () => {
    const of = (facts: Facts) => says('release', 'transition-of-care', { 'patient.identified': true, 'case.useCase': null, 'case.urgency': 'low', ...facts });
    expect(of({ 'case.useCase': 'U9' })).toMatchObject({ when: 'now', visible: 'all' });
    expect(of({ 'case.useCase': 'U18' })).toMatchObject({ when: 'with-appointment', daysBefore: 1, visible: 'care-team' });
    expect(of({})).toMatchObject({ when: 'after-check' });
    expect(of({ 'patient.identified': false, 'case.useCase': 'U9' })).toMatchObject({ destinations: ['viewer-only'], visible: 'requester' });
  });

  it('desks: each piece of work goes to the desk that does the same today', () => {
    const pool = (kind: string, urgency = 'low') => says('responsibility', 'desks-that-exist', { 'work.kind': kind, 'case.urgency': urgency, 'case.useCase': null });
    expect(['registration', 'overread', 'inbound', 'match', 'request-in', 'transfer'].map((kind) => (pool(kind) as { pool: string }).pool)).toEqual(['registration', 'subspecialty-pool', 'film-room', 'film-room', 'film-room', 'pacs-admin']);
    expect(pool('inbound', 'high')).toMatchObject({ pool: 'transfer-centre' });
  });
});
