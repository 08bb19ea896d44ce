import type { ReadCosts, ReplayResult } from '@causeway/contracts';
import {
  canonicalJson, compare, compareCapacity, compareKeeping, dayNumber, dayText, demandOf, effortOf, hasFloor, hitPolicies, incomeOf, isLooser, keepingFacts, LEFT_OUT, MODALITIES, outcomesOf, PAYER, payerRate, ReplayStopped, riskOf, serviceLines, SUBSPECIALTY, within,
  type Counted, type Effort, type Outcomed, type PolicyText, type Segment,
} from '@causeway/domain';
import { createHash } from 'node:crypto';
import { system } from '../../platform/acts/actor';
import { sha256, type Acts } from '../../platform/acts/acts';
import { capacityWith } from './capacity-now';
import { columnsOf } from './columns-of';
import { loadSegments } from './load';
import { ColumnMemory } from './memory';
import { payerRatesNow, stateOfHouse } from './payer-rates';
import type { Query } from './query';

export interface ReplayRow {
  id: string; policy_id: string; text: PolicyText; text_sha256: Buffer; base_id: string | null; span: { days: number } | { exams: string[] }; assumptions: ReadCosts;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'; progress: number; result: ReplayResult | null; sha256: Buffer | null; problem: string | null; asked_by: string | null; asked_at: Date; done_at: Date | null;
}
interface Version { number: number; text: PolicyText; sha256: Buffer }

/** Does what was asked for, step by step: between two steps the progress is told and a cancel is heard. */
export async function runReplay(acts: Acts, id: string, signal: AbortSignal, memory = new ColumnMemory(), state: string | null = null): Promise<void> {
  const [row] = await acts.read<ReplayRow>(`update policy_replay set state = 'running', progress = 50 where id = $1 and state in ('waiting', 'running') returning *`, [id]);
  if (!row) return;
  try {
    const step = async (progress: number): Promise<void> => {
      if (signal.aborted) throw new Error('stopped: begins again when a worker is there');
      const [still] = await acts.read(`update policy_replay set progress = $2 where id = $1 and state = 'running' returning id`, [id, progress]);
      if (!still) throw new ReplayStopped();
      await new Promise((resolve) => { setImmediate(resolve); });
    };
    const result = await replayed(acts, row, step, memory, state);
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

async function replayed(acts: Acts, row: ReplayRow, step: (progress: number) => Promise<void>, memory: ColumnMemory, state: string | null): Promise<ReplayResult> {
  const query: Query = async (sql, values = []) => (await acts.read<Record<string, unknown>>(sql, values)).map((r) => Object.values(r));
  const [own] = await acts.read<{ number: number }>('select number from policy_version where id = $1', [row.policy_id]);
  const [base] = await acts.read<Version>('select number, text, sha256 from policy_version where id = $1', [row.base_id]);
  if (!base) throw new RangeError('There is no version in force to compare with.');
  const { kind, scope } = row.text;
  const groups = kind === 'overread' ? [SUBSPECIALTY, MODALITIES, PAYER] : kind === 'retention' ? keepingFacts : [];
  const layers = hitPolicies[kind] === 'strictest' ? await otherLayers(acts, scope) : [];
  const floor = scope !== 'all' && hasFloor(kind) ? await houseText(acts, kind) : null;
  const names = new Set([row.text, base.text, ...layers, ...(floor ? [floor] : [])].flatMap((text) => [...columnsOf(text, groups)]).concat('case.serviceLine'));
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
  const compared = { ...compare(was, now, segments), ...(floor ? { belowFloor: looserThan(floor, now, segments, counted) } : {}) };
  if (kind !== 'overread') return { ...shared, ...compared, effort: null, keeping: null };
  return { ...shared, ...compared, ...readers(row.assumptions, was, now, segments), capacity: await capacity(acts, row, was, now, segments), income: await income(acts, row, was, now, segments, state), keeping: null };
}

/** The house's rules in force, below which no version of a service line goes. */
async function houseText(acts: Acts, kind: string): Promise<PolicyText | null> {
  const [house] = await acts.read<{ text: PolicyText }>(`select text from policy_version where kind = $1 and scope = 'all' and state = 'in-force'`, [kind]);
  return house?.text ?? null;
}

/** Decisions of a service line's draft that would be looser than the house's rules allow. */
function looserThan(floor: PolicyText, now: Outcomed, segments: readonly Segment[], counted: Counted): number {
  const least = within(outcomesOf(floor, segments), segments, counted);
  const looser = now.outcomes.map((line) => least.outcomes.map((house) => isLooser(floor.kind, line as never, house as never)));
  return now.of.reduce((n, place, row) => n + (place !== LEFT_OUT && looser[place]?.[least.of[row] as number] ? 1 : 0), 0);
}

/** What an over-read text means for readers, in minutes and money, and which legal risk the reads avoid. */
function readers(assumptions: ReadCosts, was: Outcomed, now: Outcomed, segments: readonly Segment[]): Pick<ReplayResult, 'effort' | 'risk'> {
  const [before, after] = [effortOf(was, segments, assumptions), effortOf(now, segments, assumptions)];
  const none: Effort = { reads: 0, minutes: 0, rvuHundredths: 0, cents: 0 };
  const all = [...new Set([...before.subspecialties.keys(), ...after.subspecialties.keys()])].sort();
  const effort = { draft: after.total, base: before.total, subspecialties: all.map((name) => ({ name, draft: after.subspecialties.get(name) ?? none, base: before.subspecialties.get(name) ?? none })) };
  const { risk } = assumptions;
  return { effort, risk: risk ? { draft: riskOf(after.total.reads, risk), base: riskOf(before.total.reads, risk), inputs: risk } : null };
}

/** What payers pay for the reads of both texts, by the rates of this moment. */
async function income(acts: Acts, { assumptions }: ReplayRow, was: Outcomed, now: Outcomed, segments: readonly Segment[], settings: string | null): Promise<ReplayResult['income']> {
  const state = await stateOfHouse((sql, p) => acts.read(sql, p), settings);
  const rates = await payerRatesNow((sql, p) => acts.read(sql, p));
  const [draft, base] = [incomeOf(now, segments, assumptions, rates, state), incomeOf(was, segments, assumptions, rates, state)];
  const used = new Set([...draft, ...base].flatMap(({ payer }) => payerRate(rates, payer, 'over-read', state) ?? []));
  return { draft, base, state, unconfirmed: [...used].filter((r) => !r.confirmed).length };
}

/** Reader minutes there are beside those both texts ask for; exams chosen by hand fill no days. */
async function capacity(acts: Acts, { span, assumptions }: ReplayRow, was: Outcomed, now: Outcomed, segments: readonly Segment[]): Promise<ReplayResult['capacity']> {
  if (!('days' in span)) return null;
  const there = await capacityWith((sql, p) => acts.read(sql, p), new Date(), assumptions.capacity);
  return { days: span.days, rows: compareCapacity(there, demandOf(now, segments, assumptions), demandOf(was, segments, assumptions), span.days) };
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
