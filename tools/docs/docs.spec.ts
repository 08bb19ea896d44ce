import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { staff } from '../demo/world/people/staff';
import { anchors, links, pages, plain, read, root, tablesHeaded } from './markdown';

/** Made by the journeys, so they are not there before those ran once. */
const PICTURES = 'docs/screens/';

function faultOf(page: string, link: string): string | null {
  if (/^https?:/.test(link)) return null;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.posix.normalize(path.posix.join(path.posix.dirname(page), file));
  if (target.startsWith(PICTURES)) return null;
  if (!fs.existsSync(path.join(root, target))) return `${page} links to ${link}, which does not exist`;
  if (anchor === undefined || !target.endsWith('.md')) return null;
  return anchors(read(target)).includes(anchor) ? null : `${page} links to ${link}, but no heading of it makes #${anchor}`;
}

describe('the documentation', () => {
  it('links only to files and headings that exist', () => {
    expect(pages().flatMap((page) => links(read(page)).flatMap((link) => faultOf(page, link) ?? []))).toEqual([]);
  });

  it('names no folder of one machine', () => {
    const found = pages().filter((page) => /(^|[\s`"'(])\/(home|root|Users|tmp|work)\//m.test(read(page)));
    expect(found).toEqual([]);
  });

  it('reaches every page of the handbook from its index', () => {
    const index = links(read('docs/handbook/index.md')).map((link) => link.split('#')[0]);
    const handbook = pages().filter((page) => page.startsWith('docs/handbook/')).map((page) => path.posix.basename(page));
    expect(handbook.filter((page) => page !== 'index.md' && !index.includes(page))).toEqual([]);
  });
});

describe('the decision records', () => {
  const records = fs.readdirSync(path.join(root, 'docs/decisions')).filter((file) => /^\d{4}-/.test(file)).sort();

  it('are numbered without a gap, and each is listed under its title', () => {
    expect(records.map((file) => Number(file.slice(0, 4)))).toEqual(records.map((_, i) => i + 1));
    const index = read('docs/decisions/index.md');
    for (const file of records) {
      const title = /^# \d{4}: (.+)$/m.exec(read(`docs/decisions/${file}`))?.[1];
      expect(index, file).toContain(`[${file.slice(0, 4)}](${file}) | ${title ?? 'no title'} |`);
    }
  });

  it('say in what situation what was decided, and what follows from it', () => {
    for (const file of records) {
      const headings = [...read(`docs/decisions/${file}`).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect(headings, file).toEqual(['Context', 'Decision', 'Consequences']);
    }
  });
});

it('the people the readme names are people of the demonstration, with their titles', () => {
  const rows = tablesHeaded(read('README.md'), 'Sign in as', 'Who').flatMap((table) => table.rows);
  expect(rows.length).toBeGreaterThan(5);
  for (const [username = '', who = ''] of rows) {
    const person = staff.find((member) => member.username === plain(username));
    expect(who, username).toBe(person && `${person.name}, ${person.title}`);
  }
});
