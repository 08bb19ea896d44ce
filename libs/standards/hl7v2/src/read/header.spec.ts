import { describe, expect, it } from 'vitest';
import { Hl7Problem } from '../problem';
import { parseMessage } from '../parse/message';
import { declaredCharsets, deduplicationKey, readHeader, salvageHeader } from './header';

const encoder = new TextEncoder();

describe('MSH', () => {
  it('names sender, receiver, message and what answer is wanted', () => {
    const message = parseMessage('MSH|^~\\&|Lab^1.2^ISO|Fac|EHR^1.3^ISO||20070701132554-0400||ORU^R01^ORU_R01|77|D|2.5|||AL|NE||8859/1~ISO IR87');
    expect(readHeader(message)).toMatchObject({
      sendingApplication: { namespace: 'Lab', universalId: '1.2', universalIdType: 'ISO' },
      sendingFacility: { namespace: 'Fac', universalId: null },
      receivingFacility: null,
      at: { iso: '2007-07-01T13:25:54', offset: '-04:00' },
      type: 'ORU', event: 'R01', structure: 'ORU_R01', controlId: '77', processing: 'D', version: '2.5',
      acceptAcknowledgement: 'AL', applicationAcknowledgement: 'NE',
    });
    expect(declaredCharsets(message)).toEqual(['8859/1', 'ISO IR87']);
  });

  it.each([
    ['a message type', 'MSH|^~\\&|||||||^A08|1|P|2.5', 'missing-field'],
    ['a control id', 'MSH|^~\\&|||||||ADT^A08||P|2.5', 'missing-field'],
    ['version 2', 'MSH|^~\\&|||||||ADT^A08|1|P|3.0', 'unsupported-version'],
  ])('needs %s', (_, text, code) => {
    expect(() => readHeader(parseMessage(text))).toThrow(expect.objectContaining({ name: 'Hl7Problem', code }));
    expect(Hl7Problem.name).toBe('Hl7Problem');
  });

  it('is salvaged from a message that cannot be read', () => {
    const broken = encoder.encode('MSH|^~\\&|HIS|H|||x||ADT^A08|4711|P|2.5\rthis is no segment');
    expect(salvageHeader(broken)).toMatchObject({ controlId: '4711', sendingApplication: { namespace: 'HIS' } });
    expect(salvageHeader(encoder.encode('MSH|^~\\&|HIS'))).toMatchObject({ controlId: '', type: '' });
    for (const text of ['', 'hello', 'MSH', '<xml/>']) expect(salvageHeader(encoder.encode(text))).toBeNull();
  });

  it('gives one key to a message and its repetition, another to another sender', () => {
    const key = (sender: string, time: string, id: string): string => deduplicationKey(readHeader(parseMessage(`MSH|^~\\&|${sender}|||${time}||ADT^A08|${id}|P|2.5`)));
    expect(key('HIS|A', '1', '7')).toBe(key('HIS|A', '2', '7'));
    expect(new Set([key('HIS|A', '1', '7'), key('HIS|A', '1', '8'), key('HIS|B', '1', '7'), key('RIS|A', '1', '7'), key('|HISA', '1', '7')]).size).toBe(5);
  });
});
