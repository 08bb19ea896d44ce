import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterSet } from './character-set';
import { decodeText, decodeValues } from './decode';
import { encodeText } from './encode';

const hex = (digits: string): string => Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1');

/** Bytes as annexes H, I, J and K of PS3.5 print them. */
const NAMES: readonly (readonly [set: string, bytes: string, text: string])[] = [
  ['ISO_IR 100', '4275 635e 4ae9 72f4 6d65', 'Buc^Jérôme'],
  ['ISO_IR 144', 'bbee da63 65dc d179 70d3', 'Люкceмбypг'],
  ['ISO_IR 126', 'c4e9 efed f5f3 e9ef f2', 'Διονυσιος'],
  ['ISO_IR 127', 'e2c8 c7e6 ea5e e4e6 d2c7 d1', 'قباني^لنزار'],
  ['ISO_IR 138', 'f9f8 e5ef 5ee3 e1e5 f8e4', 'שרון^דבורה'],
  ['ISO_IR 166', 'cac1 aad2 c2', 'สมชาย'],
  ['ISO_IR 101', 'a3f3 64bc', 'Łódź'],
  ['ISO_IR 203', 'a4', '€'],
  ['ISO_IR 192', 'e78e 8b5e e5b0 8fe4 b89c', '王^小东'],
  ['GB18030', 'cdf5 5ed0 a1b6 ab', '王^小东'],
  ['GBK', '815c 5ecd f5', '乗^王'],
  ['\\ISO 2022 IR 87', '5961 6d61 6461 5e54 6172 6f75 3d1b 2442 3b33 4544 1b28 425e 1b24 4242 404f 3a1b 2842', 'Yamada^Tarou=山田^太郎'],
  ['ISO 2022 IR 13\\ISO 2022 IR 87', 'd4cf c0de 5ec0 dbb3 3d1b 2442 3b33 4544 1b28 4a5e 1b24 4242 404f 3a1b 284a', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎'],
  ['\\ISO 2022 IR 149', '486f 6e67 5e47 696c 646f 6e67 3d1b 2429 43fb f35e 1b24 2943 d1ce d4d7', 'Hong^Gildong=洪^吉洞'],
  ['\\ISO 2022 IR 58', '5a68 616e 673d 1b24 2941 d5c5 5e1b 2429 41d0 a1b6 ab', 'Zhang=张^小东'],
  ['ISO 2022 IR 100\\ISO 2022 IR 126', 'c4e9 6f5e 1b2d 46c4 e9ef', 'Äéo^Διο'],
];

describe('text of a person name', () => {
  it.each(NAMES)('in %s is decoded', (set, bytes, text) => {
    expect(decodeText(hex(bytes), 'PN', set)).toBe(text);
  });

  it.each(NAMES)('in %s is written back with the same meaning', (set, _bytes, text) => {
    const encoded = encodeText(text, 'PN', set);
    expect(encoded && decodeText(encoded.toString('latin1'), 'PN', set)).toBe(text);
  });

  it.each(NAMES.slice(0, 13))('in %s is written back as the same bytes', (set, bytes, text) => {
    expect(encodeText(text, 'PN', set)?.toString('hex')).toBe(bytes.replaceAll(' ', ''));
  });
});

describe('code extensions', () => {
  it('end at a delimiter: what follows is in the first set again', () => {
    const bytes = hex('1b2d 46c4 5ec4');
    expect(decodeText(bytes, 'PN', 'ISO 2022 IR 100\\ISO 2022 IR 126')).toBe('Δ^Ä');
    expect(decodeText(bytes, 'LO', 'ISO 2022 IR 100\\ISO 2022 IR 126')).toBe('Δ^Δ');
    expect(decodeText(hex('1b2d 46c4 0dc4'), 'LT', 'ISO 2022 IR 100\\ISO 2022 IR 126')).toBe('Δ\rÄ');
    expect(decodeText(hex('1b2d 46c4 5cc4'), 'LO', 'ISO 2022 IR 100\\ISO 2022 IR 126')).toBe('Δ\\Ä');
    expect(decodeText(hex('1b2d 46c4 5cc4'), 'LT', 'ISO 2022 IR 100\\ISO 2022 IR 126')).toBe('Δ\\Δ');
  });

  it('are followed where the set was not declared, or not repeated after a delimiter', () => {
    expect(decodeText(hex('1b24 4242 40 4f3a 1b28 42'), 'LO', 'ISO_IR 100')).toBe('太郎');
    expect(decodeText(hex('1b24 2943 fbf3 5ed1 ced4 d7'), 'PN', '\\ISO 2022 IR 149')).toBe('洪^吉洞');
  });

  it('do not take the second byte of a character for a delimiter', () => {
    expect(decodeValues(hex('815c 5c41'), 'LO', 'GBK')).toEqual(['乗', 'A']);
    expect(decodeText(hex('1b24 4225 5c1b 2842'), 'LO', '\\ISO 2022 IR 87')).toBe('ボ');
    expect(decodeText(hex('1b24 423d 291b 2842'), 'PN', '\\ISO 2022 IR 87')).toBe('秋');
  });
});

describe('values', () => {
  it('are parted by backslashes, except in long texts', () => {
    expect(decodeValues('A \\ B\\', 'LO')).toEqual(['A', 'B', '']);
    expect(decodeValues(' A\\B ', 'LT')).toEqual([' A\\B']);
    expect(decodeValues('', 'LO')).toEqual([]);
  });

  it('lose padding and NUL', () => {
    expect(decodeValues('1.2.3\0', 'UI')).toEqual(['1.2.3']);
    expect(decodeValues('A\0B \0', 'LO')).toEqual(['AB']);
  });

  it('of other VRs do not use the character set', () => {
    expect(decodeText('\xe9', 'CS', 'ISO_IR 144')).toBe('\xe9');
  });

  it('with bytes above 7FH and no set are UTF-8 if they can be, else Latin-1', () => {
    expect(decodeText(hex('c3a9'), 'LO')).toBe('é');
    expect(decodeText(hex('e9'), 'LO')).toBe('é');
  });
});

describe('the character set', () => {
  it.each(['ISO_IR 100', 'ISO IR 100', 'ISO-IR 100', 'iso_ir_100', 'ISO_IR100'])('may be spelled %s', (term) => {
    expect(characterSet(term).label).toBe('windows-1252');
  });

  it('lists terms nobody defines, and reads on', () => {
    expect(characterSet('ISO_IR 999').unknown).toEqual(['ISO_IR 999']);
    expect(characterSet('KLINGON\\ISO 2022 IR 87').unknown).toEqual(['KLINGON']);
    expect(decodeText('A', 'LO', 'KLINGON')).toBe('A');
  });
});

describe('writing', () => {
  it.each([
    ['ISO_IR 100', 'Ω'],
    ['ISO_IR 100', '€'],
    ['', 'é'],
    ['ISO_IR 144', 'é'],
    ['\\ISO 2022 IR 87', '김'],
    ['GB18030', '😀'],
    ['ISO_IR 192', '\ud800'],
    ['ISO_IR 192', 'é\x07'],
  ])('answers null in %j for %j', (set, text) => expect(encodeText(text, 'LO', set)).toBeNull());

  it('is plain for ASCII in every set, and refuses more in a VR that has no set', () => {
    expect(encodeText('DOE^JANE', 'PN', '\\ISO 2022 IR 87')?.toString()).toBe('DOE^JANE');
    expect(encodeText('é', 'CS', 'ISO_IR 192')).toBeNull();
  });

  it('never changes what it could write', () => {
    const sets = ['ISO_IR 100', 'ISO_IR 192', 'GB18030', '\\ISO 2022 IR 87', 'ISO 2022 IR 13\\ISO 2022 IR 87', '\\ISO 2022 IR 149', 'ISO_IR 13'];
    const letters = fc.constantFrom(...'abcXYZ09 ^=.-éÄßΩДא東京山田ﾔﾏﾀﾞ김洪张');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 20 }), fc.constantFrom(...sets), fc.constantFrom('PN', 'LO', 'LT'), (characters, set, vr) => {
        const text = characters.join('').trim();
        const encoded = encodeText(text, vr, set);
        if (encoded) expect(decodeText(encoded.toString('latin1'), vr, set)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws while reading bytes nobody wrote', () => {
    const sets = fc.constantFrom('', 'ISO_IR 192', 'GB18030', 'ISO_IR 13', '\\ISO 2022 IR 87', '\\ISO 2022 IR 149\\ISO 2022 IR 87', 'x');
    const bytes = fc.array(fc.constantFrom(0x1b, 0x24, 0x28, 0x29, 0x42, 0x43, 0x5c, 0x5e, 0xa4, 0xd0, 0xff, 0x20), { maxLength: 30 });
    fc.assert(
      fc.property(bytes, sets, fc.constantFrom('PN', 'LO', 'UT'), (values, set, vr) => {
        const text = decodeText(Buffer.from(values).toString('latin1'), vr, set);
        expect(text.includes('\0') || /\p{Surrogate}/u.test(text)).toBe(false);
      }),
    );
  });
});
