import type { ReplayResult } from '@causeway/contracts';
import {
  canonicalJson, compare, compareKeeping, dayNumber, dayText, effortOf, hitPolicies, keepingFacts, MODALITIES, outcomesOf, ReplayStopped, serviceLines, SUBSPECIALTY, within,
  type Costs, type Counted, type Effort, type PolicyText, type Segment,
} from '@causeway/domain';
import { createHash } from 'node:crypto';
import { system } from '../../platform/acts/actor';
import { sha256, type Acts } from '../../platform/acts/acts';
import { columnsOf } from './columns-of';
import { loadSegments } from './load';
import { ColumnMemory } from './memory';
import type { Query } from './query';

export interface ReplayRow {
  id: string; policy_id: string; text: PolicyText; text_sha256: Buffer; base_id: string | null; span: { days: number } | { exams: string[] }; assumptions: Costs;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'; progress: number; result: ReplayResult | null; sha256: Buffer | null; problem: string | null; asked_by: string | null; asked_at: Date; done_at: Date | null;
}
interface Version { number: number; text: PolicyText; sha256: Buffer }

/** Does what was asked for, step by step: between two steps the progress is told and a cancel is heard. */
export async function runReplay(acts: Acts, id: string, signal: AbortSignal, memory = new ColumnMemory()): Promise<void> {
  const [row] = await acts.read<ReplayRow>(`update policy_replay set state = 'running', progress = 50 where id = $1 and state in ('waiting', 'running') returning *`, [id]);
  if (!row) return;
  try {
    const step = async (progress: number): Promise<void> => {
      if (signal.aborted) throw new Error('stopped: begins again when a worker is there');
      const [still] = await acts.read(`update policy_replay set progress = $2 where id = $1 and state = 'running' returning id`, [id, progress]);
      if (!still) throw new ReplayStopped();
      await new Promise((resolve) => { setImmediate(resolve); });
    };
    const result = await replayed(acts, row, step, memory);
    const json = canonicalJson(result);
    await acts.run(system('policies'), async (act) => {
      const [done] = await act.query(
        `update policy_replay set state = 'done', progress = 1000, result = $2::jsonb, sha256 = $3, done_at = clock_timestamp() where id = $1 and state = 'running' returning id`, [id, json, sha256(json)]);
      if (!done) return;
      act.audit({ action: 'policy.replayed', object: { kind: 'policy', id: row.policy_id }, details: { replay: id, sha256: sha256(json).toString('hex'), rows: result.rows, changed: result.changed } });
      act.emit({ event: 'policy.replayed', kind: 'policy', id: row.policy_id, data: { replay: id } });
    });
  } catch (error) {
    if (error instanceof ReplayStopped) return;
    if (!(error instanceof RangeError) && !(error instanceof Error && error.message.includes('damaged'))) throw error;
    await acts.read(`update policy_replay set state = 'failed', problem = $2, done_at = clock_timestamp() where id = $1 and state = 'running'`, [id, error.message]);
  }
}

async function replayed(acts: Acts, row: ReplayRow, step: (progress: number) => Promise<void>, memory: ColumnMemory): Promise<ReplayResult> {
  const query: Query = async (sql, values = []) => (await acts.read<Record<string, unknown>>(sql, values)).map((r) => Object.values(r));
  const [own] = await acts.read<{ number: number }>('select number from policy_version where id = $1', [row.policy_id]);
  const [base] = await acts.read<Version>('select number, text, sha256 from policy_version where id = $1', [row.base_id]);
  if (!base) throw new RangeError('There is no version in force to compare with.');
  const { kind, scope } = row.text;
  const groups = kind === 'overread' ? [SUBSPECIALTY, MODALITIES] : kind === 'retention' ? keepingFacts : [];
  const layers = hitPolicies[kind] === 'strictest' ? await otherLayers(acts, scope) : [];
  const names = new Set([row.text, base.text, ...layers].flatMap((text) => [...columnsOf(text, groups)]).concat('case.serviceLine'));
  const segments = await loadSegments(query, kind, names, memory);
  await step(400);
  const [clock] = await acts.read<{ today: string }>('select current_date::text as today', []);
  const today = clock?.today ?? '';
  const counted = await countedOf(acts, row, kind, today, scope);
  const shared = {
    kind, policy: { number: own?.number ?? 0, sha256: row.text_sha256.toString('hex') }, base: { number: base.number, sha256: base.sha256.toString('hex') },
    from: counted.from === undefined ? '' : dayText(counted.from), until: today, inputDigest: digestOf(segments),
  };
  if (hitPolicies[kind] === 'strictest') {
    const { rows, changed, ...keeping } = compareKeeping([base.text as PolicyText<'retention'>, ...layers], [row.text as PolicyText<'retention'>, ...layers], segments, counted);
    return { ...shared, rows, changed, changes: [], rules: { draft: {}, base: {} }, months: [], effort: null, keeping };
  }
  const was = within(outcomesOf(base.text, segments), segments, counted);
  await step(650);
  const now = within(outcomesOf(row.text, segments), segments, counted);
  await step(850);
  const compared = compare(was, now, segments);
  if (kind !== 'overread') return { ...shared, ...compared, effort: null, keeping: null };
  const [before, after] = [effortOf(was, segments, row.assumptions), effortOf(now, segments, row.assumptions)];
  const none: Effort = { reads: 0, minutes: 0, rvuHundredths: 0, cents: 0 };
  const all = [...new Set([...before.subspecialties.keys(), ...after.subspecialties.keys()])].sort();
  const effort = { draft: after.total, base: before.total, subspecialties: all.map((name) => ({ name, draft: after.subspecialties.get(name) ?? none, base: before.subspecialties.get(name) ?? none })) };
  return { ...shared, ...compared, effort, keeping: null };
}

/** Layers that stay as they are beside this one: the law, and for a service line the house. */
async function otherLayers(acts: Acts, scope: string): Promise<PolicyText<'retention'>[]> {
  const rows = await acts.read<{ text: PolicyText<'retention'> }>(`select text from policy_version where kind = 'retention' and state = 'in-force' and scope in ('all', 'law') and scope <> $1`, [scope]);
  return rows.map((r) => r.text);
}

async function countedOf(acts: Acts, { span }: ReplayRow, kind: string, today: string, scope: string): Promise<Counted> {
  const line = (serviceLines as readonly string[]).includes(scope) ? { serviceLine: scope } : {};
  if ('days' in span) return { ...line, from: dayNumber(today) - span.days };
  const rows = await acts.read<{ no: string }>('select no from policy_facts where kind = $1 and exam_id = any($2::uuid[])', [kind, span.exams]);
  return { ...line, numbers: new Set(rows.map((r) => Number(r.no))) };
}

/** Names what was read, so that it can be shown later that two replays had the same input. */
function digestOf(segments: readonly Segment[]): string {
  const hash = createHash('sha256');
  for (const segment of segments) {
    for (const [name, column] of [...segment.columns].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${name} ${segment.rows} ${'base' in column ? column.base : JSON.stringify(column.values)} `);
      hash.update(new Uint8Array(column.cells.buffer, column.cells.byteOffset, column.cells.byteLength));
    }
    if (segment.superseded) hash.update(segment.superseded);
  }
  return hash.digest('hex');
}
