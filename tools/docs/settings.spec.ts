import { describe, expect, it } from 'vitest';
import { codes, read, tablesHeaded } from './markdown';
import { apiSettings, namedSettings, supervisorSettings } from './settings';

/** Rows of every table of the readme that lists variables: name to default. */
const documented = new Map(
  tablesHeaded(read('README.md'), 'Variable', 'Default').flatMap((table) => table.rows).map(([name = '', fallback = '']): [string, string | null] => [codes(name)[0] ?? name, codes(fallback)[0] ?? null]),
);

describe('the settings in README.md', () => {
  it('are all the api knows, with its defaults', () => {
    const wanted = apiSettings();
    expect(wanted.size).toBeGreaterThan(20);
    expect(Object.fromEntries([...wanted.keys()].map((name) => [name, documented.get(name)]))).toEqual(Object.fromEntries(wanted));
  });

  it('hold all the supervisor reads', () => {
    expect(supervisorSettings().size).toBeGreaterThan(10);
    expect([...supervisorSettings()].filter((name) => !documented.has(name))).toEqual([]);
  });

  it('hold every variable the source names, and no other', () => {
    const named = namedSettings();
    expect([...named].filter(([name]) => !documented.has(name)).map(([name, file]) => `${name}, named in ${file}, has no row`)).toEqual([]);
    expect([...documented.keys()].filter((name) => !named.has(name))).toEqual([]);
  });
});
