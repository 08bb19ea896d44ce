import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growth, LINEAR } from '@causeway/tools/cost';
import { Deframer, FramingError, type FramingLimits } from './deframer';
import { frame } from './frame';
import { SLAB_BYTES, SlabPool } from './slab-pool';

const LIMITS: FramingLimits = { message: 100_000, junk: 100 };

function deframer(limits: Partial<FramingLimits> = {}, pool = new SlabPool(1024 * 1024)) {
  const evictions: string[] = [];
  return { pool, evictions, it: new Deframer({ ...LIMITS, ...limits }, pool, () => evictions.push('evicted')) };
}

function feed(into: Deframer, ...chunks: readonly (string | Buffer)[]): string[] {
  return chunks.flatMap((chunk) => [...into.push(Buffer.from(chunk as string))].map((content) => content.toString()));
}

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FramingError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('a frame', () => {
  it('is found however TCP cuts it', () => {
    const message = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\x1c', 'é', '|'), maxLength: 50 }).filter((s) => !s.includes('\x1c\r') && !s.endsWith('\x1c'));
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (messages, sizes) => {
        const stream = Buffer.concat(messages.map((text) => frame(Buffer.from(text))));
        const { it: into, pool } = deframer();
        const found: string[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          found.push(...feed(into, stream.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(messages);
        expect(pool.used).toBe(0);
      }),
    );
  });

  it('may hold an end block that no carriage return follows', () => {
    expect(feed(deframer().it, '\x0ba\x1cb\x1c', 'c\x1c', '\r')).toEqual(['a\x1cb\x1cc']);
  });

  it('may be surrounded by junk within bounds', () => {
    expect(feed(deframer().it, '\r\n\0 junk\x0bone\x1c\r\r\n', 'more\n\x0btwo\x1c\r')).toEqual(['one', 'two']);
  });

  it('begun anew before its end counts from the new beginning, since nobody can know what is missing from the old', () => {
    expect(feed(deframer().it, '\x0bMSH|^~\\&|half a mess\x0bMSH|^~\\&|whole\x1c\r')).toEqual(['MSH|^~\\&|whole']);
    expect(feed(deframer().it, '\x0bMSH|^~\\&|a vertical\x0btab in a value\x1c\r')).toEqual(['MSH|^~\\&|a vertical\x0btab in a value']);
  });

  it('larger than a slab arrives whole', () => {
    const text = 'x'.repeat(3 * SLAB_BYTES + 17);
    expect(feed(deframer().it, `\x0b${text.slice(0, SLAB_BYTES)}`, text.slice(SLAB_BYTES), '\x1c\r')).toEqual([text]);
  });
});

describe('a stream that does not keep to the rules', () => {
  it('ends at the size limit', () => {
    const { it: into } = deframer({ message: 10 });
    expect(feed(into, '\x0b0123456789\x1c\r')).toEqual(['0123456789']);
    expect(faultOf(() => feed(into, '\x0b01234567', '89A'))).toBe('too-large');
    expect(faultOf(() => feed(deframer({ message: 3 }).it, '\x0b\x1c\x1c\x1c\x1c\x1c'))).toBe('too-large');
  });

  it('ends when it is all junk', () => {
    const { it: into } = deframer({ junk: 10 });
    feed(into, '01234', '56789');
    expect(faultOf(() => feed(into, 'A'))).toBe('junk');
  });

  it('costs linear time in the smallest pieces', () => {
    const one = Buffer.from('\x1c');
    const feeding = (pieces: number) => {
      const { it: into } = deframer({ message: 4 * 1024 * 1024 }, new SlabPool(8 * 1024 * 1024));
      feed(into, '\x0b');
      return () => {
        for (let i = 0; i < pieces; i++) into.push(one).next();
      };
    };
    expect(growth(20_000, feeding)).toBeLessThan(LINEAR);
  });
});

describe('memory shared by many', () => {
  it('is taken from whoever holds most of an unfinished message', () => {
    const pool = new SlabPool(10 * SLAB_BYTES);
    const greedy = deframer({ message: 1e9 }, pool);
    const modest = deframer({ message: 1e9 }, pool);
    feed(greedy.it, '\x0b', 'x'.repeat(9 * SLAB_BYTES));
    feed(modest.it, '\x0b', 'x'.repeat(SLAB_BYTES));
    expect(feed(modest.it, 'y'.repeat(SLAB_BYTES), '\x1c\r')).toHaveLength(1);
    expect(greedy.evictions).toEqual(['evicted']);
    expect(faultOf(() => feed(greedy.it, '\x0bx'))).toBe('memory');
    expect(modest.evictions).toEqual([]);
    expect(pool.used).toBe(0);
  });

  it('is refused to the one that asks when it holds most itself', () => {
    const pool = new SlabPool(2 * SLAB_BYTES);
    const only = deframer({ message: 1e9 }, pool);
    expect(faultOf(() => feed(only.it, '\x0b', 'x'.repeat(3 * SLAB_BYTES)))).toBe('memory');
    expect(only.evictions).toEqual(['evicted']);
    expect(pool.used).toBe(0);
  });

  it('counts messages being handled, which nobody can take back', () => {
    const pool = new SlabPool(2 * SLAB_BYTES);
    pool.startHandling(2 * SLAB_BYTES);
    const late = deframer({}, pool);
    expect(faultOf(() => feed(late.it, '\x0bx'))).toBe('memory');
    pool.endHandling(2 * SLAB_BYTES);
    expect(feed(deframer({}, pool).it, '\x0bx\x1c\r')).toEqual(['x']);
  });
});
