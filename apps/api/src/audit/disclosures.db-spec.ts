import { DisclosureQuery } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { Disclosures } from './disclosures';

let b: Bench;
let auditor: Caller;
let patient: string;
let exam: string;
let elsewhere: string;
const ask = (who: Caller, identifier: string, issuer?: string) => new Disclosures(b.acts).of(who, DisclosureQuery.parse({ identifier, ...(issuer ? { issuer } : {}) }));

beforeAll(async () => {
  b = await bench();
  auditor = await callerOf(b, await b.person('au'));
  patient = await storePatient(b, 'M-77', 'Osterman', 'Jarl', '1961-12-31', 'M');
  [exam, elsewhere] = [await storeExam(b), await storeExam(b)];
  const other = await b.facility('Hillview');
  for (const [id, facility] of [[exam, b.host], [elsewhere, other]] as const) {
    await b.acts.read(`insert into inbound (id, state, facility_ids) values ($1, 'released', array[$2::uuid])`, [id, facility]);
    await confirmMatch(b, id, patient);
  }
  const reader = await callerOf(b, await b.person('rd'));
  await b.acts.run(reader.actor, async (act) => {
    act.audit({ action: 'exam.viewed', object: { kind: 'exam', id: exam }, details: {} });
    act.audit({ action: 'exam.viewed', object: { kind: 'exam', id: newId() }, details: {} });
    act.audit({ action: 'inbound.check', object: { kind: 'exam', id: exam }, details: {} });
  });
  const send = newId();
  await b.acts.read(
    `insert into send (id, state, owner_id, facility_ids, recipient_id, recipient_kind, recipient_person, purpose, delivered_at) values ($1, 'received', $2, array[$3::uuid], $4, 'facility', 'Dr. Amara Osei', 'treatment', clock_timestamp())`,
    [send, reader.id, b.host, other]);
  await b.acts.read('insert into send_item (send_id, exam_id) values ($1, $2)', [send, elsewhere]);
});
afterAll(() => b.close());

describe('who saw a patient', () => {
  it('names everybody who looked and everybody who got an exam, newest first, and nothing of other people', async () => {
    const list = await ask(auditor, 'M-77');
    expect(list).toMatchObject({ exams: 2, total: 2, patient: { id: patient, mrn: 'M-77', birthDate: '1961-12-31' } });
    expect(list.rows.map((r) => [r.kind, r.exam.id, r.to, r.purpose])).toEqual([['sent', elsewhere, 'Hillview, Dr. Amara Osei', 'treatment'], ['seen', exam, null, null]]);
  });

  it('that somebody asked is in the audit, without the number', async () => {
    await ask(auditor, 'M-77');
    const rows = await b.acts.read<{ details: string }>(`select details from audit_entry where action = 'audit.disclosures-read' and object_id = $1`, [patient]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((r) => r.details).join()).not.toContain('M-77');
  });

  it('of a risk manager holds the exams of their own facilities only', async () => {
    const list = await ask(await callerOf(b, await b.person('rm', { facilities: [b.host] }), true), 'M-77');
    expect(list.rows.map((r) => r.exam.id)).toEqual([exam]);
  });

  it('follows a merge, asks back when two houses use one number, and says when nobody has it', async () => {
    const merged = await storePatient(b, 'M-OLD', 'Osterman', 'Jarl', '1961-12-31', 'M');
    await b.acts.read('update patient set merged_into = $2 where id = $1', [merged, patient]);
    expect((await ask(auditor, 'M-OLD')).patient.id).toBe(patient);
    const twin = await storePatient(b, 'M-78', 'Osterman', 'Jan', '1990-01-01', 'M');
    await b.acts.read(`insert into patient_identifier (patient_id, value, issuer, type) values ($1, 'M-77', 'HILLVIEW', 'MR')`, [twin]);
    await expect(ask(auditor, 'M-77')).rejects.toMatchObject({ status: 409, code: 'several-patients' });
    expect((await ask(auditor, 'M-77', 'HILLVIEW')).patient.id).toBe(twin);
    await expect(ask(auditor, 'nobody')).rejects.toMatchObject({ status: 404 });
  });
});
