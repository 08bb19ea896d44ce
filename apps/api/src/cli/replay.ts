import { faultsOfDraft, outcomesOf, tally, type Condition, type GroupBy, type PolicyText, type Tally } from '@causeway/domain';
import fs from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import pg from 'pg';
import { Refusal } from '../platform/acts/refusal';
import type { Settings } from '../platform/settings/settings';
import { columnsOf } from '../policies/replay/columns-of';
import { loadSegments } from '../policies/replay/load';
import { ColumnMemory } from '../policies/replay/memory';
import { queryOn } from '../policies/replay/query';
import { sealNext } from '../policies/replay/seal';

const GROUPS: readonly GroupBy[] = ['month', { column: 'exam.subspecialty' }];

/**
 * Replays a text from a file over every stored decision of its kind and says how many each rule would decide, by month and subspecialty. What is settled and
 * not packed yet is packed first. With `--rounds` the text is then edited and replayed again so often, as somebody does who works at a draft: what was read is still in
 * memory, what is new is read. Every round's time is told, and whether the first text still gives what it gave.
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
    const memory = new ColumnMemory();
    const begun = performance.now();
    let loaded = begun;
    const replayed = async (draft: PolicyText): Promise<Tally[]> => {
      const segments = await loadSegments(query, draft.kind, columnsOf(draft, ['exam.subspecialty']), memory);
      loaded = performance.now();
      const outcomes = outcomesOf(draft, segments);
      return tally(segments, outcomes.of, outcomes.outcomes.length, GROUPS);
    };
    const groups = await replayed(text);
    const cold = performance.now();
    const read = loaded - begun;
    const warm: number[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const draft = edited(text, round);
      const at = performance.now();
      await replayed(draft);
      warm.push(Math.round(performance.now() - at));
    }
    const same = isDeepStrictEqual(await replayed(text), groups);
    const rules: Record<string, number> = {};
    for (const g of groups) {
      const id = text.rules[g.rule]?.id ?? 'default';
      rules[id] = (rules[id] ?? 0) + g.count;
    }
    say(JSON.stringify({
      packed, rows: groups.reduce((sum, g) => sum + g.count, 0), rules, groups: groups.length, same, milliseconds: { read: Math.round(read), decided: Math.round(cold - begun - read), cold: Math.round(cold - begun), warm },
    }));
    return 0;
  } finally {
    await client.end();
  }
}

/** The text with the numbers of one rule changed, or without the rule when it has none: each round another. */
function edited(text: PolicyText, round: number): PolicyText {
  const place = round % Math.max(1, text.rules.length);
  const rule = text.rules[place];
  const changed = JSON.parse(JSON.stringify(rule?.when ?? null), (_, value: unknown) => (typeof value === 'number' ? value + 1 + round : value)) as Condition;
  const rules = isDeepStrictEqual(changed, rule?.when) ? text.rules.toSpliced(place, 1) : text.rules.with(place, { ...(rule as (typeof text.rules)[number]), when: changed });
  return { ...text, rules } as PolicyText;
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
