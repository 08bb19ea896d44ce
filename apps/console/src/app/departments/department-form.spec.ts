import { departments1 } from '@causeway/domain';
import { describe, expect, it } from 'vitest';
import { departmentsFrom, formOf, ruleText } from './department-form';

describe('departments that are typed', () => {
  it('come back as they were', () => {
    expect(departmentsFrom(departments1.map(formOf))).toEqual(departments1);
  });
  it('may leave parts of a rule out, and empty lines say nothing', () => {
    expect(departmentsFrom([{ name: ' Eye ', serviceLine: 'general', rules: 'photographs; ; eye, retina\n\n instruments; opt', checklist: '', order: '', archiveId: '' }])).toEqual([{
      name: 'Eye', serviceLine: 'general', checklist: null, order: null, archiveId: null,
      rules: [{ name: 'photographs', modalities: [], words: ['eye', 'retina'], contents: [] }, { name: 'instruments', modalities: ['OPT'], words: [], contents: [] }],
    }]);
  });
  it('say each rule as a sentence', () => {
    expect(ruleText({ name: 'echo', modalities: ['US', 'XA'], words: ['heart'], contents: ['cardiology'] })).toBe('echo: US or XA; and a word that begins with heart; and cardiology');
  });
});
