import { faultsOfDraft, outcomesOf, tally, type GroupBy, type PolicyText } from '@causeway/domain';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Refusal } from '../platform/acts/refusal';
import type { Settings } from '../platform/settings/settings';
import { columnsOf } from '../policies/replay/columns-of';
import { loadSegments } from '../policies/replay/load';
import { queryOn } from '../policies/replay/query';
import { sealNext } from '../policies/replay/seal';

const GROUPS: readonly GroupBy[] = ['month', { column: 'exam.subspecialty' }];

/**
 * Replays a text from a file over every stored decision of its kind and says how many each rule would decide, by month and subspecialty. What is settled and
 * not packed yet is packed first. With `--rounds` the same is done again on what was read, and every round's time is told.
 */
export async function replayFile(settings: Pick<Settings, 'DATABASE_URL'>, args: readonly string[], say: (text: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { rounds: { type: 'string', default: '0' } } });
  const text = JSON.parse(fs.readFileSync(positionals[0] ?? '/dev/stdin', 'utf8')) as PolicyText;
  const faults = faultsOfDraft(text);
  if (faults.length > 0) throw new Refusal(422, 'faults', `The text cannot be used.\n  ${faults.slice(0, 10).map((f) => `${f.at} ${f.problem}`).join('\n  ')}`);
  const client = new pg.Client({ connectionString: settings.DATABASE_URL });
  await client.connect();
  try {
    const packed = await packAll(client, text.kind);
    const query = queryOn(client);
    const begun = performance.now();
    const segments = await loadSegments(query, text.kind, columnsOf(text, ['exam.subspecialty']));
    const loaded = performance.now();
    const decide = () => {
      const outcomes = outcomesOf(text, segments);
      return tally(segments, outcomes.of, outcomes.outcomes.length, GROUPS);
    };
    const groups = decide();
    const cold = performance.now();
    const warm = Array.from({ length: Number(values.rounds) }, () => {
      const at = performance.now();
      decide();
      return Math.round(performance.now() - at);
    });
    const rules: Record<string, number> = {};
    for (const g of groups) {
      const id = text.rules[g.rule]?.id ?? 'default';
      rules[id] = (rules[id] ?? 0) + g.count;
    }
    say(JSON.stringify({
      packed, rows: groups.reduce((sum, g) => sum + g.count, 0), rules, groups: groups.length, milliseconds: { read: Math.round(loaded - begun), decided: Math.round(cold - loaded), cold: Math.round(cold - begun), warm },
    }));
    return 0;
  } finally {
    await client.end();
  }
}

async function packAll(client: pg.Client, kind: string): Promise<number> {
  let packed = 0;
  for (;;) {
    await client.query('begin');
    const rows = await sealNext(queryOn(client), kind);
    await client.query('commit');
    if (rows === 0) return packed;
    packed += rows;
  }
}
