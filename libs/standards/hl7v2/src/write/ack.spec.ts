import { describe, expect, it } from 'vitest';
import { Hl7Problem } from '../problem';
import { parseMessage } from '../parse/message';
import { readAck } from '../read/ack';
import { readHeader } from '../read/header';
import { acknowledgementCode, writeAck } from './ack';

const AT = { epochMs: Date.UTC(2026, 10, 24, 8, 18), offsetMinutes: -300 };

function header(version = '2.5.1', modes = '') {
  return readHeader(parseMessage(`MSH|^~\\&|HIS^1.2^ISO|H&O|CW|HOSP|20260101||ADT^A08^ADT_A01|MSG\\T\\7|T|${version}|||${modes}`));
}

describe('an answer', () => {
  it('swaps sender and receiver, echoes control id, processing id, event and version, and tells its own time', () => {
    expect(writeAck(header('2.3.1'), { code: 'AA', controlId: 'K1', at: AT })).toBe(
      'MSH|^~\\&|CW|HOSP|HIS^1.2^ISO|H|20261124031800-0500||ACK^A08^ACK|K1|T|2.3.1||||||UNICODE UTF-8\rMSA|AA|MSG\\T\\7\r',
    );
  });

  it.each(['2.5.1', '2.3.1', '2.4', '2.6'])('says in version %s what was wrong and where', (version) => {
    const problem = new Hl7Problem('missing-field', 'PID-3 must hold an identifier.', { segment: 'PID', sequence: 2, field: 3 });
    const ack = readAck(parseMessage(writeAck(header(version), { code: 'AE', controlId: 'K1', at: AT, problem })));
    expect(ack).toMatchObject({ code: 'AE', controlId: 'MSG&7', text: 'PID[2]-3: PID-3 must hold an identifier.' });
    expect(ack.errors).toMatchObject([{ condition: 101, location: 'PID-3' }]);
  });

  it('keeps MSA-3 within 80 characters', () => {
    const problem = new Hl7Problem('bad-value', 'x'.repeat(300));
    const ack = readAck(parseMessage(writeAck(header(), { code: 'AE', controlId: 'K1', at: AT, problem })));
    expect(ack.text).toHaveLength(80);
    expect(ack.errors[0]?.text).toHaveLength(300);
  });

  it('can be given to something that had no readable header', () => {
    const ack = writeAck(null, { code: 'AR', controlId: 'K1', at: AT, problem: new Hl7Problem('no-msh', 'A message must begin with MSH.') });
    expect(readAck(parseMessage(ack))).toMatchObject({ code: 'AR', controlId: '' });
    expect(readHeader(parseMessage(ack)).version).toBe('2.5.1');
  });

  it.each([
    ['', 'accepted', 'AA'], ['', 'error', 'AE'], ['', 'rejected', 'AR'],
    ['AL|AL', 'accepted', 'AA'], ['NE|AL', 'error', 'AE'], ['AL|NE', 'accepted', 'CA'], ['AL|NE', 'rejected', 'CR'], ['AL|ER', 'accepted', 'CA'],
    ['AL|ER', 'error', 'AE'], ['NE|NE', 'accepted', null], ['NE|SU', 'accepted', 'AA'], ['NE|SU', 'error', null], ['ER|NE', 'accepted', null], ['|ER', 'accepted', null],
  ] as const)('in mode "%s" to a message %s is %s', (modes, outcome, code) => {
    expect(acknowledgementCode(header('2.5.1', modes), outcome)).toBe(code);
  });
});
