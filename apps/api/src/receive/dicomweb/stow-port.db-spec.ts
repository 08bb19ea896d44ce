import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomJson } from '@causeway/dicom';
import { makeObject } from '@causeway/dicom/testing';
import { served, type Served } from '../../dicomweb/testing/served';
import { ConnectionTokens } from '../../facilities/connection-tokens';
import { system } from '../../platform/acts/actor';
import { makeLog } from '../../platform/log';
import { startReceiver, type RunningReceiver } from '../receiver';

let site: Served;
let receiver: RunningReceiver;
let token: string;
let held: string;
const BOUNDARY = 'spec-boundary';
const PUBLIC_URL = 'https://exchange.example.org';

beforeAll(async () => {
  site = await served();
  receiver = await startReceiver({ ...site.b.settings, STOW_PORT: 0, PUBLIC_URL }, makeLog('spec', 'silent'));
  await site.b.facility('North Clinic');
  const tokens = new ConnectionTokens(site.b.acts);
  const add = async (label: string, addresses: string[]): Promise<string> => (await tokens.add(system('spec'), { facility: 'North Clinic', label, addresses, days: 30 })).secret;
  token = await add('PACS', []);
  held = await add('Archive', ['192.0.2.0/24']);
});
afterAll(async () => {
  await receiver.stop();
  await site.close();
});

interface Heard {
  readonly status: number;
  readonly trace: string | null;
  readonly json: DicomJson & { readonly code?: string; readonly traceId?: string };
}
async function ask(file: Buffer, { bearer = token, at = '/api/v1/dicomweb/studies', method = 'POST', headers = {} as Record<string, string> } = {}): Promise<Heard> {
  const body = Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`), file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  const answer = await fetch(`http://127.0.0.1:${receiver.stowPort}${at}`, {
    method, headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...headers }, ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
  });
  return { status: answer.status, trace: answer.headers.get('x-trace-id'), json: JSON.parse(await answer.text()) as Heard['json'] };
}
const receipt = (sop: string): Promise<{ address: string; label: string }[]> =>
  site.b.acts.read('select r.address, e.label from receipt r join instance i on i.id = r.instance_id join endpoint e on e.id = r.endpoint_id where i.sop_uid = $1', [sop]);

describe('A port where receivers take STOW-RS themselves', () => {
  it('stores what a connection sends, and says where it is asked for', async () => {
    const object = makeObject({ edge: 32 });
    const { status, json } = await ask(object.file);
    expect([status, json['00081190']?.Value?.[0]]).toEqual([200, `${PUBLIC_URL}/api/v1/dicomweb/studies/${object.studyInstanceUid}`]);
    expect(await receipt(object.sopInstanceUid)).toEqual([{ address: '127.0.0.1', label: 'PACS' }]);
  });

  it('lets nobody in without a token, and serves nothing else', async () => {
    const { file } = makeObject({ edge: 16 });
    expect(await ask(file, { bearer: '' })).toMatchObject({ status: 401, json: { code: 'sign-in' } });
    expect(await ask(file, { bearer: 'nobody-gave-me-this-token' })).toMatchObject({ status: 401 });
    expect(await ask(file, { method: 'GET' })).toMatchObject({ status: 405 });
    for (const at of ['/', '/api/v1/session', '/health/ready', '/api/v1/dicomweb/instances']) expect(await ask(file, { at })).toMatchObject({ status: 404 });
  });

  it('holds a token to its addresses, as a proxy on this machine tells them', async () => {
    const object = makeObject({ edge: 16 });
    expect((await ask(object.file, { bearer: held })).status).toBe(401);
    expect((await ask(object.file, { bearer: held, headers: { 'x-forwarded-for': '192.0.2.7, 198.51.100.4' } })).status).toBe(401);
    expect((await ask(object.file, { bearer: held, headers: { 'x-forwarded-for': '198.51.100.4, 192.0.2.7' } })).status).toBe(200);
    expect(await receipt(object.sopInstanceUid)).toEqual([{ address: '192.0.2.7', label: 'Archive' }]);
  });

  it('names a request by a trace of its own', async () => {
    const given = '0b6cf1b6-5b1f-4c39-9d53-0c3e0f6f7b11';
    const { trace, json } = await ask(Buffer.from('x'), { bearer: '', headers: { 'x-trace-id': given } });
    expect(trace).toMatch(/^[0-9a-f-]{36}$/);
    expect([trace === given, json.traceId]).toEqual([false, trace]);
  });
});

describe('Guesses at a token', () => {
  it('from one address leave room for the others', async () => {
    const object = makeObject({ edge: 16 });
    // nothing can be asked of the database until this ends: questions wait
    const { guesses, honest } = await site.b.acts.run(system('spec'), async (act) => {
      await act.query('lock table api_token in access exclusive mode');
      const early: Heard[] = [];
      const guesses = Array.from({ length: 60 }, (_, i) => ask(object.file, { bearer: `guess-number-${i}-of-many-more` }).then((heard) => early.push(heard)));
      await expect.poll(() => early.map(({ status, json }) => `${status} ${json.code}`), { timeout: 20_000 }).toEqual(Array.from({ length: 44 }, () => '503 too-many-at-once'));
      return { guesses, honest: ask(object.file, { headers: { 'x-forwarded-for': '192.0.2.9' } }) };
    });
    await Promise.all(guesses);
    expect((await honest).status).toBe(200);
  });
});
