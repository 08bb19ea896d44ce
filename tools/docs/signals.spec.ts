// A page that waits for signals about a kind of thing must be told of it: the api says who may be.
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const sources = (dir: string): string[] => fs.readdirSync(path.join(root, dir), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts') && !f.endsWith('.spec.ts')).map((f) => fs.readFileSync(path.join(root, dir, f), 'utf8'));

it('every kind a page listens for has somebody who may be told of it', () => {
  const listened = new Set(sources('apps/console/src/app').flatMap((text) => [...text.matchAll(/signalsOf\(('[^)]*')\)/g)].flatMap((m) => [...(m[1] ?? '').matchAll(/'(\w+)'/g)].map((k) => k[1] ?? ''))));
  const sight = fs.readFileSync(path.join(root, 'apps/api/src/platform/stream/sight.ts'), 'utf8');
  expect(listened.size).toBeGreaterThan(15);
  expect([...listened].filter((kind) => !new RegExp(`^  ${kind}: \\{|'${kind}'`, 'm').test(sight))).toEqual([]);
});
