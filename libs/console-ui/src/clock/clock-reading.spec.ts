import { describe, expect, it } from 'vitest';
import { type ClockModel, holdsText, readClock, targetText } from './clock-reading';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const MINUTE = 60_000;
const due = (instant: string): string => `due ${instant}`;
const clock = (left: number, whole: number, more: Partial<ClockModel> = {}): ClockModel => ({
  state: 'running', holder: 'triage', holderName: null, segments: [],
  startedAt: new Date(NOW + (left - whole) * MINUTE).toISOString(), dueAt: new Date(NOW + left * MINUTE).toISOString(), ...more,
});
const read = (model: ClockModel) => readClock(model, NOW, due);

describe('the ball-holder clock', () => {
  it('is calm while more than half is left, and does not say "left"', () => {
    expect(read(clock(130, 240))).toEqual({ hue: 'wait', text: '2 h 10 m', holds: 'Triage holds it', counts: true });
  });

  it('is active from exactly half on, and asks for attention from exactly a quarter on', () => {
    expect(read(clock(20, 40)).hue).toBe('active');
    expect(read(clock(10, 40))).toMatchObject({ hue: 'attn', text: '10 m left' });
  });

  it('counts seconds under five minutes', () => {
    expect(read(clock(4.2, 40)).text).toBe('4 m 12 s left');
    expect(read(clock(0.5, 40)).text).toBe('30 s left');
  });

  it('is not over at the very instant of the deadline, but one second later', () => {
    expect(read(clock(0, 20))).toMatchObject({ hue: 'attn', text: '0 s left' });
    expect(readClock(clock(0, 20), NOW + 2000, due)).toMatchObject({ hue: 'stop', text: '2 s over' });
  });

  it('names a day instead of hours when the deadline is far', () => {
    expect(read(clock(300, 600)).text).toBe('due 2026-11-24T15:00:00.000Z');
  });

  it('says why it is paused instead of a time', () => {
    expect(read(clock(5, 20, { state: 'paused', pausedBecause: 'Waiting on sender' }))).toEqual({ hue: 'held', text: 'Paused', holds: 'Waiting on sender' });
  });

  it('says how long finished work took, and whether it was late', () => {
    expect(read(clock(9, 40, { endedAt: new Date(NOW).toISOString() }))).toEqual({ hue: 'good', text: 'In 31 m', holds: 'target 40 m' });
    expect(read(clock(-9, 40, { endedAt: new Date(NOW).toISOString() })).hue).toBe('stop');
  });

  it('holds a target beside a time, and beside nothing else', () => {
    const beside = (model: ClockModel): string => `${read(model).text}${targetText(read(model), '40 m')}`;
    expect(beside(clock(10, 40))).toBe('10 m left of 40 m');
    expect(beside(clock(-4, 40))).toBe('4 m over 40 m');
    expect(beside(clock(300, 600))).toBe('due 2026-11-24T15:00:00.000Z');
    expect(beside(clock(5, 20, { state: 'none', dueAt: null, startedAt: null }))).toBe('No deadline');
    expect(beside(clock(5, 20, { state: 'paused' }))).toBe('Paused');
    expect(beside(clock(9, 40, { endedAt: new Date(NOW).toISOString() }))).toBe('In 31 m');
    expect(targetText(read(clock(10, 40)), undefined)).toBe('');
  });

  it('names the person when one holds it, and shows an unknown holder rather than hiding it', () => {
    expect(holdsText(clock(5, 20, { holderName: 'M. Lindqvist' }))).toBe('M. Lindqvist holds it');
    expect(holdsText(clock(5, 20, { holder: 'courier' }))).toBe('courier holds it');
    expect(holdsText(clock(5, 20, { holder: null }))).toBe('Nobody waits');
  });
});
