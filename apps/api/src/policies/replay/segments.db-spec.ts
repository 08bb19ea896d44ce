import { OUTCOME, replay, RULE, rowsOf, tally, type PolicyText } from '@causeway/domain';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPolicy } from '../../platform/decisions/decisions';
import { system } from '../../platform/acts/actor';
import { newId } from '../../platform/ids';
import { bench, type Bench } from '../../testing/harness';
import { columnsOf } from './columns-of';
import { loadSegments } from './load';
import { ColumnMemory } from './memory';
import { queryIn, queryOn, type Query } from './query';
import { sealNext, SEGMENT_ROWS } from './seal';

let b: Bench;
let client: pg.Client;

const text: PolicyText<'overread'> = {
  kind: 'overread', scope: 'all', catalogue: 1, default: { then: { read: 'none' }, because: 'x' },
  rules: [
    { id: 'urgent', when: { fact: 'case.urgency', op: 'eq', value: 'high' }, then: { read: 'formal' }, because: 'x' },
    { id: 'two', when: { fact: 'request.pickedRank', op: 'known' }, then: { read: 'formal' }, because: 'x', quota: { per: 'patient', max: 2, window: 'ever', orderBy: 'request.pickedRank' } },
  ],
};

beforeAll(async () => {
  b = await bench();
  client = new pg.Client({ connectionString: b.database.appUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await b.close();
});

const decideOn = (id: string, rank: number | null, urgency: string): Promise<unknown> => b.acts.run(system('spec'), (act) => askPolicy(act, {
  kind: 'overread', subject: { kind: 'exam', id, examId: id }, today: '2026-11-24',
  facts: { 'request.pickedRank': rank, 'case.urgency': urgency, 'exam.modalities': ['CT', 'SR'], 'exam.description': 'SCHÄDEL', 'exam.receivedAt': '2026-11-23T23:59:00-05:00' },
  bucket: (per) => (per === 'patient' ? 'patient-1' : null),
}));

const sealed = (): Promise<number> => b.acts.run(system('spec'), (act) => sealNext(queryIn(act), 'overread'));

describe('facts in columns', () => {
  it('are written with the decision, and a decision made again counts once', async () => {
    const ids = [newId(), newId(), newId(), newId()];
    for (const [i, id] of ids.entries()) await decideOn(id, 4 - i, i === 0 ? 'high' : 'low');
    await decideOn(ids[1] as string, 9, 'low');
    const segments = await loadSegments(queryOn(client), 'overread', columnsOf(text));
    expect(rowsOf(segments)).toBe(5);
    // the first is urgent; of the others ranks 1 and 2 get the two places; the second one's first decision counts no more
    expect([...replay(text, segments)]).toEqual([0, -2, 1, 1, -1]);
    const [row] = (await client.query(`select exam_description, exam_received_at::text, exam_modalities from policy_facts limit 1`)).rows as unknown[];
    expect(row).toEqual({ exam_description: 'schadel', exam_received_at: '2026-11-23', exam_modalities: ['CT', 'SR'] });
  });

  it('replay the same from packed segments as from rows, and a changed segment is noticed', async () => {
    const [version] = (await client.query(`select id from policy_version where kind = 'overread'`)).rows as { id: string }[];
    const earlier = new pg.Client({ connectionString: b.database.appUrl });
    await earlier.connect();
    await earlier.query('begin');
    await earlier.query('select pg_current_xact_id()');
    await client.query(
      `with d as (insert into decision (id, kind, subject_kind, subject_id, policy_version_id, today, facts, facts_sha256, outcome, decided_by, because, considered)
         select gen_random_uuid(), 'overread', 'exam', gen_random_uuid(), $1, date '2026-01-01' + (n % 300), '{}', '', '{}', '{}', '{}', '[]' from generate_series(1, $2::int) n returning id, today)
       insert into policy_facts (decision_id, kind, today, rule, outcome, patient_no, case_urgency, request_picked_rank, exam_subspecialty, at)
       select id, 'overread', today, 'default', '{"read":"none"}', row_number() over () % 900, (array['high', 'low', null])[1 + row_number() over () % 3], nullif(row_number() over () % 7, 0),
         (array['neuro', 'chest'])[1 + row_number() over () % 2], clock_timestamp() - interval '1 hour' from d`, [version?.id, SEGMENT_ROWS + 5000]);
    const names = columnsOf(text, ['exam.subspecialty']);
    const rows = await loadSegments(queryOn(client), 'overread', names);
    const before = replay(text, rows);
    // the five of the test before are too young to be packed, and nothing behind them may be
    expect(await sealed()).toBe(0);
    await client.query(`update policy_facts set at = clock_timestamp() - interval '1 hour'`);
    // a transaction that began before them holds them back until it ends; the specs beside this one have such too, on the same server
    expect(await sealed()).toBe(0);
    await earlier.query('commit');
    await earlier.end();
    await expect.poll(sealed, { timeout: 60_000, interval: 200 }).toBe(SEGMENT_ROWS);
    expect(await sealed()).toBe(0);
    const segments = await loadSegments(queryOn(client), 'overread', names);
    expect(segments.length).toBe(2);
    const sorted = (all: Int16Array): number[] => [...all].sort((x, y) => x - y);
    expect(sorted(replay(text, segments))).toEqual(sorted(before));
    expect(tally(segments, replay(text, segments), 2, ['month', { column: 'exam.subspecialty' }]).length).toBeGreaterThan(20);
    const [whole] = await loadSegments(queryOn(client), 'overread', new Set([...names, RULE, OUTCOME]));
    expect([segments[0]?.columns.has(RULE), whole?.columns.has(RULE), whole?.columns.has(OUTCOME)]).toEqual([false, true, true]);

    // a second replay reads only the column it did not read before, and the rows behind the last segment
    const memory = new ColumnMemory();
    const asked: unknown[][] = [];
    const listening: Query = (sql, values) => {
      if (sql.includes('encode(cells')) asked.push(values?.[2] as unknown[]);
      return queryOn(client)(sql, values);
    };
    await loadSegments(listening, 'overread', names, memory);
    const again = await loadSegments(listening, 'overread', new Set([...names, RULE]), memory);
    expect(asked.map((columns) => columns.length)).toEqual([names.size + 1 - [...names].filter((name) => !segments[0]?.columns.has(name)).length, 1]);
    expect(replay(text, again)).toEqual(replay(text, segments));
    expect(again[0]?.columns.get('case.urgency')).toBe((await loadSegments(listening, 'overread', names, memory))[0]?.columns.get('case.urgency'));

    await client.query(`update policy_segment set cells = overlay(cells placing '\\x07' from 5) where name = 'case.urgency'`);
    await expect(loadSegments(queryOn(client), 'overread', names)).rejects.toThrow(/damaged/);
  });
});
