import { SaveAgreement, TransferProtocol } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agreements } from '../facilities/agreements';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { caseForm, exchangeOf } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { CaseDetails } from './case.detail';
import { Consults } from './consult';

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let consults: Consults;
let partner: string;
let examId: string;
let asker: Caller;
let expert: SpecPerson;

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  consults = new Consults(b.acts, b.settings);
  partner = await b.facility('Hillview', { issuer: 'OUTSIDE' });
  asker = await callerOf(b, await b.person('rd', { facilities: [b.host, partner], subspecialties: ['body'] }));
  expert = await b.person('rd', { facilities: [b.host, partner], subspecialties: ['neuroradiology'] });
  examId = await storeExam(b, { source: partner, head: { patientId: 'OUT-7', patientName: 'PERSON^SPEC' } });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { only: ['inbound.quiet'], ahead: 120 });
  // the release policy shows it to all of its line
  await b.acts.read(`update inbound set visible = 'all' where id = $1`, [examId]);
});
afterAll(() => b.close());

describe('a question to a colleague of another subspecialty', () => {
  it('begins with the exam, is in their hands at once, and they are told', async () => {
    const people = await consults.colleagues(asker, examId);
    expect(people.find((p) => p.id === expert.id)).toMatchObject({ subspecialties: ['neuroradiology'] });
    expect(people.some((p) => p.id === asker.id)).toBe(false);
    const id = await consults.ask(asker, { examId, colleagueId: expert.id, question: 'Is this bleed old?' });
    const colleague = await callerOf(b, expert);
    expect(await x.caseDetails.detail(id, colleague)).toMatchObject({ state: 'deciding', useCase: { id: 'U23' }, question: 'Is this bleed old?', consultant: { id: expert.id }, careExams: [{ examId }] });
    await drain(b, { only: ['notice.decide'] });
    expect(await b.acts.read('select 1 from notice where subject_id = $1 and person_id = $2', [id, expert.id])).toHaveLength(1);
    // answered in writing, and whoever asked is told
    const version = async (): Promise<number> => (await x.caseDetails.detail(id, colleague)).version;
    await x.caseMoves.advise(colleague, id, { version: await version(), text: 'Two weeks at least.', kind: 'advice', urgent: false });
    await x.caseMoves.decide(colleague, id, { version: await version(), disposition: 'advised', reason: '', destination: '' });
    await drain(b, { only: ['notice.decide'] });
    expect(await b.acts.read(`select 1 from notice where subject_id = $1 and person_id = $2 and event = 'case.decided'`, [id, asker.id])).toHaveLength(1);
    expect((await x.caseDetails.detail(id, asker)).entries.map((e) => e.what)).toEqual(['opened', 'present', 'advise', 'decide']);
  });

  it('is asked by those alone who may see the exam, of somebody who works for a line with them', async () => {
    const stranger = await callerOf(b, await b.person('rd', { facilities: [await b.facility('Elsewhere')], serviceLines: ['burn'] }));
    await expect(consults.ask(stranger, { examId, colleagueId: expert.id, question: 'May I see?' })).rejects.toMatchObject({ status: 404 });
    const clerk = await callerOf(b, await b.person('fr', { facilities: [b.host, partner] }));
    await expect(consults.colleagues(clerk, examId)).rejects.toMatchObject({ status: 403 });
    const alone = await b.person('rd', { facilities: [b.host, partner], serviceLines: [] });
    await expect(consults.ask(asker, { examId, colleagueId: alone.id, question: 'And you?' })).rejects.toMatchObject({ status: 422 });
  });
});

describe('an agreed protocol of transfers', () => {
  const protocol: TransferProtocol = { services: ['Stroke', 'Trauma'], numbers: [{ label: 'Transfer desk', phone: '+1 555 0100' }], sendBefore: 'CT head and neck', transport: 'Keep flat' };

  it('stands on the cases of its partner once it is signed, and until it ends', async () => {
    const ou = await callerOf(b, await b.person('ou', { facilities: [partner] }));
    const nurse = await callerOf(b, await b.person('tn', { facilities: [b.host, partner] }));
    const agreements = new Agreements(b.acts);
    await expect(agreements.save(ou, partner, null, SaveAgreement.parse({ kind: 'sharing', beginsOn: '2026-01-01', protocol }))).rejects.toMatchObject({ status: 422 });
    await agreements.save(ou, partner, null, SaveAgreement.parse({ kind: 'transfer-protocol', beginsOn: '2020-01-01', protocol }));
    const caseId = await x.caseMoves.open(nurse, caseForm({ facilityId: partner }));
    expect((await x.caseDetails.detail(caseId, nurse)).protocol).toBeNull();
    const [row] = await b.acts.read<{ id: string; version: number }>(`select id, version from agreement where facility_id = $1 and kind = 'transfer-protocol'`, [partner]);
    await agreements.sign(ou, partner, row!.id, { version: row!.version, name: 'J. Whitfield', title: 'Chief', on: '2020-01-01' });
    expect((await x.caseDetails.detail(caseId, nurse)).protocol).toEqual({ ...protocol, facility: 'Hillview', signedOn: '2020-01-01' });
    await agreements.end(ou, partner, row!.id, { version: row!.version + 1, reason: 'a new one is made', on: '2020-02-01' });
    expect((await x.caseDetails.detail(caseId, nurse)).protocol).toBeNull();
  });

  it('begins with the day of the site', async () => {
    // one of the two has another day than UTC at any hour: it began there already, or has not yet
    const zone = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Etc/GMT+12';
    const began = zone === 'Pacific/Kiritimati';
    const beginsOn = dayIn(new Date(), began ? zone : 'UTC');
    const clinic = await b.facility('Far Clinic');
    const nurse = await callerOf(b, await b.person('tn', { facilities: [b.host, clinic] }));
    await b.acts.read(`insert into agreement (id, facility_id, kind, begins_on, renewal, protocol, signed_at, made_by) values ($1, $2, 'transfer-protocol', $3, 'automatic', $4, now(), $5)`, [newId(), clinic, beginsOn, JSON.stringify(protocol), nurse.id]);
    const caseId = await x.caseMoves.open(nurse, caseForm({ facilityId: clinic }));
    const details = new CaseDetails(b.acts, x.cases, { SITE_ZONE: zone });
    expect((await details.detail(caseId, nurse)).protocol?.facility ?? null).toBe(began ? 'Far Clinic' : null);
  });

  it('needs a service and a number', () => {
    expect(TransferProtocol.safeParse({ ...protocol, services: [] }).success).toBe(false);
    expect(TransferProtocol.safeParse({ ...protocol, numbers: [{ label: 'Desk', phone: '' }] }).success).toBe(false);
  });
});
