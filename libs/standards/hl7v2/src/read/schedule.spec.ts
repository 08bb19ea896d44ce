import { describe, expect, it } from 'vitest';
import { parseMessage } from '../parse/message';
import { readSchedule } from './schedule';

const siu = (event: string, sch: string, more: readonly string[] = []): Uint8Array => new TextEncoder().encode([
  `MSH|^~\\&|SCHED|WESTBROOK|CAUSEWAY|WESTBROOK|20261124080000+0000||SIU^${event}|1|P|2.5.1|||||||UNICODE UTF-8`, sch, 'PID|1||4711^^^WESTBROOK^MR||Bianchi^Lorenzo||19710702|M', ...more, ''].join('\r'));

describe('appointments', () => {
  it('tells number, start and end, place and provider of a booking', () => {
    const m = readSchedule(parseMessage(siu('S12', 'SCH|A-77^SCHED|||||NEW^New patient|SPINE^Spine clinic||||^^^202612011000+0000^202612011030+0000', ['RGS|1', 'AIS|1||CONSULT^Consultation', 'AIL|1||SPINE^Room 4', 'AIP|1||12^Imre^Sandor'])));
    expect(m).toMatchObject({ action: 'book', number: { value: 'A-77' }, reason: { code: 'SPINE', text: 'Spine clinic' }, service: { code: 'CONSULT' }, provider: { family: 'Imre' }, location: { pointOfCare: 'SPINE' } });
    expect(m.startsAt.iso).toContain('2026-12-01T10:00');
    expect(m.endsAt?.iso).toContain('2026-12-01T10:30');
  });
  it('takes the start from AIS where SCH has none, and says what became of it', () => {
    expect(readSchedule(parseMessage(siu('S15', 'SCH||F-1', ['AIS|1||X^X|202612011000']))).action).toBe('cancel');
    expect(readSchedule(parseMessage(siu('S13', 'SCH|A-1||||||||||^^^202612021000'))).action).toBe('reschedule');
  });
  it.each([['S99', 'SCH|A-1||||||||||^^^202612021000', 'unsupported-event'], ['S12', 'SCH|||||||||||^^^202612021000', 'missing-field'], ['S12', 'SCH|A-1', 'missing-field'], ['S12', 'NTE|1', 'missing-segment']])('%s with %s is refused', (event, sch, code) => {
    expect(() => readSchedule(parseMessage(siu(event, sch)))).toThrow(expect.objectContaining({ code }));
  });
});
