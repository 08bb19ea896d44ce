import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import type { SendDraft } from '@causeway/contracts';
import { readDataSet } from '@causeway/dicom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedTransports } from '../installed-transports';
import { newId } from '../platform/ids';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { confirmMatch, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { storeRealExam } from '../testing/real-exam';
import { drain } from '../testing/worker';
import { TransferDetails } from '../transfers/transfer.detail';
import { TransferLanes } from '../transfers/transfer.lanes';
import { TransferList } from '../transfers/transfer.list';
import { TransferMoves } from '../transfers/transfer.moves';
import { SendMoves } from './moves';
import { Refusals } from './refusals';
import { SendDetails } from './send.detail';
import { SendList } from './send.list';
import { SendTurn } from './turn';

const ON_THE_WAY = ['send.preflight', 'send.start', 'send.follow', 'send.recalled', 'line.serve', 'line.probe', 'transfer.due', 'transfer.run', 'transfer.verify', 'transfer.heal'];

let b: Bench;
let partner: LoopbackPeer;
let to: string;
let line: string;
let pa: Caller;
let other: Caller;
let moves: SendMoves;
let details: SendDetails;
let transfers: TransferMoves;
let ledger: TransferDetails;
let list: TransferList;

beforeAll(async () => {
  // a minute of patience passes in a second
  b = await bench({ CAUSEWAY_PATIENCE_RATE: '60' });
  const stream = { position: '0.0' };
  moves = new SendMoves(b.acts, b.settings, new SendTurn(b.settings, installedTransports.kinds), installedTransports.kinds);
  details = new SendDetails(b.acts, new SendList(b.acts, stream));
  list = new TransferList(b.acts, stream);
  transfers = new TransferMoves(b.acts, list);
  ledger = new TransferDetails(b.acts, list);
});
afterAll(() => b.close());
beforeEach(async () => {
  partner = await LoopbackPeer.start({ aeTitle: 'RIVER' });
  to = await b.facility(`Riverside ${newId()}`);
  line = await connect(partner.port, 'Images');
  pa = await callerOf(b, await b.person('pa', { facilities: [b.host, to] }), true);
  other = await callerOf(b, await b.person('pa', { facilities: [b.host, to] }), true);
});
afterEach(() => partner.stop());

async function connect(port: number, label: string, facility = to): Promise<string> {
  const id = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', $3, $4)`,
    [id, facility, label, { host: '127.0.0.1', port, calledAeTitle: 'RIVER', callingAeTitle: 'CAUSEWAY', connectSeconds: 2, associateSeconds: 3, responseSeconds: 3 }]);
  return id;
}

/** A released exam of a confirmed patient whose source lets it be sent on, with one report in words. */
async function exam(images = 3, terms: 'allowed' | 'ask' | 'forbidden' = 'allowed') {
  const source = await b.facility(`Source ${newId()}`);
  await b.acts.read('update facility set redisclosure = $2 where id = $1', [source, terms]);
  const made = await storeRealExam(b, images, { source });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, made.id, await storePatient(b, `M${made.id.slice(-8)}`, 'Österberg', 'Åsa', '1970-02-14'));
  await b.acts.read('update inbound set facility_ids = array_append(facility_ids, $2) where id = $1', [made.id, b.host]);
  await b.acts.read(
    `insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'Source RIS', 'Imre^Sándor', 'F', 'CT Head', $3, sha256('x'))`,
    [newId(), made.id, JSON.stringify([{ heading: 'Findings', text: 'Åtta millimeter.' }, { heading: 'Impression', text: 'No bleed.' }, { heading: null, text: 'Seen with the referrer.' }])]);
  return made;
}

const draft = (examIds: readonly string[], more: Partial<SendDraft> = {}): SendDraft => ({
  items: examIds.map((examId) => ({ examId, withReports: true })), recipient: { facilityId: to, person: 'Dr. Amara Osei' }, purpose: 'treatment', urgency: 'medium', when: { kind: 'now' }, identity: 'as-received', attested: true, ...more,
});
const state = async (id: string) => (await details.detail(id, pa)).state;
async function submitted(d: SendDraft): Promise<string> {
  const id = await moves.create(pa, d);
  await moves.submit(pa, id, (await details.detail(id, pa)).version);
  return id;
}
const deliver = (ahead = 0) => drain(b, { ahead, only: ON_THE_WAY });

describe('re-disclosure', () => {
  it('sends the terms of the source along as an object of the study, once', async () => {
    const made = await exam(1);
    await b.acts.read(`update facility set redisclosure_terms = 'For treatment only. Ask before you pass it on.' where id = (select source_facility_id from exam where id = $1)`, [made.id]);
    const id = await moves.create(pa, draft([made.id]));
    await moves.submit(pa, id, 0);
    await drain(b, { ahead: 5, only: ON_THE_WAY });
    const sent = await details.detail(id, pa);
    expect(sent.terms).toEqual([{ examId: made.id, source: expect.stringMatching(/^Source /) as string, text: 'For treatment only. Ask before you pass it on.' }]);
    expect(sent.documents.map((d) => d.terms).toSorted()).toEqual([false, true]);
    const terms = [...partner.archive.held].filter(([uid]) => sent.documents.some((d) => d.title === 'Terms of re-disclosure' && d.sopUid === uid)).map(([, o]) => o);
    expect(terms).toHaveLength(1);
    expect(Buffer.from(terms[0]!.bytes).includes('Ask before you pass it on.')).toBe(true);
  });

  it('records a refusal of the policy with its exception and the day by which it is answered, once', async () => {
    const made = await exam(1);
    await b.acts.read(`update patient set flags = '{part2}' where id = (select patient_id from match where exam_id = $1 and state = 'matched')`, [made.id]);
    const id = await moves.create(pa, draft([made.id]));
    await moves.submit(pa, id, 0);
    await drain(b, { ahead: 5, only: ON_THE_WAY });
    await moves.submit(pa, id, (await details.detail(id, pa)).version);
    await drain(b, { ahead: 5, only: ON_THE_WAY });
    const detail = await details.detail(id, pa);
    expect(detail).toMatchObject({ state: 'draft', refusals: [{ examId: made.id, exception: 'privacy', because: 'consent-needed', answeredAt: null }] });
    expect(Date.parse(detail.refusals[0]!.answerBy) - Date.now()).toBeGreaterThan(9 * 86_400_000);
    const refusals = new Refusals(b.acts);
    await refusals.answered(pa, detail.refusals[0]!.id, 'Told by letter');
    await expect(refusals.answered(pa, detail.refusals[0]!.id, 'again')).rejects.toMatchObject({ status: 404 });
    expect((await refusals.list(pa)).find((r) => r.subjectId === id)).toMatchObject({ answeredBy: expect.any(String), partner: detail.recipient.facility, number: null, exam: { studyDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string } });
  });
});

describe('a send', () => {
  it('brings two exams with their reports to a partner unchanged, and each image is proven there', async () => {
    const [one, two] = [await exam(3), await exam(2)];
    const id = await submitted(draft([one.id, two.id]));
    await deliver();
    const sent = await details.detail(id, pa);
    expect(sent).toMatchObject({ state: 'delivered', total: 7, verified: 7, route: { label: 'Images' } });
    expect(partner.archive.held.size).toBe(7);
    const [stored] = await b.acts.read<{ sha256: Buffer }>('select sha256 from instance where sop_uid = $1', [one.sopUids[0]]);
    const { createHash } = await import('node:crypto');
    expect(createHash('sha256').update(partner.archive.held.get(one.sopUids[0]!)!.bytes).digest().equals(stored!.sha256)).toBe(true);
    const report = [...partner.archive.held.values()].find((o) => o.sopClassUid === '1.2.840.10008.5.1.4.1.1.88.11' && o.values.studyInstanceUid === one.studyUid)!;
    const read = readDataSet(report.bytes, report.transferSyntaxUid);
    if (read.kind !== 'data-set') throw new Error('The report cannot be read');
    expect(read.dataSet.items('ContentSequence').map((i) => i.text('TextValue'))).toEqual(expect.arrayContaining(['Åtta millimeter.', 'Seen with the referrer.']));
    expect(read.dataSet.text('PatientID')).toBe('OUT-4711');
    await moves.accept(pa, id, sent.version, 'Dr. Amara Osei', null);
    expect(await details.detail(id, pa)).toMatchObject({ state: 'accepted', receipt: { who: 'Dr. Amara Osei' } });
  });

  it('carries our patient when asked to, and the outside number stays inside', async () => {
    const one = await exam(1);
    await submitted(draft([one.id], { identity: 'local' }));
    await deliver();
    for (const held of partner.archive.held.values()) expect(held.values).toMatchObject({ patientId: `M${one.id.slice(-8)}`, issuerOfPatientId: 'SPEC' });
  });

  it('waits for a second person where the source’s terms ask, and never lets the sender be that person', async () => {
    const one = await exam(1, 'ask');
    const id = await submitted(draft([one.id]));
    await deliver();
    const asked = await details.detail(id, pa);
    expect(asked).toMatchObject({ state: 'awaiting-approval', findings: [{ code: 'policy-asks', weight: 'ask', values: { because: 'not-covered' } }] });
    expect(asked.moves.map((m) => m.move)).not.toContain('approve');
    await expect(moves.approve(pa, id, asked.version)).rejects.toMatchObject({ status: 403 });
    expect((await details.detail(id, other)).moves.map((m) => m.move)).toContain('approve');
    await moves.approve(other, id, asked.version);
    await deliver();
    expect(await details.detail(id, pa)).toMatchObject({ state: 'delivered', approved: { by: { id: other.id } } });
  });

  it('goes back to its sender with every reason when something stops it', async () => {
    const one = await exam(1);
    await b.acts.read(`update facility set state = 'prospect' where id = $1`, [to]);
    await b.acts.read(`update match set state = 'closed' where exam_id = $1`, [one.id]);
    const id = await submitted(draft([one.id]));
    await deliver();
    const back = await details.detail(id, pa);
    expect(back.state).toBe('draft');
    expect(back.findings.filter((f) => f.weight === 'stop').map((f) => f.code)).toEqual(['no-agreement', 'not-identified']);
    expect(partner.archive.held.size).toBe(0);
  });

  it('is not started when its pre-flight is no longer true at that instant', async () => {
    const one = await exam(1);
    const id = await submitted(draft([one.id], { when: { kind: 'at', at: new Date(Date.now() + 600_000).toISOString() } }));
    await deliver();
    expect(await state(id)).toBe('scheduled');
    await b.acts.read(`update facility set state = 'retired' where id = $1`, [to]);
    await b.acts.read('update send set planned_at = clock_timestamp() where id = $1', [id]);
    await deliver(1200);
    expect(await details.detail(id, pa)).toMatchObject({ state: 'draft', reason: 'no-agreement' });
  });

  it('goes back to its sender at once when the partner’s agreement lapses while it is planned, and nothing is sent', async () => {
    const one = await exam(1);
    const id = await submitted(draft([one.id], { when: { kind: 'at', at: new Date(Date.now() + 3_600_000).toISOString() } }));
    await deliver();
    expect(await state(id)).toBe('scheduled');
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await b.acts.read('update agreement set ends_on = $2 where facility_id = $1', [to, yesterday]);
    await b.acts.run(pa.actor, async (act) => act.wish({ kind: 'facility.clock', key: `facility.clock ${to}`, data: { id: to } }));
    await drain(b, { only: ['facility.clock', 'send.partner-paused', 'send.recheck'] });
    const back = await details.detail(id, pa);
    expect(back).toMatchObject({ state: 'draft', reason: 'partner-paused' });
    expect(back.findings.map((f) => f.code)).toContain('partner-paused');
    expect(partner.archive.held.size).toBe(0);
  });

  it('is covered by what the agreement is for, and no more', async () => {
    const one = await exam(1);
    await b.acts.read(`update agreement set purposes = '{treatment}' where facility_id = $1`, [to]);
    const id = await submitted(draft([one.id], { purpose: 'research' }));
    await deliver();
    expect((await details.detail(id, pa)).findings.map((f) => f.code)).toContain('no-agreement');
  });

  it('waits until the report is final when asked to', async () => {
    const one = await exam(1);
    await b.acts.read(
      `insert into overread (id, exam_id, state, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision) values ($1, $2, 'open', 'x', 'neuro', 'neurology', '{}', 'medium', 1)`, [newId(), one.id]);
    const id = await submitted(draft([one.id], { when: { kind: 'report-final' } }));
    await deliver();
    expect(await state(id)).toBe('scheduled');
    await b.acts.read(`update overread set state = 'signed', grade = 'agree' where exam_id = $1`, [one.id]);
    await drain(b, { ahead: 400, only: ON_THE_WAY });
    expect(await state(id)).toBe('delivered');
  });

  it('takes the next way by itself when the first fails for good, and says so', async () => {
    const second = await LoopbackPeer.start({ aeTitle: 'RIVER' });
    const one = await exam(2);
    await b.acts.read(`update endpoint set settings = settings || '{"callingAeTitle": "NOBODY"}' where id = $1`, [line]);
    partner.behaviour.reject = { result: 1, source: 1, reason: 3 } as never;
    await connect(second.port, 'Images over the other AE');
    const id = await submitted(draft([one.id], { endpointId: line }));
    await deliver();
    const sent = await details.detail(id, pa);
    expect(sent).toMatchObject({ state: 'delivered', route: { label: 'Images over the other AE' } });
    expect(sent.transfers.map((t) => [t.line, t.state])).toEqual([['Images over the other AE', 'done'], ['Images', 'cancelled']]);
    expect(second.archive.held.size).toBe(3);
    await second.stop();
  });

  it('called back in the middle stops what has not left and names what has', async () => {
    const one = await exam(4);
    const id = await submitted(draft([one.id]));
    partner.behaviour.lose.add(one.sopUids[3]!);
    await deliver();
    expect(await state(id)).toBe('sending');
    await moves.revoke(pa, id, (await details.detail(id, pa)).version, 'Sent to the wrong clinic');
    const back = await details.detail(id, pa);
    expect(back).toMatchObject({ state: 'revoked', reason: 'Sent to the wrong clinic', transfers: [{ state: 'cancelled' }] });
    expect(back.cannotBeCalledBack).toEqual([expect.stringContaining('4 images are at Riverside')]);
    await deliver(60);
    expect(await state(id)).toBe('revoked');
  });

  it('is nobody’s who may not see its exams', async () => {
    const one = await exam(1);
    const stranger = await callerOf(b, await b.person('fr', { facilities: [newId()] }));
    await expect(moves.create(stranger, draft([one.id]))).rejects.toMatchObject({ status: 404 });
    const id = await submitted(draft([one.id]));
    await expect(details.detail(id, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(moves.create(await callerOf(b, await b.person('tr')), draft([one.id]))).rejects.toMatchObject({ status: 403 });
  });
});

describe('a movement', () => {
  const lanes = async () => (await new TransferLanes(b.acts, b.settings).lanes(pa)).filter((l) => l.id === line);
  /** Lets the clocks of the lines run until it is so. */
  const until = async (so: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 25_000; !(await so());) {
      if (Date.now() > end) throw new Error('It did not come to that');
      await deliver();
      await new Promise((r) => setTimeout(r, 50));
    }
  };
  const only = async (id: string) => (await details.detail(id, pa)).transfers[0]!;

  it('waits for a partner that is away with one probe now and then, and completes by itself when it is back', async () => {
    const { port } = partner;
    const one = await exam(2);
    await partner.stop();
    const id = await submitted(draft([one.id]));
    await until(async () => (await lanes())[0]?.breaker === 'open');
    const [lane] = await lanes();
    expect(lane).toMatchObject({ breaker: 'open', cause: 'unreachable', waiting: 1 });
    const waiting = await ledger.detail((await only(id)).id, pa);
    expect(waiting).toMatchObject({ state: 'waiting', cause: 'unreachable', line: { breaker: 'open' } });
    expect(waiting.causeDetail).toContain(String(port));
    expect(waiting.attempt).toBe(3);
    partner = await LoopbackPeer.start({ aeTitle: 'RIVER', port });
    await until(async () => (await state(id)) === 'delivered');
    expect((await lanes())[0]).toMatchObject({ breaker: 'closed', cause: null });
  });

  it('is held and let go on by a person, and nothing proven is sent again', async () => {
    const one = await exam(3);
    partner.behaviour.lose.add(one.sopUids[1]!);
    const id = await submitted(draft([one.id], { items: [{ examId: one.id, withReports: false }] }));
    await deliver();
    const t = await only(id);
    expect(await ledger.detail(t.id, pa)).toMatchObject({ state: 'partial', cause: 'missing-at-far-side', troubled: [{ sopUid: one.sopUids[1], state: 'missing' }] });
    partner.behaviour.lose.clear();
    const before = new Map(partner.archive.held);
    await transfers.retry(pa, t.id);
    await transfers.pause(pa, t.id, 'STAT first');
    await deliver();
    expect(await ledger.detail(t.id, pa)).toMatchObject({ state: 'paused', reason: 'STAT first', pausedBy: expect.any(String) });
    await transfers.resume(pa, t.id);
    await deliver();
    expect(await state(id)).toBe('delivered');
    expect([...partner.archive.held].filter(([uid, o]) => before.get(uid) !== o).map(([uid]) => uid)).toEqual([one.sopUids[1]]);
  });

  it('says which class is not taken, and is done when a person leaves those images out', async () => {
    const one = await exam(2);
    partner.behaviour.refuseClasses.add('1.2.840.10008.5.1.4.1.1.88.11');
    const id = await submitted(draft([one.id]));
    await deliver();
    const t = await ledger.detail((await only(id)).id, pa);
    expect(t).toMatchObject({ state: 'partial', cause: 'refused-at-far-side', ledger: { verified: 2, refused: 1 }, troubled: [{ status: '0122H', mayRetry: false }] });
    expect(t.causeDetail).toContain('do not accept class');
    await transfers.exclude(pa, t.id, t.troubled.map((x) => x.sopUid), 'They take no structured reports');
    await deliver();
    expect(await state(id)).toBe('delivered');
  });

  it('goes over another line on request, with only what is not proven', async () => {
    const second = await LoopbackPeer.start({ aeTitle: 'RIVER' });
    const one = await exam(3);
    const otherLine = await connect(second.port, 'Second AE');
    partner.behaviour.statuses.set(one.sopUids[0]!, 0xa900);
    const id = await submitted(draft([one.id], { endpointId: line, items: [{ examId: one.id, withReports: false }] }));
    await deliver();
    const t = await ledger.detail((await only(id)).id, pa);
    expect(t.otherRoutes.map((r) => r.endpointId)).toEqual([otherLine]);
    const successor = await transfers.reroute(pa, t.id, otherLine, 'They cannot take it');
    await deliver();
    expect(await ledger.detail(t.id, pa)).toMatchObject({ state: 'cancelled', successorId: successor });
    expect(await state(id)).toBe('delivered');
    await second.stop();
  });

  it('is one of many an act fits: a dry run tells and changes nothing', async () => {
    const one = await exam(2);
    partner.behaviour.lose.add(one.sopUids[0]!);
    const id = await submitted(draft([one.id], { items: [{ examId: one.id, withReports: false }] }));
    await deliver();
    const filter = { view: 'all' as const, endpoint: line };
    const told = await transfers.bulk(pa, { action: 'retry', dryRun: true, filter });
    expect(told).toMatchObject({ matched: 1, fits: 1, instances: 1, untouched: 1, done: false });
    expect((await only(id)).state).toBe('partial');
    partner.behaviour.lose.clear();
    expect(await transfers.bulk(pa, { action: 'retry', dryRun: false, filter })).toMatchObject({ fits: 1, done: true });
    await deliver();
    expect(await state(id)).toBe('delivered');
    expect(await transfers.bulk(pa, { action: 'pause', dryRun: true, filter })).toMatchObject({ fits: 0, refused: [{ code: 'is-done' }] });
  });

  it('asks what became of the images a dead worker had in its hands before it sends any again', async () => {
    const one = await exam(3);
    const id = await submitted(draft([one.id], { items: [{ examId: one.id, withReports: false }] }));
    await drain(b, { only: ['send.preflight', 'send.start', 'line.serve'] });
    const t = await only(id);
    // as a worker leaves it that was killed while the first image was under way and the second had arrived
    await b.acts.read(`update transfer set state = 'running', epoch = 1, attempt = 1, worker = 'gone 1', lease_until = clock_timestamp() + interval '1 minute' where id = $1`, [t.id]);
    await b.acts.read(`update transfer_row set state = 'sending', attempt = 1 where transfer_id = $1 and sop_uid = any($2)`, [t.id, one.sopUids.slice(0, 2)]);
    await deliver();
    expect(await state(id)).toBe('delivered');
    const rows = await b.acts.read<{ attempt: number; state: string }>('select attempt, state from transfer_row where transfer_id = $1 order by attempt', [t.id]);
    expect(rows.map((r) => r.state)).toEqual(['verified', 'verified', 'verified']);
    expect(rows.map((r) => r.attempt)).toEqual([1, 2, 2]);
  });
});
