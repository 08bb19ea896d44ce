import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isBoundary, parseMediaType } from './content-type';
import { MultipartReader, type MultipartFault, type MultipartOptions } from './multipart-reader';

interface Seen {
  readonly type: string;
  bytes: Buffer;
  ended: 'whole' | 'broken' | null;
}

function read(body: Buffer, pieces: number, more: Partial<MultipartOptions> = {}): { parts: Seen[]; fault: MultipartFault | null } {
  const parts: Seen[] = [];
  const reader = new MultipartReader({
    boundary: 'B',
    part: (headers) => {
      const seen: Seen = { type: headers.get('content-type') ?? '', bytes: Buffer.alloc(0), ended: null };
      parts.push(seen);
      return { write: (bytes) => void (seen.bytes = Buffer.concat([seen.bytes, bytes])), end: () => void (seen.ended = 'whole'), abort: () => void (seen.ended = 'broken') };
    },
    ...more,
  });
  for (let at = 0; at < body.length; at += pieces) void reader.push(body.subarray(at, at + pieces));
  return { parts, fault: reader.finish() };
}
const part = (bytes: Buffer | string, type = 'application/dicom'): Buffer => Buffer.concat([Buffer.from(`--B\r\nContent-Type: ${type}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]);
const END = Buffer.from('--B--\r\n');

describe('A multipart body', () => {
  it('gives the same parts however it is cut into pieces', () => {
    const values = [randomBytes(700), Buffer.alloc(0), Buffer.from('\r\n--\r\n-\r\n--A\r\n--\r'), Buffer.from('\r\n')];
    const body = Buffer.concat([...values.map((value) => part(value)), END]);
    for (const pieces of [1, 2, 3, 5, 7, 11, 64, 1000, body.length]) {
      const { parts, fault } = read(body, pieces);
      expect(fault).toBeNull();
      expect(parts.map((p) => p.bytes)).toEqual(values);
      expect(parts.map((p) => p.ended)).toEqual(values.map(() => 'whole'));
    }
  });

  it('may have a preamble, an epilogue, spaces behind a boundary, and parts without headers', () => {
    const body = Buffer.from('some words\r\n--B  \r\n\r\none\r\n--B\r\nCONTENT-type:  text/x \r\n\r\ntwo\r\n--B--\r\nmore words\r\n--B\r\n\r\nnot read');
    for (const pieces of [1, 4, body.length]) {
      const { parts, fault } = read(body, pieces);
      expect(fault).toBeNull();
      expect(parts.map((p) => [p.type, p.bytes.toString()])).toEqual([['', 'one'], ['text/x', 'two']]);
    }
  });

  it('that breaks off says so, and the part under way is not whole', () => {
    const body = Buffer.concat([part('first'), part('second')]);
    const { parts, fault } = read(body.subarray(0, body.length - 4), 3);
    expect(fault).toBe('truncated');
    expect(parts.map((p) => p.ended)).toEqual(['whole', 'broken']);
  });

  it('without its boundary, or without a part, is empty', () => {
    expect(read(Buffer.from('--C\r\n\r\nx\r\n--C--'), 4).fault).toBe('empty');
    expect(read(Buffer.from('--B--\r\n'), 4).fault).toBe('empty');
    expect(read(Buffer.alloc(0), 1).fault).toBe('empty');
  });

  it('is refused with too many parts, too long or impossible headers', () => {
    expect(read(Buffer.concat([part('1'), part('2'), part('3'), END]), 9, { mostParts: 2 })).toMatchObject({ fault: 'too-many-parts', parts: [{ ended: 'whole' }, { ended: 'whole' }] });
    expect(read(part('1', 'x'.repeat(20_000)), 512).fault).toBe('header-too-long');
    expect(read(Buffer.from('--B\r\nno colon\r\n\r\nx\r\n--B--'), 5).fault).toBe('header-invalid');
    expect(read(Buffer.from('--Bother\r\n\r\nx\r\n--B--'), 5).fault).toBe('header-invalid');
  });

  it('keeps next to nothing of a part, whatever its length', () => {
    let most = 0;
    const reader = new MultipartReader({ boundary: 'B', part: () => ({ write: (bytes) => void (most = Math.max(most, bytes.length)), end: () => undefined, abort: () => undefined }) });
    void reader.push(Buffer.from('--B\r\n\r\n'));
    for (let i = 0; i < 1000; i++) void reader.push(Buffer.alloc(4096, '\r\n--'));
    expect(most).toBeLessThan(4096 + 16);
  });

  it('waits for who takes the bytes', async () => {
    let written = (): void => undefined;
    const reader = new MultipartReader({ boundary: 'B', part: () => ({ write: () => new Promise<void>((resolve) => (written = resolve)), end: () => undefined, abort: () => undefined }) });
    let over = false;
    const pushed = Promise.resolve(reader.push(part('abc'))).then(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(over).toBe(false);
    written();
    await pushed;
    expect(over).toBe(true);
  });
});

describe('A media type', () => {
  it('is read with quoted and plain parameters', () => {
    const read = parseMediaType('Multipart/Related; type="application/dicom"; Boundary=a-b; x="1;2\\"3"');
    expect(read?.type).toBe('multipart/related');
    expect(Object.fromEntries(read?.parameters ?? [])).toEqual({ type: 'application/dicom', boundary: 'a-b', x: '1;2"3' });
    expect(parseMediaType('application/dicom;')?.type).toBe('application/dicom');
  });

  it('is none when it cannot be read', () => {
    for (const text of [undefined, '', 'dicom', 'a/b; c', 'a/b; c="d', 'a/b'.repeat(1000)]) expect(parseMediaType(text)).toBeNull();
  });

  it('names a boundary, which may be longer than the standard allows, as Orthanc sends it', () => {
    expect(['a', 'x'.repeat(73), 'a b', "'()+_,-./:=?"].map(isBoundary)).toEqual([true, true, true, true]);
    expect([undefined, '', 'x'.repeat(201), 'a ', 'a"b', 'ä'].map(isBoundary)).toEqual([false, false, false, false, false, false]);
  });
});
