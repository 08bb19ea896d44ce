import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OverreadQuery, SignReport, type ReportText } from '@causeway/contracts';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storeInstances, storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { OverreadMoves } from './moves';
import { NextRead } from './next-read';
import { OverreadDetails } from './overread.detail';
import { OverreadList } from './overread.list';
import { Picks } from './pick';

let b: Bench;
let list: OverreadList;
let details: OverreadDetails;
let moves: OverreadMoves;
let picks: Picks;
let reader: SpecPerson;
let clinician: SpecPerson;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.delivery', 'overread.decide', 'overread.follow', 'overread.pick', 'overread.sla', 'overread.lease', 'overread.unread'];

beforeAll(async () => {
  b = await bench();
  list = new OverreadList(b.acts, { position: '0.0' });
  details = new OverreadDetails(b.acts, list);
  moves = new OverreadMoves(b.acts, b.settings);
  picks = new Picks(b.acts, b.settings);
  reader = await b.person('rd', { subspecialties: ['neuro'] });
  clinician = await b.person('cl');
});
afterAll(() => b.close());

const text = (more: Partial<ReportText> = {}): ReportText => ({ comparison: 'none', adequacy: 'yes', findings: 'Acute right subdural.', impression: 'Subdural, 13 mm.', recommendation: '', grade: 'minor', call: null, ...more });
const signs = (epoch: number, version: number, more: Partial<ReportText> = {}, revisionSeen = 1) => SignReport.parse({ version, epoch, text: text(more), revisionSeen });
const as = (p: SpecPerson, fresh = true): Promise<Caller> => callerOf(b, p, fresh);

/** An exam released with a requester who asks for a read at once. */
async function readWanted(urgency = 'high'): Promise<string> {
  const examId = await storeExam(b);
  await drain(b, { only: OURS });
  await b.acts.read(`insert into need (exam_id, requester_id, urgency, wants_read, purpose, question) values ($1, $2, $3, true, 'treatment', 'Surgical?')`, [examId, clinician.id, urgency]);
  await b.acts.read('update inbound set urgency = $2, care_team = array[$3::uuid] where id = $1', [examId, urgency, clinician.id]);
  await drain(b, { only: OURS, ahead: 120 });
  await confirmMatch(b, examId, await storePatient(b, `O${examId.slice(-8)}`, 'Spec', 'Person', '1961-03-12'));
  await drain(b, { only: OURS });
  await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp() where id = $1`, [examId]);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id: examId }));
  await drain(b, { only: OURS });
  const [task] = await b.acts.read<{ id: string }>('select id from overread where exam_id = $1', [examId]);
  if (!task) throw new Error('no task was made');
  return task.id;
}
const rowOf = async (id: string, who = reader) => details.detail(id, await as(who));

describe('a task', () => {
  it('is made once by the policy, with its decision, its pool and a deadline', async () => {
    const id = await readWanted();
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'open', subspecialty: 'neuro', urgency: 'high', question: 'Surgical?', requester: { id: clinician.id } });
    expect(Date.parse(row.clock.dueAt ?? '') - Date.now()).toBeGreaterThan(25 * 60_000);
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id: row.examId }));
    await drain(b, { only: OURS });
    expect(await b.acts.read('select 1 from overread where exam_id = $1', [row.examId])).toHaveLength(1);
    const [d] = await b.acts.read<{ decided_by: string[] }>('select decided_by from decision where id = $1', [row.decisionId]);
    expect(d?.decided_by).toEqual(['asked-stat']);
  });

  it('is claimed by exactly one of many readers, and the others hear by whom', async () => {
    const id = await readWanted();
    const readers = await Promise.all(Array.from({ length: 10 }, async () => as(await b.person('rd', { subspecialties: ['neuro'] }))));
    const { version } = await rowOf(id);
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => moves.claim(readers[i % 10] as Caller, id, { version })));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect(new Set(results.flatMap((r) => (r.status === 'rejected' ? [(r.reason as { code: string }).code] : [])))).toEqual(new Set(['held-by-other']));
  });

  it('of another subspecialty asks for a reason', async () => {
    const id = await readWanted();
    const msk = await as(await b.person('rd', { subspecialties: ['msk'] }));
    const { version } = await rowOf(id);
    await expect(moves.claim(msk, id, { version })).rejects.toMatchObject({ code: 'other-subspecialty' });
    await moves.claim(msk, id, { version, reason: 'nobody else tonight' });
  });
});

describe('a pick', () => {
  const released = async (patientId: string): Promise<string> => {
    const examId = await storeExam(b);
    await drain(b, { only: OURS, ahead: 120 });
    await confirmMatch(b, examId, patientId);
    await drain(b, { only: OURS });
    await b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp(), care_team = array[$2::uuid] where id = $1`, [examId, clinician.id]);
    return examId;
  };

  it('of a clinician has two exams of a patient read in a year, and says why a third is not', async () => {
    const patient = await storePatient(b, 'PICKED1', 'Picked', 'Person', '1961-03-12');
    const exams = [await released(patient), await released(patient), await released(patient)];
    const [first, second] = [await picks.exam(await as(clinician), exams[0]!, 'Is the lesion new?'), await picks.exam(await as(clinician), exams[1]!, '')];
    expect(await rowOf(first)).toMatchObject({ state: 'open', examId: exams[0], question: 'Is the lesion new?', requester: { id: clinician.id } });
    expect(await rowOf(second)).toMatchObject({ state: 'open', examId: exams[1] });
    const decided = await b.acts.read<{ decided_by: string[]; rank: number }>(
      `select d.decided_by, (d.facts->>'request.pickedRank')::int as rank from overread o join decision d on d.id = o.decision_id where o.id = any($1) order by rank`, [[first, second]]);
    expect(decided).toEqual([{ decided_by: ['two-per-patient'], rank: 1 }, { decided_by: ['two-per-patient'], rank: 2 }]);
    await expect(picks.exam(await as(clinician), exams[2]!, '')).rejects.toMatchObject({ status: 409, code: 'policy-reads-none' });
    expect(await b.acts.read('select 1 from need where exam_id = $1', [exams[2]])).toHaveLength(0);
    await expect(picks.exam(await as(clinician), exams[0]!, '')).rejects.toMatchObject({ code: 'read-already' });
  });

  it('at once with another is not both the second', async () => {
    const patient = await storePatient(b, 'PICKED2', 'Quick', 'Person', '1961-03-12');
    const exams = await Promise.all([1, 2, 3, 4].map(() => released(patient)));
    const caller = await as(clinician);
    const done = await Promise.allSettled(exams.map((exam) => picks.exam(caller, exam, '')));
    expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(2);
  });

  it('is of a released exam of a patient in one’s care only', async () => {
    const exam = await released(await storePatient(b, 'PICKED3', 'Other', 'Person', '1961-03-12'));
    await expect(picks.exam(await as(await b.person('cl')), exam, '')).rejects.toMatchObject({ status: 404 });
    await b.acts.read(`update inbound set state = 'checking' where id = $1`, [exam]);
    await expect(picks.exam(await as(clinician), exam, '')).rejects.toMatchObject({ code: 'not-released' });
  });
});

describe('a signature', () => {
  it('needs the password, the epoch, an impression and a grade', async () => {
    const id = await readWanted();
    const me = await as(reader);
    await moves.claim(me, id, { version: (await rowOf(id)).version });
    const { version, epoch } = await rowOf(id);
    await expect(moves.sign(await as(reader, false), id, signs(epoch, version))).rejects.toMatchObject({ code: 'reauthenticate' });
    await moves.saveDraft(me, id, { version, epoch, text: text(), revisionSeen: 1 });
    await expect(moves.sign(me, id, signs(epoch, version, { impression: ' ', grade: null }))).rejects.toMatchObject({ code: 'not-ready' });
    await expect(moves.sign(me, id, signs(epoch, version, { grade: 'critical' }))).rejects.toMatchObject({ code: 'not-ready' });
    await moves.sign(me, id, signs(epoch, version, { grade: 'critical', call: { person: 'Dr Webb', how: 'phone', at: new Date().toISOString(), readBack: true } }));
    await expect(moves.sign(me, id, signs(epoch, version))).rejects.toMatchObject({ status: 409 });
    expect((await rowOf(id)).signed).toHaveLength(1);
  });

  it('of a reader whose claim was taken over changes nothing', async () => {
    for (let i = 0; i < 15; i++) {
      const id = await readWanted();
      const me = await as(reader);
      await moves.claim(me, id, { version: (await rowOf(id)).version });
      const { version, epoch } = await rowOf(id);
      await moves.saveDraft(me, id, { version, epoch, text: text(), revisionSeen: 1 });
      const lead = await as(await b.person('sl'));
      const [takeover, sign] = await Promise.allSettled([moves.takeOver(lead, id, 'end of shift'), moves.sign(me, id, signs(epoch, version))]);
      const [row] = await b.acts.read<{ state: string; signed: number; holder_id: string }>(`select state, holder_id, (select count(*)::int from overread_report where overread_id = x.id) as signed from overread x where id = $1`, [id]);
      if (sign.status === 'fulfilled') expect(row).toMatchObject({ state: 'signed', signed: 1 });
      else expect(row).toMatchObject({ state: 'claimed', signed: 0, holder_id: lead.id });
      expect([takeover.status, sign.status]).toContain('fulfilled');
    }
  });

  it('for images that changed since asks first, and an addendum opens the question again', async () => {
    const id = await readWanted();
    const me = await as(reader);
    await moves.claim(me, id, { version: (await rowOf(id)).version });
    const { version, epoch, examId } = await rowOf(id);
    await moves.saveDraft(me, id, { version, epoch, text: text(), revisionSeen: 1 });
    await storeInstances(b, examId, 1);
    await drain(b, { only: OURS });
    expect((await rowOf(id)).revisionChanged).toBe(true);
    await expect(moves.sign(me, id, signs(epoch, version))).rejects.toMatchObject({ code: 'revision-changed' });
    await moves.sign(me, id, { ...signs(epoch, version), acceptOlderRevision: true });
    const cl = await as(clinician);
    await moves.acknowledge(cl, id, (await rowOf(id)).version);
    expect(await rowOf(id)).toMatchObject({ state: 'acknowledged', acknowledged: { by: { id: clinician.id } } });
    await moves.addend(me, id, { version: (await rowOf(id)).version, text: 'Second look: fracture.', grade: 'major' });
    expect(await rowOf(id)).toMatchObject({ state: 'signed', grade: 'major', acknowledged: null });
  });
});

describe('clocks', () => {
  it('give a read back to the pool when the lease is over, and keep the draft', async () => {
    const id = await readWanted();
    const me = await as(reader);
    await moves.claim(me, id, { version: (await rowOf(id)).version });
    const { version, epoch } = await rowOf(id);
    await moves.saveDraft(me, id, { version, epoch, text: text(), revisionSeen: 1 });
    await b.acts.read(`update overread set until = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    await drain(b, { only: ['overread.lease'], ahead: 7200 });
    expect(await rowOf(id)).toMatchObject({ state: 'open', lease: null, draft: { impression: 'Subdural, 13 mm.' } });
    await expect(moves.saveDraft(me, id, { version, epoch, text: text(), revisionSeen: 1 })).rejects.toMatchObject({ status: 409 });
  });
});

describe('the worklist', () => {
  it('has a read for whoever lost twelve of them to others one after the other, and says there is none only when there is none', async () => {
    const tasks: string[] = [];
    for (let i = 0; i < 13; i++) tasks.push(await readWanted());
    await b.acts.read(`update overread set subspecialty = 'breast' where id = any($1)`, [tasks]);
    const [me, faster] = [await as(await b.person('rd', { subspecialties: ['breast'] })), await as(await b.person('rd', { subspecialties: ['breast'] }))];
    let losses = 0;
    const race: Pick<OverreadMoves, 'claim'> = {
      claim: async (caller, id, body) => {
        if (losses < 12) await moves.claim(faster, id, body).then(() => losses++);
        return moves.claim(caller, id, body);
      },
    };
    // of every subspecialty there are general reads as well: those of the tests before are out of the way
    await b.acts.read(`update overread set declined_by = declined_by || $1::uuid where state = 'open' and not (id = any($2))`, [me.id, tasks]);
    const won = await new NextRead(list, race).claim(me);
    expect(losses).toBe(12);
    expect(tasks).toContain(won);
    expect(await b.acts.read('select state, holder_id from overread where id = $1', [won])).toEqual([{ state: 'claimed', holder_id: me.id }]);
    expect(await new NextRead(list, race).claim(me)).toBeNull();
  });

  it('offers the next read that fits, and shows a clinician only their own', async () => {
    expect(await list.nextToClaim(await as(reader))).toHaveLength(1);
    const stranger = await as(await b.person('cl'));
    expect(await list.page(OverreadQuery.parse({ view: 'all-open' }), stranger)).toMatchObject({ rows: [], total: 0 });
    const mine = await list.page(OverreadQuery.parse({ view: 'all-open' }), await as(clinician));
    expect(mine.total).toBeGreaterThan(0);
    expect(mine.rows.every((r) => !r.moves.some((m) => m.move === 'claim'))).toBe(true);
  });
});
