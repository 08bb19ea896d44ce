import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { machines } from './machines';
import { BrokenMachine, machine, type MachineTable } from './machine';

interface SpecMove { name: string; from: string[]; to: string; actors: string[]; on: string[]; event: string; outward: string[]; guard: string | null; cells: Record<string, string> }
interface SpecMachine {
  id: string; slice: string; states: { name: string; kind: string; ballHolder: string | null }[]; moves: SpecMove[];
  made: { actors: string[]; on: string[] }; timeouts: { name: string; states: string; clockFrom: string; default: string; ballHolder: string; effect: string }[];
}
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../../docs/domain/machines.json'), 'utf8')) as { machines: SpecMachine[] };

describe('each machine of the code equals its specification', () => {
  for (const m of Object.values(machines)) {
    const want = spec.machines.find((x) => x.id === m.table.id);
    it(`${m.table.id}: states, moves, actors, triggers and every cell`, () => {
      expect(want, 'named in docs/domain').toBeDefined();
      if (!want) return;
      const table: MachineTable = m.table;
      expect(table.slice).toBe(want.slice);
      expect(table.made).toEqual({ by: want.made.actors, on: want.made.on });
      expect(Object.entries(table.states).map(([name, s]) => ({ name, kind: s.kind, ballHolder: s.holder }))).toEqual(want.states);
      expect(Object.keys(table.moves)).toEqual(want.moves.map((x) => x.name));
      for (const move of want.moves) {
        const row = table.moves[move.name];
        expect(row).toMatchObject({ from: move.from, to: move.to, by: move.actors, event: move.event });
        expect(row?.on ?? []).toEqual(move.on);
        expect(row?.out ?? []).toEqual(move.outward);
        const any = machine(table);
        expect(Object.fromEntries(want.states.map((s) => [s.name, any.answer(s.name, move.name)]))).toEqual(move.cells);
      }
      expect(table.clocks.map((c) => [c.name, c.in, c.from, c.after, c.holder, c.then])).toEqual(
        want.timeouts.map((t) => [t.name, t.states, t.clockFrom, t.default, t.ballHolder, t.effect]));
    });
  }
});

describe('a machine table is refused at import', () => {
  const good: MachineTable = {
    id: 'x', slice: 'x', title: 'x', made: { by: ['system'], on: [] }, clocks: [],
    states: { a: { kind: 'initial', holder: 'me' }, b: { kind: 'terminal', holder: null } },
    moves: { go: { from: ['a'], to: 'b', by: ['x.go'], facts: '', event: 'x.gone' } },
  };
  it('when a state cannot be reached', () => {
    expect(() => machine({ ...good, states: { ...good.states, c: { kind: 'resting', holder: null } } })).toThrow(/c cannot be reached/);
  });
  it('when a move leaves a terminal state, names an unknown one or has no trigger', () => {
    expect(() => machine({ ...good, moves: { ...good.moves, back: { from: ['b'], to: 'a', by: ['x.go'], facts: '', event: 'x.back' } } })).toThrow(BrokenMachine);
    expect(() => machine({ ...good, moves: { ...good.moves, lost: { from: ['a'], to: 'z', by: ['x.go'], facts: '', event: 'x.lost' } } })).toThrow(/unknown state z/);
    expect(() => machine({ ...good, moves: { ...good.moves, auto: { from: ['a'], to: 'b', by: ['system'], facts: '', event: 'x.auto' } } })).toThrow(/no trigger/);
  });
  it('when a state that is not at rest cannot be left or has no ball holder', () => {
    expect(() => machine({ ...good, states: { ...good.states, a: { kind: 'initial', holder: null } } })).toThrow(/nobody holds the ball/);
    expect(() => machine({ ...good, moves: {} })).toThrow(/cannot be left/);
  });
});
