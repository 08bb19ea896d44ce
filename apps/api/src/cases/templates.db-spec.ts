import { caseTemplates, templateOf, type OutcomeField } from '@causeway/domain';
import type { SaveTemplate } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { caseForm, exchangeOf } from '../testing/exchange';
import { storePatient } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { Templates } from './templates';

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let templates: Templates;
let nurse: SpecPerson;
let surgeon: SpecPerson;
let administrator: SpecPerson;
let lakeview: string;

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  templates = new Templates(b.acts);
  lakeview = await b.facility('Lakeview Trauma', { issuer: 'OUTSIDE' });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  surgeon = await b.person('cl', { facilities: [b.host, lakeview], serviceLines: ['trauma'] });
  administrator = await b.person('sa');
});
afterAll(() => b.close());

const edit = async (useCase: string, more: Partial<SaveTemplate>): Promise<SaveTemplate> => {
  const { version, urgency, profile, content, ball, mustRecord, dispositions, decided } = await templates.detail(await callerOf(b, administrator, true), useCase);
  return { version, urgency, profile, content, ball, mustRecord, dispositions, decided, reason: 'the committee agreed', ...more } as SaveTemplate;
};
const save = async (useCase: string, more: Partial<SaveTemplate>, who = administrator) => templates.save(await callerOf(b, who, true), useCase, await edit(useCase, more));
const detail = async (id: string) => x.caseDetails.detail(id, await callerOf(b, nurse));

describe('each of the 27 use cases', () => {
  it.each(caseTemplates.map((t) => [t.useCase, t] as const))('%s is opened, decided and closed, and not before its outcome is on record', async (useCase, t) => {
    const other = useCase === 'U17' ? await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase, role: 'recipient', facilityId: lakeview, consultantId: surgeon.id })) : null;
    const id = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase, facilityId: lakeview, consultantId: surgeon.id, ...(other ? { role: 'donor' as const, linkedCaseId: other } : {}) }));
    const opened = await detail(id);
    expect(opened).toMatchObject({ state: 'open', urgency: templateOf(useCase)?.is.urgency, useCase: { id: useCase } });
    expect(opened.missing.length).toBeGreaterThan(0);
    const version = async (): Promise<number> => (await detail(id)).version;
    const disposition = t.dispositions[0];
    if (!disposition) throw new Error('no disposition');
    if (useCase === 'U17') await apart(id, other ?? '');
    await x.caseMoves.decide(await callerOf(b, surgeon), id, { version: await version(), disposition, reason: 'as agreed', destination: 'Lakeview Trauma' });
    const wanted = (await detail(id)).missing;
    if (wanted.length > 0) await expect(x.caseMoves.close(await callerOf(b, nurse), id, { version: await version(), fields: {} })).rejects.toMatchObject({ code: 'outcome-missing' });
    if (wanted.includes('advice')) await x.caseMoves.advise(await callerOf(b, surgeon), id, { version: await version(), text: 'Keep her flat.', kind: 'advice', urgent: false });
    if (wanted.includes('team-alerted')) await x.caseMoves.alertTeam(await callerOf(b, nurse), id, { version: await version(), group: 'trauma', message: '' });
    await x.caseMoves.close(await callerOf(b, nurse), id, { version: await version(), fields: said(wanted) });
    expect((await detail(id)).state).toBe('closed');
  });

  /** Two registered people. */
  async function apart(donor: string, recipient: string): Promise<void> {
    for (const [i, id] of [donor, recipient].entries()) {
      const patient = await storePatient(b, `T-${i}-${id.slice(0, 8)}`, 'Person', 'Spec', '1961-03-12');
      await b.acts.read('update exchange_case set patient_id = $2 where id = $1', [id, patient]);
    }
  }
  const said = (wanted: readonly OutcomeField[]): Record<string, string> => ({
    ...(wanted.includes('answer') ? { answer: 'yes, operate' } : {}), ...(wanted.includes('exams') || wanted.includes('readiness') ? { missing: 'none could be had' } : {}),
    ...(wanted.includes('leakage') ? { leakage: 'no appointment here' } : {}), ...(wanted.includes('note') ? { note: 'seen' } : {}),
  });
});

describe('a use case of the house', () => {
  it('is changed as a new version with who and why, and a case keeps the version it was opened with', async () => {
    const before = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase: 'U4', facilityId: lakeview, consultantId: surgeon.id }));
    const saved = await save('U4', { urgency: 'high', profile: 'H', content: ['R', 'P'], ball: ['sender', 'consultant', 'opener'], mustRecord: ['answer', 'note'], dispositions: ['advised', 'declined'], decided: { seconds: 7200 } });
    expect(saved).toMatchObject({ version: 1, urgency: 'high', decided: { seconds: 7200 }, open: 1, history: [{ version: 1, by: expect.stringMatching(/^Spec sa/) as string, reason: 'the committee agreed' }] });
    expect(saved.history[0]?.changed.map((c) => c.field)).toEqual(['urgency', 'profile', 'content', 'ball', 'mustRecord', 'dispositions', 'decided']);

    const after = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase: 'U4', facilityId: lakeview, consultantId: surgeon.id }));
    expect((await detail(before)).missing).toEqual(['answer']);
    expect((await detail(after)).missing).toEqual(['answer', 'note']);
    expect((await detail(before)).dispositions.map((d) => d.code)).toEqual(['advised']);
    expect((await detail(after)).dispositions.map((d) => d.code)).toEqual(['advised', 'declined']);
    const [row] = await b.acts.read<{ urgency: string; within: number }>('select urgency, extract(epoch from due_at - started_at)::int as within from exchange_case where id = $1', [after]);
    expect(row).toEqual({ urgency: 'high', within: 7200 });
    const audit = await b.acts.read<{ reason: string }>(`select reason from audit_entry where action = 'case.template-saved' and object_id = 'U4'`);
    expect(audit).toEqual([{ reason: 'the committee agreed' }]);
  });

  it('is changed by the system administrator alone, after their password, and not over the head of another', async () => {
    expect((await templates.all(await callerOf(b, nurse)))[0]?.moves).toEqual([]);
    expect((await templates.all(await callerOf(b, administrator)))[0]?.moves).toEqual([{ move: 'save', needs: 'reauthenticate' }]);
    await expect(save('U11', { urgency: 'high', profile: 'H' }, nurse)).rejects.toMatchObject({ status: 403 });
    await expect(templates.save(await callerOf(b, administrator), 'U11', await edit('U11', { urgency: 'high' }))).rejects.toMatchObject({ code: 'reauthenticate' });
    const stale = await edit('U11', { urgency: 'high', profile: 'H' });
    await save('U11', { content: ['R'] });
    await expect(templates.save(await callerOf(b, administrator, true), 'U11', stale)).rejects.toMatchObject({ status: 412 });
    const { reason: _, ...same } = await edit('U11', {});
    await expect(templates.save(await callerOf(b, administrator, true), 'U11', { ...same, reason: 'nothing' })).rejects.toMatchObject({ code: 'nothing-changed' });
  });

  it('refuses what would hurt or means nothing, field by field', async () => {
    await expect(save('U17', { mustRecord: ['disposition'] })).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/mustRecord', detail: expect.stringContaining('two people') as string }] } });
    await expect(save('U10', { content: [] })).rejects.toMatchObject({ status: 422 });
    await expect(save('U10', { ball: ['somebody'] })).rejects.toMatchObject({ status: 422 });
    await expect(save('U10', { urgency: 'low' })).rejects.toMatchObject({ status: 422 });
    await expect(save('U10', { decided: { seconds: 10 } })).rejects.toMatchObject({ status: 422 });
    await expect(b.acts.run({ kind: 'system', id: 's', name: 's' }, (act) => act.query(`update case_template_version set reason = 'rewritten'`))).rejects.toThrow(/written once/);
  });
});

describe('what a case brings besides', () => {
  it('closing it records the visits the patient was spared with where the distance comes from, and a video call has its address', async () => {
    const id = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase: 'U25', facilityId: lakeview, consultantId: surgeon.id }));
    await x.caseMoves.video(await callerOf(b, nurse), id, { version: 0, address: 'https://meet.example.org/abc' });
    expect(await detail(id)).toMatchObject({ videoUrl: 'https://meet.example.org/abc', counts: ['V13', 'V16'], consultPaid: null });
    const patient = newId();
    await b.acts.read(`insert into patient (id, mrn, payer_kind) values ($1, 'PAYS', 'medicare')`, [patient]);
    await b.acts.read('update exchange_case set patient_id = $2 where id = $1', [id, patient]);
    expect((await detail(id)).consultPaid).toMatchObject({ payer: 'medicare', permille: 1000, confirmed: false, cite: expect.stringContaining('99446') as string });
    await x.caseMoves.decide(await callerOf(b, surgeon), id, { version: (await detail(id)).version, disposition: 'advised', reason: 'healed', destination: '' });
    await x.caseMoves.advise(await callerOf(b, surgeon), id, { version: (await detail(id)).version, text: 'It has healed.', kind: 'advice', urgent: false });
    await x.caseMoves.close(await callerOf(b, nurse), id, { version: (await detail(id)).version, fields: { note: 'healed' }, travel: { visits: 12, roundTripKm: 80, source: 'postcode', coPayCents: 2000 } });
    const [row] = await b.acts.read<{ amount: string; unit: string; evidence: object }>(`select amount, unit, evidence from value_row where value = 'V13' and case_id = $1`, [id]);
    expect(row).toMatchObject({ amount: '960000', unit: 'metres', evidence: { visits: 12, source: 'postcode', coPayCents: 24_000 } });
  });
});
