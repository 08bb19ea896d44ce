import { describe, expect, it } from 'vitest';
import { Hl7Problem } from '../problem';
import { decodeMessage } from './charset';
import { parseMessage } from './message';

const encoder = new TextEncoder();

function bytesOf(charset: string, name: readonly number[] | string): Uint8Array {
  const head = encoder.encode(`MSH|^~\\&|A|B|C|D|20260101||ADT^A08|1|P|2.5.1||||||${charset}\rPID|1||4711||`);
  const tail = typeof name === 'string' ? encoder.encode(name) : Uint8Array.from(name);
  return Uint8Array.from([...head, ...tail]);
}

function family(bytes: Uint8Array, assumedCharset?: string): string | null {
  return parseMessage(bytes, { assumedCharset }).require('PID').string(5);
}

describe('MSH-18', () => {
  it.each<[string, readonly number[], string]>([
    ['8859/1', [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72], 'Müller'],
    ['ISO_IR 100', [0xc5], 'Å'],
    ['ISO8859-2', [0xa3], 'Ł'],
    ['8859/5', [0xbb, 0xee, 0xda], 'Люк'],
    ['8859/7', [0xc3, 0xe9], 'Γι'],
    ['8859/9', [0xde], 'Ş'],
    ['8859/15', [0xa4], '€'],
    ['ISO IR14', [0xd4, 0xcf, 0xc0, 0xde], 'ﾔﾏﾀﾞ'],
    ['GB 18030-2000', [0xcd, 0xf5], '王'],
    ['KS X 1001', [0xb1, 0xe8], '김'],
    ['BIG-5', [0xa4, 0xfd], '王'],
    ['~ISO IR87', [0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42], '山田'],
    ['ASCII~ISO IR87', [0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42], '山田'],
  ])('%s is decoded', (charset, name, text) => {
    const bytes = bytesOf(charset, name);
    expect(family(bytes)).toBe(text);
    expect(decodeMessage(bytes).findings).toEqual([]);
  });

  it('UNICODE UTF-8 is decoded, with or without a byte order mark', () => {
    expect(family(bytesOf('UNICODE UTF-8', 'Nächname'))).toBe('Nächname');
    expect(family(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf('UNICODE UTF-8', '山田')]))).toBe('山田');
  });

  it('missing, the bytes decide and a finding says so', () => {
    expect(family(bytesOf('', 'Nächname'))).toBe('Nächname');
    expect(family(bytesOf('', [0x4e, 0xe4]))).toBe('Nä');
  });

  it('missing, what was agreed with the sender holds', () => {
    expect(family(bytesOf('', [0xbb, 0xee, 0xda]), '8859/5')).toBe('Люк');
    expect(decodeMessage(bytesOf('', [0xbb]), '8859/5').findings).toEqual([]);
  });

  it('unknown, leaves a finding and loses nothing', () => {
    const read = decodeMessage(bytesOf('KLINGON', [0x4e, 0xe4]));
    expect(read.text).toContain('Nä');
    expect(read.findings.map(({ code }) => code)).toEqual(['charset-unknown']);
    expect(decodeMessage(bytesOf('KLINGON', 'Na')).findings.map(({ code }) => code)).toEqual(['charset-unknown']);
  });

  it('contradicted by the bytes, is overruled with a finding', () => {
    const utf8AsLatin = decodeMessage(bytesOf('8859/1', 'Müller'));
    expect(utf8AsLatin.text).toContain('Müller');
    expect(utf8AsLatin.charset.used).toBe('utf-8');
    expect(utf8AsLatin.findings.map(({ code }) => code)).toEqual(['charset-wrong']);
    expect(decodeMessage(bytesOf('8859/2', 'Łódź')).text).toContain('Łódź');
    const latinAsUtf8 = decodeMessage(bytesOf('UNICODE UTF-8', [0x4d, 0xfc]));
    expect(latinAsUtf8.text).toContain('Mü');
    expect(latinAsUtf8.findings.map(({ code }) => code)).toEqual(['charset-wrong']);
  });

  it('of two bytes per character is refused, since frames and segments could not be told', () => {
    const wide = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((char) => [char.charCodeAt(0), 0]));
    expect(() => decodeMessage(wide('MSH|^~\\&|'))).toThrow(Hl7Problem);
    expect(() => decodeMessage(Uint8Array.from([0xfe, 0xff, 0, 0x4d]))).toThrow(Hl7Problem);
  });
});
