import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FacilityDetail } from '@causeway/contracts';
import type { Entry } from './entry';

/** Columns of the directory as CSV, in this order. Several values stand in one cell with `|` between them, parts of one with `;`. */
export const CSV_COLUMNS = [
  'name', 'kind', 'tier', 'place', 'state', 'issuer', 'issuerOid', 'oid', 'homeCommunity', 'purposes', 'volume', 'discPercent', 'serviceLines', 'departments', 'networks', 'products', 'gateways', 'contacts',
] as const;
type Column = (typeof CSV_COLUMNS)[number];

/** What a spreadsheet runs when it opens the file. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number, also one to call: it computes to nothing but itself. */
const NUMBER = /^[+-]?[\d\s().]+$/;

export interface CsvFile { readonly entries: readonly Entry[]; readonly fault: string | null }

export function readCsv(text: string): CsvFile {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(text) });
  } catch (error) {
    return { entries: [], fault: `This is not CSV: ${error instanceof Error ? error.message : 'it cannot be read'}` };
  }
  const [head = [], ...lines] = rows;
  const columns = head.map((h) => h.trim());
  const strange = columns.filter((c) => !CSV_COLUMNS.includes(c as Column));
  if (!columns.includes('name')) return { entries: [], fault: 'The first line must name the columns, and "name" must be one of them. Export the directory to see how.' };
  if (strange.length > 0) return { entries: [], fault: `Columns that are not known: ${strange.slice(0, 5).map((c) => (c === '' ? '(without a name)' : c)).join(', ')}. Known are: ${CSV_COLUMNS.join(', ')}.` };
  return { entries: lines.map((cells, i) => entryOf(columns as Column[], cells, i + 2)), fault: null };
}

function entryOf(columns: readonly Column[], cells: readonly string[], line: number): Entry {
  const faults: string[] = cells.length > columns.length ? [`more cells than columns: is a "," or a quote missing?`] : [];
  const value = (column: Column): string | undefined => {
    const at = columns.indexOf(column);
    if (at < 0) return undefined;
    const cell = (cells[at] ?? '').trim();
    // what we exported with an apostrophe comes back without it
    if (/^'[=+\-@\t\r]/.test(cell)) return cell.slice(1);
    if (FORMULA.test(cell) && !NUMBER.test(cell)) {
      faults.push(`${column}: begins with "${cell[0] ?? ''}", which a spreadsheet runs as a formula. Take it away, or put an apostrophe before it`);
      return '';
    }
    return cell;
  };
  const list = (column: Column): string[] | undefined => value(column)?.split('|').map((v) => v.trim()).filter(Boolean);
  const parts = (column: Column): string[][] | undefined => list(column)?.map((v) => v.split(';').map((p) => p.trim()));
  const number = (column: Column, factor = 1): number | null | undefined => {
    const text = value(column);
    if (text === undefined) return undefined;
    if (text === '') return null;
    const n = Number(text.replace(',', '.').replace('%', ''));
    if (Number.isNaN(n)) faults.push(`${column}: "${text.slice(0, 20)}" is not a number`);
    return Number.isNaN(n) ? null : Math.round(n * factor);
  };
  const orNull = (column: Column): string | null | undefined => (value(column) === '' ? null : value(column));
  const fields: Record<string, unknown> = {
    name: value('name'), kind: value('kind') || undefined, tier: value('tier') || undefined, place: value('place'), issuer: orNull('issuer'), issuerOid: orNull('issuerOid'), oid: orNull('oid'), homeCommunity: orNull('homeCommunity'),
    purposes: list('purposes'), volume: number('volume'), discPermille: number('discPercent', 10), serviceLines: list('serviceLines'),
    departments: parts('departments')?.map(([name = '', serviceLine]) => ({ name, serviceLine: serviceLine || null })),
    networks: parts('networks')?.map(([name = '', kind, oid]) => ({ name, kind: kind || 'network', oid: oid || null })),
    products: parts('products')?.map(([vendor = '', name = '', version = '', usedFor = '']) => ({ vendor, name, version, usedFor })),
    gateways: parts('gateways')?.map(([name = '', vendor = '', product = '', version = '', site = '', keeper = '']) => ({ name, vendor, product, version, site, keeper })),
  };
  const contacts = (parts('contacts') ?? []).map(([kind = '', name = '', title = '', phone = '', email = '']) => ({ kind, name, title, phone, email }));
  return { line, fields: Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)), contacts, endpoints: [], faults };
}

/** The delimiter that the first line has more of; spreadsheets of many countries write semicolons. */
function delimiterOf(text: string): string {
  const first = text.slice(0, text.search(/\r?\n|$/));
  return (first.match(/;/g)?.length ?? 0) > (first.match(/,/g)?.length ?? 0) ? ';' : ',';
}

/** The directory as CSV: a cell a spreadsheet would run begins with an apostrophe, and import takes it away again. */
export function writeCsv(facilities: readonly FacilityDetail[]): string {
  const rows = facilities.map((f): Record<Column, string> => ({
    name: f.name, kind: f.kind, tier: f.tier, place: f.place, state: f.state, issuer: f.issuer ?? '', issuerOid: f.issuerOid ?? '', oid: f.oid ?? '', homeCommunity: f.homeCommunity ?? '', purposes: f.purposes.join('|'),
    volume: f.volume === null ? '' : String(f.volume), discPercent: f.discPermille === null ? '' : String(f.discPermille / 10), serviceLines: f.serviceLines.join('|'),
    departments: joined(f.departments.map((d) => [d.name, d.serviceLine ?? ''])), networks: joined(f.networks.map((n) => [n.name, n.kind, n.oid ?? ''])),
    products: joined(f.products.map((p) => [p.vendor, p.name, p.version, p.usedFor])),
    gateways: joined(f.gateways.map((g) => [g.name, g.vendor, g.product, g.version, g.site, g.keeper])), contacts: joined(f.contacts.map((c) => [c.kind, c.name, c.title, c.phone, c.email])),
  }));
  return stringify(rows.map((r) => CSV_COLUMNS.map((c) => (FORMULA.test(r[c]) ? `'${r[c]}` : r[c]))), { header: true, columns: CSV_COLUMNS.map((c) => ({ key: c, header: c })), bom: true });
}

/** `|` and `;` hold cells apart, so they are not written within one. */
const joined = (values: readonly (readonly string[])[]): string => values.map((parts) => parts.map((p) => p.replace(/[|;]/g, ' ')).join('; ')).join(' | ');
