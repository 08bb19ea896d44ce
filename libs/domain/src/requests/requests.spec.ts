import { describe, expect, it } from 'vitest';
import { namesOfPersonName, type Person } from '../identity/person';
import { expiresAt, reminderAfter } from './clocks';
import { answeredBy, fitOf, type Arrived, type AskedFor } from './fits';

const person = (name: string, birthDate: string | null, more: Partial<Person> = {}): Person =>
  ({ names: namesOfPersonName(name), birthDate, sex: 'M', identifiers: [], recordNumbers: [], phones: [], addresses: [], ...more });
const asked: AskedFor = {
  facilityId: 'lakeview', person: person('Lindgren^Åke', '1972-05-01', { identifiers: [{ value: '7734', issuer: 'LAKEVIEW' }] }),
  wanted: [{ modality: 'CT', what: 'CT head', from: '2026-11-20', to: null }],
};
const arrived: Arrived = { facilityId: 'lakeview', person: asked.person, modalities: ['CT'], description: 'CT Head w/o contrast', studyDate: '2026-11-24' };

describe('whether an exam answers a request', () => {
  it('the asked facility, the same person and what was asked for: it does', () => {
    expect(fitOf(asked, arrived)).toMatchObject({ fits: true, item: 0 });
    expect(fitOf(asked, { ...arrived, person: person('LINDGREN^AKE', '1972-05-01') }).fits).toBe(true);
  });
  it.each([
    ['another facility', { facilityId: 'harbor' }],
    ['an unknown sender', { facilityId: null }],
    ['another birth date', { person: person('Lindgren^Åke', '1972-05-02', { identifiers: [{ value: '7734', issuer: 'LAKEVIEW' }] }) }],
    ['another number at that facility', { person: person('Lindgren^Åke', '1972-05-01', { identifiers: [{ value: '9999', issuer: 'LAKEVIEW' }] }) }],
    ['another sex', { person: person('Lindgren^Åke', '1972-05-01', { sex: 'F' }) }],
    ['a name only', { person: person('Lindgren^Åke', null) }],
    ['another modality', { modalities: ['MR'] }],
    ['a day before what was asked', { studyDate: '2019-01-01' }],
  ] satisfies [string, Partial<Arrived>][])('%s is left to a person', (_, change) => {
    expect(fitOf(asked, { ...arrived, ...change }).fits).toBe(false);
  });
  it('plain and digital radiographs are one, and what was left open fits anything', () => {
    expect(fitOf({ ...asked, wanted: [{ modality: 'CR', what: 'chest', from: null, to: null }] }, { ...arrived, modalities: ['DX'], studyDate: null }).fits).toBe(true);
    expect(fitOf({ ...asked, wanted: [{ modality: null, what: '', from: null, to: null }] }, { ...arrived, modalities: ['US'] }).fits).toBe(true);
  });
  it('the better of two requests is answered, and two alike are left to a person', () => {
    const narrow = { request: 'narrow', fit: fitOf(asked, arrived) };
    const open = { request: 'open', fit: fitOf({ ...asked, wanted: [{ modality: null, what: '', from: null, to: null }] }, arrived) };
    expect(answeredBy([open, narrow])?.request).toBe('narrow');
    expect(answeredBy([narrow, { ...narrow, request: 'twin' }])).toBeNull();
    expect(answeredBy([])).toBeNull();
  });
});

it('a request expires a fifth of its way after it was needed, at most a day', () => {
  const sent = new Date('2026-11-24T10:00:00Z');
  expect(expiresAt(sent, new Date('2026-11-24T11:00:00Z')).toISOString()).toBe('2026-11-24T11:12:00.000Z');
  expect(expiresAt(sent, new Date('2026-12-24T10:00:00Z')).toISOString()).toBe('2026-12-25T10:00:00.000Z');
});
it('what is needed inside a visit is asked again after five minutes', () => {
  expect([reminderAfter('low', true), reminderAfter('high', false), reminderAfter('medium', false)]).toEqual([{ seconds: 300 }, { seconds: 900 }, { workingDays: 1 }]);
});
