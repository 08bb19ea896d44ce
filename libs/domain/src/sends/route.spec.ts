import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenRoute, rankRoute, type ChannelFacts } from './route';

const channel = (endpointId: string, more: Partial<ChannelFacts> = {}): ChannelFacts => ({
  endpointId, label: endpointId, kind: 'dimse', carried: false, canSend: true, disabled: false, breaker: 'closed', openNow: true, opensAt: null, maxMegabytes: null,
  ended30: 20, done30: 20, medianMinutes: 4, refusedClasses: [], tried: false, ...more,
});
const order = (channels: ChannelFacts[], urgency: 'high' | 'medium' | 'low' = 'medium', megabytes = 100) => rankRoute({ megabytes, urgency, channels }).map((r) => r.endpointId);
const disc = channel('disc', { kind: 'media', carried: true, ended30: 9, done30: 9 });

describe('the route', () => {
  it('prefers what works, and falls back down to a disc', () => {
    expect(order([disc, channel('bad', { done30: 4 }), channel('good'), channel('new', { ended30: 0, done30: 0, medianMinutes: null })])).toEqual(['good', 'new', 'bad', 'disc']);
  });
  it('steers around a partner that is away or closed, more so when it is urgent', () => {
    expect(order([channel('away', { breaker: 'open' }), channel('there', { done30: 14 })])).toEqual(['there', 'away']);
    expect(order([channel('closed', { openNow: false }), channel('weak', { done30: 12, medianMinutes: 80 })], 'low')).toEqual(['closed', 'weak']);
    expect(order([channel('closed', { openNow: false }), channel('weak', { done30: 12, medianMinutes: 80 })], 'high')).toEqual(['weak', 'closed']);
  });
  it('never takes a channel that cannot carry it, was switched off or has failed already, and says why', () => {
    const ranked = rankRoute({ megabytes: 900, urgency: 'high', channels: [channel('small', { maxMegabytes: 500 }), channel('off', { disabled: true }), channel('done', { tried: true }), channel('in', { canSend: false })] });
    expect(chosenRoute(ranked)).toBeNull();
    expect(Object.fromEntries(ranked.map((r) => [r.endpointId, r.because[0]]))).toEqual({ small: 'too-large', off: 'switched-off', done: 'tried-and-failed', in: 'cannot-send' });
  });
  it('is the same for the same facts in any order', () => {
    const some = [channel('a', { done30: 3 }), channel('b'), channel('c', { breaker: 'open' }), disc];
    fc.assert(fc.property(fc.shuffledSubarray(some, { minLength: 4 }), (shuffled) => order(shuffled).join() === order(some).join()));
  });
});
