import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_DELIMITERS } from './delimiters';
import { escape, escapeFormatted, unescape } from './escape';

const D = STANDARD_DELIMITERS;

describe('escape sequences', () => {
  it.each([
    ['\\F\\\\S\\\\T\\\\R\\\\E\\', '|^&~\\'],
    ['OPERA\\X41\\O', 'OPERAAO'],
    ['a\\X0D0A\\b', 'a\r\nb'],
    ['one\\.br\\two', 'one\ntwo'],
    ['one\\.BR\\two\\.sp2\\three\\.sk3\\x\\.in+4\\y', 'one\ntwo\n\nthree   xy'],
    ['a \\H\\bold\\N\\ word', 'a bold word'],
  ])('%s is read as text', (raw, text) => {
    expect(unescape(raw, D)).toBe(text);
  });

  it.each(['C:\\temp\\scan', '\\Zlocal\\', '\\', 'end\\', '\\X4\\', '\\XGG\\', '\\.sp12345\\', '\\unfinished'])('%s stays as sent', (raw) => {
    expect(unescape(raw, D)).toBe(raw);
  });

  it('finds a real sequence right after one it does not know', () => {
    expect(unescape('C:\\temp\\S\\x', D)).toBe('C:\\temp^x');
  });

  it('puts a character together from adjacent hexadecimal sequences in the character set of the message', () => {
    expect(unescape('Gr\\XC3\\\\XBC\\n', D, 'utf-8')).toBe('Grün');
    expect(unescape('OPERA\\XC7\\\\XC3\\O', D, 'windows-1252')).toBe('OPERAÇÃO');
    expect(unescape('Gr\\XFC\\n', D, 'utf-8')).toBe('Grün');
  });

  it('uses the separators of the message', () => {
    expect(unescape('\\F\\\\S\\', { field: '^', component: '~', escape: '\\' })).toBe('^~');
    expect(unescape('a\\F\\', { field: '|', component: '^' })).toBe('a\\F\\');
  });
});

describe('what is written', () => {
  it('is read back as it was, whatever text it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 }).map((s) => s.replaceAll('\0', ''));
    const tricky = fc.string({ unit: fc.constantFrom('\\', '|', '^', '&', '~', 'X', '.', 'b', 'r', 'E', '\r', '\n', '\x0b', '\x1c', 'ü', '"'), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(text, tricky), (value) => {
        expect(unescape(escape(value), D)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('holds no separator, line end or frame byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(escape(value)).not.toMatch(/[|^&~\x00-\x1f\x7f]/);
      }),
    );
  });

  it('writes line breaks of formatted text as commands', () => {
    expect(escapeFormatted('a|b\r\nc')).toBe('a\\F\\b\\.br\\c');
    expect(unescape(escapeFormatted('a|b\nc'), D)).toBe('a|b\nc');
  });
});
