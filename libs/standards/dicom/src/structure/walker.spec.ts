import { describe, expect, it } from 'vitest';
import { OBJECT_LIMITS } from '../limits';
import { TAKE, type ElementHead, type ItemHead, type WalkHandler } from './walk';
import { StructureWalker } from './walker';
import { tagHex } from './tag';
import { vrName } from './vr';

const EXPLICIT = { explicit: true, bigEndian: false };
const IMPLICIT = { explicit: false, bigEndian: false };
const BIG = { explicit: true, bigEndian: true };

/** Writes down what it is told; keeps all values. */
class Notes implements WalkHandler {
  readonly lines: string[] = [];
  element(head: ElementHead) {
    const vr = head.vr ? vrName(head.vr) : '--';
    const content = ['value', 'items', 'fragments'][head.content];
    this.lines.push(`${'  '.repeat(head.depth)}${tagHex(head.tag)} ${vr} @${head.start} ${content}`);
    return TAKE.keep;
  }
  item(head: ItemHead) {
    this.lines.push(`${'  '.repeat(head.depth)}item ${head.number} @${head.start}`);
    return TAKE.keep;
  }
  value(bytes: Buffer) {
    this.lines.push(`= ${bytes.toString('hex')}`);
  }
}

function walk(hex: string, encoding = EXPLICIT, size = Infinity): { lines: string[]; reason: string | null; superfluous: number } {
  const bytes = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
  const notes = new Notes();
  const walker = new StructureWalker(encoding, OBJECT_LIMITS, notes);
  const step = Math.min(size, Math.max(1, bytes.length));
  for (let at = 0; at < bytes.length; at += step) walker.push(bytes.subarray(at, at + step));
  const failure = walker.end();
  return { lines: notes.lines, reason: failure?.reason ?? null, superfluous: walker.superfluousDelimiters };
}

const ITEM_END = 'feff0de0 00000000';
const SEQUENCE_END = 'feffdde0 00000000';

describe('sequences', () => {
  const lines = ['00081140 SQ @0 items', '  item 1 @12', '    00081150 UI @20 value', '= 3132', '00100020 LO @46 value', '= 3431'];

  it('with delimiters are walked, whatever the size of the pieces', () => {
    const hex = `08004011 53510000 ffffffff feff00e0 ffffffff 08005011 5549 0200 3132 ${ITEM_END} ${SEQUENCE_END} 10002000 4c4f 0200 3431`;
    for (const size of [1, 2, 3, 5, 12, Infinity]) expect(walk(hex, EXPLICIT, size)).toEqual({ lines, reason: null, superfluous: 0 });
  });

  it('with lengths are walked, and with both when nothing follows the delimiter', () => {
    const item = '08005011 5549 0200 3132';
    const plain = `08004011 53510000 12000000 feff00e0 0a000000 ${item} 10002000 4c4f 0200 3431`;
    const both = `08004011 53510000 22000000 feff00e0 12000000 ${item} ${ITEM_END} ${SEQUENCE_END} 10002000 4c4f 0200 3431`;
    expect(walk(plain).reason).toBeNull();
    expect(walk(both)).toMatchObject({ reason: null, superfluous: 2 });
    const early = `08004011 53510000 2a000000 feff00e0 0a000000 ${item} ${SEQUENCE_END} feff00e0 08000000 0800501155490000`;
    expect(walk(early).reason).toBe('item-expected');
  });

  it('in implicit VR are known by their tag', () => {
    const hex = '08004011 12000000 feff00e0 0a000000 08005011 02000000 3132';
    expect(walk(hex, IMPLICIT).lines).toEqual(['00081140 -- @0 items', '  item 1 @8', '    00081150 -- @16 value', '= 3132']);
  });

  it('that are private in implicit VR are told by their bytes, and held to the depth limit', () => {
    const hex = '11000110 12000000 feff00e0 0a000000 11000210 02000000 3132';
    for (const size of [1, 9, Infinity]) {
      expect(walk(hex, IMPLICIT, size).lines).toEqual(['00111001 -- @0 items', '  item 1 @8', '    00111002 -- @16 value', '= 3132']);
    }
    expect(walk('11000110 08000000 0102030405060708', IMPLICIT).lines).toEqual(['00111001 -- @0 value', '= 0102030405060708']);
    const deep = Buffer.alloc(16 * 100);
    for (let level = 0; level < 100; level++) {
      deep.write('11000110', 16 * level, 'hex');
      deep.writeUInt32LE(deep.length - 16 * level - 8, 16 * level + 4);
      deep.write('feff00e0', 16 * level + 8, 'hex');
      deep.writeUInt32LE(deep.length - 16 * level - 16, 16 * level + 12);
    }
    expect(walk(deep.toString('hex'), IMPLICIT).reason).toBe('too-deep');
  });

  it('that once were a code are told by their bytes', () => {
    const value = '400070a1 0a000000 54524541544d454e5420';
    expect(walk(value, IMPLICIT).lines).toEqual(['0040A170 -- @0 value', '= 54524541544d454e5420']);
    expect(walk(value, IMPLICIT, 1).reason).toBeNull();
    expect(walk('400070a1 08000000 feff00e0 00000000', IMPLICIT).lines).toEqual(['0040A170 -- @0 items', '  item 1 @8']);
  });

  it('inside UN of undefined length are implicit little endian, in big endian data sets too', () => {
    const inside = `feff00e0 ffffffff 11000110 02000000 3132 ${ITEM_END} ${SEQUENCE_END}`;
    expect(walk(`11000110 554e0000 ffffffff ${inside}`)).toMatchObject({ reason: null });
    expect(walk(`00111001 554e0000 ffffffff ${inside} 00280010 5553 0002 0100`, BIG).lines).toContain('    00111001 -- @20 value');
  });

  it('must hold items, and items must end where they say', () => {
    expect(walk('08004011 53510000 0a000000 08005011 5549 0200 3132').reason).toBe('item-expected');
    expect(walk('08004011 53510000 08000000 feff00e0 0a000000 08005011').reason).toBe('length-beyond-parent');
    expect(walk(`08004011 53510000 ffffffff ${ITEM_END}`).reason).toBe('item-expected');
    expect(walk(SEQUENCE_END).reason).toBe('delimiter-unexpected');
    expect(walk('08004011 53510000 ffffffff feffdde0 01000000').reason).toBe('delimiter-length');
    expect(walk('08004011 53510000 ffffffff').reason).toBe('truncated');
  });
});

describe('values', () => {
  it('of VRs a later edition may add have long lengths; blanks and question marks have short ones', () => {
    expect(walk('08000100 5a5a0000 02000000 3132').lines).toEqual(['00080001 ZZ @0 value', '= 3132']);
    expect(walk('28002001 2020 0200 0000').lines).toEqual(['00280120    @0 value', '= 0000']);
    expect(walk('28002001 3f3f 0200 0000').reason).toBeNull();
    expect(walk('28002001 0000 0200 0000').reason).toBe('vr-unknown');
    expect(walk('28002001 4f420100 02000000 0000').reason).toBe('vr-unknown');
  });

  it('of binary numbers have whole numbers in them', () => {
    expect(walk('28001000 5553 0300 010203').reason).toBe('value-length');
  });

  it('have no undefined length', () => {
    expect(walk('08000100 4f420000 ffffffff').reason).toBe('length-undefined-not-allowed');
    expect(walk('e07f1000 ffffffff', IMPLICIT).reason).toBe('pixel-encoding');
  });

  it('are cut short: truncated, wherever', () => {
    const hex = '10002000 4c4f 0400 34313131';
    for (let length = 2; length < hex.replaceAll(' ', '').length; length += 2) {
      expect(walk(hex.replaceAll(' ', '').slice(0, length)).reason).toBe('truncated');
    }
  });
});

describe('order', () => {
  it.each([
    ['falling', '10002000 4c4f0000 10001000 504e0000'],
    ['twice the same', '10002000 4c4f0000 10002000 4c4f0000'],
  ])('of tags: %s is not accepted', (_name, hex) => expect(walk(hex).reason).toBe('tag-order'));

  it.each(['00000100', '02000100', '03000100', '06000100'])('a tag of group %s does not belong into a data set', (tag) => {
    expect(walk(`${tag} 4c4f0000`).reason).toBe('tag-not-allowed');
  });
});

describe('a caller with random access', () => {
  it('may skip what nobody asked for, and nothing else', () => {
    const skipper: WalkHandler = { element: () => TAKE.skip, item: () => TAKE.skip };
    const walker = new StructureWalker(EXPLICIT, OBJECT_LIMITS, skipper);
    walker.push(Buffer.from('e07f10004f42000000040000', 'hex'));
    expect(walker.skippable).toBe(1024);
    expect(() => walker.skip(1025)).toThrow(RangeError);
    walker.skip(1024);
    expect(walker.end()).toBeNull();
    expect(walker.position).toBe(1036);
  });
});
