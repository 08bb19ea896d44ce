import { parseMessage, readOrder } from '@causeway/hl7v2';
import { startHl7Peer, type Hl7Peer } from '@causeway/transport-hl7v2/testing';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import type { PolicyText } from '@causeway/domain';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InboundList } from '../inbound/inbound.list';
import { InboundMoves } from '../inbound/moves';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { nextInForce } from '../testing/policies';
import { approvedExam, connectPacs, ON_THE_WAY } from '../testing/released';
import { drain } from '../testing/worker';

let b: Bench;
let pacs: LoopbackPeer;
let ris: Hl7Peer;
type Then = PolicyText<'release'>['default']['then'];
const JOBS = [...ON_THE_WAY, 'release.visit', 'message.send'];
const work = (): Promise<string[]> => drain(b, { only: JOBS });
/** The release policy says this of everything from now on. */
const policy = (then: Partial<Then>): Promise<PolicyText> => nextInForce(b, 'release', (text) => ({ ...text, rules: [], default: { then: { ...(text as PolicyText<'release'>).default.then, ...then }, because: 'spec' } }) as PolicyText);
const inDays = (days: number): Date => DateTime.now().setZone(b.settings.SITE_ZONE).plus({ days }).set({ hour: 9, minute: 30, second: 0, millisecond: 0 }).toJSDate();

beforeAll(async () => {
  b = await bench();
  pacs = await LoopbackPeer.start({ aeTitle: 'PACS' });
  await connectPacs(b, { host: '127.0.0.1', port: pacs.port, aeTitle: 'PACS' });
  ris = await startHl7Peer();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'hl7v2', 'out', 'orders', 'RIS', $3)`, [newId(), b.host, { host: '127.0.0.1', port: ris.port }]);
});
afterAll(async () => {
  await ris.close();
  await pacs.stop();
  await b.close();
});

const patientOf = async (exam: string): Promise<string> => (await b.acts.read<{ patient_id: string }>('select patient_id from match where exam_id = $1', [exam]))[0]!.patient_id;
const stateOf = async (exam: string): Promise<string | undefined> => (await b.acts.read<{ state: string }>('select state from inbound where id = $1', [exam]))[0]?.state;
const view = async (exam: string) => (await new InboundList(b.acts, b.settings, { position: '0.0' }).one(exam, await callerOf(b, await b.person('pa')))).view;

/** An appointment as the scheduling feed leaves it, with its event. */
async function appointment(patient: string, at: Date, more: { readonly id?: string; readonly what?: string; readonly state?: string; readonly line?: string } = {}): Promise<string> {
  const id = more.id ?? newId();
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => {
    await act.query(
      `insert into appointment (id, sender, placer, state, starts_at, clinic, service_line, facility_ids, patient_id, subject) values ($1, 'spec', $7, $2, $3, 'Spine clinic', $4, $5, $6, '{}')
       on conflict (id) do update set state = excluded.state, starts_at = excluded.starts_at`, [id, more.state ?? 'booked', at, more.line ?? 'neurology', [b.host], patient, id]);
    act.emit({ event: `appointment.${more.what ?? 'book'}`, kind: 'appointment', id });
  });
  return id;
}

describe('an exam that loads with the appointment', () => {
  beforeAll(() => policy({ when: 'with-appointment', daysBefore: 1 }));

  it('waits without one, and says so until somebody sees to it', async () => {
    const exam = await approvedExam(b, 1);
    await work();
    expect(await stateOf(exam.id)).toBe('releasing');
    expect(await b.acts.read('select 1 from transfer where exam_id = $1', [exam.id])).toEqual([]);
    expect(await b.acts.read('select 1 from import_order where exam_id = $1', [exam.id])).toEqual([]);
    expect(await view(exam.id)).toMatchObject({ waitsForVisit: { known: false, loadAt: null, visit: null } });
    const pages = await new InboundList(b.acts, b.settings, { position: '0.0' }).page({ view: 'waiting', sort: 'clock', order: 'asc', limit: 50 }, await callerOf(b, await b.person('pa')));
    expect(pages.rows.map((r) => r.id)).toContain(exam.id);
    const reminders = () => b.acts.read<{ n: number }>(`select count(*)::int as n from outbox where event = 'inbound.visit-missing' and subject_id = $1`, [exam.id]);
    await b.acts.read(`update job set due_at = clock_timestamp() where key = $1`, [`release.visit-unknown ${exam.id}`]);
    await drain(b, { only: ['release.visit-unknown'] });
    expect(await reminders()).toEqual([{ n: 1 }]);
    expect(await b.acts.read(`select state from job where key = $1 and state = 'waiting' and due_at > clock_timestamp() + interval '6 days'`, [`release.visit-unknown ${exam.id}`])).toHaveLength(1);
  });

  it('is loaded so many days before the visit, follows it when it is moved, and waits on when it is cancelled', async () => {
    const exam = await approvedExam(b, 1);
    await work();
    const patient = await patientOf(exam.id);
    const id = await appointment(patient, inDays(5));
    await work();
    const loadAt = DateTime.fromJSDate(inDays(4), { zone: b.settings.SITE_ZONE }).startOf('day').toUTC().toISO();
    expect(await view(exam.id)).toMatchObject({ state: 'releasing', waitsForVisit: { known: true, loadAt, visit: { startsAt: inDays(5).toISOString(), clinic: 'Spine clinic' } } });
    const [timer] = await b.acts.read<{ due_at: Date }>(`select due_at from job where key = $1 and state = 'waiting'`, [`release.load ${exam.id}`]);
    expect(timer?.due_at.toISOString()).toBe(loadAt);

    await appointment(patient, inDays(5), { id, what: 'cancel', state: 'cancelled' });
    await work();
    expect(await view(exam.id)).toMatchObject({ state: 'releasing', waitsForVisit: { known: false, loadAt: null } });
    expect(await b.acts.read(`select 1 from job where key = $1 and state = 'waiting'`, [`release.load ${exam.id}`])).toEqual([]);

    await appointment(patient, inDays(9), { id, what: 'book' });
    await work();
    expect((await view(exam.id)).waitsForVisit?.visit?.startsAt).toBe(inDays(9).toISOString());
    expect(await stateOf(exam.id)).toBe('releasing');
    await appointment(patient, inDays(1), { id, what: 'reschedule' });
    await work();
    expect(await stateOf(exam.id)).toBe('released');
    expect(await view(exam.id)).toMatchObject({ waitsForVisit: null });
    expect([...pacs.archive.held.keys()]).toEqual(expect.arrayContaining([...exam.sopUids]));
  });

  it('takes the visit of its own service line before an earlier one of another', async () => {
    const exam = await approvedExam(b, 1);
    const patient = await patientOf(exam.id);
    const [row] = await b.acts.read<{ service_line: string }>('select service_line from inbound where id = $1', [exam.id]);
    await appointment(patient, inDays(3), { line: 'burn' });
    await appointment(patient, inDays(6), { line: row!.service_line });
    await work();
    expect((await view(exam.id)).waitsForVisit?.visit?.startsAt).toBe(inDays(6).toISOString());
  });

  it('is not forgotten when the visit began while nothing ran', async () => {
    const exam = await approvedExam(b, 1);
    await work();
    const id = await appointment(await patientOf(exam.id), inDays(5));
    await work();
    await b.acts.read(`update appointment set starts_at = clock_timestamp() - interval '2 days' where id = $1`, [id]);
    await b.acts.read(`update job set due_at = clock_timestamp() where key = $1`, [`release.load ${exam.id}`]);
    await work();
    expect(await stateOf(exam.id)).toBe('released');
  });

  it('is loaded now by whoever may release, once, and images that come late to it follow at once', async () => {
    const exam = await approvedExam(b, 1);
    await work();
    const moves = new InboundMoves(b.acts, b.settings);
    const row = await view(exam.id);
    expect(row.moves).toContainEqual({ move: 'load-now', needs: 'nothing' });
    await expect(moves.loadNow(await callerOf(b, await b.person('rd')), exam.id, row.version)).rejects.toMatchObject({ status: 403 });
    const pa = await callerOf(b, await b.person('pa'));
    await expect(moves.loadNow(pa, exam.id, row.version - 1)).rejects.toMatchObject({ status: 412 });
    await moves.loadNow(pa, exam.id, row.version);
    await work();
    expect(await stateOf(exam.id)).toBe('released');
    const [wait] = await b.acts.read('select loaded_because, loaded_by from visit_wait where exam_id = $1', [exam.id]);
    expect(wait).toEqual({ loaded_because: 'person', loaded_by: pa.principal.name });
    await expect(moves.loadNow(pa, exam.id, (await view(exam.id)).version)).rejects.toMatchObject({ status: 409 });
    await b.acts.read(`update inbound set state = 'releasing', state_since = clock_timestamp(), revision = 2 where id = $1`, [exam.id]);
    await b.acts.read(`insert into job (kind, key, data) values ('release.prepare', $1, $2)`, [`release.prepare ${exam.id}`, { id: exam.id }]);
    await work();
    expect(await stateOf(exam.id)).toBe('released');
  });
});

describe('the order that is made', () => {
  const sent = (exam: string) => ris.messages.map((m) => readOrder(parseMessage(m.text)).orders[0]).filter((o) => o?.studyUid === exam).map((o) => ({ control: o?.control, status: o?.status, result: o?.resultStatus, code: o?.procedure?.code, priority: o?.priority }));

  it('files what was read elsewhere, or asks for a read, as the release policy says', async () => {
    await policy({ when: 'after-check', order: 'import' });
    const filed = await approvedExam(b, 1);
    await work();
    await policy({ when: 'after-check', order: 'read' });
    const read = await approvedExam(b, 1);
    await work();
    expect(sent(filed.studyUid)).toMatchObject([{ control: 'NW', status: 'CM', result: null, code: expect.stringMatching(/^IMP/), priority: 'R' }]);
    expect(sent(read.studyUid)).toMatchObject([{ control: 'NW', status: 'IP', result: 'I', code: expect.stringMatching(/^RDO/), priority: 'A' }]);
    expect(await b.acts.read('select kind, procedure_text from import_order where exam_id = $1', [read.id])).toMatchObject([{ kind: 'read', procedure_text: expect.stringMatching(/^Read outside /) }]);
  });

  it('becomes one to read under the same number, and is never taken back to one that only files', async () => {
    await policy({ order: 'import' });
    const exam = await approvedExam(b, 1);
    await work();
    const again = async (order: Then['order']): Promise<void> => {
      await b.acts.read(`update decision set outcome = outcome || jsonb_build_object('order', $2::text) where exam_id = $1 and kind = 'release'`, [exam.id, order]);
      await b.acts.read(`update inbound set state = 'releasing', state_since = clock_timestamp() where id = $1`, [exam.id]);
      await b.acts.read(`insert into job (kind, key, data) values ('release.prepare', $1, $2)`, [`release.prepare ${exam.id}`, { id: exam.id }]);
      await work();
    };
    const [before] = await b.acts.read<{ accession: string }>('select accession from import_order where exam_id = $1', [exam.id]);
    await again('read');
    await again('import');
    expect(sent(exam.studyUid)).toMatchObject([{ control: 'NW', status: 'CM' }, { control: 'XO', status: 'IP', result: 'I', code: expect.stringMatching(/^RDO/) }]);
    expect(await b.acts.read('select accession, kind from import_order where exam_id = $1', [exam.id])).toEqual([{ accession: before?.accession, kind: 'read' }]);
  });
});
