import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cost, growth, LINEAR } from '@causeway/tools/cost';
import { deduplicationKey, Hl7Problem, parseMessage, readAck, readAdt, readHeader, readOrder, readOru, salvageHeader, splitMessages, documentBytes } from './index';

const encoder = new TextEncoder();

/** Each thing a receiver does with bytes from a stranger. */
const uses: readonly ((bytes: Uint8Array) => unknown)[] = [
  (bytes) => salvageHeader(bytes),
  (bytes) => splitMessages(bytes),
  (bytes) => deduplicationKey(readHeader(parseMessage(bytes))),
  (bytes) => readAdt(parseMessage(bytes)),
  (bytes) => readOru(parseMessage(bytes)).reports.flatMap(({ observations }) => observations.flatMap(({ document }) => (document ? [documentBytes(document)] : []))),
  (bytes) => readOrder(parseMessage(bytes)),
  (bytes) => readAck(parseMessage(bytes)),
];

function attempt(use: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    use(bytes);
  } catch (error) {
    if (!(error instanceof Hl7Problem)) throw error;
  }
}

function readAll(bytes: Uint8Array): void {
  for (const part of splitMessages(bytes)) for (const use of uses) attempt(use, part);
}

const SAMPLE = [
  'MSH|^~\\&|HIS|HOSP|X|Y|20260101||ADT^A40^ADT_A39|1|P|2.5.1||||||8859/1',
  'EVN|A40|20260101',
  'PID|1||4711^^^NS&1.2.3&ISO^MR~22||A&b^B^C^^^^L^A|""|19800501|M|||S^^C^^1^DE^H||1^PRN^PH||||||||||||Y|1',
  'MRG|99^^^NS&1.2.3&ISO^MR||1',
  'PV1|1|I|W^1^2|||||||||||||||||V1',
  'ORC|NW|1^A|2^B||||^^^^^S',
  'OBR|1|1|2|10^x^L||||||||||||||ACC|RP|||||||F|||||||&V&O',
  'OBX|1|ED|^doc||^application^pdf^Base64^QUJD\\X41\\||||||F',
  'OBX|2|ST|113014^DICOM Study^DCM||1.2.3.4||||||F',
  'MSA|AE|1|t|||101',
  'ERR|PID^1^3^101&x',
].join('\r');

describe('bytes from a stranger', () => {
  it('end in a typed problem or a reading, whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => readAll(bytes)), { numRuns: 500 });
  });

  it('that begin like a message do too', () => {
    const piece = fc.constantFrom('MSH', 'PID', 'OBX', 'OBR', 'MRG', 'ORC', 'MSA', '|', '^', '~', '\\', '&', '\r', '\n', '""', '\\X', 'ED', 'ADT^A40', 'ORU^R01', '2.5', '\0', '\x0b', 'é', '1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => readAll(encoder.encode(`MSH|^~\\&|${pieces.join('')}`))),
      { numRuns: 1000 },
    );
  });

  it('that are a message with damage do too', () => {
    const good = encoder.encode(SAMPLE);
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, end) => {
        const bytes = good.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        readAll(bytes);
        readAll(bytes.subarray(0, end));
      }),
      { numRuns: 1000 },
    );
  });

  const SIZE = 100 * 1024;
  /** Processor time. What is quadratic takes a multiple of it, what is linear a tenth. */
  const MOST_MS = 150;
  it.each([
    ['letters and a mark', 'aaaa!'],
    ['escape characters', '\\'],
    ['unfinished hexadecimal', '\\X4'],
    ['escape starts', '\\.sp'],
    ['complete escapes', '\\T\\'],
    ['hexadecimal sequences', '\\X41\\'],
    ['components', '^'],
    ['repetitions', '~'],
    ['subcomponents', '&'],
    ['fields', '|'],
    ['digits', '9'],
    ['UID-like text', '1.'],
    ['quotes', '""'],
    ['blanks', ' '],
    ['line feeds', '\n'],
    ['CRLF', '\r\n'],
    ['segment names', '\nPID'],
    ['base64', 'QUJD'],
  ])('cost next to nothing in 100 KB of %s', (_, unit) => {
    const filler = unit.repeat(Math.floor(SIZE / unit.length));
    const texts = [
      SAMPLE.replace('4711', filler),
      SAMPLE.replace('19800501', filler),
      SAMPLE.replace('QUJD', filler),
      SAMPLE.replace('1.2.3.4', filler),
      SAMPLE.replace('8859/1', filler),
      SAMPLE.replace('HIS', filler),
      `MSH|^~\\&|${filler}`,
      `MSH${filler}`,
      filler,
    ].map((text) => encoder.encode(text));
    readAll(encoder.encode(SAMPLE));
    for (const bytes of texts) {
      for (const use of uses) expect(cost(() => attempt(use, bytes), MOST_MS)).toBeLessThan(MOST_MS);
    }
  });

  it('of the largest size cost no more than their size', () => {
    const reading = (size: number) => {
      const bytes = encoder.encode(SAMPLE.replace('QUJD', 'a\\X41\\'.repeat(size)));
      return () => readAll(bytes);
    };
    expect(growth(40_000, reading)).toBeLessThan(LINEAR);
  });
});
