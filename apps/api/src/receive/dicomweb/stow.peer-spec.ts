import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import { missingCommands, startOrthanc, type ForeignOrthanc } from '@causeway/transport-dimse/testing';
import { served, type Served } from '../../dicomweb/testing/served';
import { ConnectionTokens } from '../../facilities/connection-tokens';
import { system } from '../../platform/acts/actor';
import { makeLog } from '../../platform/log';
import { startReceiver, type RunningReceiver } from '../receiver';

const PLUGIN = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].find((file) => fs.existsSync(file));
const here = PLUGIN !== undefined && (await missingCommands('Orthanc')).length === 0;
if (!here && process.env['CAUSEWAY_PEERS'] === 'required') throw new Error('Orthanc and its DICOMweb plugin are not installed.');

let site: Served;
let receiver: RunningReceiver;
let orthanc: ForeignOrthanc;

beforeAll(async () => {
  if (!here) return;
  site = await served();
  receiver = await startReceiver(site.b.settings, makeLog('spec', 'silent'));
  await site.b.facility('Orthanc Clinic');
  const { secret } = await new ConnectionTokens(site.b.acts).add(system('spec'), { facility: 'Orthanc Clinic', label: 'Orthanc', addresses: ['127.0.0.1'], days: 1 });
  orthanc = await startOrthanc({}, {
    Plugins: [PLUGIN],
    DicomWeb: {
      Enable: true,
      Servers: {
        causeway: { Url: `${site.url}/api/v1/dicomweb/`, HttpHeaders: { Authorization: `Bearer ${secret}` } },
        stranger: { Url: `${site.url}/api/v1/dicomweb/`, HttpHeaders: { Authorization: 'Bearer this-token-was-never-given' } },
      },
    },
  });
}, 120_000);
afterAll(async () => {
  if (!here) return;
  await orthanc.stop();
  await receiver.stop();
  await site.close();
});

async function held(objects: readonly MadeObject[]): Promise<string[]> {
  const ids: string[] = [];
  for (const object of objects) {
    const answer = await fetch(`http://127.0.0.1:${orthanc.httpPort}/instances`, { method: 'POST', body: new Uint8Array(object.file) });
    ids.push(((await answer.json()) as { ID: string }).ID);
  }
  return ids;
}
const push = (server: string, resources: readonly string[]): Promise<Response> =>
  fetch(`http://127.0.0.1:${orthanc.httpPort}/dicom-web/servers/${server}/stow`, { method: 'POST', body: JSON.stringify({ Resources: resources, Synchronous: true }) });
const digests = (objects: readonly MadeObject[]): Promise<{ sop: string; sha: string }[]> =>
  site.b.acts.read(`select sop_uid as sop, encode(sha256, 'hex') as sha from instance where sop_uid = any($1) order by sop_uid`, [objects.map((o) => o.sopInstanceUid)]);

describe.skipIf(!here)('Orthanc', () => {
  it('pushes exams of several kinds to us, and each data set arrives as it was', async () => {
    const objects = [...makeSeries(30, { edge: 128 }), makeObject({ kind: 'us', edge: 64 }), makeObject({ kind: 'sr' }), makeObject({ kind: 'xa', edge: 32 })];
    const answer = await push('causeway', await held(objects));
    expect(answer.status, await answer.text()).toBe(200);
    const sha = (o: MadeObject): string => createHash('sha256').update(o.bytes).digest('hex');
    expect(await digests(objects)).toEqual(objects.map((o) => ({ sop: o.sopInstanceUid, sha: sha(o) })).sort((a, b) => (a.sop < b.sop ? -1 : 1)));
    const doors = await site.b.acts.read('select distinct r.door, e.label from receipt r join instance i on i.id = r.instance_id join endpoint e on e.id = r.endpoint_id where i.sop_uid = any($1)', [objects.map((o) => o.sopInstanceUid)]);
    expect(doors).toEqual([{ door: 'dicomweb', label: 'Orthanc' }]);
  });

  it('is told no when its token is not one of ours', async () => {
    const object = makeObject({ edge: 16 });
    expect((await push('stranger', await held([object]))).status).toBeGreaterThanOrEqual(400);
    expect(await digests([object])).toEqual([]);
  });
});
