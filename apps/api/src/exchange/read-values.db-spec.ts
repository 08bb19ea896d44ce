import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';

let b: Bench;
let reader: SpecPerson;
let exam: string;
let source: string;
beforeAll(async () => {
  b = await bench();
  reader = await b.person('rd');
});
afterAll(() => b.close());
beforeEach(async () => {
  source = await b.facility(`Lakeview ${newId()}`);
  exam = await storeExam(b, { source });
  await b.acts.read(`insert into report (id, exam_id, kind, source_key, source, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'RIS', 'F', 'CT', '[]', sha256('x'))`, [newId(), exam]);
});

async function read(): Promise<string> {
  const id = newId();
  await b.acts.read(`insert into overread (id, exam_id, state, grade, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision) values ($1, $2, 'signed', 'agree', 'second-opinion', 'neuro', 'neurology', $3, 'medium', 1)`, [id, exam, [b.host]]);
  return id;
}
async function signed(id: string, kind: 'report' | 'addendum', grade: string): Promise<void> {
  await b.acts.read(`insert into overread_report (id, overread_id, kind, text, grade, author_id, sha256) values ($1, $2, $3, '{}', $4, $5, sha256('x'))`, [newId(), id, kind, grade, reader.id]);
  await told('value.read', id);
}
const told = async (kind: string, id: string): Promise<void> => {
  await b.acts.read('insert into job (kind, key, data) values ($1, $2, $3)', [kind, `${kind} ${id}`, { id }]);
  await drain(b, { only: [kind] });
};
const rows = (of: string, value: string) => b.acts.read<{ amount: number; grade: string | null; reverses: boolean; facility_id: string }>(
  `select amount::int, evidence->>'grade' as grade, reverses is not null as reverses, facility_id from value_row where value = $2 and (evidence->>'read' = $1 or evidence->>'send' = $1) order by at, id`, [of, value]);

describe('the value ledger', () => {
  it('counts a read that differs from the outside report once, and an addendum takes its place', async () => {
    const id = await read();
    await signed(id, 'report', 'agree');
    await told('value.read', id);
    expect(await rows(id, 'V8')).toMatchObject([{ amount: 0, grade: 'agree', reverses: false, facility_id: source }]);
    await signed(id, 'addendum', 'major');
    expect(await rows(id, 'V8')).toMatchObject([{ grade: 'agree', reverses: false }, { reverses: true }, { amount: 1, grade: 'major', reverses: false }]);
    expect((await rows(id, 'V8')).reduce((sum, r) => sum + r.amount, 0)).toBe(1);
  });

  it('takes back what a retracted read counted, and leaves another read of the exam alone', async () => {
    const [one, two] = [await read(), await read()];
    await signed(one, 'report', 'critical');
    await signed(two, 'report', 'minor');
    await b.acts.read(`update overread set state = 'retracted' where id = $1`, [one]);
    await told('value.read', one);
    expect((await rows(one, 'V8')).reduce((sum, r) => sum + r.amount, 0)).toBe(0);
    expect(await rows(two, 'V8')).toMatchObject([{ amount: 1, reverses: false }]);
  });

  it('has nothing to say of a read without an outside report', async () => {
    await b.acts.read('delete from report where exam_id = $1', [exam]);
    const id = await read();
    await signed(id, 'report', 'major');
    expect(await rows(id, 'V8')).toEqual([]);
  });

  it('counts what a primary read brings, and never as a disagreement, though an outside report is there', async () => {
    const [id, order] = [newId(), newId()];
    await b.acts.read(`insert into exchange_case (id, state, use_case, urgency, profile, service_line, facility_ids, subject) values ($1, 'open', 'U5', 'high', 'H', 'neurology', $2, '{}')`, [order, [b.host]]);
    await b.acts.read(`insert into overread (id, exam_id, kind, case_id, state, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision) values ($1, $2, 'primary', $4, 'signed', 'primary', 'neuro', 'neurology', $3, 'medium', 1)`, [id, exam, [b.host], order]);
    await b.acts.read(`insert into overread_report (id, overread_id, read_kind, kind, text, author_id, sha256) values ($1, $2, 'primary', 'report', '{}', $3, sha256('x'))`, [newId(), id, reader.id]);
    await b.acts.read(`insert into value_rate (version, exam_cents, line_cents, source, reason, set_by, by_name) values (1, '{}', '{"neurology": 4200}', 'spec', 'spec', $1, 'spec')`, [reader.id]);
    await told('value.read', id);
    expect(await rows(id, 'V8')).toEqual([]);
    expect(await rows(id, 'V15')).toMatchObject([{ amount: 4200, facility_id: source }]);
  });

  it('counts a send that was taken up once, and whether that was in time', async () => {
    const id = newId();
    await b.acts.read(
      `insert into send (id, state, state_since, owner_id, facility_ids, service_line, recipient_id, recipient_kind, purpose, urgency, delivered_at) values ($1, 'accepted', clock_timestamp(), $2, $3, 'neurology', $4, 'facility', 'treatment', 'high', clock_timestamp() - interval '15 minutes')`,
      [id, reader.id, [b.host, source], source]);
    await told('value.sent', id);
    await told('value.sent', id);
    expect(await rows(id, 'V11')).toMatchObject([{ amount: 1, facility_id: source }]);
    expect(await b.acts.read(`select evidence->'inTime' as "inTime" from value_row where evidence->>'send' = $1`, [id])).toEqual([{ inTime: false }]);
  });
});
