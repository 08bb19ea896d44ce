import fs from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IssueUploadLink } from '@causeway/contracts';
import { EXPLICIT_LE } from '@causeway/dicom';
import { makeObject } from '@causeway/dicom/testing';
import { rawZip } from '@causeway/transport-media/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtRenderingProgram } from '../dicomweb/testing/rendering-program';
import { jpegParts } from '../parcels/jpeg-segments';
import { documentFile } from '../parcels/places';
import type { Caller } from '../platform/http/caller';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { callerOf } from '../testing/caller';
import { caseForm, exchangeOf } from '../testing/exchange';
import { bench, type Bench } from '../testing/harness';
import { drain } from '../testing/worker';
import { screenPng, telephoneJpeg, Visitor } from './testing';
import { UploadLinks } from './upload-links';

const BORN = '1961-03-12';
let b: Bench;
let app: NestExpressApplication;
let url: string;
let program: Awaited<ReturnType<typeof builtRenderingProgram>>;
let liaison: Caller;

beforeAll(async () => {
  program = await builtRenderingProgram();
  b = await bench({ CAUSEWAY_PICTURE_PROGRAM: program.file });
  app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  liaison = await callerOf(b, await b.person('li'));
});
afterAll(async () => {
  await app.close();
  await b.close();
  program.remove();
});

async function visitor(): Promise<Visitor> {
  const caseId = await exchangeOf(b).caseMoves.open(liaison, caseForm({ useCase: 'U25', serviceLine: 'general', facilityId: null }));
  const given = await new UploadLinks(b.acts, b.settings).issue(liaison, IssueUploadLink.parse({ caseId, wanted: 'photographs of your knee' }));
  const one = new Visitor(url, given);
  await one.open(BORN);
  await one.say('self', 'Spec Person');
  return one;
}
async function brought(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<{ visitor: Visitor; parcel: string }> {
  const one = await visitor();
  const parcel = await one.bring('photographs', rawZip([...files]), 'left knee, front');
  await drain(b, { only: ['parcel.read', 'exam.extend'] });
  await drain(b, { only: ['exam.extend', 'inbound.quiet', 'match.find', 'exam.identify'], ahead: 400 });
  return { visitor: one, parcel };
}
const headsOf = (parcel: string) => b.acts.read<{ head: Record<string, string>; sop_class: string; syntax: string }>(
  'select i.head, i.sop_class, i.syntax from instance i join parcel_exam p on p.exam_id = i.exam_id where p.parcel_id = $1 order by i.id', [parcel]);

describe('photographs', () => {
  it('become images of one exam, of the person the link is for as claimed, and what came is kept byte by byte', async () => {
    const jpeg = await telephoneJpeg();
    const { visitor: one, parcel } = await brought([{ name: '1.jpg', bytes: jpeg }, { name: '2.jpg', bytes: await telephoneJpeg(6) }, { name: '3.png', bytes: await screenPng() }]);
    const heads = await headsOf(parcel);
    expect(heads.map((h) => [h.sop_class, h.syntax])).toEqual([
      ['1.2.840.10008.5.1.4.1.1.77.1.4', '1.2.840.10008.1.2.4.50'], ['1.2.840.10008.5.1.4.1.1.77.1.4', EXPLICIT_LE], ['1.2.840.10008.5.1.4.1.1.77.1.4', EXPLICIT_LE],
    ]);
    expect(heads[0]?.head).toMatchObject({ patientName: 'Person^Spec', patientBirthDate: '19610312', modality: 'XC', seriesDescription: 'left knee, front' });
    expect(heads[0]?.head['patientId'] ?? '').toBe('');
    expect(fs.readFileSync(documentFile(b.settings, parcel, 1)).equals(jpeg)).toBe(true);
    expect((await one.contents()).parcels[0]).toMatchObject({ state: 'read', exams: [{ kind: 'photographs', images: 3, otherName: false }], notes: [] });
  });

  it('of a crew come in for a patient nobody knows yet, and the exam says who took them', async () => {
    const unknown = caseForm({ useCase: 'U1', serviceLine: 'burn', facilityId: null });
    const caseId = await exchangeOf(b).caseMoves.open(liaison, { ...unknown, patient: { ...unknown.patient, family: 'Unknown', given: 'Burn', birthDate: null } });
    const given = await new UploadLinks(b.acts, b.settings).issue(liaison, IssueUploadLink.parse({ caseId, wanted: 'the burn, from all sides' }));
    expect(given.asksBirthDate).toBe(false);
    const crew = new Visitor(url, given);
    await crew.open(null);
    await crew.say('crew', 'Medic 7');
    const parcel = await crew.bring('photographs', rawZip([{ name: '1.jpg', bytes: await telephoneJpeg() }]), 'right arm');
    await drain(b, { only: ['parcel.read', 'exam.extend'] });
    expect((await headsOf(parcel))[0]?.head).toMatchObject({ patientName: 'Unknown^Burn', seriesDescription: 'right arm' });
    expect(await b.acts.read('select brought_by, case_id from parcel where id = $1', [parcel])).toMatchObject([{ brought_by: { relation: 'crew', name: 'Medic 7' }, case_id: caseId }]);
  });

  it('are matched by a person: what the link says of the patient is no evidence for itself', async () => {
    const { parcel } = await brought([{ name: '1.jpg', bytes: await telephoneJpeg() }]);
    const [exam] = await b.acts.read<{ state: string; claimed: boolean }>('select i.state, p.form = \'photographs\' as claimed from inbound i join parcel_exam x on x.exam_id = i.id join parcel p on p.id = x.parcel_id where p.id = $1', [parcel]);
    expect(exam).toEqual({ state: 'identifying', claimed: true });
  });

  it('that are no JPEG or PNG, or damaged, are said so, and a DICOM file among them is taken as what it says', async () => {
    const whole = await telephoneJpeg();
    const { visitor: one, parcel } = await brought([
      { name: 'a.heic', bytes: Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), Buffer.alloc(200, 7)]) }, { name: 'b.jpg', bytes: whole.subarray(0, Math.floor(whole.length * 0.7)) }, { name: 'c.jpg', bytes: await telephoneJpeg(1, { progressive: true }) },
      { name: 'd.dcm', bytes: makeObject({ kind: 'mr', edge: 16, attributes: { PatientName: 'ROE^JOHN', PatientBirthDate: '19611231', PatientSex: 'M' } }).file },
    ]);
    const [read] = (await one.contents()).parcels;
    expect(read?.notes).toEqual([expect.stringMatching(/^Not taken: 1 file, damaged\.$/), expect.stringMatching(/no JPEG or PNG picture\. Save it as JPEG/)]);
    expect(read?.exams.map((e) => [e.kind, e.otherName]).sort()).toEqual([['MR', true], ['photographs', false]]);
    expect((await headsOf(parcel)).find((h) => h.sop_class.endsWith('77.1.4'))?.syntax).toBe(EXPLICIT_LE);
  });
});

it('the place a picture was taken at is in no object, and the image in it is not changed by a byte', async () => {
  const jpeg = await telephoneJpeg();
  expect(jpeg.includes('PLANTEDPLACE') || jpeg.includes('PLANTEDMAKE')).toBe(true);
  const parts = jpegParts(jpeg)!;
  expect(parts).toMatchObject({ rows: 32, columns: 48, components: 3, baseline: true, ycc: true, orientation: 1 });
  expect(parts.bare.includes('PLANTED') || parts.bare.includes('Exif')).toBe(false);
  const scan = (file: Buffer): Buffer => file.subarray(file.indexOf(Buffer.from([0xff, 0xda])));
  expect(scan(parts.bare).equals(scan(jpeg))).toBe(true);
  expect(jpegParts(await telephoneJpeg(6))?.orientation).toBe(6);
  expect(jpegParts(jpeg.subarray(0, 300))).toBeNull();
  // what follows the end of the image, such as the film of a moving photograph, is no part of it
  expect(jpegParts(Buffer.concat([jpeg, Buffer.from('FILM')]))?.bare.equals(parts.bare)).toBe(true);
});
