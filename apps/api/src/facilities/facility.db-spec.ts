import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { FacilityController } from './facility.controller';

let b: Bench;
let directory: FacilityController;
beforeAll(async () => {
  b = await bench();
  directory = new FacilityController(b.acts);
});
afterAll(() => b.close());

describe('the directory of facilities', () => {
  it('lists the house first, then the partners a person works with, with their lines', async () => {
    const partner = await b.facility('St. Mary');
    await b.facility('Not theirs');
    await b.acts.read(
      `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, state, sentence)
       values (gen_random_uuid(), $1, 'dimse', 'in', 'images', 'CT scanner', '{}', 'failing', 'No answer')`, [partner]);
    const rows = await directory.directory(await callerOf(b, await b.person('pa', { facilities: [b.host, partner] })));
    expect(rows.map((r) => r.name)).toEqual(['Spec Medical Center', 'St. Mary']);
    expect(rows[1]?.endpoints).toMatchObject([{ label: 'CT scanner', health: 'failing', sentence: 'No answer' }]);
    expect(rows[0]).toMatchObject({ host: true, endpoints: [], examsLast30Days: 0 });
  });
});
