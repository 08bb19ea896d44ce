import type { ChangeEndpoint, NewEndpoint } from '@causeway/contracts';
import { LoopbackDicomweb } from '@causeway/transport-dicomweb/testing';
import { freePort, LoopbackPeer } from '@causeway/transport-dimse/testing';
import { startHl7Peer } from '@causeway/transport-hl7v2/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import type { Caller } from '../platform/http/caller';
import type { JobRun } from '../platform/jobs/job';
import { makeLog } from '../platform/log';
import { egress, sealer } from '../platform/outward';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { Doctor } from './doctor';
import { EndpointJobs } from './endpoint.jobs';
import { EndpointList } from './endpoint.list';
import { EndpointMoves } from './endpoint.moves';
import { EndpointProbe } from './endpoint.probe';
import { Runs } from './runs';

let b: Bench;
let moves: EndpointMoves;
let list: EndpointList;
let probe: EndpointProbe;
let jobs: EndpointJobs;
let pa: Caller;
let partner: string;
let peer: LoopbackPeer;
const signal = new AbortController().signal;
const job = (kind: string, data: Record<string, unknown> = {}): JobRun => ({ id: '1', kind, data, start: 1, signal });

beforeAll(async () => {
  b = await bench();
  const log = makeLog('spec', 'error');
  const doctor = new Doctor(installedTransports, 'Spec Medical Center', log);
  moves = new EndpointMoves(b.acts, installedTransports, sealer);
  list = new EndpointList(b.acts, installedTransports, new Runs(b.acts, installedTransports, 'Spec Medical Center'));
  probe = new EndpointProbe(b.acts, doctor);
  jobs = new EndpointJobs(b.acts, doctor, installedTransports, sealer);
});
afterAll(() => b.close());
beforeEach(async () => {
  partner = await b.facility(`Lakeview ${Math.random()}`);
  pa = await callerOf(b, await b.person('pa', { facilities: [b.host, partner] }), true);
  peer = await LoopbackPeer.start({ aeTitle: 'LAKEVIEW', knows: ['CAUSEWAY'] });
});
afterEach(async () => {
  await peer.stop();
  // the system may give its port to the peer of another test, and one address belongs to one facility
  await b.acts.read(`update endpoint set disabled_at = clock_timestamp()`);
});

const line = (over: Partial<NewEndpoint> = {}): NewEndpoint => ({
  facilityId: partner, kind: 'dimse', direction: 'out', purpose: 'images', label: 'Their archive', settings: { host: '127.0.0.1', port: peer.port, calledAeTitle: 'LAKEVIEW' }, calling: null, addresses: [], gatewayId: null, ...over,
});
const stateOf = async (id: string): Promise<{ state: string; reds: number; sentence: string | null; version: number }> => {
  const [row] = await b.acts.read<{ state: string; reds: number; sentence: string | null; version: number }>('select state, reds, sentence, version from endpoint where id = $1', [id]);
  return row!;
};
const changeOf = async (id: string, settings: Record<string, unknown>): Promise<ChangeEndpoint> => ({ version: (await stateOf(id)).version, label: 'Their archive', settings, calling: null, addresses: [], gatewayId: null });
/** What a worker does with the test that was just asked for. */
async function examined(id: string, send: boolean) {
  const run = await moves.startTest(pa, id, send);
  await jobs.run(job('endpoint.examine', { id: run }));
  return (await list.detail(id, pa)).run!;
}

describe('a line', () => {
  it('is made, tested by the clock, and passes', async () => {
    const id = await moves.create(pa, line());
    await expect(jobs.run(job('endpoint.watch'))).rejects.toMatchObject({ code: 'next-round' });
    expect(await b.acts.read(`select kind from job where key = $1`, [`endpoint.probe ${id}`])).toEqual([{ kind: 'endpoint.probe' }]);
    await jobs.run(job('endpoint.probe', { id }));
    expect(await stateOf(id)).toMatchObject({ state: 'passing', reds: 0, sentence: null });
    const { rows, add } = await list.ofFacility(partner, pa);
    expect(rows).toMatchObject([{ id, state: 'passing', called: `LAKEVIEW at 127.0.0.1 port ${peer.port}`, passedPermille: 1000 }]);
    expect([add?.move, rows[0]?.moves.map((m) => m.move)]).toEqual(['add', ['test', 'change', 'disable']]);
  });

  it('fails at the third red in a row, is told to those who look after lines, and passes again when the partner is back', async () => {
    const id = await moves.create(pa, line({ settings: { host: '127.0.0.1', port: await freePort(), calledAeTitle: 'LAKEVIEW' } }));
    for (const state of ['untested', 'untested', 'failing', 'failing']) {
      await jobs.run(job('endpoint.probe', { id }));
      expect((await stateOf(id)).state).toBe(state);
    }
    expect((await stateOf(id)).sentence).toContain('nobody listens there');
    expect(await b.acts.read(`select 1 as there from job where kind = 'notice.decide' and data->>'id' = $1 and data->>'event' = 'endpoint.failed'`, [id])).toHaveLength(1);
    await b.acts.read(`update endpoint set settings = settings || jsonb_build_object('port', $2::int) where id = $1`, [id, peer.port]);
    await jobs.run(job('endpoint.probe', { id }));
    expect(await stateOf(id)).toMatchObject({ state: 'passing', reds: 0 });
  });

  it('that was changed or switched off while it was tested keeps what people made of it', async () => {
    const id = await moves.create(pa, line());
    peer.behaviour.mute = true;
    const slow = b.acts.read(`update endpoint set settings = settings || '{"associateSeconds": 1}' where id = $1`, [id]).then(() => jobs.run(job('endpoint.probe', { id })));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await moves.disable(pa, id, { version: (await stateOf(id)).version, reason: 'They move their archive', waiting: 'keep', toEndpointId: null });
    await slow;
    expect(await stateOf(id)).toMatchObject({ state: 'disabled', reds: 0 });
    await expect(moves.startTest(pa, id, false)).rejects.toMatchObject({ code: 'disabled' });
    await moves.enable(pa, id, (await stateOf(id)).version);
    expect((await stateOf(id)).state).toBe('untested');
  });

  it('is not removed while it is on, or while a transfer waits for it', async () => {
    const id = await moves.create(pa, line());
    await expect(moves.remove(pa, id, (await stateOf(id)).version, 'Not needed')).rejects.toMatchObject({ status: 409 });
    await moves.disable(pa, id, { version: (await stateOf(id)).version, reason: 'Not needed any more', waiting: 'keep', toEndpointId: null });
    const [exam] = await b.acts.read<{ id: string }>(`insert into exam (id, study_uid, head, door) values (gen_random_uuid(), '1.2.' || floor(random() * 1e12)::text, '{}', 'dimse') returning id`);
    await b.acts.read(`insert into transfer (id, exam_id, endpoint_id, purpose, destination, state, revision, direction) values (gen_random_uuid(), $1, $2, 'send', 'images', 'waiting', 1, 'out')`, [exam!.id, id]);
    await expect(moves.remove(pa, id, (await stateOf(id)).version, 'Not needed')).rejects.toMatchObject({ code: 'transfers-wait', detail: expect.stringContaining('One transfer waits') as string });
    await b.acts.read('delete from transfer where endpoint_id = $1', [id]);
    await moves.remove(pa, id, (await stateOf(id)).version, 'Not needed any more');
    expect((await list.ofFacility(partner, pa)).rows).toEqual([]);
  });

  it('is only for those who may, with the password typed again', async () => {
    const id = await moves.create(pa, line());
    const calm = await callerOf(b, await b.person('pa', { facilities: [partner] }));
    await expect(moves.create(calm, line({ label: 'Other' }))).rejects.toMatchObject({ code: 'reauthenticate' });
    const outreach = await callerOf(b, await b.person('ou', { facilities: [partner] }), true);
    await expect(moves.create(outreach, line({ label: 'Other' }))).rejects.toMatchObject({ status: 403 });
    const { moves: offered } = await list.detail(id, outreach);
    expect(offered.map((m) => m.move)).toEqual(['test']);
    const stranger = await callerOf(b, await b.person('pa'));
    await expect(list.detail(id, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(moves.startTest(stranger, id, false)).rejects.toMatchObject({ status: 404 });
  });
});

describe('the settings of a line', () => {
  it('name the field at fault, and an address that may not be called with both values', async () => {
    await expect(moves.create(pa, line({ settings: { host: '127.0.0.1', calledAeTitle: 'FAR TOO LONG FOR A TITLE' } }))).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/settings/calledAeTitle' }] } });
    egress.permit(['127.0.0.1:1-9']);
    try {
      await expect(moves.create(pa, line())).rejects.toMatchObject({ code: 'address-not-allowed', detail: `127.0.0.1 is this machine itself, and may not be called on port ${peer.port}: CAUSEWAY_EGRESS_ALLOW does not allow it.` });
    } finally {
      egress.permit(b.settings.EGRESS_ALLOW);
    }
  });

  it('keep a secret sealed, never show it, keep it when it is left out, and drop it when the address changes', async () => {
    const web = await LoopbackDicomweb.start({ token: 'quokka-token' });
    const settings = { url: web.url, token: 'quokka-token' };
    const id = await moves.create(pa, line({ kind: 'dicomweb', settings }));
    const kept = async (): Promise<string> => JSON.stringify((await b.acts.read('select settings from endpoint where id = $1', [id]))[0]);
    expect(await kept()).not.toContain('quokka');
    const shown = await list.detail(id, pa);
    expect(JSON.stringify(shown)).not.toContain('quokka');
    expect(JSON.stringify(shown)).not.toContain('sealed"');
    expect(shown.secrets).toEqual(['token']);
    expect((await probe.climb(id, pa)).rungs.filter((r) => !r.ok)).toEqual([]);
    await moves.change(pa, id, await changeOf(id, { url: web.url, answerSeconds: 60 }));
    expect((await probe.climb(id, pa)).ok).toBe(true);
    await expect(moves.change(pa, id, await changeOf(id, { url: web.url.replace('127.0.0.1', '127.0.0.2') }))).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('enter it again') as string });
    const [entry] = await b.acts.read<{ details: string }>(`select details::text from audit_entry where action = 'endpoint.change' and object_id = $1`, [id]);
    expect(entry?.details).toContain('answerSeconds');
    expect(entry?.details).not.toContain('quokka');
    await web.stop();
  });

  it('that were written in plain are sealed by the watch', async () => {
    const id = await moves.create(pa, line({ kind: 'dicomweb', settings: { url: 'http://127.0.0.1:9/x' } }));
    await b.acts.read(`update endpoint set settings = settings || '{"token": "quokka"}' where id = $1`, [id]);
    await jobs.run(job('endpoint.watch')).catch(() => undefined);
    const [row] = await b.acts.read<{ settings: { token: unknown } }>('select settings from endpoint where id = $1', [id]);
    expect(row?.settings.token).toEqual({ sealed: expect.any(String) as string });
    expect(installedTransports.settings('dicomweb', row?.settings)).toMatchObject({ token: 'quokka' });
  });

  it('of one address and title belong to one facility', async () => {
    await moves.create(pa, line());
    const other = await b.facility(`Hillview ${Math.random()}`);
    const both = await callerOf(b, await b.person('pa', { facilities: [partner, other] }), true);
    await expect(moves.create(both, line({ facilityId: other }))).rejects.toMatchObject({ code: 'same-address', detail: expect.stringContaining('"LAKEVIEW" is "Their archive" of Lakeview') as string });
    await expect(moves.create(both, line())).rejects.toMatchObject({ more: { errors: [{ pointer: '/label' }] } });
  });
});

describe('the doctor', () => {
  it('climbs to the top of an archive: asks, sends a synthetic exam, sees it listed and brings it back', async () => {
    const id = await moves.create(pa, line());
    const run = await examined(id, true);
    expect(run.rungs.map((r) => `${r.rung} ${r.state}`)).toEqual(['tcp ok', 'association ok', 'echo ok', 'contexts ok', 'query ok', 'send ok', 'seen ok', 'retrieve ok', 'report ok', 'report-back ok']);
    expect([run.ok, run.card, run.by]).toEqual([true, null, pa.actor.name]);
    const { capabilities, history } = await list.detail(id, pa);
    expect(capabilities.filter((c) => c.proven).map((c) => c.capability)).toEqual(['find', 'fetch', 'send']);
    expect(history).toHaveLength(1);
    expect((await stateOf(id)).state).toBe('passing');
  });

  it('names a wrong title with both values, and writes a card for the other side without a patient in it', async () => {
    const id = await moves.create(pa, line({ settings: { host: '127.0.0.1', port: peer.port, calledAeTitle: 'Lakeview' } }));
    const run = await examined(id, false);
    expect(run.rungs.map((r) => r.state)).toEqual(['ok', 'failed', 'skipped', 'skipped', 'skipped']);
    expect(run.rungs[1]?.sentence).toBe('We expected Lakeview accepts CAUSEWAY; we met: We called them Lakeview, they answer to LAKEVIEW.');
    expect(run.card).toMatchObject({ fault: 'called-ae-title-case', rung: 'association' });
    expect(run.card?.values).toContainEqual({ name: 'Your AE title, as we have it', value: 'Lakeview' });
  });

  it('says of a service whose clock is wrong by how much, and the line counts as degraded', async () => {
    const web = await LoopbackDicomweb.start();
    web.behaviour.date = new Date(Date.now() - 3_600_000);
    const id = await moves.create(pa, line({ kind: 'dicomweb', settings: { url: web.url } }));
    const run = await examined(id, false);
    expect(run.rungs.find((r) => r.rung === 'clock')).toMatchObject({ state: 'failed', fault: 'clock', sentence: expect.stringContaining('60 minutes') as string });
    expect((await stateOf(id)).state).toBe('degraded');
    await web.stop();
  });

  it('sends a test report to a line of reports, and tells what was answered', async () => {
    const ris = await startHl7Peer();
    const id = await moves.create(pa, line({ kind: 'hl7v2', purpose: 'reports', settings: { host: '127.0.0.1', port: ris.port } }));
    expect((await examined(id, true)).rungs.at(-1)).toMatchObject({ rung: 'report', state: 'ok', actual: 'acknowledged (AA)' });
    await ris.close();
  });

  it('examines a line once at a time, and one that was cut off does not stand in the way', async () => {
    const id = await moves.create(pa, line());
    await moves.startTest(pa, id, false);
    await expect(moves.startTest(pa, id, false)).rejects.toMatchObject({ code: 'test-running' });
    await b.acts.read(`update endpoint_run set at = clock_timestamp() - interval '11 minutes' where endpoint_id = $1`, [id]);
    expect((await examined(id, false)).ok).toBe(true);
  });

  it('is asked by somebody at the partner no more than once in a while', async () => {
    const id = await moves.create(pa, line());
    const actor = { kind: 'client', id: 'partner-link 1', name: 'J. Whitfield, Lakeview, by link' } as const;
    const run = await moves.startByLink(actor, id, 20);
    await jobs.run(job('endpoint.examine', { id: run }));
    await expect(moves.startByLink(actor, id, 20)).rejects.toMatchObject({ status: 429 });
    expect((await list.detail(id, pa)).run).toMatchObject({ by: actor.name, ok: true });
  });
});
