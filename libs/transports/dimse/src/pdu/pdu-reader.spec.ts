import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawPdu, rawPdv } from '../../testing/raw-peer';
import { dimseLimits } from '../limits';
import { PDU, ProtocolError } from './pdu';
import { PduReader } from './pdu-reader';

const limits = dimseLimits({ pduHardBytes: 200_000 });

interface Seen {
  readonly controls: [type: number, body: string][];
  /** Whole presentation data values: context, command, content, last. */
  readonly values: [contextId: number, command: boolean, content: string, last: boolean][];
}

function reading(): { reader: PduReader; seen: Seen } {
  const seen: Seen = { controls: [], values: [] };
  let content = '';
  const reader = new PduReader(limits, {
    control: (type, body) => seen.controls.push([type, body.toString('hex')]),
    fragment: (contextId, command, bytes, last) => {
      content += bytes.toString('hex');
      if (last) {
        seen.values.push([contextId, command, content, last]);
        content = '';
      }
    },
  });
  reader.dataAllowed = true;
  return { reader, seen };
}

const stream = Buffer.concat([
  rawPdu(PDU.associateRq, Buffer.alloc(500, 1)),
  rawPdu(PDU.data, Buffer.concat([rawPdv(1, 3, Buffer.from('command')), rawPdv(1, 0, Buffer.from('first '))])),
  rawPdu(PDU.data, rawPdv(1, 2, Buffer.from('second'))),
  rawPdu(PDU.data, rawPdv(3, 2, Buffer.alloc(0))),
  rawPdu(PDU.releaseRq, Buffer.alloc(4)),
]);

describe('The PDU reader', () => {
  it('reads the same whatever the size of the pieces', () => {
    const whole = reading();
    whole.reader.push(stream);
    expect(whole.seen.values).toEqual([
      [1, true, Buffer.from('command').toString('hex'), true],
      [1, false, Buffer.from('first second').toString('hex'), true],
      [3, false, '', true],
    ]);
    for (const size of [1, 2, 5, 6, 7, 13, 100]) {
      const { reader, seen } = reading();
      for (let at = 0; at < stream.length; at += size) {
        reader.push(stream.subarray(at, at + size));
      }
      expect(seen, `pieces of ${size}`).toEqual(whole.seen);
      expect(reader.inPdu).toBe(false);
    }
  });

  it('hands data on as views of what was pushed, before the PDU is complete', () => {
    const chunk = rawPdu(PDU.data, rawPdv(1, 2, Buffer.alloc(1_000, 5))).subarray(0, 600);
    const pieces: Buffer[] = [];
    const reader = new PduReader(limits, { control: () => undefined, fragment: (_c, _k, bytes) => void pieces.push(bytes) });
    reader.dataAllowed = true;
    reader.push(chunk);
    expect(pieces.map((piece) => piece.length)).toEqual([588]);
    expect(pieces[0]!.buffer).toBe(chunk.buffer);
    expect(reader.inPdu).toBe(true);
  });

  it('takes a PDU of the largest size and refuses one byte more at its header', () => {
    const header = (length: number): Buffer => rawPdu(PDU.data, Buffer.alloc(0), length);
    expect(() => reading().reader.push(header(limits.pduHardBytes))).not.toThrow();
    expect(() => reading().reader.push(header(limits.pduHardBytes + 1))).toThrow(ProtocolError);
    const request = (length: number): Buffer => rawPdu(PDU.associateRq, Buffer.alloc(0), length);
    expect(() => reading().reader.push(request(limits.associateBytes))).not.toThrow();
    expect(() => reading().reader.push(request(limits.associateBytes + 1))).toThrow(ProtocolError);
  });

  it('keeps no more memory than bytes came, whatever was announced', () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 200 }, () => {
      const { reader } = reading();
      reader.push(rawPdu(PDU.associateRq, Buffer.alloc(10), limits.associateBytes));
      return reader;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(readers.length * 20_000);
  });

  it('refuses data until it is allowed', () => {
    const { reader } = reading();
    reader.dataAllowed = false;
    expect(() => reader.push(rawPdu(PDU.data, rawPdv(1, 3, Buffer.from('x'))))).toThrow(expect.objectContaining({ reason: 2 }));
  });

  it('allows some values without content and refuses a row of them', () => {
    const empty = rawPdu(PDU.data, rawPdv(1, 1, Buffer.alloc(0)));
    const { reader } = reading();
    for (let i = 0; i < limits.emptyFragments; i++) {
      reader.push(empty);
    }
    reader.push(rawPdu(PDU.data, rawPdv(1, 1, Buffer.from('x'))));
    for (let i = 0; i < limits.emptyFragments; i++) {
      reader.push(empty);
    }
    expect(() => reader.push(empty)).toThrow(ProtocolError);
  });

  it('reads nothing more once it is stopped, not even the rest of the chunk', () => {
    const types: number[] = [];
    const reader: PduReader = new PduReader(limits, {
      control: (type) => {
        types.push(type);
        reader.stop();
      },
      fragment: () => undefined,
    });
    reader.push(Buffer.concat([rawPdu(PDU.releaseRq, Buffer.alloc(4)), rawPdu(PDU.abort, Buffer.alloc(4))]));
    expect(types).toEqual([PDU.releaseRq]);
  });

  it('answers any bytes with events or a protocol error, and never hands on more than came', () => {
    const change = fc.record({ at: fc.nat(stream.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }), (changes, sizes) => {
        const bytes = Buffer.from(stream);
        changes.forEach(({ at, value }) => (bytes[at] = value));
        let handed = 0;
        const reader = new PduReader(limits, {
          control: (_type, body) => void (handed += body.length),
          fragment: (_contextId, _command, piece) => void (handed += piece.length),
        });
        reader.dataAllowed = true;
        try {
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length]!;
            reader.push(bytes.subarray(at, at + size));
            at += size;
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
        expect(handed).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2_000, seed: 20_261_124 },
    );
  });
});
