import { describe, expect, it } from 'vitest';
import { MessageReader, packMessage } from './wire';

describe('messages', () => {
  const stream = Buffer.concat([...packMessage({ n: 1, text: 'ä' }, Buffer.from('abc')), ...packMessage({ n: 2 }, Buffer.alloc(0)), ...packMessage(null, Buffer.alloc(5000, 7))]);

  it.each([1, 3, 8, 100, 5000, stream.length])('arrive whole in pieces of %d', (size) => {
    const reader = new MessageReader();
    const got = [];
    for (let at = 0; at < stream.length; at += size) got.push(...reader.push(stream.subarray(at, at + size)).map(({ json, bytes }) => ({ json, bytes: Buffer.from(bytes) })));
    expect(got).toEqual([{ json: { n: 1, text: 'ä' }, bytes: Buffer.from('abc') }, { json: { n: 2 }, bytes: Buffer.alloc(0) }, { json: null, bytes: Buffer.alloc(5000, 7) }]);
  });

  it('that announce too much or are no JSON are refused before memory is taken', () => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(0xffffffff, 4);
    expect(() => new MessageReader().push(head)).toThrow(RangeError);
    head.writeUInt32LE(0xffffffff, 0);
    expect(() => new MessageReader().push(head)).toThrow(RangeError);
    expect(() => new MessageReader().push(Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7b]))).toThrow();
  });
});
