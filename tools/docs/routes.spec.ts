import { expect, it } from 'vitest';
import { plain, read, tablesHeaded } from './markdown';
import { routes } from './routes';

it('docs/handbook/api.md lists every route of the api with who may call it', () => {
  const rows = tablesHeaded(read('docs/handbook/api.md'), 'Method', 'Path', 'Who').flatMap((table) => table.rows);
  const listed = rows.map(([method = '', path = '', who = '']) => `${method} ${plain(path)} (${plain(who)})`).sort();
  const declared = routes().map(({ method, path, who }) => `${method} ${path} (${who})`).sort();
  expect(declared.length).toBeGreaterThan(50);
  expect(listed).toEqual(declared);
});
