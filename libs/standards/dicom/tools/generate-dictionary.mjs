// Writes src/dictionary/standard.json from the attribute list of dcmjs: per VR one line of `tag:Keyword` words.
// Run with: node libs/standards/dicom/tools/generate-dictionary.mjs
import fs from 'node:fs';
import path from 'node:path';
import { dictionary } from 'dcmjs/dictionary';

// Names of ours for the three VRs that depend on other attributes (PS3.6 note 6: US or SS, OB or OW, US or OW).
const AMBIGUOUS = { xs: 'US|SS', ox: 'OB|OW', lt: 'US|OW', up: 'UL' };
const SKIPPED = new Set(['PrivateTag', 'PRIVATE', 'ILLEGAL', 'GENERIC']);
// Groups 50xx and 60xx repeat (PS3.5 7.6): kept once, under 5000 and 6000.
const ONE_TAG = /^\(([0-9A-F]{4})(?:-[56]0FF)?,([0-9A-F]{4})\)$/i;

const byVr = new Map();
const seen = new Set();
for (const entry of Object.values(dictionary)) {
  const match = ONE_TAG.exec(entry?.tag ?? '');
  if (!match || SKIPPED.has(entry.version) || entry.vr === 'na') continue;
  const tag = (match[1] + match[2]).toUpperCase();
  if (seen.has(tag)) continue;
  seen.add(tag);
  const vr = AMBIGUOUS[entry.vr] ?? entry.vr;
  const words = byVr.get(vr) ?? [];
  words.push(`${tag}:${entry.name.replace(/^RETIRED_/, '')}`);
  byVr.set(vr, words);
}

const table = Object.fromEntries([...byVr].sort(([a], [b]) => (a < b ? -1 : 1)).map(([vr, words]) => [vr, words.sort().join(' ')]));
const target = path.join(import.meta.dirname, '../src/dictionary/standard.json');
fs.writeFileSync(target, `${JSON.stringify(table, null, 1)}\n`);
