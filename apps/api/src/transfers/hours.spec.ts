import { describe, expect, it } from 'vitest';
import { openingOf } from './hours';

const at = (iso: string): Date => new Date(iso);
describe('the hours of a partner', () => {
  it('are always when none are named', () => {
    expect(openingOf(null, at('2026-11-24T12:00:00Z'), 'UTC')).toBeNull();
    expect(openingOf('00:00-00:00', at('2026-11-24T12:00:00Z'), 'UTC')).toBeNull();
  });
  it('may run over midnight', () => {
    expect(openingOf('22:00-06:00', at('2026-11-24T23:10:00Z'), 'UTC')).toBeNull();
    expect(openingOf('22:00-06:00', at('2026-11-24T05:59:00Z'), 'UTC')).toBeNull();
    expect(openingOf('22:00-06:00', at('2026-11-24T06:00:00Z'), 'UTC')).toEqual(at('2026-11-24T22:00:00Z'));
  });
  it('are those of the site’s zone, and tomorrow’s when today’s are over', () => {
    expect(openingOf('08:00-17:00', at('2026-11-24T22:30:00Z'), 'America/New_York')).toEqual(at('2026-11-25T13:00:00Z'));
    expect(openingOf('08:00-17:00', at('2026-11-24T14:00:00Z'), 'America/New_York')).toBeNull();
  });
});
