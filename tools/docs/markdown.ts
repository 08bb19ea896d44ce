// What the specs of the documentation need of Markdown: files, tables, links and the anchors of headings.
import fs from 'node:fs';
import path from 'node:path';
import { workspaceRoot } from '../product/workspace';

export const root = workspaceRoot();

/** The pages this folder answers for, as paths from the root. `docs/domain` is held by the specs of the domain. */
export function pages(): string[] {
  const under = fs.readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file.split(path.sep).join('/')}`);
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...under.filter((file) => file.endsWith('.md') && !file.startsWith('docs/domain/')).sort()];
}

export const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

/** Text without its fenced blocks, which are not prose. */
export const prose = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Every table of a page, in order. */
export function tables(text: string): Table[] {
  const found: { head: string[]; rows: string[][] }[] = [];
  let open: { head: string[]; rows: string[][] } | null = null;
  for (const line of prose(text).split('\n')) {
    if (!line.trimStart().startsWith('|')) {
      open = null;
    } else if (open === null) {
      open = { head: cells(line), rows: [] };
      found.push(open);
    } else if (!/^[\s|:-]+$/.test(line)) {
      open.rows.push(cells(line));
    }
  }
  return found;
}

/** Tables whose first columns are headed so. */
export const tablesHeaded = (text: string, ...head: readonly string[]): Table[] => tables(text).filter((table) => head.every((word, i) => table.head[i] === word));

/** The words in backticks of a cell. */
export const codes = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** What a cell says without its backticks. */
export const plain = (cell: string): string => cell.replaceAll('`', '');

/** Targets of the links and pictures of a page. */
export const links = (text: string): string[] => [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');

/** Anchors of the headings of a page, as renderers make them: lower case, signs left out, blanks as hyphens. */
export function anchors(text: string): string[] {
  return [...prose(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) =>
    plain(match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
