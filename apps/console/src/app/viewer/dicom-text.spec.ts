import { describe, expect, it } from 'vitest';
import { decodeDicomText, personNameGroups } from './dicom-text';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.replace(/ /g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

// The annexes of PS3.5 spell these names out byte by byte.
describe('text of a header', () => {
  it('reads kanji and kana by their escapes (PS3.5 H.3.1)', () => {
    const name = bytes('59616d6164615e5461726f75 3d 1b2442 3b334544 1b2842 5e 1b2442 42404f3a 1b2842 3d 1b2442 2464245e2440 1b2842 5e 1b2442 243f246d2426 1b2842');
    expect(decodeDicomText(name, ['', 'ISO 2022 IR 87'])).toBe('Yamada^Tarou=山田^太郎=やまだ^たろう');
  });

  it('reads half-width katakana beside kanji (PS3.5 H.3.2)', () => {
    const name = bytes('d4cfc0de5ec0dbb3 3d 1b2442 3b334544 1b284a 5e 1b2442 42404f3a 1b284a');
    expect(decodeDicomText(name, ['ISO 2022 IR 13', 'ISO 2022 IR 87'])).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎');
  });

  it('reads hanja and hangul (PS3.5 I.2)', () => {
    const name = bytes('486f6e675e47696c646f6e67 3d 1b242943 fbf3 5e 1b242943 d1ced4d7 3d 1b242943 c8ab 5e 1b242943 b1e6b5bf');
    expect(decodeDicomText(name, ['', 'ISO 2022 IR 149'])).toBe('Hong^Gildong=洪^吉洞=홍^길동');
  });

  it('reads UTF-8, GB 18030, Cyrillic and Greek', () => {
    expect(decodeDicomText(utf8('Wang^XiaoDong=王^小東'), ['ISO_IR 192'])).toBe('Wang^XiaoDong=王^小東');
    expect(decodeDicomText(bytes('57616e67 3d cdf5 5e d0a1b6ab'), ['GB18030'])).toBe('Wang=王^小东');
    expect(decodeDicomText(bytes('bbeeda6365dcd17970d3'), ['ISO_IR 144'])).toBe('Люкceмбypг');
    expect(decodeDicomText(bytes('c4e9efedf5f3e9eff2'), ['ISO_IR 126'])).toBe('Διονυσιος');
  });

  it('takes padding off, and never fails on bytes that fit nothing', () => {
    expect(decodeDicomText(utf8('CT HEAD \0'), [])).toBe('CT HEAD');
    expect(decodeDicomText(bytes('ff 1b ff fe 41'), ['ISO_IR 192', 'nonsense'])).toContain('A');
    expect(decodeDicomText(new Uint8Array(), ['ISO_IR 100'])).toBe('');
  });

  it('shows the groups of a name in order, without carets', () => {
    expect(personNameGroups('Yamada^Tarou=山田^太郎=やまだ^たろう')).toEqual(['Yamada Tarou', '山田 太郎', 'やまだ たろう']);
    expect(personNameGroups('^^=')).toEqual([]);
  });
});
