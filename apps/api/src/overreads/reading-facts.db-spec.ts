import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { catalogue1, notGathered, type FactRow } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examFacts } from '../inbound/facts';
import { makeLog } from '../platform/log';
import { newId } from '../platform/ids';
import { confirmMatch, specUid, storeExam, storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { nextInForce } from '../testing/policies';
import { drain } from '../testing/worker';
import { LocalPriorJobs } from './local-priors';
import { readingFacts } from './reading-facts';

let b: Bench;
let partner: string;
let [reader, colleague]: SpecPerson[] = [];
const facts = (exam: string) => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => readingFacts(act, exam));

async function released(more: { source?: string; modalities?: string[] } = {}): Promise<string> {
  const id = await storeExam(b, { source: more.source ?? partner, instances: 1, studyUid: specUid() });
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, subspecialty, modalities, visible) values ($1, 'released', $2, 'neurology', 'neuro', $3, 'all')`, [id, [b.host], more.modalities ?? ['CT']]);
  return id;
}
/** A read of one exam, with its grade where it is signed. */
async function read(exam: string, state: string, grade: string | null, monthsAgo = 1): Promise<void> {
  const id = newId();
  await b.acts.read(`insert into overread (id, exam_id, exam_revision, state, grade, purpose, subspecialty, urgency, facility_ids, service_line) values ($1, $2, 1, $3, $5, 'formal', 'neuro', 'low', $4, 'neurology')`, [id, exam, state, [b.host], grade]);
  if (grade) await b.acts.read(`insert into overread_report (id, overread_id, kind, text, grade, author_id, sha256, signed_at) values ($1, $2, 'report', '{}', $3, $4, '', clock_timestamp() - make_interval(months => $5))`, [newId(), id, grade, reader!.id, monthsAgo]);
}

/** The signed primary read of one exam. */
async function primaryRead(exam: string): Promise<void> {
  const [id, order] = [newId(), newId()];
  await b.acts.read(`insert into exchange_case (id, state, use_case, urgency, profile, service_line, facility_ids, subject) values ($1, 'open', 'U5', 'high', 'H', 'neurology', $2, '{}')`, [order, [b.host]]);
  await b.acts.read(`insert into overread (id, exam_id, kind, case_id, exam_revision, state, purpose, subspecialty, urgency, facility_ids, service_line) values ($1, $2, 'primary', $4, 1, 'signed', 'primary', 'neuro', 'low', $3, 'neurology')`, [id, exam, [b.host], order]);
  await b.acts.read(`insert into overread_report (id, overread_id, read_kind, kind, text, author_id, sha256) values ($1, $2, 'primary', 'report', '{}', $3, '')`, [newId(), id, reader!.id]);
}

beforeAll(async () => {
  b = await bench();
  partner = await b.facility('Lakeside');
  [reader, colleague] = [await b.person('rd'), await b.person('rd')];
});
afterAll(() => b.close());

describe('how often reads here differ from a source’s', () => {
  it('is not known for fewer than thirty, and counts the last twelve months without what was retracted and without primary reads', async () => {
    const exam = await released();
    for (let i = 0; i < 29; i++) await read(await released(), 'acknowledged', i < 5 ? 'minor' : 'agree');
    await read(await released(), 'retracted', 'critical');
    await read(await released(), 'signed', 'critical', 13);
    await read(await released({ source: await b.facility('Elsewhere') }), 'signed', 'critical');
    expect((await facts(exam))['source.discrepancyRate']).toBeNull();
    await primaryRead(await released());
    await read(await released(), 'signed', 'major');
    expect((await facts(exam))['source.discrepancyRate']).toBe(200);
  });
});

describe('how long the readers’ queue is', () => {
  it('is not known while nobody is on duty, and is shared among those who are', async () => {
    const exam = await released();
    await b.acts.read(`update overread set state = 'withdrawn' where state in ('open', 'claimed', 'drafting')`);
    await read(exam, 'open', null);
    await read(await released({ modalities: ['MR'] }), 'claimed', null);
    expect((await facts(exam))['pool.hoursOfWork']).toBeNull();
    for (const who of [reader!, colleague!]) {
      const rotation = { id: 'main', people: [who.id], every: 'week', n: 26, from: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10), to: null, at: '07:00' };
      await b.acts.read(`insert into rota (id, facility_id, name, pool, service_line, zone, cover, rotations) values ($1, $2, $3, 'subspecialty-pool', null, 'UTC', 'always', $4)`, [newId(), b.host, who.username, JSON.stringify([rotation])]);
    }
    // 12 minutes of a CT and 20 of an MR for two people
    expect((await facts(exam))['pool.hoursOfWork']).toBe(16);
  });
});

describe('what the archive holds to compare with', () => {
  const archive = (studies: readonly { uid: string; modality: string; words: string }[] | 'away') => ({
    kinds: ['dimse'],
    open: () => (studies === 'away' ? Promise.reject(new TransportFailure('unreachable', 'later', 'No answer.')) : Promise.resolve({
      async *find() { for (const s of studies) yield { level: 'study', studyInstanceUid: s.uid, studyDate: '20240101', modalitiesInStudy: [s.modality], studyDescription: s.words }; },
      close: () => Promise.resolve(),
    })),
  }) as unknown as InstalledTransports;
  const count = (id: string, transports: InstalledTransports) => new LocalPriorJobs(b.acts, transports, makeLog('spec', 'error')).run({ id: newId(), kind: 'overread.local-priors', data: { id }, start: 1, signal: new AbortController().signal });

  it('is counted when the exam has its patient: of its region, and made here', async () => {
    const exam = await released();
    await confirmMatch(b, exam, await storePatient(b, 'P-1', 'Spec', 'Person', '1961-03-12'));
    await count(exam, archive([]));
    expect((await facts(exam))['exam.localPriors'], 'no archive is connected').toBeNull();
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'both', 'pacs', 'PACS', '{}')`, [newId(), b.host]);
    await expect(count(exam, archive('away'))).rejects.toMatchObject({ name: 'Later' });
    expect((await facts(exam))['exam.localPriors']).toBeNull();
    const [copy] = await b.acts.read<{ study_uid: string }>('select study_uid from exam where id = $1', [exam]);
    await count(exam, archive([{ uid: copy!.study_uid, modality: 'CT', words: 'CT Head' }, { uid: '2.25.1', modality: 'MR', words: 'MR Brain' }, { uid: '2.25.2', modality: 'CT', words: 'CT Thorax' }]));
    expect((await facts(exam))['exam.localPriors']).toBe(1);
    await confirmMatch(b, exam, await storePatient(b, 'P-2', 'Spec', 'Other', '1970-03-12'));
    expect((await facts(exam))['exam.localPriors'], 'that was somebody else').toBeNull();
  });
});

it('a rule on them decides a read, with the facts of that moment', async () => {
  const before = await nextInForce(b, 'overread', (text) => ({ ...text, rules: [{ id: 'poor', when: { fact: 'source.discrepancyRate', op: 'gte', value: 150 }, then: { read: 'formal', pick: 'none', due: '2d' }, because: 'source-disagrees-often' }] }) as typeof text);
  const exam = await released();
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id: exam }));
  await drain(b, { only: ['overread.decide'] });
  expect(await b.acts.read(`select d.because, d.facts->'source.discrepancyRate' as rate from overread o join decision d on d.id = o.decision_id where o.exam_id = $1`, [exam])).toEqual([{ because: ['source-disagrees-often'], rate: 200 }]);
  await nextInForce(b, 'overread', () => before);
});

it('every fact of over-read policies is gathered, or said not to be', async () => {
  const exam = await released();
  const x = await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => ({ ...(await examFacts(act, exam, b.settings)).facts, ...(await readingFacts(act, exam)) }));
  const mine = Object.entries(catalogue1 as Readonly<Record<string, FactRow>>).filter(([, row]) => row.usedBy.includes('overread')).map(([name]) => name);
  expect(mine.filter((name) => !(name in x))).toEqual([]);
  expect(mine.filter((name) => name in notGathered)).toEqual(['source.readerKind']);
});
