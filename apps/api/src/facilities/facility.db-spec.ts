import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import { makeLog } from '../platform/log';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { connectPacs } from '../testing/released';
import { EndpointProbe } from './endpoint.probe';
import { FacilityController } from './facility.controller';

let b: Bench;
let directory: FacilityController;
beforeAll(async () => {
  b = await bench();
  directory = new FacilityController(b.acts, new EndpointProbe(b.acts, installedTransports, makeLog('spec', 'error')));
});
afterAll(() => b.close());

describe('the directory of facilities', () => {
  it('lists the house first, then the partners a person works with, with their lines', async () => {
    const partner = await b.facility('St. Mary');
    await b.facility('Not theirs');
    await b.acts.read(
      `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, health, health_sentence)
       values (gen_random_uuid(), $1, 'dimse', 'in', 'images', 'CT scanner', '{}', 'failing', 'No answer')`, [partner]);
    const rows = await directory.directory(await callerOf(b, await b.person('pa', { facilities: [b.host, partner] })));
    expect(rows.map((r) => r.name)).toEqual(['Spec Medical Center', 'St. Mary']);
    expect(rows[1]?.endpoints).toMatchObject([{ label: 'CT scanner', health: 'failing', sentence: 'No answer' }]);
    expect(rows[0]).toMatchObject({ host: true, endpoints: [], examsLast30Days: 0 });
  });
});

describe('a line that is tested', () => {
  it('climbs each rung when the partner answers, and names the rung that failed when not', async () => {
    const pa = await callerOf(b, await b.person('pa'));
    const pacs = await LoopbackPeer.start({ aeTitle: 'PACS', knows: ['CAUSEWAY'] });
    const line = await connectPacs(b, { host: '127.0.0.1', port: pacs.port, aeTitle: 'PACS' });
    expect(await directory.test(line, pa)).toMatchObject({ ok: true });
    await b.acts.read(`update endpoint set settings = settings || '{"callingAeTitle": "SOMEONE"}' where id = $1`, [line]);
    const refused = await directory.test(line, pa);
    expect(refused.ok).toBe(false);
    expect(refused.rungs.at(-1)).toMatchObject({ rung: 'association', ok: false });
    const [house] = await directory.directory(pa);
    expect(house?.endpoints).toMatchObject([{ health: 'failing' }]);
    expect(house?.endpoints[0]?.sentence).toContain('association');
    await pacs.stop();
  });

  it('is not for those who may not connect', async () => {
    const line = await connectPacs(b, { host: '127.0.0.1', port: 1, aeTitle: 'X' });
    await expect(directory.test(line, await callerOf(b, await b.person('rd')))).rejects.toMatchObject({ code: 'not-found' });
  });
});
