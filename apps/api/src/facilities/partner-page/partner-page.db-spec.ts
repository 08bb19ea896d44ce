import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import { callerOf } from '../../testing/caller';
import { storeExam } from '../../testing/exams';
import { bench, type Bench } from '../../testing/harness';
import { PartnerLinks, type OpenLink } from '../links/partner-links';
import { InboundDetails } from '../../inbound/inbound.detail';
import { InboundList } from '../../inbound/inbound.list';
import { Corrections, correctionsOf } from './corrections';
import { PartnerPageRead } from './partner-page.read';

let b: Bench;
let page: PartnerPageRead;
let corrections: Corrections;
let links: PartnerLinks;
let ou: Caller;
let lakeview: string;
let link: OpenLink;
const kept = async (source: string, state: string, head: Readonly<Record<string, string>> = {}): Promise<string> => {
  const id = await storeExam(b, { instances: 2, source, head: { patientName: 'Hidden^Person', accessionNumber: 'LK-77', ...head } });
  await b.acts.read(`insert into inbound (id, state, service_line, facility_ids, completeness) values ($1, $2, 'general', array[$3::uuid], 'complete')`, [id, state, b.host]);
  return id;
};

beforeAll(async () => {
  b = await bench();
  page = new PartnerPageRead(b.acts, b.settings);
  corrections = new Corrections(b.acts);
  links = new PartnerLinks(b.acts, b.settings);
});
afterAll(() => b.close());
beforeEach(async () => {
  lakeview = await b.facility(`Lakeview ${Math.random()}`);
  ou = await callerOf(b, await b.person('ou', { facilities: [b.host, lakeview] }));
  const { address } = await links.issue(ou, lakeview, { purpose: 'page', endpointId: null, forWhom: 'J. Whitfield', days: 30 });
  expect(address).toContain('/partner-page#');
  link = await links.resolve(address.split('#')[1], '192.0.2.1', 'page');
});

describe('the page of a partner', () => {
  it('shows what it sent and how far that is, by what it wrote itself: no name, no number of ours, nothing of another site', async () => {
    const other = await b.facility(`Harbor ${Math.random()}`);
    await kept(other, 'released', { accessionNumber: 'HARBOR-1' });
    const id = await kept(lakeview, 'released');
    await b.acts.read(`insert into verdict (id, state, until) values ($1, 'kept', '2027-02-01')`, [id]);
    const view = await page.view(link);
    expect(view.exams).toMatchObject([{ id, accession: 'LK-77', modality: 'CT', images: 2, inUse: true, matched: false, read: false, kept: '2027-02-01' }]);
    expect(view.months.at(-1)).toMatchObject({ received: 1, inUse: 1, sent: 0, failed: 0 });
    const text = JSON.stringify(view);
    expect(text).not.toMatch(/Hidden|HARBOR|OUT-1|1961/);
  });

  it('shows its quality with its parts, and nothing while too little is known', async () => {
    expect((await page.view(link)).quality.points).toBeNull();
    for (let n = 0; n < 5; n++) await kept(lakeview, 'released');
    const { quality } = await page.view(link);
    expect(quality.parts.find((p) => p.part === 'byWire')).toEqual({ part: 'byWire', permille: 1000, well: 5, of: 5 });
    // complete, clean and by wire, and never with a report
    expect(quality.points).toBe(86);
  });

  it('opens with its own link only, and not after it was taken back', async () => {
    const { address, id } = await links.issue(ou, lakeview, { purpose: 'page', endpointId: null, forWhom: '', days: 1 });
    const token = address.split('#')[1];
    await expect(links.resolve(token, '192.0.2.1', 'onboarding')).rejects.toMatchObject({ status: 404 });
    await links.revoke(ou, lakeview, id);
    await expect(links.resolve(token, '192.0.2.1', 'page')).rejects.toMatchObject({ status: 410 });
  });
});

describe('a correction', () => {
  const asked = (examId: string, kind: 'wrong-patient' | 'sent-twice' = 'wrong-patient') => corrections.ask(link, { examId, kind, words: 'It is another person', name: 'J. Whitfield' });

  it('is asked of an exam it sent, once of a kind, and somebody here is told without its words', async () => {
    const id = await kept(lakeview, 'released');
    const foreign = await kept(await b.facility(`Harbor ${Math.random()}`), 'released');
    await asked(id);
    await expect(asked(id)).rejects.toMatchObject({ code: 'asked-already' });
    await asked(id, 'sent-twice');
    await expect(asked(foreign)).rejects.toMatchObject({ status: 404 });
    await expect(asked(newId())).rejects.toMatchObject({ status: 404 });
    expect(await b.acts.read(`select 1 as told from job where kind = 'notice.decide' and data->>'event' = 'facility.correction-asked' and data->>'id' = $1`, [lakeview])).not.toHaveLength(0);
    expect(JSON.stringify(await b.acts.read(`select details from audit_entry where action = 'facility.correction-asked'`))).not.toContain('another person');
  });

  it('stands beside the exam for those who work on it, and on their list, until somebody answers', async () => {
    const id = await kept(lakeview, 'checking');
    const list = new InboundList(b.acts, b.settings, { position: '0.0' });
    const details = new InboundDetails(b.acts, b.settings, list);
    const triage = await callerOf(b, await b.person('tr', { facilities: [b.host, lakeview] }));
    const pa = await callerOf(b, await b.person('pa', { facilities: [b.host, lakeview] }));
    expect((await details.detail(id, triage)).corrections).toEqual([]);
    await asked(id);
    expect(await b.acts.read(`select 1 as told from outbox where event = 'inbound.correction-asked' and subject_id = $1`, [id])).toHaveLength(1);
    expect((await list.one(id, triage)).view.flags).toContain('correction-asked');
    expect((await details.detail(id, triage)).corrections).toMatchObject([{ kind: 'wrong-patient', words: 'It is another person', by: 'J. Whitfield', state: 'open', mayAnswer: false }]);
    const [open] = (await details.detail(id, pa)).corrections;
    expect(open).toMatchObject({ facilityId: lakeview, mayAnswer: true });
    await corrections.answer(pa, lakeview, open?.id ?? '', { done: true, answer: 'Matched anew' });
    expect((await list.one(id, triage)).view.flags).not.toContain('correction-asked');
    expect((await details.detail(id, pa)).corrections).toMatchObject([{ state: 'done', answer: 'Matched anew', mayAnswer: false }]);
  });

  it('is answered once, by those who look after the connection, and the partner reads the answer and not who wrote it', async () => {
    await asked(await kept(lakeview, 'released'));
    const [open] = await correctionsOf(b.acts, lakeview);
    const tr = await callerOf(b, await b.person('tr', { facilities: [lakeview] }));
    await expect(corrections.answer(tr, lakeview, open?.id ?? '', { done: true, answer: 'Matched anew' })).rejects.toMatchObject({ status: 403 });
    const pa = await callerOf(b, await b.person('pa', { facilities: [lakeview] }));
    await corrections.answer(pa, lakeview, open?.id ?? '', { done: true, answer: 'Matched anew' });
    await expect(corrections.answer(pa, lakeview, open?.id ?? '', { done: false, answer: 'Not so' })).rejects.toMatchObject({ code: 'answered' });
    expect((await page.view(link)).corrections).toMatchObject([{ state: 'done', answer: 'Matched anew', answeredBy: null }]);
    expect(await correctionsOf(b.acts, lakeview)).toMatchObject([{ answeredBy: pa.actor.name }]);
  });
});
