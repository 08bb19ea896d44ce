import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes, plain, read, root, tablesHeaded } from './markdown';

/** How many items each part of the mission has. */
const PARTS = { V: 17, R: 36, S: 49, W: 40, C: 28, P: 31, G: 13, U: 27 } as const;
const STATES = ['works', 'partly', 'not yet'];
const TEST = /(spec|e2e)\.ts$|^tools\/prove\//;

const text = read('docs/handbook/mission.md');
const rows = tablesHeaded(text, 'Id', 'Item', 'State', 'Where', 'Test')
  .flatMap((table) => table.rows)
  .map(([id = '', , state = '', where = '', test = '', note = '']) => ({ id, state, where: codes(where), test: codes(test), note }));
const there = (file: string): boolean => fs.existsSync(path.join(root, file));

describe('docs/handbook/mission.md', () => {
  it('has every item of the mission exactly once, in order', () => {
    expect(rows.map((row) => row.id)).toEqual(Object.entries(PARTS).flatMap(([part, count]) => Array.from({ length: count }, (_, i) => `${part}${i + 1}`)));
  });

  it('gives each one of three states, and what works a place and a test', () => {
    for (const { id, state, where, test } of rows) {
      expect(STATES, id).toContain(state);
      expect([where.length > 0, test.length > 0], `${id}: where and test`).toEqual(state === 'not yet' ? [false, false] : [true, true]);
    }
  });

  it('says of what works partly what is missing', () => {
    expect(rows.filter((row) => row.state === 'partly' && row.note === '').map((row) => row.id)).toEqual([]);
  });

  it('names only files and folders that exist, and tests that are tests', () => {
    expect(rows.flatMap((row) => [...row.where, ...row.test].filter((file) => !there(file)).map((file) => `${row.id}: ${file}`))).toEqual([]);
    expect(rows.flatMap((row) => row.test.filter((file) => !TEST.test(file)).map((file) => `${row.id}: ${file}`))).toEqual([]);
  });

  it('counts its states as they are', () => {
    const counted = Object.fromEntries(STATES.map((state) => [state, rows.filter((row) => row.state === state).length]));
    const said = Object.fromEntries(tablesHeaded(text, 'State', 'Items').flatMap((table) => table.rows).map(([state = '', count = '']) => [plain(state), Number(count)]));
    expect(said).toEqual(counted);
  });
});
