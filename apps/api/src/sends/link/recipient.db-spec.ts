import type { GivenLink } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { installedTransports } from '../../installed-transports';
import { newId } from '../../platform/ids';
import type { Caller } from '../../platform/http/caller';
import { objectsOf } from '../../platform/objects/objects';
import { callerOf } from '../../testing/caller';
import { confirmMatch, storePatient } from '../../testing/exams';
import { bench, type Bench } from '../../testing/harness';
import { storeRealExam } from '../../testing/real-exam';
import { drain } from '../../testing/worker';
import { LocalCopies } from '../../transfers/copies';
import { SendMoves } from '../moves';
import { SendDetails } from '../send.detail';
import { SendList } from '../send.list';
import { SendTurn } from '../turn';
import { SendLinks } from './give-link';
import { RecipientDiscs } from './recipient-disc';
import { Recipients } from './recipient';

let b: Bench;
let clerk: Caller;
let moves: SendMoves;
let details: SendDetails;
let links: SendLinks;
let recipients: Recipients;
let discs: RecipientDiscs;
let exam: { id: string; sopUids: readonly string[] };
const FROM = '192.0.2.7';
const BORN = '1970-02-14';

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PUBLIC_URL: 'https://exchange.example/' });
  clerk = await callerOf(b, await b.person('pa', { facilities: [b.host] }), true);
  const turn = new SendTurn(b.settings, installedTransports.kinds);
  const list = new SendList(b.acts, { position: '0.0' });
  moves = new SendMoves(b.acts, b.settings, turn, installedTransports.kinds);
  details = new SendDetails(b.acts, list);
  links = new SendLinks(b.acts, b.settings, turn);
  recipients = new Recipients(b.acts, b.settings);
  discs = new RecipientDiscs(b.acts, recipients, new LocalCopies(b.acts, objectsOf(b.settings), 'CAUSEWAY'));
  exam = await storeRealExam(b, 3, { source: await b.facility('Source') });
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  await confirmMatch(b, exam.id, await storePatient(b, 'M-LINK', 'Österberg', 'Åsa', BORN));
  await b.acts.read('update inbound set facility_ids = array_append(facility_ids, $2) where id = $1', [exam.id, b.host]);
  await b.acts.read(`insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, sha256) values ($1::uuid, $2, 'outside', $1::text, 'RIS', 'Imre^Sándor', 'F', 'CT Head', $3, sha256('x'))`, [newId(), exam.id, JSON.stringify([{ heading: 'Impression', text: 'No bleed.' }])]);
});
afterAll(() => b.close());
beforeEach(() => b.acts.read('delete from secret_try'));

const detail = (id: string) => details.detail(id, clerk);
async function sent(kind: 'patient' | 'clinician' = 'patient', purpose: 'patient-access' | 'treatment' = 'patient-access'): Promise<string> {
  const id = await moves.create(clerk, { items: [{ examId: exam.id, withReports: true }], recipient: { link: { kind, name: 'Åsa Österberg', contact: 'asa@example.org' } }, purpose, urgency: 'medium', when: { kind: 'now' }, identity: 'local', attested: true, message: 'As you asked.' });
  await moves.submit(clerk, id, 0);
  await drain(b, { only: ['send.preflight', 'send.start', 'send.follow'] });
  return id;
}
const give = async (id: string): Promise<GivenLink> => links.give(clerk, id, (await detail(id)).version);
const tokenOf = (link: GivenLink): string => link.address.split('#')[1] ?? '';
const right = (link: GivenLink) => ({ code: link.code, birthDate: BORN, agreed: true as const });
async function namesIn(bytes: Buffer): Promise<string[]> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  return names;
}
const opened = async (link: GivenLink) => recipients.session(await recipients.open(tokenOf(link), right(link), FROM));

describe('a send that a person opens with a link', () => {
  it('goes through pre-flight and policy like any other, waits for its link, and is delivered when the link is given out', async () => {
    const id = await sent();
    expect(await detail(id)).toMatchObject({ state: 'sending', recipient: { facility: 'Åsa Österberg', link: { kind: 'patient', contact: 'asa@example.org' } }, route: { kind: 'link' }, transfers: [], identity: 'as-received', link: null });
    const link = await give(id);
    expect(link.address).toMatch(/^https:\/\/exchange\.example\/exams#[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(link).toMatchObject({ asksBirthDate: true, code: expect.stringMatching(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/) as string });
    expect(await detail(id)).toMatchObject({ state: 'delivered', link: { state: 'open', uses: [] } });
    const [kept] = await b.acts.read<{ row: string }>('select l::text as row from send_link l where send_id = $1', [id]);
    expect(kept?.row).not.toContain(tokenOf(link).split('.')[1]);
    // somebody outside without an agreement is asked about, as the policy says
    expect((await detail(await sent('clinician', 'treatment'))).state).toBe('awaiting-approval');
  });

  it('is opened with code and birth date, read, and taken as a disc; each opening is kept and audited', async () => {
    const id = await sent();
    const link = await give(id);
    expect(await recipients.current(tokenOf(link), null, FROM)).toMatchObject({ asksBirthDate: true, open: false });
    expect(JSON.stringify(await recipients.current(tokenOf(link), null, FROM))).not.toContain('sterberg');
    const session = await opened(link);
    expect(await recipients.contents(session)).toMatchObject({ forWhom: 'Åsa Österberg', message: 'As you asked.', exams: [{ images: 3 }], reports: [{ title: 'CT Head', sections: [{ text: 'No bleed.' }] }], answered: false });
    expect(await detail(id)).toMatchObject({ state: 'accepted', receipt: { who: 'Åsa Österberg', note: 'opened with the link' } });

    const { disc } = await discs.open(session, 'zip', FROM, new AbortController().signal);
    const parts: Uint8Array[] = [];
    for await (const part of disc.zip()) parts.push(part);
    expect(await namesIn(Buffer.concat(parts))).toContainEqual(expect.stringMatching(/DICOMDIR$/));
    expect((await detail(id)).link?.uses.map((u) => u.what)).toEqual(['downloaded', 'opened']);
    const audit = await b.acts.read<{ action: string; actor_name: string }>(`select action, actor_name from audit_entry where object_id = $1 and action like 'send.link-%' order by at`, [id]);
    expect(audit.map((a) => a.action)).toEqual(['send.link-given', 'send.link-opened', 'send.link-downloaded']);
    expect(audit.at(-1)?.actor_name).toBe('Åsa Österberg, by link');
  });

  it('two answers are a row of the value ledger, once', async () => {
    const id = await sent();
    const session = await opened(await give(id));
    await recipients.survey(session, [5, 4]);
    await expect(recipients.survey(session, [1, 1])).rejects.toMatchObject({ code: 'answered' });
    const [row] = await b.acts.read<{ amount: string; confidence: string; evidence: object }>(`select amount, confidence, evidence from value_row where value = 'V5' order by at desc limit 1`);
    expect(row).toMatchObject({ amount: '900', confidence: 'reported', evidence: { n: 1 } });
  });

  it('is locked after ten wrong codes however many come at once, and a new link opens it again', async () => {
    const id = await sent();
    const link = await give(id);
    const guesses = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => recipients.open(tokenOf(link), { code: `GUESS${n}`, birthDate: BORN, agreed: true }, `198.51.100.${n}`)));
    const codes = guesses.map((g) => (g.status === 'rejected' ? (g.reason as { code: string }).code : 'opened'));
    expect(codes.filter((c) => c === 'wrong-code')).toHaveLength(9);
    expect(codes.filter((c) => c === 'opened')).toHaveLength(0);
    await expect(recipients.open(tokenOf(link), right(link), FROM)).rejects.toMatchObject({ status: 410, code: 'link-locked' });
    expect(await detail(id)).toMatchObject({ link: { state: 'locked' } });
    await drain(b, { only: ['notice.decide'] });
    expect((await b.acts.read(`select 1 from notice where subject_id = $1 and person_id = $2`, [id, clerk.id])).length).toBeGreaterThan(0);
    const again = await give(id);
    await expect(recipients.open(tokenOf(link), right(link), FROM)).rejects.toMatchObject({ status: 404 });
    expect((await opened(again)).sendId).toBe(id);
  });

  it('the right code with a wrong birth date opens nothing, and an address that guesses at links must wait', async () => {
    const link = await give(await sent());
    await expect(recipients.open(tokenOf(link), { ...right(link), birthDate: '1970-02-15' }, FROM)).rejects.toMatchObject({ code: 'wrong-code' });
    await expect(recipients.open(tokenOf(link), { ...right(link), birthDate: null }, FROM)).rejects.toMatchObject({ code: 'wrong-code' });
    for (let i = 0; i < 60; i++) await recipients.current(`${newId()}.wrong`, null, '203.0.113.9').catch(() => null);
    await expect(recipients.current(tokenOf(link), null, '203.0.113.9')).rejects.toMatchObject({ status: 429 });
    // typed as it was read out
    expect((await recipients.session(await recipients.open(tokenOf(link), { ...right(link), code: link.code.toLowerCase().replace('-', ' ') }, FROM))).sendId).toBeTruthy();
  });

  it('taken back it opens nothing any more, also in a browser where it was open; what was taken is named', async () => {
    const id = await sent();
    const link = await give(id);
    const secret = await recipients.open(tokenOf(link), right(link), FROM);
    await moves.revoke(clerk, id, (await detail(id)).version, 'wrong person');
    await expect(recipients.session(secret)).rejects.toMatchObject({ status: 410, code: 'link-revoked' });
    await expect(recipients.current(tokenOf(link), null, FROM)).rejects.toMatchObject({ status: 410, code: 'link-revoked' });
    expect((await detail(id)).cannotBeCalledBack[0]).toContain('Åsa Österberg has opened it');
  });

  it('unopened at its end it is over, and may be given longer', async () => {
    const id = await sent();
    const link = await give(id);
    await b.acts.read(`update send set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    await expect(recipients.open(tokenOf(link), right(link), FROM)).rejects.toMatchObject({ code: 'link-over' });
    await drain(b, { ahead: 15 * 86_400, only: ['send.link-ends'] });
    expect((await detail(id)).state).toBe('expired');
    await links.extend(clerk, id, (await detail(id)).version);
    expect(await detail(id)).toMatchObject({ state: 'delivered', link: { state: 'open' } });
    expect((await opened(link)).sendId).toBe(id);
  });

  it('is given out by those who may send alone, and not over the head of another', async () => {
    const id = await sent();
    const stranger = await callerOf(b, await b.person('fr', { facilities: [await b.facility('Elsewhere')] }));
    await expect(links.give(stranger, id, 3)).rejects.toMatchObject({ status: 404 });
    await expect(links.give(clerk, id, 0)).rejects.toMatchObject({ status: 412 });
  });
});
