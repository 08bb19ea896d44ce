import { convertToParamMap } from '@angular/router';
import { describe, expect, it } from 'vitest';
import { hasFilters, paramsOf, queryFrom, searchOf, toggled } from './inbox-query';

describe('the address of the inbox', () => {
  const query = queryFrom(convertToParamMap({ view: 'stat', modality: 'CT,MR', report: 'yes', sort: 'received', order: 'desc', nonsense: 'x' }));

  it('is read back as it was written', () => {
    expect(queryFrom(convertToParamMap(paramsOf(query)))).toEqual(query);
    expect(query).toEqual({ view: 'stat', filters: { modality: ['CT', 'MR'], report: ['yes'] }, sort: 'received', order: 'desc' });
  });

  it('leaves out what stands at its default, and takes nonsense for the default', () => {
    const plain = queryFrom(convertToParamMap({ view: 'everything', sort: 'price' }));
    expect(Object.values(paramsOf(plain)).every((v) => v === null)).toBe(true);
    expect(hasFilters(plain)).toBe(false);
  });

  it('never carries the words searched for; the question to the server does', () => {
    expect(searchOf(query, ' ozturk ')).toMatchObject({ view: 'stat', modality: 'CT,MR', report: 'yes', q: 'ozturk' });
    expect(JSON.stringify(paramsOf(query))).not.toContain('ozturk');
    expect(searchOf(query, '  ')).not.toHaveProperty('q');
  });

  it('adds and takes away values; yes or no holds one', () => {
    expect(toggled(query, 'modality', 'CT').filters.modality).toEqual(['MR']);
    expect(toggled(toggled(query, 'modality', 'CT'), 'modality', 'MR').filters).not.toHaveProperty('modality');
    expect(toggled(query, 'report', 'no').filters.report).toEqual(['no']);
  });
});
