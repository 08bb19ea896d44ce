import type { DecisionView } from '@causeway/contracts';
import { type PolicyKind, version1 } from '@causeway/domain';
import { describe, expect, it } from 'vitest';
import { reasonWords, spoken } from './decision-words';
import { whyFrom } from './why-from';

const decision: DecisionView = {
  id: 'd-1', kind: 'overread', subject: { kind: 'exam', id: 'e1' },
  policy: { kind: 'overread', scope: 'all', version: 7, sha256: '44be1c9d0a7719', inForceSince: '2026-09-01T12:00:00Z' },
  outcome: { read: 'formal' }, decidedBy: ['ed'], because: ['ed-patient'],
  considered: [{ rule: 'not-readable', answer: 'false' }, { rule: 'asked-stat', answer: 'null' }, { rule: 'ed', answer: 'true' }],
  notReached: ['two-per-patient'],
  facts: [{ name: 'patient.encounterClass', value: 'emergency' }, { name: 'request.wantsRead', value: null }, { name: 'exam.modalities', value: ['CT', 'SR'], unit: 'DICOM modality' }],
  at: '2026-11-24T10:31:40Z', supersedes: null,
};

describe('a decision in words', () => {
  it('names rule, version and reason in one sentence', () => {
    expect(whyFrom(decision).sentence.map((p) => p.text).join('')).toBe('Because rule ed of Over-read version 7 fits: the patient is in the emergency department.');
  });

  it('says so when no rule fitted', () => {
    const words = whyFrom({ ...decision, decidedBy: ['default'], because: ['no-read-asked'] }).sentence.map((p) => p.text).join('');
    expect(words).toBe('No rule of Over-read version 7 fits: nobody asked for a read.');
  });

  it('owns up to what was not known, and shows each value as stored', () => {
    expect(whyFrom(decision).facts).toEqual([
      { words: 'Patient encounter class', value: 'emergency', answer: 'used' },
      { words: 'Request wants read', value: 'not known', answer: 'unknown' },
      { words: 'Exam modalities', value: 'CT, SR', answer: 'used' },
    ]);
    expect(whyFrom(decision).considered.map((r) => r.answer)).toEqual(['does-not-fit', 'unknown', 'fits']);
  });

  it('has words of its own for every reason of the first policies', () => {
    const texts = Object.values(version1) as { kind: PolicyKind; rules: readonly { because: string }[]; default: { because: string } }[];
    const codes = texts.flatMap((t) => [...t.rules.map((r) => r.because), t.default.because]);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => reasonWords(code) === spoken(code))).toEqual([]);
  });
});
