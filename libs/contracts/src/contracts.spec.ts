import { describe, expect, it } from 'vitest';
import { Addendum, BulkInbound, InboundQuery, OverrideMatch, SaveNeed } from './index';

describe('what crosses the wire', () => {
  it('an inbound query from an address bar gets its defaults and refuses a limit without end', () => {
    expect(InboundQuery.parse({ limit: '25' })).toMatchObject({ view: 'open', sort: 'clock', order: 'asc', limit: 25 });
    expect(InboundQuery.safeParse({ limit: '100000' }).success).toBe(false);
    expect(InboundQuery.safeParse({ view: 'everything' }).success).toBe(false);
  });
  it('unknown fields never reach a command', () => {
    const parsed = SaveNeed.parse({ version: 1, requesterId: null, urgency: 'low', useCase: null, question: null, wantsRead: false, role: 'sa', facilityIds: ['x'] });
    expect(Object.keys(parsed).sort()).toEqual(['question', 'requesterId', 'urgency', 'useCase', 'version', 'wantsRead']);
  });
  it('an override needs a reason a person can read later', () => {
    const body = { version: 1, patientId: '018f0000-0000-7000-8000-000000000000', elements: ['family'] };
    expect(OverrideMatch.safeParse({ ...body, reason: '  ' }).success).toBe(false);
    expect(OverrideMatch.safeParse({ ...body, reason: 'maiden name, seen on identity card' }).success).toBe(true);
  });
  it('a bulk act names at least one and at most five hundred items; an addendum has a grade', () => {
    expect(BulkInbound.safeParse({ move: 'claim', items: [] }).success).toBe(false);
    expect(Addendum.safeParse({ version: 1, text: 'seen again' }).success).toBe(false);
  });
});
