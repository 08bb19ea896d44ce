// Every disc and DICOMDIR of the corpus, and discs made to do harm: a table with verdict and reason; none crashes, none takes long, none takes memory.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MEDIA_LIMITS } from '@causeway/transport-media';
import { hostileMedia, manyEntries, rawZip } from '@causeway/transport-media/testing';
import { corpusDiscs } from './discs/corpus-discs';
import { judge, type Judged } from './discs/judge';
import { hostileImages } from './discs/images';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });

/** Pass lines for each medium: CPU as the mission asks, memory as the design does. */
const MOST_CPU_MS = 3000;
const MOST_RISE_MIB = 128;

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-discs-'));
const faults: string[] = [];
const rows: Judged[] = [];

async function look(name: string, at: string, must: { readonly tells?: readonly string[]; readonly takes?: number } = {}): Promise<void> {
  const row = await judge(name, at, dir);
  rows.push(row);
  console.log(`${row.verdict.padEnd(8)} ${String(row.cpuMs).padStart(5)} ms ${String(row.riseMib).padStart(4)} MiB  ${name.padEnd(44)} ${row.reason}`);
  if (row.verdict === 'crashed') faults.push(`${name}: ${row.reason}`);
  if (row.cpuMs > MOST_CPU_MS) faults.push(`${name} took ${row.cpuMs} ms of CPU.`);
  if (row.riseMib > MOST_RISE_MIB) faults.push(`${name} took ${row.riseMib} MiB of memory.`);
  if (must.takes !== undefined && row.taken !== must.takes) faults.push(`${name}: ${row.taken} objects were taken, ${must.takes} are on it.`);
  if (must.tells && must.tells.length > 0 && !must.tells.some((code) => row.told.includes(code))) faults.push(`${name}: told ${row.told.join(', ') || 'nothing'}, and not ${must.tells.join(' or ')}.`);
}

try {
  // what is loaded once is loaded before memory is looked at
  const first = path.join(dir, 'first.zip');
  fs.writeFileSync(first, rawZip([{ name: 'A', bytes: Buffer.alloc(2 ** 20, 1) }]));
  await judge('warm-up', first, dir);

  const corpus = corpusDiscs(dir);
  for (const { name, at } of corpus) await look(name, at);
  const hostile = [...hostileMedia(dir, values.short ? 2 ** 28 : 2 ** 30), ...(await hostileImages(dir))];
  for (const { name, at, tells, takes } of hostile) await look(name, at, { tells, takes });
  const count = values.short ? 30_000 : MEDIA_LIMITS.entries;
  for (const [name, entries, tells] of [['zip-many-entries', count, []], ...(values.short ? [] : [['zip-too-many-entries', count + 1, ['too-many-entries']] as const])] as const) {
    const at = path.join(dir, `${name}.zip`);
    fs.writeFileSync(at, manyEntries(entries));
    await look(name, at, { tells, takes: 0 });
  }
  const worst = rows.reduce((a, b) => (b.cpuMs > a.cpuMs ? b : a));
  const figures = {
    corpus: corpus.length, hostile: rows.length - corpus.length, taken: rows.reduce((sum, row) => sum + row.taken, 0), refused: rows.filter((row) => row.verdict === 'refused').length,
    crashed: rows.filter((row) => row.verdict === 'crashed').length, mostCpuMs: worst.cpuMs, slowest: worst.name, mostRiseMib: Math.max(...rows.map((row) => row.riseMib)), faults,
  };
  console.log(JSON.stringify({ name: 'discs', pass: faults.length === 0, figures }));
} finally {
  fs.rmSync(dir, { recursive: true, force: true });
}
process.exitCode = faults.length === 0 ? 0 : 1;
