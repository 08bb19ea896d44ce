import { describe, expect, it } from 'vitest';
import { judgeProbe, probeLimits, type Climbed, type ClimbedRung } from './standing';

const green = (rung: string, more: Partial<ClimbedRung> = {}): ClimbedRung => ({ rung, ok: true, expected: 'x', actual: 'x', ...more });
const red = (rung: string, more: Partial<ClimbedRung> = {}): ClimbedRung => ({ rung, ok: false, expected: 'ours', actual: 'theirs', ...more });
const climbed = (rungs: readonly ClimbedRung[], more: Partial<Climbed> = {}): Climbed => ({ rungs, pace: { usualMs: null, p95Ms: null }, at: '2026-11-24T10:00:00.000Z', breakerOpen: false, ...more });

describe('What a climbed ladder is worth', () => {
  it('passes when every rung is green, and says nothing new to a line that passes', () => {
    expect(judgeProbe('untested', 2, climbed([green('tcp'), green('echo')]))).toEqual({ move: 'pass-probe', reds: 0, because: null, next: probeLimits.every });
    expect(judgeProbe('failing', 9, climbed([green('tcp')])).move).toBe('pass-probe');
    expect(judgeProbe('passing', 0, climbed([green('tcp')])).move).toBeNull();
  });

  it('fails at the third red of the line itself, and at once when transfers found it away', () => {
    expect([0, 1, 2, 3].map((reds) => judgeProbe('passing', reds, climbed([red('tcp')])).move)).toEqual([null, null, 'fail-probe', 'fail-probe']);
    expect(judgeProbe('passing', 0, climbed([red('tcp')], { breakerOpen: true })).move).toBe('fail-probe');
    expect(judgeProbe('failing', 3, climbed([red('tcp')])).move).toBeNull();
  });

  it('looks again soon after the first red, and ever more seldom at a line that stays away', () => {
    expect([0, 1, 2, 3, 4, 9, 99].map((reds) => judgeProbe('failing', reds, climbed([red('tcp')])).next)).toEqual([30, 30, 30, 60, 120, 900, 900]);
  });

  it('degrades when the line answers and a later rung is red, with both values', () => {
    expect(judgeProbe('passing', 2, climbed([green('echo'), red('clock', { upper: true })]))).toMatchObject({ move: 'degrade', reds: 0, because: { rung: 'clock', expected: 'ours', actual: 'theirs' } });
  });

  it('does not call a failing line degraded: it needs a pass', () => {
    expect(judgeProbe('failing', 5, climbed([green('echo'), red('clock', { upper: true })])).move).toBeNull();
  });

  it.each([['2026-12-08T09:00:00Z', 'degrade'], ['2026-12-08T11:00:00Z', 'pass-probe']])('with a certificate until %s it is worth %s', (expiresAt, move) => {
    expect(judgeProbe('untested', 0, climbed([green('tls', { expiresAt })])).move).toBe(move);
  });

  it.each([[100, 299, 'pass-probe'], [200, 601, 'degrade'], [200, 600, 'pass-probe'], [10, 400, 'pass-probe']])('usually %i ms and now up to %i ms is worth %s', (usualMs, p95Ms, move) => {
    expect(judgeProbe('untested', 0, climbed([green('tcp')], { pace: { usualMs, p95Ms } })).move).toBe(move);
  });
});
