import { parseMessage, readAdt } from '@causeway/hl7v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecallView, RegistrationView } from '@causeway/contracts';
import { blastListOf } from './blast-list';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { drain } from '../testing/worker';
import { IdentityLists } from './lists';
import { MatchDetails } from './match.detail';
import { MatchMoves } from './match.moves';
import { confirmTarget, failTarget, lockRecall } from './recall';
import { RecallMoves } from './recall.moves';
import { RegistrationMoves } from './registration.moves';
import { AdtSender } from './testing/adt-sender';

let b: Bench;
let his: AdtSender;
let lists: IdentityLists;
let moves: MatchMoves;
let details: MatchDetails;
let registrations: RegistrationMoves;
let recalls: RecallMoves;
let desk: Caller;
let pa: Caller;
let rm: Caller;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.recalled', 'exam.identify', 'match.refresh', 'match.close', 'registration.send', 'registration.refused', 'recall.list', 'recall.retracted', 'recall.acknowledged'];
const run = (ahead = 0): Promise<string[]> => drain(b, { ahead, only: OURS });
const system = { kind: 'system', id: 'spec', name: 'spec' } as const;

beforeAll(async () => {
  b = await bench();
  his = await AdtSender.known(b);
  lists = new IdentityLists(b.acts);
  moves = new MatchMoves(b.acts, b.settings);
  details = new MatchDetails(b.acts, b.settings);
  registrations = new RegistrationMoves(b.acts, b.settings);
  recalls = new RecallMoves(b.acts);
  desk = await callerOf(b, await b.person('rg'));
  pa = await callerOf(b, await b.person('pa'), true);
  rm = await callerOf(b, await b.person('rm'), true);
});
afterAll(() => b.close());

let n = 7030;
const next = (): string => String(++n);
async function arrived(name: string, born: string, id = '', more: Readonly<Record<string, string>> = {}): Promise<string> {
  const exam = await storeExam(b, { instances: 1, head: { patientName: name, patientBirthDate: born, patientSex: 'F', patientId: id, issuerOfPatientId: id ? 'LAKEVIEW' : '', ...more } });
  await run();
  await run(120);
  return exam;
}
const stateOf = async (id: string): Promise<string> => (await b.acts.read<{ state: string }>('select state from inbound where id = $1', [id]))[0]?.state ?? '';
const events = async (event: string, examId: string): Promise<number> => (await b.acts.read(`select 1 as one from outbox where event = $1 and data->>'examId' = $2`, [event, examId])).length;

describe('a registration', () => {
  const asked = async (examId: string): Promise<RegistrationView> => {
    const row = (await lists.registrations(desk)).find((r) => r.examId === examId);
    if (!row) throw new Error('nothing was asked');
    return row;
  };

  it('is asked of people when no system takes it, with a clock and the name as sent', async () => {
    const exam = await arrived('Neu^Alma', '19810109');
    expect(await asked(exam)).toMatchObject({ state: 'sent', name: { family: 'Neu', given: 'Alma' }, birthDate: '1981-01-09', clock: { state: 'running', holder: 'registration', holderName: 'registration' }, moves: [{ move: 'complete' }, { move: 'decline' }] });
    expect(await b.acts.read(`select 1 as one from out_message where subject_kind = 'registration'`)).toEqual([]);
    await drain(b, { ahead: 5 * 86_400, only: ['registration.overdue'] });
    expect(await events('registration.overdue', exam)).toBe(1);
  });

  it('is completed by the feed when name, birth date and sex are equal, and the exam is matched and goes on', async () => {
    const exam = await arrived('Ankunft^Berta', '19810110');
    const number = next();
    await his.tell('A28', { mrn: `${number}0`, family: 'Ankunft', given: 'Berta', birthDate: '19810110', sex: 'M' });
    await run();
    expect(await stateOf(exam)).toBe('identifying');
    const other = await arrived('Ankunft^Carla', '19810111');
    await his.tell('A04', { mrn: number, family: 'ANKUNFT', given: 'Carla', birthDate: '19810111', sex: 'F', pv1: 'PV1|1|E|ED^1||||||||||||||||V1' });
    await run();
    expect(await details.ofExam(other, pa)).toMatchObject({ state: 'matched', registration: { state: 'completed' }, confirmed: { by: 'policy' } });
    expect(await stateOf(other)).toBe('checking');
    expect(await events('registration.completed', other)).toBe(1);
  });

  it('is completed by people with a patient who is who was asked for, and refused with anybody else', async () => {
    const exam = await arrived('Zuber^Dora', '19810112');
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Zuber', given: 'Dorothea', birthDate: '19810112', sex: 'F' });
    const [patient] = await b.acts.read<{ id: string }>('select id from patient where mrn = $1', [number]);
    const row = await asked(exam);
    await expect(registrations.complete(desk, row.id, row.version, patient?.id ?? '')).rejects.toMatchObject({ code: 'elements-differ', more: { errors: [{ pointer: '/elements/given' }] } });
    await expect(registrations.complete(desk, row.id, row.version - 1, patient?.id ?? '')).rejects.toMatchObject({ status: 412 });
    // corrected where the feed does not tell, so that the desk has to
    await b.acts.read(`update patient_name set given = 'Dora', folded = 'zuber dora' where patient_id = $1`, [patient?.id]);
    await registrations.complete(desk, row.id, row.version, patient?.id ?? '');
    await run();
    expect(await details.ofExam(exam, pa)).toMatchObject({ state: 'matched', confirmed: { patientId: patient?.id } });
    await expect(registrations.decline(desk, row.id, row.version + 1, 'too late')).rejects.toMatchObject({ status: 409 });
  });

  it('that is declined or called off gives the exam back to people, and does not ask again by itself', async () => {
    for (const how of ['decline', 'cancel'] as const) {
      const exam = await arrived(`Back${how}^Eva`, '19810113');
      const row = await asked(exam);
      if (how === 'decline') await registrations.decline(desk, row.id, row.version, 'no such person');
      else await registrations.cancel(pa, row.id, row.version, 'asked by mistake');
      await run();
      expect(await details.ofExam(exam, pa)).toMatchObject({ state: 'proposed', registration: { state: how === 'decline' ? 'declined' : 'cancelled' } });
      expect(await b.acts.read('select 1 as one from registration where exam_id = $1', [exam])).toHaveLength(1);
    }
  });

  it('is asked of the system that registers, as ADT^A28 with the outside number; what it refuses goes to people', async () => {
    const endpoint = newId();
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'hl7v2', 'out', 'adt-out', 'HIS', '{}')`, [endpoint, b.host]);
    const exam = await arrived('Muster^Flora^Ida=山田^花', '19810114', 'OUT-77');
    const [message] = await b.acts.read<{ body: Buffer; subject_id: string; id: string }>(`select * from out_message where purpose = 'adt-out'`);
    const adt = readAdt(parseMessage(new Uint8Array(message?.body ?? Buffer.alloc(0))));
    expect(adt).toMatchObject({ event: 'A28', patients: [{ patient: { identifiers: [{ value: 'OUT-77', authority: { namespace: 'LAKEVIEW' }, type: 'PI' }], sex: 'F', birthDate: { iso: '1981-01-14' } } }] });
    expect(adt.patients[0]?.patient.names?.map((x) => [x.family, x.given, x.middle, x.representation])).toEqual([['Muster', 'Flora', 'Ida', 'A'], ['山田', '花', null, 'I']]);
    await b.acts.run(system, async (act) => act.emit({ event: 'message.refused', kind: 'registration', id: message?.subject_id ?? '', data: { message: message?.id, code: 'AE' } }));
    await run();
    expect(await events('registration.message-refused', exam)).toBe(1);
    expect(await asked(exam)).toMatchObject({ state: 'sent' });
    await b.acts.read('update endpoint set disabled_at = now() where id = $1', [endpoint]);
  });

  it('is shown to and decided by those of the facility only', async () => {
    const exam = await arrived('Hidden^Gerda', '19810115');
    const row = await asked(exam);
    const stranger = await callerOf(b, await b.person('rg', { facilities: [] }));
    expect(await lists.registrations(stranger)).toEqual([]);
    await expect(registrations.decline(stranger, row.id, row.version, 'not mine')).rejects.toMatchObject({ status: 404 });
    await expect(registrations.decline(pa, row.id, row.version, 'not my role')).rejects.toMatchObject({ status: 403 });
  });
});

describe('a recall', () => {
  /** An exam that was delivered and read, and whose association was taken back. */
  async function recalled(): Promise<{ exam: string; targets: RecallView[]; reader: string }> {
    const number = next();
    await his.tell('A28', { mrn: number, family: 'Recall', given: `N${number}`, birthDate: `19${Number(number) % 100}0707`, sex: 'F', more: `RC${number}^^^LAKEVIEW^PI` });
    await b.acts.read(`insert into facility (id, name, kind, issuer, state) values ($1, 'Lakeview', 'hospital', 'LAKEVIEW', 'live') on conflict do nothing`, [newId()]);
    const exam = await arrived(`RECALL^N${number}`, `19${Number(number) % 100}0707`, `RC${number}`);
    const [match] = await b.acts.read<{ id: string; version: number; patient_id: string }>('select id, version, patient_id from match where exam_id = $1', [exam]);
    const person = await b.person('cl');
    const endpoint = newId();
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'archive', 'PACS', '{}')`, [endpoint, b.host]);
    const transfer = newId();
    await b.acts.read(`insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state) values ($1, $2, 1, 'out', 'release', 'pacs', $3, 'done')`, [transfer, exam, endpoint]);
    await b.acts.read(`insert into transfer_row (transfer_id, instance_id, sop_uid, state) select $1, id, sop_uid, 'verified' from instance where exam_id = $2`, [transfer, exam]);
    await b.acts.read(`insert into import_order (id, exam_id, patient_id, accession, issuer, procedure_code, procedure_text, state) values ($1, $2, $3, $4, 'SPEC', 'CTH', 'CT head', 'acknowledged')`, [newId(), exam, match?.patient_id, `ACC${number}`]);
    const overread = newId();
    await b.acts.read(`insert into overread (id, exam_id, state, grade, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision) values ($1, $2, 'signed', 'agree', 'formal', 'neuro', 'neurology', $3, 'medium', 1)`, [overread, exam, [b.host]]);
    await b.acts.read(`insert into notice (id, state, dedupe_key, event, because, subject_kind, subject_id, person_id, role, channel) values ($1, 'sent', $2, 'inbound.released', 'x', 'inbound', $3, $4, 'requester', 'in-app')`, [newId(), `told ${number}`, exam, person.id]);
    await b.acts.read(`update inbound set state = 'released', visible = 'all' where id = $1`, [exam]);
    expect((await details.blastList(match?.id ?? '', pa)).items.map((i) => [i.kind, i.channel]).sort()).toEqual([['copy', 'pacs'], ['order', 'order'], ['person', 'person'], ['report', 'report'], ['visibility', 'system']]);
    await moves.unlink(pa, match?.id ?? '', { version: match?.version ?? 0, reason: 'images are of the sister', blastListSeen: true });
    await run();
    return { exam, targets: await lists.recalls(pa, exam), reader: person.id };
  }
  const target = (targets: readonly RecallView[], kind: string): RecallView => {
    const found = targets.find((t) => t.kind === kind);
    if (!found) throw new Error(`no ${kind}`);
    return found;
  };
  const again = async (exam: string, kind: string): Promise<RecallView> => target(await lists.recalls(pa, exam), kind);

  it('lists everything that followed the association, asks each, and ends only when each has answered', async () => {
    const { exam, targets, reader } = await recalled();
    expect(await stateOf(exam)).toBe('recalling');
    expect(Object.fromEntries(targets.map((t) => [t.kind, t.state]))).toEqual({ copy: 'asked', order: 'asked', report: 'asked', person: 'asked', visibility: 'confirmed' });
    expect(await b.acts.read(`select data->>'id' as id from job where kind = 'recall.ask' order by 1`)).toEqual([target(targets, 'copy').id, target(targets, 'order').id].sort().map((id) => ({ id })));
    // an archive that answers, an order system that is slow, a reader who retracts, a person who acknowledges
    await b.acts.run(system, async (act) => {
      const row = await lockRecall(act, target(targets, 'copy').id);
      if (row) await confirmTarget(act, row, 'c-find 0 of 1');
    });
    await drain(b, { ahead: 16 * 60, only: ['recall.overdue'] });
    expect(await again(exam, 'order')).toMatchObject({ state: 'failed', moves: [{ move: 'ask' }, { move: 'confirm' }, { move: 'waive' }] });
    const [overread] = await b.acts.read<{ id: string }>('select id from overread where exam_id = $1', [exam]);
    const notice = newId();
    await b.acts.read(`insert into notice (id, state, dedupe_key, event, because, subject_kind, subject_id, person_id, role, channel, data) values ($1, 'acknowledged', $2, 'inbound.recalled', 'x', 'inbound', $3, $4, 'everyone-told-before', 'in-app', $5)`, [notice, `recall ${exam}`, exam, reader, { examId: exam }]);
    await b.acts.run(system, async (act) => {
      act.emit({ event: 'overread.retracted', kind: 'overread', id: overread?.id ?? '', data: { examId: exam } });
      act.emit({ event: 'notice.acknowledged', kind: 'notice', id: notice });
    });
    await run();
    expect(await again(exam, 'report')).toMatchObject({ state: 'confirmed', proof: 'retracted' });
    expect(await again(exam, 'person')).toMatchObject({ state: 'confirmed', proof: 'acknowledged' });
    expect(await stateOf(exam)).toBe('recalling');
    await recalls.ask(pa, target(targets, 'order').id, (await again(exam, 'order')).version);
    expect(await again(exam, 'order')).toMatchObject({ state: 'asked' });
    await recalls.confirm(pa, target(targets, 'order').id, (await again(exam, 'order')).version, 'order desk, R. Hale, by telephone');
    await run();
    expect(await stateOf(exam)).toBe('identifying');
    expect(await details.ofExam(exam, pa)).toMatchObject({ attempt: 2, state: 'proposed' });
  });

  it('a target is written off by two people, never by one twice', async () => {
    const { exam, targets } = await recalled();
    const order = target(targets, 'order');
    await expect(recalls.waive(desk, order.id, order.version, 'recipient gone')).rejects.toMatchObject({ status: 404 });
    await recalls.waive(pa, order.id, order.version, 'recipient gone');
    expect(await again(exam, 'order')).toMatchObject({ state: 'asked' });
    await expect(recalls.waive(pa, order.id, (await again(exam, 'order')).version, 'recipient gone')).rejects.toMatchObject({ status: 403 });
    await expect(recalls.waive(rm, order.id, order.version, 'recipient gone')).rejects.toMatchObject({ status: 412 });
    await recalls.waive(rm, order.id, (await again(exam, 'order')).version, 'recipient gone, copy destroyed');
    expect(await again(exam, 'order')).toMatchObject({ state: 'waived' });
    await b.acts.run(system, async (act) => {
      const row = await lockRecall(act, order.id);
      if (row) await failTarget(act, row, 'late');
    });
    expect(await again(exam, 'order')).toMatchObject({ state: 'waived' });
  });

  it('listed again after a second signal finds the targets that are there', async () => {
    const { exam, targets } = await recalled();
    await b.acts.run(system, async (act) => act.emit({ event: 'inbound.recalled', kind: 'inbound', id: exam }));
    await run();
    expect((await lists.recalls(pa, exam)).map((t) => t.id)).toEqual(targets.map((t) => t.id));
    expect(await blastListOf({ query: (sql, p) => b.acts.read(sql, p) }, newId())).toEqual([]);
  });
});
