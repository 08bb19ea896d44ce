import { expect, it } from 'vitest';
import { makeObject, polyglot, PREAMBLES, readInPieces } from '../../testing';
import { EXPLICIT_LE } from '../registry/transfer-syntax';
import { readFileHead } from './file-head';
import { readHeader } from './read-header';
import { neutralHead, writeFileHead } from './write-head';

const FIELDS = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: '1.2.3',
  transferSyntaxUid: EXPLICIT_LE,
  implementationClassUid: '2.25.1',
  implementationVersionName: 'NAME',
  sourceAeTitle: 'SENDER',
};

it('writes a head that is read back whole', () => {
  const head = writeFileHead(FIELDS);
  expect(head.length % 2).toBe(0);
  expect(readFileHead(Buffer.concat([head, Buffer.from('08000500', 'hex'), Buffer.alloc(8)]), 1000, true)).toEqual({
    kind: 'head',
    head: {
      transferSyntaxUid: EXPLICIT_LE,
      mediaStorageSopClassUid: FIELDS.sopClassUid,
      mediaStorageSopInstanceUid: FIELDS.sopInstanceUid,
      dataSetOffset: head.length,
      findings: [],
    },
  });
});

it('asks for more until the head is whole, and finds the same in any number of steps', () => {
  const { file } = makeObject({ edge: 16 });
  const whole = readFileHead(file, 65_536, true);
  let length = 0;
  while (readFileHead(file.subarray(0, length), 65_536, false).kind === 'more') length++;
  expect(readFileHead(file.subarray(0, length), 65_536, false)).toEqual(whole);
  expect(length).toBeLessThan(500);
});

it('serves every file behind zeros, with its own meta group and an unchanged data set', async () => {
  for (const preamble of Object.values(PREAMBLES)) {
    const file = polyglot(preamble);
    const { dataSetOffset } = await readInPieces(file);
    const head = neutralHead(file.subarray(0, dataSetOffset));
    expect(head?.subarray(0, 128)).toEqual(Buffer.alloc(128));
    expect(head?.subarray(128)).toEqual(file.subarray(128, dataSetOffset));
  }
  expect(neutralHead(Buffer.alloc(0))).toBeNull();
  expect(neutralHead(Buffer.alloc(200))).toBeNull();
});

it('reads the header of an object and stops where the pixels begin', async () => {
  const made = makeObject({ edge: 512 });
  let read = 0;
  function* pieces(): Generator<Buffer> {
    for (let at = 0; at < made.file.length; at += 1000) {
      read += 1000;
      yield made.file.subarray(at, at + 1000);
    }
  }
  const result = await readHeader(pieces());
  expect(result).toMatchObject({ kind: 'header', header: { transferSyntaxUid: EXPLICIT_LE, pixelsFollow: true } });
  expect(result.kind === 'header' && result.header.dataSet.text('PatientID')).toBe('OUT-4711');
  expect(read).toBeLessThan(5000);
});
