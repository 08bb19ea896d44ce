import { describe, expect, it } from 'vitest';
import { awaySince, toldAs, type BehindGateway } from './gateway';

const at = (minute: number): string => `2026-05-04T10:${String(minute).padStart(2, '0')}:00.000Z`;
const line = (state: BehindGateway['state'], over: Partial<BehindGateway> = {}): BehindGateway => ({ state, since: at(0), reds: state === 'failing' ? 3 : 0, lastProbeAt: at(1), ...over });

describe('a gateway', () => {
  it('is away since the last of its connections failed, when all that can be tested do', () => {
    expect(awaySince([line('failing', { since: at(3) }), line('failing', { since: at(5) }), line('failing', { since: at(4) })])).toBe(at(5));
    expect(awaySince([line('failing'), line('passing')])).toBeNull();
    expect(awaySince([line('failing'), line('untested')])).toBeNull();
  });

  it('is not judged by one connection, nor by those that are switched off', () => {
    expect(awaySince([line('failing')])).toBeNull();
    expect(awaySince([line('failing'), line('disabled'), line('removed')])).toBeNull();
    expect(awaySince([line('failing'), line('failing'), line('disabled')])).toBe(at(0));
    expect(awaySince([])).toBeNull();
  });

  it('is told of in place of each connection; before that a failed one waits for the others, not for ever', () => {
    const own = line('failing', { since: at(10) });
    expect(toldAs(own, [line('failing')], true, at(10))).toBe('gateway');
    expect(toldAs(own, [line('passing', { lastProbeAt: at(9) })], false, at(11))).toBe('wait');
    expect(toldAs(own, [line('passing', { lastProbeAt: at(11), reds: 1 })], false, at(11))).toBe('wait');
    expect(toldAs(own, [line('failing'), line('passing', { lastProbeAt: at(11) })], false, at(11))).toBe('connection');
    expect(toldAs(own, [line('passing', { lastProbeAt: at(9) })], false, at(15))).toBe('connection');
  });

  it('changes nothing for a connection that stands alone, or that answers again', () => {
    expect(toldAs(line('failing', { since: at(10) }), [], false, at(10))).toBe('connection');
    expect(toldAs(line('failing', { since: at(10) }), [line('disabled')], false, at(10))).toBe('connection');
    expect(toldAs(line('passing'), [line('passing', { lastProbeAt: null })], false, at(0))).toBe('connection');
  });
});
