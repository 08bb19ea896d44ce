import { expect, it } from 'vitest';
import { dimseLimits } from '../limits';
import { COMMAND, ELEMENT, NO_DATA_SET, WITH_DATA_SET, writeCommand } from './command';
import { MessageReader } from './message-reader';

const limits = dimseLimits();

function reading(): { reader: MessageReader; events: unknown[] } {
  const events: unknown[] = [];
  const reader = new MessageReader(limits, {
    command: (contextId, command) => events.push(['command', contextId, command.field]),
    data: (contextId, bytes, last) => events.push(['data', contextId, bytes.toString(), last]),
  });
  return { reader, events };
}

const command = (field: number, type: number): Buffer =>
  writeCommand([
    [ELEMENT.commandField, field],
    [ELEMENT.dataSetType, type],
  ]);
const store = command(COMMAND.storeRq, WITH_DATA_SET);
const echo = command(COMMAND.echoRq, NO_DATA_SET);

it('gathers a command from fragments and passes its data set through', () => {
  const { reader, events } = reading();
  reader.fragment(1, true, store.subarray(0, 9), false);
  reader.fragment(1, true, store.subarray(9), true);
  expect(reader.inMessage).toBe(true);
  reader.fragment(1, false, Buffer.from('a'), false);
  reader.fragment(1, false, Buffer.from('b'), true);
  reader.fragment(3, true, echo, true);
  expect(events).toEqual([
    ['command', 1, COMMAND.storeRq],
    ['data', 1, 'a', false],
    ['data', 1, 'b', true],
    ['command', 3, COMMAND.echoRq],
  ]);
  expect([reader.inMessage, reader.completed]).toEqual([false, 2]);
});

it('refuses a data set without a command, a command in a data set and a change of context', () => {
  expect(() => reading().reader.fragment(1, false, Buffer.alloc(2), true)).toThrow('without a command');
  const inside = reading().reader;
  inside.fragment(1, true, store, true);
  expect(() => inside.fragment(1, true, echo, true)).toThrow('inside a data set');
  const changed = reading().reader;
  changed.fragment(1, true, store, true);
  expect(() => changed.fragment(3, false, Buffer.alloc(2), true)).toThrow('context');
  const finished = reading().reader;
  finished.fragment(1, true, echo, true);
  expect(() => finished.fragment(1, false, Buffer.alloc(2), true)).toThrow('without a command');
});

it('takes a command set of the largest size and refuses one byte more', () => {
  const { reader } = reading();
  reader.fragment(1, true, Buffer.alloc(limits.commandBytes), false);
  expect(() => reader.fragment(1, true, Buffer.alloc(1), false)).toThrow(`longer than ${limits.commandBytes}`);
});
