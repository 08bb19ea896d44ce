import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLineFailure, afterLineSuccess, afterProbe, backoffSeconds, freshLine, healSeconds, lineLimits, probePause, slotsOf, smoothedRate, spendRetry } from './line';

describe('a line', () => {
  it('counts as away after three failures in a row, and at once where only people can help', () => {
    let line = freshLine(0);
    line = afterLineFailure(line, 'timeout', 1);
    line = afterLineFailure(line, 'unreachable', 2);
    expect([line.breaker, slotsOf(line)]).toEqual(['closed', 2]);
    line = afterLineFailure(line, 'connection-lost', 3);
    expect([line.breaker, line.openedAt, slotsOf(line)]).toEqual(['open', 3, 0]);
    expect(afterLineFailure(freshLine(0), 'unauthorised', 5)).toMatchObject({ breaker: 'open', openedAt: 5 });
  });
  it('is not blamed for an image that was refused or that we could not read', () => {
    for (const code of ['rejected', 'source', 'unsupported', 'cancelled', 'misconfigured']) expect(afterLineFailure(freshLine(0), code, 1)).toEqual(freshLine(0));
  });
  it('lets one transfer try when it answers a probe, and all once that went through', () => {
    const open = afterLineFailure(freshLine(0), 'tls', 1);
    const tried = afterProbe(open, true);
    expect([tried.breaker, slotsOf(tried)]).toEqual(['half-open', 1]);
    expect(afterLineFailure(tried, 'timeout', 9)).toMatchObject({ breaker: 'open', openedAt: 1 });
    expect(afterProbe(open, false).breaker).toBe('open');
    expect(afterLineSuccess(tried)).toMatchObject({ breaker: 'closed', failures: 0, openedAt: null });
  });
  it('is never probed more often than the limit allows', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (chance) => probePause(chance) >= lineLimits.probeSeconds));
  });
  it('waits longer each time, within bounds, and not always the same', () => {
    expect(backoffSeconds(1, 0)).toBe(3.75);
    expect(backoffSeconds(20, 0.999)).toBeLessThan(750);
    expect(backoffSeconds(3, 0.1)).not.toBe(backoffSeconds(3, 0.9));
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), (n) => backoffSeconds(n + 1, 0.5) >= backoffSeconds(n, 0.5)));
  });
  it('has a budget of retries: any number of them in any time stays within it', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 40, maxLength: 200 }), (gaps) => {
      let line = freshLine(0);
      let now = 0;
      const at: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const spent = spendRetry(line, now);
        line = spent.line;
        at.push(now + spent.waitSeconds);
      }
      const last = Math.max(...at);
      return at.length <= lineLimits.budget + last / lineLimits.secondsPerRetry + 1;
    }));
  });
  it('heals what is missing after ten seconds, then ever later, and stops after a week', () => {
    expect([healSeconds(1), healSeconds(2), healSeconds(11), healSeconds(12)]).toEqual([10, 600, 86_400, null]);
  });
  it('shows a rate that follows without jumping', () => {
    expect(smoothedRate(null, 1000, 2)).toBe(500);
    expect(smoothedRate(500, 2000, 1)).toBe(950);
    expect(smoothedRate(500, 1, 0)).toBe(500);
  });
});
