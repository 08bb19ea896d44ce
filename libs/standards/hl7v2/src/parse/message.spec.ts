import { describe, expect, it } from 'vitest';
import { Hl7Problem, type Hl7ProblemCode } from '../problem';
import { parseMessage } from './message';

const MSH = 'MSH|^~\\&|A|B|C|D|20260101||ADT^A08|1|P|2.5.1';

function problemOf(input: string | Uint8Array, options = {}): Hl7Problem {
  try {
    parseMessage(input, options);
  } catch (error) {
    if (error instanceof Hl7Problem) return error;
    throw error;
  }
  throw new Error('it parsed');
}

describe('a message', () => {
  it.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('may end its segments with %s', (_, end) => {
    const message = parseMessage([MSH, 'EVN|A08', 'PID|1||4711', ''].join(end));
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'EVN', 'PID']);
    expect(message.first('PID')?.string(3)).toBe('4711');
  });

  it('may mix line ends and hold blank lines', () => {
    const message = parseMessage(`${MSH}\r\n\r\nEVN|A08\nPID|1||4711\rPV1|1|I\r\r`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'EVN', 'PID', 'PV1']);
  });

  it('keeps stray line feeds inside the value they stand in', () => {
    const message = parseMessage(`${MSH}\rOBX|1|TX|||first line\nsecond line\n\nlast line\n\rOBX|2|TX|||third`);
    expect(message.all('OBX').map((obx) => obx.first(5)?.text())).toEqual(['first line\nsecond line\n\nlast line', 'third']);
  });

  it('takes its separators from MSH, whichever they are', () => {
    const message = parseMessage('MSH^~|\\&^SENDING^200M^^^20120918^^ADT~A24^1^T^2.4\rPID^1^^11111~~~FOO&&0363~NI|22222');
    const pid = message.require('PID');
    expect(message.require('MSH').string(9, 2)).toBe('A24');
    expect(pid.repetitions(3).map((part) => part.string())).toEqual(['11111', '22222']);
    expect(pid.string(3, 4, 3)).toBe('0363');
  });

  it('reads a short MSH-2 as not using what is left out', () => {
    const message = parseMessage('MSH|^|A||||||ADT^A08|1\rPID|1||47~11&\\F\\^x');
    expect(message.require('PID').string(3)).toBe('47~11&\\F\\');
  });

  it('tells deleted from not sent from sent', () => {
    const pid = parseMessage(`${MSH}\rPID|1||4711||A^""^B^C&""&D|""||M`).require('PID');
    expect(pid.value(6)).toBeNull();
    expect(pid.value(7)).toBeUndefined();
    expect(pid.value(30)).toBeUndefined();
    expect(pid.value(8)).toBe('M');
    expect(pid.value(5, 2)).toBeNull();
    expect(pid.value(5, 3)).toBe('B');
    expect([pid.value(5, 4), pid.value(5, 4, 2), pid.value(5, 4, 3), pid.value(5, 4, 4)]).toEqual(['C', null, 'D', undefined]);
    expect(pid.value(5, 5)).toBeUndefined();
  });

  it('numbers MSH as the standard does', () => {
    const msh = parseMessage(MSH).require('MSH');
    expect([1, 2, 3, 9, 10, 12].map((n) => msh.raw(n))).toEqual(['|', '^~\\&', 'A', 'ADT^A08', '1', '2.5.1']);
    expect(msh.repetitions(2).map(({ raw }) => raw)).toEqual(['^~\\&']);
  });

  it('never holds a NUL, which no text store keeps', () => {
    const message = parseMessage(`${MSH}\rPID|1||47\0\\X00\\11`);
    expect(message.require('PID').string(3)).toBe('47\uFFFD\uFFFD11');
  });
});

describe('what is no message', () => {
  it.each<[string, string, Hl7ProblemCode]>([
    ['nothing', '', 'no-msh'],
    ['other text', 'hello', 'no-msh'],
    ['a message without MSH', 'PID|1||4711\r', 'no-msh'],
    ['XML', '<?xml version="1.0"?><ADT_A01/>', 'not-er7'],
    ['a batch', 'BHS|^~\\&\rMSH|^~\\&|A', 'batch'],
    ['two messages', `${MSH}\r${MSH}\r`, 'batch'],
    ['MSH alone', 'MSH', 'bad-delimiters'],
    ['MSH without encoding characters', 'MSH||A|B', 'bad-delimiters'],
    ['letters as separators', 'MSHabcdefg', 'bad-delimiters'],
    ['one separator twice', 'MSH|^~^&|A', 'bad-delimiters'],
    ['separator used as encoding character', 'MSH^^~\\&^A', 'bad-delimiters'],
    ['a line that is no segment', `${MSH}\rhello\r`, 'bad-segment'],
    ['a lower case segment', `${MSH}\rpid|1\r`, 'bad-segment'],
    ['a segment name run together', `${MSH}\rPIDX|1\r`, 'bad-segment'],
  ])('is refused: %s', (_, text, code) => {
    const problem = problemOf(text);
    expect(problem.code).toBe(code);
    expect(problem.sentence).toMatch(/\.$/);
  });

  it('is told without repeating what it holds', () => {
    const problem = problemOf(`${MSH}\rMUSTERMANN|1\r`);
    expect(problem.sentence + JSON.stringify(problem.location)).not.toContain('MUSTERMANN');
  });

  it('is refused by size before anything else happens', () => {
    expect(problemOf(new Uint8Array(4 * 1024 * 1024 + 1)).code).toBe('too-large');
    expect(problemOf('x'.repeat(101), { limits: { size: 100 } }).code).toBe('too-large');
  });

  it('is refused for too many segments, and for too many parts when they are read', () => {
    expect(problemOf(MSH + '\rNTE|1'.repeat(11), { limits: { segments: 10 } }).code).toBe('too-many-parts');
    const message = parseMessage(`${MSH}\rPID|1||${'~'.repeat(1001)}|${'^'.repeat(300)}\rNTE${'|'.repeat(2000)}`);
    const pid = message.require('PID');
    expect(() => pid.repetitions(3)).toThrow(Hl7Problem);
    expect(() => pid.value(4)).toThrow(Hl7Problem);
    expect(() => message.require('NTE').value(1)).toThrow(Hl7Problem);
  });
});
