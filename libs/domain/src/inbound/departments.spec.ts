import { describe, expect, it } from 'vitest';
import { checklistWith, departmentFaults, departmentOf, departments1, orderWith, type Department } from './departments';

const words = (modality: string, description: string | null, bodyPart: string | null = null) => ({ modalities: [modality], bodyPart, description, ageYears: 40 });
const whose = (modality: string, description: string | null, content = 'radiology'): string | null => {
  const match = departmentOf(words(modality, description), content, departments1);
  return match && `${match.department.name}: ${match.rule.name}`;
};

describe('an exam', () => {
  it.each([
    ['US', 'Echocardiography', 'radiology', 'Cardiology: echo'], ['US', 'Écho du cœur', 'radiology', 'Cardiology: echo'], ['XA', 'Coronary angiography', 'radiology', 'Cardiology: catheter laboratory'], ['ECG', null, 'radiology', 'Cardiology: waveforms'],
    ['OPT', null, 'radiology', 'Ophthalmology: eye instruments'], ['XC', 'Wound left heel', 'photograph', 'Wound care: wounds'], ['US', 'FAST', 'radiology', 'Ultrasound users: point of care'],
  ])('%s %s of %s is that of %s', (modality, description, content, expected) => expect(whose(modality, description, content)).toBe(expected));

  it('of radiology is no other department’s', () => {
    expect(whose('CT', 'CT chest')).toBeNull();
    expect(whose('US', 'Abdomen')).toBeNull();
    // a word fits from its beginning only, and each list of a rule has to fit
    expect(whose('US', 'breakfast')).toBeNull();
    expect(whose('CT', 'wound')).toBeNull();
  });

  it('goes to the first department in the order of the house', () => {
    const [cardiology, ...rest] = departments1;
    const both: Department = { ...cardiology!, name: 'Sonography', rules: [{ name: 'all', modalities: ['US'], words: [], contents: [] }] };
    expect(departmentOf(words('US', 'Echo'), 'radiology', [both, cardiology!, ...rest])?.department.name).toBe('Sonography');
    expect(departmentOf(words('US', 'Echo'), 'radiology', [{ ...both, rules: [{ name: 'nothing', modalities: [], words: [], contents: [] }] }])).toBeNull();
  });
});

it('a department asks for more than the policy, never for less, and takes no read away', () => {
  expect(checklistWith('emergency', { checklist: 'basic' })).toBe('basic');
  expect(checklistWith('restricted', { checklist: 'basic' })).toBe('restricted');
  expect(checklistWith('basic', { checklist: 'emergency' })).toBe('basic');
  expect(checklistWith('basic', null)).toBe('basic');
  expect(orderWith('import', { order: 'none' })).toBe('none');
  expect(orderWith('none', { order: 'read' })).toBe('read');
  expect(orderWith('read', { order: 'none' })).toBe('read');
  expect(orderWith('import', { order: null })).toBe('import');
});

it('a list of departments is refused with what is wrong in it', () => {
  expect(departmentFaults(departments1)).toEqual([]);
  const [first] = departments1;
  const empty = { name: 'x', modalities: [], words: [], contents: [] };
  expect(departmentFaults([first!, { ...first!, name: 'CARDIOLOGY', rules: [] }]).map((f) => f.pointer)).toEqual(['/departments/1/name', '/departments/1/rules']);
  expect(departmentFaults([{ ...first!, rules: [{ ...empty, words: ['eye'] }, empty] }]).map((f) => f.pointer)).toEqual(['/departments/0/rules/1', '/departments/0/rules/1/name']);
});
