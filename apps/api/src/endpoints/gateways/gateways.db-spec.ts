import { FacilityFields } from '@causeway/contracts';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FacilityDirectory } from '../../facilities/directory';
import { RadarRead } from '../../facilities/radar/radar.read';
import { installedTransports } from '../../installed-transports';
import type { Caller } from '../../platform/http/caller';
import { makeLog } from '../../platform/log';
import { sealer } from '../../platform/outward';
import { callerOf } from '../../testing/caller';
import { bench, type Bench } from '../../testing/harness';
import { drain } from '../../testing/worker';
import { Doctor } from '../doctor';
import { EndpointJobs } from '../endpoint.jobs';
import { EndpointList } from '../endpoint.list';
import { EndpointMoves } from '../endpoint.moves';
import { Runs } from '../runs';

let b: Bench;
let moves: EndpointMoves;
let list: EndpointList;
let jobs: EndpointJobs;
let radar: RadarRead;
let directory: FacilityDirectory;
let pa: Caller;
let ou: Caller;
let partner: string;
let gateway: string;
let peer: LoopbackPeer;

beforeAll(async () => {
  b = await bench();
  moves = new EndpointMoves(b.acts, installedTransports, sealer);
  list = new EndpointList(b.acts, installedTransports, new Runs(b.acts, installedTransports, 'Spec Medical Center'));
  jobs = new EndpointJobs(b.acts, new Doctor(installedTransports, 'Spec Medical Center', makeLog('spec', 'error')), installedTransports, sealer);
  radar = new RadarRead(b.acts, b.settings);
  directory = new FacilityDirectory(b.acts);
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('update person set disabled_at = clock_timestamp()');
  partner = await b.facility(`Lakeview ${Math.random()}`);
  const facilities = [b.host, partner];
  pa = await callerOf(b, await b.person('pa', { facilities }), true);
  ou = await callerOf(b, await b.person('ou', { facilities }));
  await keep([{ name: 'EDGE-1', vendor: 'Imagon', product: 'Edge router', version: '4.2', site: 'Server room B', keeper: 'Imagon service, +1 555 0140' }]);
  gateway = (await list.ofFacility(partner, pa)).gateways[0]?.id ?? '';
  peer = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'] });
});
afterEach(async () => {
  await peer.stop();
  // the system may give its port to the peer of another test, and one address belongs to one facility
  await b.acts.read(`update endpoint set disabled_at = clock_timestamp()`);
});

async function keep(gateways: readonly object[]): Promise<void> {
  const [row] = await b.acts.read<{ version: number; name: string }>('select version, name from facility where id = $1', [partner]);
  await directory.save(ou, partner, { ...FacilityFields.parse({ name: row?.name, kind: 'hospital', gateways }), version: row?.version ?? 0 });
}
const line = (label: string, port = peer.port, gatewayId: string | null = gateway): Promise<string> =>
  moves.create(pa, { facilityId: partner, kind: 'dimse', direction: 'out', purpose: 'images', label, settings: { host: '127.0.0.1', port, calledAeTitle: 'LAKEVIEW' }, calling: null, addresses: [], gatewayId });
async function probe(ids: readonly string[], times: number): Promise<void> {
  for (const id of ids) for (let n = 0; n < times; n++) await jobs.run({ id: '1', kind: 'endpoint.probe', data: { id }, start: 1, signal: new AbortController().signal });
}
const tell = (ahead = 0): Promise<string[]> => drain(b, { only: ['notice.decide'], ahead });
/** What the person responsible was told of, merged ones left out. */
const told = async (): Promise<string[]> => (await b.acts.read<{ event: string }>(`select event from notice where person_id = $1 and state <> 'merged' order by made_at, event`, [pa.id])).map((n) => n.event);

describe('a gateway at a partner’s site', () => {
  it('is told of once when all its connections fail together, and named by radar, page and fix card', async () => {
    const ids = [await line('Archive'), await line('CT'), await line('Reports archive')];
    await probe(ids, 1);
    await peer.stop();
    await probe(ids.slice(0, 2), 3);
    await tell();
    // the third was not tested since: nobody is told yet
    expect(await told()).toEqual([]);
    await probe(ids.slice(2), 3);
    await tell(7200);
    expect(await told()).toEqual(['gateway.fell-silent']);
    expect(await b.acts.read(`select 1 as one from audit_entry where action = 'gateway.fell-silent' and object_id = $1`, [partner])).toHaveLength(1);
    const { gateways } = await list.ofFacility(partner, pa);
    expect(gateways).toMatchObject([{ name: 'EDGE-1', vendor: 'Imagon', version: '4.2', keeper: 'Imagon service, +1 555 0140', awaySince: expect.any(String) as unknown, lastSeenAt: expect.any(String) as unknown }]);
    expect((await radar.view(ou, null)).gateways).toMatchObject([{ facilityId: partner, gateway: 'EDGE-1', site: 'Server room B', connections: ['Archive', 'CT', 'Reports archive'] }]);
    expect((await list.detail(ids[1]!, pa)).run?.card?.words[0]).toBe('Your gateway EDGE-1 is away: none of the 3 connections behind it answers us. Begin there: what stands below may follow from it.');
    // who does not work with this partner sees nothing of it
    expect((await radar.view(await callerOf(b, await b.person('ou')), null)).gateways).toEqual([]);
  });

  it('is back with the first connection that answers, and one that still fails is told of by itself', async () => {
    const other = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'] });
    const ids = [await line('Archive'), await line('CT', other.port)];
    await peer.stop();
    await other.stop();
    await probe(ids, 3);
    await tell(7200);
    expect(await told()).toEqual(['gateway.fell-silent']);
    peer = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'], port: peer.port });
    await probe(ids.slice(0, 1), 1);
    expect((await radar.view(ou, partner)).gateways).toEqual([]);
    // it has a while to come back as well
    await tell();
    expect(await told()).toEqual(['gateway.fell-silent']);
    await tell(7200);
    expect(await told()).toEqual(['gateway.fell-silent', 'endpoint.failed']);
  });

  it('that answers on one connection leaves the other to be told of, and one that came back meanwhile is not', async () => {
    const other = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'] });
    const ids = [await line('Archive'), await line('CT', other.port)];
    await probe(ids, 1);
    await other.stop();
    await probe(ids.slice(1), 3);
    await tell();
    expect(await told()).toEqual([]);
    // the other one is asked at once
    expect(await b.acts.read(`select 1 as one from job where kind = 'endpoint.probe' and data->>'id' = $1 and state = 'waiting'`, [ids[0]])).toHaveLength(1);
    await probe(ids.slice(0, 1), 1);
    await tell(7200);
    expect(await told()).toEqual(['endpoint.failed']);
    expect((await list.ofFacility(partner, pa)).gateways).toMatchObject([{ awaySince: null }]);
  });

  it('with one connection is no gateway’s fault: that one is told of at once', async () => {
    const id = await line('Archive');
    await peer.stop();
    await probe([id], 3);
    await tell();
    expect(await told()).toEqual(['endpoint.failed']);
  });

  it('that connections stand behind is not left out, and only one of the same facility can be named', async () => {
    const id = await line('Archive');
    await expect(keep([{ name: 'EDGE-2' }])).rejects.toMatchObject({ code: 'gateway-in-use', detail: expect.stringContaining('Archive') as unknown });
    const elsewhere = await b.facility(`Other ${Math.random()}`);
    await b.acts.read(`insert into site_gateway (id, facility_id, name) values (gen_random_uuid(), $1, 'THEIRS')`, [elsewhere]);
    const [theirs] = await b.acts.read<{ id: string }>('select id from site_gateway where facility_id = $1', [elsewhere]);
    await expect(line('CT', peer.port, theirs?.id ?? '')).rejects.toMatchObject({ more: { errors: [{ pointer: '/gatewayId' }] } });
    const { version } = await list.detail(id, pa);
    await moves.change(pa, id, { version, label: 'Archive', settings: { host: '127.0.0.1', port: peer.port, calledAeTitle: 'LAKEVIEW' }, calling: null, addresses: [], gatewayId: null });
    await keep([{ name: 'EDGE-2' }]);
    expect((await list.ofFacility(partner, pa)).gateways.map((g) => g.name)).toEqual(['EDGE-2']);
  });
});
