import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InboundQuery, InboundSearch } from '@causeway/contracts';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { confirmMatch, storeExam, storeInstances, storePatient } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { drain } from '../testing/worker';
import { InboundDetails } from './inbound.detail';
import { InboundList } from './inbound.list';
import { InboundMoves } from './moves';

let b: Bench;
let list: InboundList;
let moves: InboundMoves;
let details: InboundDetails;
let pa: Caller;
let other: Caller;
const OURS = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.delivery', 'inbound.unpark', 'inbound.recalled', 'lease.expire'];
const run = (ahead = 0): Promise<string[]> => drain(b, { ahead, only: OURS });

beforeAll(async () => {
  b = await bench();
  list = new InboundList(b.acts, b.settings, { position: '0.0' });
  moves = new InboundMoves(b.acts, b.settings);
  details = new InboundDetails(b.acts, b.settings, list);
  pa = await callerOf(b, await b.person('pa'));
  other = await callerOf(b, await b.person('tr'));
});
afterAll(() => b.close());

const row = async (id: string, who = pa) => (await list.one(id, who)).view;
const settled = async (x: Parameters<typeof storeExam>[1] = {}): Promise<string> => {
  const id = await storeExam(b, x);
  await run();
  await run(120);
  return id;
};
const checking = async (x: Parameters<typeof storeExam>[1] = {}): Promise<string> => {
  const id = await settled(x);
  await confirmMatch(b, id, await storePatient(b, `MRN${id.slice(-6)}`, 'Spec', 'Person', '1961-03-12'));
  await run();
  return id;
};

describe('an exam that arrives', () => {
  it('is counted while it grows, and settles only after the quiet time since the last instance', async () => {
    const id = await storeExam(b, { instances: 3 });
    await run();
    expect(await row(id)).toMatchObject({ state: 'receiving', images: { received: 3 }, exam: { subspecialty: 'neuro' }, clock: { state: 'none', holder: 'sender' } });
    await storeInstances(b, id, 2, { modality: 'CT' });
    await run();
    expect(await row(id)).toMatchObject({ state: 'receiving', revision: 1, images: { received: 5 } });
    await run(30);
    expect((await row(id)).state).toBe('receiving');
    await run(120);
    expect(await row(id)).toMatchObject({ state: 'identifying', clock: { state: 'running', holder: 'identity' } });
  });

  it('is one exam however many receivers tell of it, and a late instance raises the revision', async () => {
    const id = await checking();
    expect((await row(id)).state).toBe('checking');
    await storeInstances(b, id, 1, { modality: 'CT' });
    await run();
    expect(await row(id)).toMatchObject({ state: 'receiving', revision: 2, images: { received: 5 } });
    await run(120);
    // the match still holds: the new image names nobody else
    expect(await row(id)).toMatchObject({ state: 'checking', revision: 2 });
  });

  it('whose late image names another person waits for a person', async () => {
    const id = await checking();
    await storeInstances(b, id, 1, { modality: 'CT', patientId: 'SOMEBODY-ELSE', patientBirthDate: '19990101' });
    await run();
    await run(120);
    expect(await row(id)).toMatchObject({ state: 'identifying', flags: expect.arrayContaining(['other-person']) as string[] });
  });
});

describe('the check', () => {
  it('has the machine answer what it measured and leaves the rest to eyes', async () => {
    const id = await checking();
    const { checklist } = await details.detail(id, pa);
    expect(checklist?.id).toBe('basic');
    const answers = Object.fromEntries(checklist?.items.map((i) => [i.id, i.answer]) ?? []);
    expect(answers).toMatchObject({ complete: 'pass', decodes: 'pass', 'date-plausible': 'pass', 'no-other-person': 'pass', 'right-patient': null, laterality: null, orientation: null });
  });

  it('refuses release while an item is open, and refuses it for good when a blocking item failed', async () => {
    const id = await checking();
    const { version } = await row(id);
    await expect(moves.release(pa, id, { version, revision: 1 })).rejects.toMatchObject({ code: 'checklist-open' });
    await moves.saveChecklist(pa, id, { revision: 1, answers: { 'right-patient': { answer: 'fail' }, laterality: { answer: 'na' }, orientation: { answer: 'pass' } } });
    await expect(moves.release(pa, id, { version, revision: 1 })).rejects.toMatchObject({ code: 'checklist-blocks' });
  });

  it('lets an exam go out with issues, with a stored decision and the clock’s turns kept', async () => {
    const id = await checking();
    await moves.saveChecklist(pa, id, { revision: 1, answers: { 'right-patient': { answer: 'pass' }, laterality: { answer: 'pass' }, orientation: { answer: 'fail', note: 'series 1 flipped' } } });
    await moves.release(pa, id, { version: (await row(id)).version, revision: 1 });
    const after = await details.detail(id, pa);
    expect(after).toMatchObject({ state: 'releasing', clock: { holder: 'system' } });
    expect(after.decisions.map((d) => d.kind).sort()).toEqual(['release', 'triage']);
    expect(after.clock.segments.map((s) => s.holder)).toEqual(['sender', 'identity', 'triage', 'system']);
  });

  it('belongs to a revision: answers given before new images came do not count', async () => {
    const id = await checking();
    const { version } = await row(id);
    await storeInstances(b, id, 1, { modality: 'CT' });
    await run();
    await run(120);
    await expect(moves.passCheck(pa, id, { version, revision: 1 })).rejects.toMatchObject({ status: 412 });
  });

  it('sends an urgent clean exam on without a person, as the policy says', async () => {
    const id = await settled();
    await moves.need(pa, id, { version: (await row(id)).version, requesterId: null, urgency: 'high', useCase: 'U10', question: null, wantsRead: false });
    await confirmMatch(b, id, await storePatient(b, `U${id.slice(-6)}`, 'Spec', 'Person', '1961-03-12'));
    await run();
    expect((await row(id)).state).toBe('releasing');
  });
});

describe('working on an exam', () => {
  it('one of forty claimers gets it; the others are told who', async () => {
    const id = await settled();
    const people = await Promise.all(Array.from({ length: 8 }, async () => callerOf(b, await b.person('pa'))));
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => moves.claim(people[i % 8] as Caller, id)));
    const winner = (await row(id)).lease?.holder.id;
    const won = results.map((r, i) => (r.status === 'fulfilled' ? people[i % 8]?.id : null)).filter(Boolean);
    expect(new Set(won)).toEqual(new Set([winner]));
    const lost = results.find((r) => r.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'held-by-other', more: { by: expect.stringMatching(/Spec/) as string } });
  });

  it('is not overtaken silently, but can be taken over with a reason; the epoch grows', async () => {
    const id = await settled();
    await moves.claim(pa, id);
    const { version, lease } = await row(id);
    await expect(moves.park(other, id, { version, reason: 'images-missing', until: new Date(Date.now() + 3_600_000).toISOString() })).rejects.toMatchObject({ code: 'held-by-other' });
    await expect(moves.takeOver(other, id, 'shift change')).rejects.toMatchObject({ status: 403 });
    const boss = await callerOf(b, await b.person('pa'));
    await moves.takeOver(boss, id, 'shift change');
    expect((await row(id, boss)).lease).toMatchObject({ mine: true, epoch: (lease?.epoch ?? 0) + 1 });
  });

  it('a lease that is over by the database’s clock is free again', async () => {
    const id = await settled();
    await moves.claim(pa, id);
    await b.acts.read(`update lease set until = clock_timestamp() - interval '1 second' where item_id = $1`, [id]);
    await run(3600);
    expect((await row(id)).lease).toBeNull();
  });

  it('parks with a holder and an end, and comes back by itself', async () => {
    const id = await checking();
    const until = new Date(Date.now() + 1500).toISOString();
    await moves.park(pa, id, { version: (await row(id)).version, reason: 'images-missing', until });
    expect(await row(id)).toMatchObject({ state: 'parked', clock: { state: 'paused', holder: 'sender', pausedBecause: 'images-missing' } });
    await expect(moves.park(pa, id, { version: (await row(id)).version, reason: 'images-missing', until: new Date(Date.now() + 30 * 86_400_000).toISOString() })).rejects.toMatchObject({ code: 'until' });
    await new Promise((r) => setTimeout(r, 1600));
    await run();
    expect((await row(id)).state).toBe('identifying');
  });

  it('returns and rejects with coded reasons only, and says no to what the state forbids', async () => {
    const id = await checking();
    const { version } = await row(id);
    await expect(moves.reject(pa, id, { version, reason: 'because' })).rejects.toMatchObject({ code: 'reason' });
    await moves.giveBack(pa, id, { version, reason: 'wrong-patient-sent' });
    await expect(moves.giveBack(pa, id, { version: version + 1, reason: 'wrong-patient-sent' })).rejects.toMatchObject({ status: 409, code: 'already-returned' });
    expect((await row(id)).moves.map((m) => m.move)).toContain('reopen');
  });

  it('answers 412 when somebody was faster', async () => {
    const id = await checking();
    await expect(moves.giveBack(pa, id, { version: 0, reason: 'wrong-patient-sent' })).rejects.toMatchObject({ status: 412 });
  });

  it('splits series off into an exam with its own way', async () => {
    const id = await settled({ series: 2, instances: 2 });
    const { series, version } = await details.detail(id, pa);
    await expect(moves.split(pa, id, { version, seriesUids: series.map((s) => s.seriesUid), reason: 'two people' })).rejects.toMatchObject({ code: 'one-series-stays' });
    const child = await moves.split(pa, id, { version, seriesUids: [series[1]?.seriesUid ?? ''], reason: 'two people' });
    await run();
    expect((await row(id)).images.received).toBe(2);
    expect(await row(child)).toMatchObject({ state: 'receiving', images: { received: 2 } });
  });
});

describe('the list', () => {
  it('pages through everything once, in order, by keyset', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.page(InboundQuery.parse({ view: 'open', limit: 3, ...(cursor ? { cursor } : {}) }), pa);
      seen.push(...page.rows.map((r) => r.id));
      cursor = page.next ?? undefined;
      if (!cursor) expect(seen.length).toBe(page.total);
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('shows and counts only what the person may see', async () => {
    const stranger = await callerOf(b, await b.person('pa', { facilities: [] }));
    const neuro = await callerOf(b, await b.person('tr', { serviceLines: ['breast'] }));
    const sa = await callerOf(b, await b.person('sa'));
    for (const who of [stranger, neuro, sa]) expect(await list.page(InboundQuery.parse({ view: 'open' }), who)).toMatchObject({ rows: [], total: 0, views: { open: 0 } });
    const id = (await list.page(InboundQuery.parse({}), pa)).rows[0]?.id ?? '';
    await expect(list.one(id, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(moves.claim(sa, id)).rejects.toMatchObject({ status: 404 });
  });

  it('finds by words of name, identifier and description, and says how many the filters hide', async () => {
    await settled({ head: { patientName: 'Öztürk^Çağla', patientId: '5530', studyDescription: 'MR Lumbar spine', modality: 'MR' } });
    const hit = await list.page(InboundSearch.parse({ q: 'ozturk lumb' }), pa);
    expect(hit.rows.map((r) => r.patient.name.family)).toEqual(['Öztürk']);
    expect(hit.hiddenByFilters).toBeGreaterThan(3);
    expect((await list.page(InboundSearch.parse({ q: `%' or 1=1 --` }), pa)).rows).toEqual([]);
  });

  it('refuses a page marker that is not one', async () => {
    await expect(list.page(InboundQuery.parse({ cursor: 'zzz' }), pa)).rejects.toMatchObject({ status: 400 });
  });
});
