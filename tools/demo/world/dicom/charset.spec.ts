import { describe, expect, it } from 'vitest';
import { encodeText } from './charset';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

describe('text in older character sets', () => {
  it('writes single-byte sets so that their own readers read them', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['ISO_IR 100', 'latin1', 'Müller^Åsa'],
      ['ISO_IR 101', 'iso-8859-2', 'Dvořák^Łukasz'],
      ['ISO_IR 126', 'iso-8859-7', 'Σταύρου^Ελένη'],
      ['ISO_IR 127', 'iso-8859-6', 'عبد الرحمن^ليلى'],
      ['ISO_IR 138', 'iso-8859-8', 'ברק^נעם'],
      ['ISO_IR 144', 'iso-8859-5', 'Петрова^Екатерина'],
      ['ISO_IR 148', 'iso-8859-9', 'Öztürk^Çağla'],
      ['ISO_IR 166', 'windows-874', 'ศรีใส^สมชาย'],
    ];
    for (const [term, label, text] of cases) expect(new TextDecoder(label).decode(encodeText(text, [term])), term).toBe(text);
  });

  it('writes Japanese names as PS3.5 H.3.1 shows them', () => {
    const bytes = encodeText('Yamada^Tarou=山田^太郎=やまだ^たろう', ['', 'ISO 2022 IR 87']);
    const expected = [
      Buffer.from('Yamada^Tarou='),
      Buffer.from('1b24423b3345441b28425e1b244242404f3a1b28423d', 'hex'),
      Buffer.from('1b24422464245e24401b28425e1b2442243f246d24261b2842', 'hex'),
    ];
    expect(hex(bytes)).toBe(hex(Buffer.concat(expected)));
  });

  it('writes Korean names as PS3.5 I.2 shows them', () => {
    const bytes = encodeText('Hong^Gildong=洪^吉洞=홍^길동', ['', 'ISO 2022 IR 149']);
    const expected = [
      Buffer.from('Hong^Gildong='),
      Buffer.from('1b242943fbf35e1b242943d1ced4d73d', 'hex'),
      Buffer.from('1b242943c8ab5e1b242943b1e6b5bf', 'hex'),
    ];
    expect(hex(bytes)).toBe(hex(Buffer.concat(expected)));
  });

  it('refuses a letter the set does not have instead of losing it', () => {
    expect(() => encodeText('田中', ['ISO_IR 100'])).toThrow(/U\+7530/);
    expect(() => encodeText('é', [])).toThrow(/default/);
  });
});
