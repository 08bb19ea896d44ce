import { PassThrough } from 'node:stream';
import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { cost } from '@causeway/tools/cost';
import { givable, parseAccept, takes } from './accept';
import { tagOf, unchanged } from './caching';
import { Multipart, type Part } from './multipart';
import { ClientGone, stream, write } from './paced';

const DICOM = { types: ['application/dicom'], forms: ['multipart', 'single'] } as const;

describe('what a client accepts', () => {
  it.each([
    ['nothing said is anything', undefined, ['multipart']],
    ['an empty header', '  ', ['multipart']],
    ['quoted type', 'multipart/related; type="application/dicom"', ['multipart']],
    ['unquoted type, other case', 'Multipart/Related;TYPE=application/DICOM', ['multipart']],
    ['a single part', 'application/dicom', ['single']],
    ['the more wanted first', 'application/dicom;q=0.2, multipart/related; type="application/dicom";q=0.9', ['multipart', 'single']],
    ['what is not wanted at all', 'application/dicom;q=0', []],
    ['a wildcard of a type', 'application/*', ['single']],
    ['a comma in quotes', 'multipart/related; type="application/dicom"; x="a,b", text/html', ['multipart']],
    ['something else', 'text/html, image/*', []],
    ['no media types', ',;,,;;=;"', []],
    ['an open quote', 'multipart/related; type="application/dicom', []],
  ])('%s', (_what, header, forms) => {
    expect(givable(parseAccept(header), DICOM).map((one) => one.form)).toEqual(forms);
  });

  it('the parameter goes before the header, and must be one', () => {
    expect(givable(parseAccept('text/html', 'application/dicom'), DICOM)).toHaveLength(1);
    expect(givable(parseAccept('application/dicom', ['text/html', 'image/png']), DICOM)).toHaveLength(1);
    expect(() => parseAccept('a/b,'.repeat(2000))).toThrow(/too long/);
  });

  it('transfer syntaxes are any, unless one is named', () => {
    const first = (header: string) => givable(parseAccept(header), DICOM)[0]!;
    expect(takes(first('application/dicom'), '1.2.3')).toBe(true);
    expect(takes(first('application/dicom; transfer-syntax=*'), '1.2.3')).toBe(true);
    expect(takes(first('application/dicom; transfer-syntax="1.2.3"'), '1.2.3')).toBe(true);
    expect(takes(first('application/dicom; transfer-syntax=1.2.3.4'), '1.2.3')).toBe(false);
  });

  it('reads a long header of nonsense at once', () => {
    const read = () => {
      for (const nonsense of ['"'.repeat(4000), ';'.repeat(4000), 'a/'.repeat(2000), 'a/b;'.repeat(1000), '='.repeat(4000)]) parseAccept(nonsense);
    };
    expect(cost(read, 50)).toBeLessThan(50);
  });
});

/** A response whose reader takes what it takes. */
function line(): { response: Response; read: PassThrough } {
  const read = new PassThrough({ highWaterMark: 1024 });
  const response = Object.assign(read, { setHeader: () => response, status: () => response }) as unknown as Response;
  return { response, read };
}

describe('a body of parts', () => {
  it('is as long as foretold', async () => {
    const { response, read } = line();
    const multipart = new Multipart('application/dicom');
    const headers = { 'Content-Type': 'application/dicom' };
    const bodies = [Buffer.from('one'), Buffer.alloc(0), Buffer.from('--three--\r\n')];
    const parts: Part[] = bodies.map((body) => ({ headers, body: [body] }));
    const sent = multipart.send(response, parts);
    const all: Buffer[] = [];
    for await (const piece of read) all.push(piece as Buffer);
    await sent;
    const text = Buffer.concat(all).toString('latin1');
    const b = multipart.boundary;
    expect(text).toBe(`--${b}\r\nContent-Type: application/dicom\r\n\r\none\r\n--${b}\r\nContent-Type: application/dicom\r\n\r\n\r\n--${b}\r\nContent-Type: application/dicom\r\n\r\n--three--\r\n\r\n--${b}--\r\n`);
    expect(text.length).toBe(bodies.reduce((sum, body) => sum + multipart.overhead(headers) + body.length, multipart.end.length));
    expect(new Multipart('a/b').boundary).not.toBe(b);
  });

  it('is written no faster than it is read, and not at all once the client is gone', async () => {
    const { response, read } = line();
    let made = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        made += 1;
        yield Buffer.alloc(4096);
      }
    }
    const sent = stream(response, async () => {
      for await (const piece of endless()) await write(response, piece);
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(made).toBe(1);
    read.read();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(made).toBe(2);
    read.destroy();
    await sent;
    await expect(write(response, 'more')).rejects.toBeInstanceOf(ClientGone);
  });

  it('that fails in the middle throws, so that the connection is cut', async () => {
    const { response } = line();
    await expect(stream(response, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  });
});

describe('what a client has already', () => {
  const ask = (header: string | undefined, tag: string): boolean => {
    let status = 200;
    const response = { setHeader: () => undefined, status: (code: number) => { status = code; return { end: () => undefined }; } } as unknown as Response;
    return unchanged({ headers: header === undefined ? {} : { 'if-none-match': header } } as unknown as Request, response, tag) && status === 304;
  };

  it('is known by its tag, alone, in a list, or as any', () => {
    const tag = tagOf('abc', 1);
    expect(tag).toMatch(/^"[0-9a-f]{40}"$/);
    expect([tag, `"x", W/${tag}`, '*'].map((header) => ask(header, tag))).toEqual([true, true, true]);
    expect([undefined, '"x"', tag.slice(0, -2), `${tag.slice(0, -1)}0"`].map((header) => ask(header, tag))).toEqual([false, false, false, false]);
    expect(tagOf('a', 'bc')).not.toBe(tagOf('ab', 'c'));
  });
});
