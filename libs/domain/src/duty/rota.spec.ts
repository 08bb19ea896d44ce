import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { businessIn, hoursAt, hoursFor, isZone, usualWeek, wallClock } from './hours';
import { gapsOf, shiftsOf, turnsOf, type Rota } from './rota';

const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';
const HOUR = 3_600_000;
const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis();
const rota = (more: Partial<Rota> = {}): Rota => ({
  id: 'r', pool: 'radiologist-on-call', serviceLine: 'neurology', workKinds: [], zone: NEW_YORK, cover: 'always', week: usualWeek, overrides: [],
  rotations: [{ id: 'main', people: ['ana', 'ben', 'cy'], every: 'day', n: 1, from: '2026-03-01', to: null, at: '07:00' }], ...more,
});

describe('hand-over is a time of the wall clock', () => {
  it('the turn over the spring change of New York has 23 hours, the one over the autumn change 25', () => {
    const [spring] = turnsOf(rota().rotations[0] as never, NEW_YORK, { from: at('2026-03-07T12:00', NEW_YORK), to: at('2026-03-07T13:00', NEW_YORK) });
    expect(((spring?.to ?? 0) - (spring?.from ?? 0)) / HOUR).toBe(23);
    const [autumn] = turnsOf(rota().rotations[0] as never, NEW_YORK, { from: at('2026-10-31T12:00', NEW_YORK), to: at('2026-10-31T13:00', NEW_YORK) });
    expect(((autumn?.to ?? 0) - (autumn?.from ?? 0)) / HOUR).toBe(25);
  });

  it('Lord Howe moves its clock by half an hour: 23.5 and 24.5 hours', () => {
    const turn = (day: string): number => {
      const [t] = turnsOf({ ...rota().rotations[0] as never as Rota['rotations'][0] }, LORD_HOWE, { from: at(`${day}T12:00`, LORD_HOWE), to: at(`${day}T13:00`, LORD_HOWE) });
      return ((t?.to ?? 0) - (t?.from ?? 0)) / HOUR;
    };
    expect(turn('2026-10-03')).toBe(23.5);
    expect(turn('2026-04-04')).toBe(24.5);
  });

  it('a hand-over at a time the clock jumps over happens once', () => {
    const night = rota({ rotations: [{ id: 'n', people: ['ana', 'ben'], every: 'day', n: 1, from: '2026-03-01', to: null, at: '02:30' }] });
    const shifts = shiftsOf(night, { from: at('2026-03-07T00:00', NEW_YORK), to: at('2026-03-10T00:00', NEW_YORK) });
    expect(shifts.map((s) => DateTime.fromMillis(s.from, { zone: NEW_YORK }).toFormat('dd HH:mm'))).toEqual(['07 00:00', '07 02:30', '08 03:30', '09 02:30']);
  });
});

describe('the final schedule', () => {
  it('lays overrides over rotations, the later over the earlier, and shows where nobody is', () => {
    const from = at('2026-03-03T00:00', NEW_YORK);
    const over = rota({ overrides: [
      { id: 'sick', person: null, from: from + 8 * HOUR, to: from + 20 * HOUR },
      { id: 'cover', person: 'dee', from: from + 12 * HOUR, to: from + 14 * HOUR },
    ] });
    const shifts = shiftsOf(over, { from, to: from + 24 * HOUR });
    expect(shifts.map((s) => [(s.from - from) / HOUR, s.person, s.layer])).toEqual([[0, 'ben', 'rotation'], [7, 'cy', 'rotation'], [8, null, 'gap'], [12, 'dee', 'override'], [14, null, 'gap'], [20, 'cy', 'rotation']]);
    expect(gapsOf(over, from).map((g) => (g.to - g.from) / HOUR)).toEqual([4, 6]);
  });

  it('off hours are nights and weekends of the line; a rota of off hours says nothing of the day', () => {
    const shifts = shiftsOf(rota({ cover: 'off' }), { from: at('2026-03-05T00:00', NEW_YORK), to: at('2026-03-10T00:00', NEW_YORK) });
    expect(shifts.some((s) => s.from < at('2026-03-06T12:00', NEW_YORK) && s.to > at('2026-03-06T12:00', NEW_YORK))).toBe(false);
    const weekend = shifts.filter((s) => s.from >= at('2026-03-06T19:00', NEW_YORK) && s.to <= at('2026-03-09T07:00', NEW_YORK));
    expect(weekend.reduce((sum, s) => sum + s.to - s.from, 0) / HOUR).toBe(59);
  });

  it('covers every instant it answers for exactly once, whatever the zone, the turns and the overrides', () => {
    const zones = fc.constantFrom(NEW_YORK, LORD_HOWE, 'UTC', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo');
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30')).map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`);
    const rotation = fc.record({ id: fc.constant('x'), people: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }), every: fc.constantFrom('day' as const, 'week' as const), n: fc.integer({ min: 1, max: 3 }), from: fc.constantFrom('2026-02-01', '2026-09-15', '2026-03-08'), to: fc.constantFrom(null, '2026-10-20'), at: time });
    fc.assert(fc.property(
      zones, fc.constantFrom('always' as const, 'business' as const, 'off' as const), fc.array(rotation, { maxLength: 3 }), fc.integer({ min: 0, max: 300 }),
      fc.array(fc.record({ id: fc.uuid(), person: fc.constantFrom(null, 'o'), start: fc.integer({ min: -50, max: 800 }), length: fc.integer({ min: 1, max: 90 }) }), { maxLength: 4 }),
      (zone, cover, rotations, dayOffset, overrides) => {
        const from = Date.parse('2026-02-20T00:00Z') + dayOffset * 24 * HOUR;
        const within = { from, to: from + 31 * 24 * HOUR };
        const r = rota({ zone, cover, rotations, overrides: overrides.map((o) => ({ ...o, from: from + o.start * HOUR, to: from + (o.start + o.length) * HOUR })) });
        const shifts = shiftsOf(r, within);
        for (const [i, s] of shifts.entries()) {
          expect(s.to).toBeGreaterThan(s.from);
          expect(s.from).toBeGreaterThanOrEqual(shifts[i - 1]?.to ?? within.from);
        }
        const business = businessIn(usualWeek, zone, within).reduce((sum, b) => sum + b.to - b.from, 0);
        const want = cover === 'always' ? within.to - within.from : cover === 'business' ? business : within.to - within.from - business;
        expect(shifts.reduce((sum, s) => sum + s.to - s.from, 0)).toBe(want);
        // the schedule of a part is the part of the schedule: nothing depends on where one begins to look
        const part = { from: from + 10 * 24 * HOUR, to: from + 12 * 24 * HOUR };
        const holder = (list: readonly { from: number; to: number; person: string | null }[], t: number): string | null | undefined => list.find((s) => s.from <= t && s.to > t)?.person;
        const partial = shiftsOf(r, part);
        for (let t = part.from; t < part.to; t += HOUR / 2) expect(holder(partial, t)).toBe(holder(shifts, t));
      }), { numRuns: 150, examples: [[NEW_YORK, 'always', [{ id: 'x', people: ['a'], every: 'day', n: 1, from: '2026-03-08', to: null, at: '00:00' }, { id: 'x', people: ['c'], every: 'day', n: 1, from: '2026-03-08', to: null, at: '00:15' }], 7, []]] });
  });
});

it('the hours of a line and a kind of task go before those of the line, and these before the house', () => {
  const house = { serviceLine: null, workKind: null, zone: 'UTC', week: usualWeek };
  const line = { ...house, serviceLine: 'trauma', week: [] };
  const kind = { ...house, serviceLine: 'trauma', workKind: 'overread', week: [{ weekday: 6, from: '00:00', to: '24:00' }] };
  expect(hoursFor([house, line, kind], 'trauma', 'overread')).toBe(kind);
  expect(hoursFor([house, line, kind], 'trauma', 'inbound')).toBe(line);
  expect(hoursFor([house, line, kind], 'chest', 'overread')).toBe(house);
  expect(hoursAt(kind, wallClock('2026-03-07', '23:59', 'UTC'))).toBe('business');
  expect(hoursAt(kind, wallClock('2026-03-08', '00:00', 'UTC'))).toBe('off');
});

it('a zone is a name of the zone database, not an offset', () => {
  expect(['America/New_York', 'UTC', 'Australia/Lord_Howe'].every(isZone)).toBe(true);
  expect(['EST5', 'UTC+3', 'Mars/Olympus', ''].some(isZone)).toBe(false);
});
