import { describe, expect, it } from 'vitest';
import { parseMessage } from '../parse/message';
import { readAck } from './ack';

const MSH = 'MSH|^~\\&|A||B||20260101||ACK^A08^ACK|9|P|2.5';

describe('an acknowledgement', () => {
  it('says whether the message was taken, and which', () => {
    expect(readAck(parseMessage(`${MSH}\rMSA|AA|4711|fine`))).toEqual({ code: 'AA', controlId: '4711', text: 'fine', errors: [] });
  });

  it('is read out of a response that holds more', () => {
    expect(readAck(parseMessage('MSH|^~\\&|||||||ORR^O02|9|P|2.3.1\rMSA|AA|4711\rPID|1\rORC|OK|1|2')).code).toBe('AA');
  });

  it.each([
    ['2.5', `${MSH}\rMSA|AE|1\rERR||PID^1^3|101^Required field missing^HL70357|E|||diag|no id`, { condition: 101, severity: 'E', location: 'PID-3', text: 'no id' }],
    ['2.3.1', `${MSH}\rMSA|AE|1\rERR|PID^1^3^101&Required field missing`, { condition: 101, severity: null, location: 'PID-3', text: 'Required field missing' }],
    ['MSA-6 only', `${MSH}\rMSA|AR|1||||207^Application internal error`, { condition: 207, severity: null, location: null, text: 'Application internal error' }],
  ])('tells what was wrong in the manner of %s', (_, text, error) => {
    expect(readAck(parseMessage(text)).errors).toEqual([error]);
  });

  it('without MSA or with an unknown code is none', () => {
    expect(() => readAck(parseMessage(MSH))).toThrow(expect.objectContaining({ code: 'missing-segment' }));
    expect(() => readAck(parseMessage(`${MSH}\rMSA|OK|1`))).toThrow(expect.objectContaining({ code: 'bad-value' }));
  });
});
