import { TestBed } from '@angular/core/testing';
import type { Type } from '@angular/core';
import { describe, expect, it } from 'vitest';
import { CompareTable, type CompareLine, weightText } from './compare/compare-table';
import { CrossingGlyph } from './crossing/crossing-glyph';
import { Field } from './field/field';
import { PatientBanner } from './patient/patient-banner';
import { checkSegments, Segments } from './segments/segments';
import { matchLook } from './state/match-chip';
import { inboundLooks, instanceLooks, noticeLooks, overreadLooks, registrationLooks, transferLooks } from './state/state-looks';
import { StateChip } from './state/state-chip';
import { WhyPanel } from './why/why-panel';

async function show(type: Type<unknown>, inputs: Record<string, unknown>) {
  const fixture = TestBed.createComponent(type);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  return { fixture, element: fixture.nativeElement as HTMLElement };
}

describe('state chips', () => {
  it('say in a word what they say in colour, and hide the icon from those who listen', async () => {
    const { element } = await show(StateChip, { look: inboundLooks.checking });
    expect(element.textContent!.trim()).toBe('Needs QC');
    expect(element.querySelector('svg')!.getAttribute('aria-hidden')).toBe('true');
    expect(element.dataset['hue']).toBe('attn');
  });

  it('tell the states of one machine apart by their words alone', () => {
    for (const looks of [inboundLooks, overreadLooks, transferLooks, instanceLooks, noticeLooks, registrationLooks]) {
      const words = Object.values(looks).map((look) => look.word);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('never show partial or unknown in green or red', () => {
    expect([transferLooks.partial.hue, instanceLooks.unknown.hue]).toEqual(['attn', 'held']);
  });

  it('name a match with its figure', () => {
    expect(matchLook({ kind: 'probable', figure: 863 }).word).toBe('Probable 86 %');
    expect(matchLook({ kind: 'probable', figure: 1000 }).word).toBe('Needs a person');
    expect(matchLook({ kind: 'candidates', figure: 1 }).word).toBe('1 candidate');
    expect(matchLook({ kind: 'exact', figure: null }, true).word).toBe('Exact match');
  });
});

describe('the crossing in a row', () => {
  it('says where the exam stands and puts the bead there', async () => {
    const { element } = await show(CrossingGlyph, { at: 2, hue: 'attn' });
    expect(element.querySelector('svg')!.getAttribute('aria-label')).toBe('Step 3 of 6: Checked');
    expect(element.querySelector('circle')!.getAttribute('cx')).toBe('25.5');
  });

  it('has no bead for an exam that left the way', async () => {
    const { element } = await show(CrossingGlyph, { at: null });
    expect(element.querySelector('circle')).toBeNull();
  });
});

describe('the patient banner', () => {
  const patient = { name: { text: 'Adeyemi, Folasade', native: null }, birthDate: '1961-03-12', sex: 'F', mrn: null, outsideId: { value: '00417733', issuer: 'STMARY' } };

  it('shows the outside identifier with its issuer and owns up to a missing MRN', async () => {
    const { element } = await show(PatientBanner, { patient });
    expect(element.textContent).toContain('00417733 @ STMARY');
    expect(element.textContent).toContain('not yet');
  });

  it('covers everything that names the person when names are hidden', async () => {
    const { element } = await show(PatientBanner, { patient: { ...patient, mrn: '40039127' }, hidden: true });
    for (const word of ['Adeyemi', '1961', '40039127', '00417733']) expect(element.textContent).not.toContain(word);
  });
});

describe('side by side', () => {
  const line = (label: string, comparison: CompareLine['comparison']): CompareLine => ({
    label, comparison, incoming: 'a', candidate: 'b', weight: -9, written: 'b', writtenNote: null, required: label === 'Birth date',
  });
  const inputs = { lines: [line('Family name', 'agrees'), line('Birth date', 'differs'), line('Phone', 'missing')], incomingName: 'A', candidateName: 'B', writtenName: 'MRN 1' };

  it('tints only what differs and says aloud what must match', async () => {
    const { element } = await show(CompareTable, inputs);
    expect([...element.querySelectorAll('tr.differs th')].map((th) => th.textContent!.replace(/\s+/g, ' ').trim())).toEqual(['Birth date must match exactly']);
  });

  it('leaves out only what agrees when asked for differences', async () => {
    const { element } = await show(CompareTable, { ...inputs, onlyDifferences: true });
    expect(element.querySelectorAll('tbody tr')).toHaveLength(2);
  });

  it('writes weights with their sign', () => {
    expect([31, -9, 0].map(weightText)).toEqual(['+3.1', '−0.9', '0']);
  });
});

describe('segments', () => {
  it('answer by native radio buttons, and take the answer back with Delete', async () => {
    const { fixture, element } = await show(Segments, { label: 'Laterality', segments: checkSegments, clearable: true });
    const radios = [...element.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    radios[1]!.click();
    await fixture.whenStable();
    expect((fixture.componentInstance as Segments).value()).toBe('fail');
    expect(element.querySelector('label.on')!.textContent!.trim()).toBe('Fail');
    radios[1]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete' }));
    expect((fixture.componentInstance as Segments).value()).toBeNull();
  });
});

describe('a field', () => {
  it('shows the fault instead of the hint, as an alert', async () => {
    const { fixture, element } = await show(Field, { label: 'User name', hint: 'As on your badge' });
    expect(element.textContent).toContain('As on your badge');
    fixture.componentRef.setInput('fault', 'Nobody has this name.');
    await fixture.whenStable();
    expect(element.querySelector('[role=alert]')!.textContent).toBe('Nobody has this name.');
    expect(element.textContent).not.toContain('badge');
  });
});

describe('the Why panel', () => {
  it('shows stored values, what no rule asked for, and the policy that decided', async () => {
    const why = {
      title: 'Why is an over-read wanted?', sentence: [{ text: 'Because ' }, { text: 'rule 1', strong: true }, { text: ' fits.' }],
      facts: [{ words: 'Age of exam', value: '51 m', answer: 'yes' }, { words: 'Report present', value: 'yes', answer: 'not-asked' }],
      storedAt: '2026-11-24T10:31:40Z', considered: [], notReached: ['2 second opinion'], policy: 'Over-read, version 7', inForceSince: null,
      decidedBy: 'the console', decisionId: 'd-81f2', sha256: '44be1c9d0a7719',
    };
    const { element } = await show(WhyPanel, { why });
    const text = element.textContent!.replace(/\s+/g, ' ');
    for (const part of ['Because rule 1 fits.', 'stored 10:31:40', 'Report present (not asked)', '2 second opinion', 'Over-read, version 7', 'd-81f2 · sha256 44be…19']) {
      expect(text).toContain(part);
    }
  });
});
