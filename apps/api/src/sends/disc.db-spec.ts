import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import { newId } from '../platform/ids';
import type { Caller } from '../platform/http/caller';
import { objectsOf } from '../platform/objects/objects';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { storeRealExam } from '../testing/real-exam';
import { drain } from '../testing/worker';
import { LocalCopies } from '../transfers/copies';
import { SendDiscs } from './disc';
import { SendMoves } from './moves';
import { SendDetails } from './send.detail';
import { SendList } from './send.list';
import { SendTurn } from './turn';

const ON_THE_WAY = ['send.preflight', 'send.start', 'send.follow', 'line.serve', 'transfer.due', 'transfer.run', 'transfer.verify'];
let b: Bench;
let clerk: Caller;
let to: string;
let tray: string;
let moves: SendMoves;
let details: SendDetails;
let discs: SendDiscs;
const gone = () => new AbortController().signal;

beforeAll(async () => {
  b = await bench();
  to = await b.facility('Without a line');
  tray = path.join(b.dir, 'tray');
  fs.mkdirSync(tray);
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'media', 'out', 'images', 'Disc', $3)`, [newId(), b.host, { folder: tray, from: 'Westbrook', contact: '+1 555 0100' }]);
  clerk = await callerOf(b, await b.person('pa', { facilities: [b.host, to] }), true);
  const list = new SendList(b.acts, { position: '0.0' });
  moves = new SendMoves(b.acts, b.settings, new SendTurn(b.settings, installedTransports.kinds), installedTransports.kinds);
  details = new SendDetails(b.acts, list);
  discs = new SendDiscs(b.acts, list, new LocalCopies(b.acts, objectsOf(b.settings), 'CAUSEWAY'));
});
afterAll(() => b.close());

async function exam(images: number): Promise<{ id: string; sopUids: readonly string[] }> {
  const source = await b.facility(`Source ${newId()}`);
  await b.acts.read(`update facility set redisclosure = 'allowed' where id = $1`, [source]);
  const made = await storeRealExam(b, images, { source });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, made.id, await storePatient(b, `M${made.id.slice(-8)}`, 'Österberg', 'Åsa', '1970-02-14'));
  await b.acts.read('update inbound set facility_ids = array_append(facility_ids, $2) where id = $1', [made.id, b.host]);
  await b.acts.read(`insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'RIS', 'Imre^Sándor', 'F', 'CT Head', $3, sha256('x'))`, [newId(), made.id, JSON.stringify([{ heading: 'Impression', text: 'No bleed.' }])]);
  return made;
}
async function sent(examIds: readonly string[]): Promise<string> {
  const id = await moves.create(clerk, {
    items: examIds.map((examId) => ({ examId, withReports: true })), recipient: { facilityId: to, person: 'Dr. Osei' }, purpose: 'treatment', urgency: 'medium', when: { kind: 'now' }, identity: 'as-received', attested: true,
  });
  await moves.submit(clerk, id, 0);
  await drain(b, { only: ON_THE_WAY });
  return id;
}
const bytesOf = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
};

it('where no line leads, a send goes on discs with numbers, and one disc of all of it can be fetched again as ISO and ZIP', async () => {
  const [one, two] = [await exam(2), await exam(1)];
  await b.acts.read(`update facility set redisclosure_terms = 'Für die Behandlung. Ask first.' where id = (select source_facility_id from exam where id = $1)`, [one.id]);
  const id = await sent([one.id, two.id]);
  const send = await details.detail(id, clerk);
  expect(send).toMatchObject({ state: 'delivered', route: { label: 'Disc', kind: 'media' } });
  expect(send.discs).toHaveLength(2);
  expect(fs.readdirSync(tray).sort()).toEqual([...send.discs!].map((n) => `${n}.iso`).sort());

  const { disc, name } = await discs.open(id, 'iso', clerk, gone());
  expect(send.discs!.map((n) => `${n}.iso`)).toContain(name);
  const iso = await bytesOf(disc.iso());
  expect(iso.length).toBe(disc.isoBytes);
  expect(iso.subarray(0x8001, 0x8006).toString()).toBe('CD001');
  // three images, two reports and the terms of one source, as objects and as documents
  expect(disc.files.filter((f) => f.path[0] === 'DICOM')).toHaveLength(6);
  expect(disc.files.filter((f) => f.path[0] === 'REPORTS').map((f) => f.path[1])).toEqual(['RP000001.PDF', 'RP000002.PDF', 'RP000003.PDF']);
  const [readme] = disc.files.filter((f) => f.path[0] === 'README.TXT');
  expect((await bytesOf(readme!.content())).toString()).toMatch(/Terms of Source [\s\S]*Fur die Behandlung\. Ask first\./);
  const written = await Promise.all(disc.files.filter((f) => f.path[0] === 'DICOM').map((f) => bytesOf(f.content())));
  const [stored] = await b.acts.read<{ sha256: Buffer; bytes: string }>('select sha256, bytes from instance where sop_uid = $1', [one.sopUids[0]]);
  expect(written.some((file) => createHash('sha256').update(file.subarray(file.length - Number(stored!.bytes))).digest().equals(stored!.sha256))).toBe(true);
  const zip = await bytesOf((await discs.open(id, 'zip', clerk, gone())).disc.zip());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(await b.acts.read(`select 1 as there from audit_entry where action = 'send.disc-downloaded' and object_id = $1`, [id])).toHaveLength(2);
});

it('is not there for who may not download the exams, after a call-back, or for a send over a line', async () => {
  const one = await exam(1);
  const id = await sent([one.id]);
  const surgeon = await callerOf(b, await b.person('tn', { facilities: [b.host, to] }));
  await expect(discs.open(id, 'iso', surgeon, gone())).rejects.toMatchObject({ status: 403 });
  const send = await details.detail(id, clerk);
  await moves.track(clerk, id, send.version, 'DHL', '00340');
  expect(await details.detail(id, clerk)).toMatchObject({ tracking: { carrier: 'DHL', number: '00340' } });
  await moves.revoke(clerk, id, send.version + 1, 'wrong clinic');
  await expect(discs.open(id, 'iso', clerk, gone())).rejects.toMatchObject({ status: 409, code: 'is-revoked' });
});
