import { describe, expect, it } from 'vitest';
import { splitMessages } from './split';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function split(text: string): string[] {
  return splitMessages(encoder.encode(text)).map((part) => decoder.decode(part));
}

describe('one envelope', () => {
  it('with one message gives it back whole', () => {
    expect(split('MSH|^~\\&|A\rPID|1\r')).toEqual(['MSH|^~\\&|A\rPID|1\r']);
  });

  it('with two messages gives both', () => {
    expect(split('MSH|^~\\&|A\rPID|1\r\nMSH|^~\\&|B\rPID|2')).toEqual(['MSH|^~\\&|A\rPID|1\r\n', 'MSH|^~\\&|B\rPID|2']);
  });

  it('with a batch gives its messages without the batch segments', () => {
    const batch = 'FHS|^~\\&\rBHS|^~\\&\rMSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rPID|2\rBTS|2\rFTS|1\r';
    expect(split(batch)).toEqual(['MSH|^~\\&|A\rPID|1\r', 'MSH|^~\\&|B\rPID|2\r']);
  });

  it('does not take MSH inside a value for a beginning', () => {
    const text = 'MSH|^~\\&|A\rNTE|1||MSH|see\rNTE|2||x\rMSHX|1\r';
    expect(split(text)).toEqual([text]);
  });

  it('with no message comes back as it is', () => {
    expect(split('hello')).toEqual(['hello']);
    expect(split('')).toEqual(['']);
  });
});
