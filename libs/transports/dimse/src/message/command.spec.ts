import { expect, it } from 'vitest';
import { ProtocolError } from '../pdu/pdu';
import { COMMAND, ELEMENT, NO_DATA_SET, WITH_DATA_SET, errorComment, readCommand, writeCommand } from './command';

const storeRequest = writeCommand([
  [ELEMENT.affectedSopClass, '1.2.840.10008.5.1.4.1.1.2'],
  [ELEMENT.commandField, COMMAND.storeRq],
  [ELEMENT.messageId, 7],
  [ELEMENT.priority, 0],
  [ELEMENT.dataSetType, WITH_DATA_SET],
  [ELEMENT.affectedSopInstance, '1.2.3'],
]);

it('reads back what it writes', () => {
  expect(readCommand(storeRequest)).toEqual({
    field: COMMAND.storeRq,
    messageId: 7,
    respondedTo: 0,
    hasDataSet: true,
    status: 0,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: '1.2.3',
    errorComment: '',
    moveDestination: '',
    typeId: 0,
    remaining: null,
    completed: null,
    failed: null,
    warnings: null,
  });
});

it('reads the counts of sub-operations, and tells none from zero', () => {
  const counts = writeCommand([
    [ELEMENT.commandField, COMMAND.moveRsp],
    [ELEMENT.dataSetType, NO_DATA_SET],
    [ELEMENT.completed, 3],
    [ELEMENT.failed, 0],
  ]);
  expect(readCommand(counts)).toMatchObject({ remaining: null, completed: 3, failed: 0, warnings: null });
});

it('writes the group length, even lengths and ascending tags (PS3.7 6.3.1)', () => {
  expect(storeRequest.readUInt32LE(8)).toBe(storeRequest.length - 12);
  expect(storeRequest.length % 2).toBe(0);
  const tags: number[] = [];
  for (let at = 0; at < storeRequest.length; at += 8 + storeRequest.readUInt32LE(at + 4)) {
    tags.push(storeRequest.readUInt16LE(at + 2));
  }
  expect(tags).toEqual([...tags].sort((a, b) => a - b));
});

it('passes over elements it does not know', () => {
  const unknown = Buffer.from('0000010501000000aa', 'hex');
  expect(readCommand(Buffer.concat([storeRequest, unknown])).messageId).toBe(7);
});

it('takes text padded with spaces or NUL', () => {
  const comment = writeCommand([
    [ELEMENT.commandField, COMMAND.storeRsp],
    [ELEMENT.dataSetType, NO_DATA_SET],
    [ELEMENT.errorComment, 'full  '],
    [ELEMENT.affectedSopInstance, '1.2.3\0'],
  ]);
  expect(readCommand(comment)).toMatchObject({ errorComment: 'full', sopInstanceUid: '1.2.3', hasDataSet: false });
});

it('refuses what lacks the command field or the data set type', () => {
  expect(() => readCommand(Buffer.alloc(0))).toThrow(ProtocolError);
  expect(() => readCommand(writeCommand([[ELEMENT.commandField, COMMAND.echoRq]]))).toThrow(ProtocolError);
  expect(() => readCommand(writeCommand([[ELEMENT.dataSetType, NO_DATA_SET]]))).toThrow(ProtocolError);
});

it('refuses every cut inside an element', () => {
  const boundaries = new Set<number>();
  for (let at = 0; at <= storeRequest.length; at += at < storeRequest.length ? 8 + storeRequest.readUInt32LE(at + 4) : 1) {
    boundaries.add(at);
  }
  const cuts = [...Array(storeRequest.length).keys()].filter((end) => !boundaries.has(end));
  expect(cuts.length).toBeGreaterThan(80);
  for (const end of cuts) {
    expect(() => readCommand(storeRequest.subarray(0, end)), `cut at ${end}`).toThrow(ProtocolError);
  }
});

it('keeps error comments short and printable', () => {
  expect(errorComment('über\n'.repeat(30))).toMatch(/^[\x20-\x7e]{64}$/);
});
