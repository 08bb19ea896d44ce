import { AcceptOpinion, type OpinionDetail, type OpinionPage } from '@causeway/contracts';
import { OPINION_LIMITS } from '@causeway/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtRenderingProgram } from '../dicomweb/testing/rendering-program';
import { callerOf } from '../testing/caller';
import { storePatient } from '../testing/exams';
import { exchangeOf } from '../testing/exchange';
import type { SpecPerson } from '../testing/harness';
import { httpBench, type HttpBench } from '../testing/http-bench';
import { drain } from '../testing/worker';
import { UploadLinks } from '../uploads/upload-links';
import { screenPng, Visitor } from '../uploads/testing';
import { OpinionDesk } from './desk';
import { OpinionLineSettings } from './lines';
import { ASKED, mailServer, SpecAsker, tokenIn, type MailServer } from './testing';

const BORN = ASKED.birthDate;
const MAILS = ['opinion.confirm', 'opinion.mail', 'opinion.news'];
const DAY = 86_400;

let b: HttpBench;
let smtp: MailServer;
let x: ReturnType<typeof exchangeOf>;
let program: Awaited<ReturnType<typeof builtRenderingProgram>>;
let [administrator, liaison, otherLine, clinician]: SpecPerson[] = [];
let lines: OpinionLineSettings;
let desk: OpinionDesk;
let page: SpecAsker;
let n = 0;

beforeAll(async () => {
  [smtp, program] = await Promise.all([mailServer(), builtRenderingProgram()]);
  b = await httpBench({ CAUSEWAY_PUBLIC_URL: 'https://exchange.example/', CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, CAUSEWAY_MAIL_FROM: 'Causeway <causeway@example.org>', CAUSEWAY_PICTURE_PROGRAM: program.file });
  x = exchangeOf(b);
  administrator = await b.person('sa');
  liaison = await b.person('li', { serviceLines: ['orthopaedics'] });
  otherLine = await b.person('li', { serviceLines: ['neurology'] });
  clinician = await b.person('cl', { serviceLines: ['orthopaedics'] });
  lines = new OpinionLineSettings(b.acts, b.settings);
  desk = new OpinionDesk(b.acts, b.settings, new UploadLinks(b.acts, b.settings));
  page = new SpecAsker(b.url);
});
afterAll(async () => {
  await b.close();
  program.remove();
  await smtp.close();
});
beforeEach(async () => {
  await b.acts.read('delete from secret_try');
  await b.acts.read('delete from opinion_draft');
});

const as = (who: SpecPerson | undefined, again = false) => callerOf(b, who!, again);
async function opened(open: boolean, line = 'orthopaedics'): Promise<void> {
  const now = (await lines.all(await as(administrator))).lines.find((l) => l.serviceLine === line)!;
  if (now.open !== open) await lines.save(await as(administrator, true), line, { version: now.version, open, callNumber: '+1 555 0100' });
}
/** Asked and mailed: the token of the mail, and the code of the page. */
async function asked(more: object = {}): Promise<{ token: string; code: string; mail: string; id: string }> {
  const mail = `asker${++n}@example.org`;
  const { status, body } = await page.ask({ mail, ...more });
  expect(status).toBe(202);
  await drain(b, { only: MAILS });
  const token = tokenIn(smtp.last((more as { mail?: string }).mail ?? mail));
  return { token, code: body.code, mail, id: token.split('.')[0] ?? '' };
}
async function confirmed(more: object = {}): Promise<Awaited<ReturnType<typeof asked>>> {
  const a = await asked(more);
  expect((await page.send('POST', '/confirm', undefined, a.token)).body).toMatchObject({ confirmed: true });
  return a;
}
const status = (a: { token: string; code: string }, code = a.code, birthDate: string = BORN) => page.send('POST', '/status', { code, birthDate }, a.token);
const waiting = async (who: SpecPerson | undefined): Promise<OpinionPage> => desk.page('waiting', await as(who));
const detail = async (id: string): Promise<OpinionDetail> => desk.detail(id, await as(liaison));
const take = (more: Partial<AcceptOpinion> = {}): AcceptOpinion => AcceptOpinion.parse({ version: 1, patientId: null, question: 'Second reading of the knee MRI.', wanted: 'your knee MRI of 2025', ...more });

describe('the door', () => {
  it('is shut until the house opens it for a service line, which takes the administrator’s password', async () => {
    expect((await page.send('GET', '')).body).toMatchObject({ lines: [], shut: null });
    expect((await page.ask()).body.code).toBe('line-closed');
    await expect(lines.save(await as(administrator), 'orthopaedics', { version: 0, open: true, callNumber: '+1 555 0100' })).rejects.toMatchObject({ code: 'reauthenticate' });
    await expect(lines.save(await as(liaison, true), 'orthopaedics', { version: 0, open: true, callNumber: '+1 555 0100' })).rejects.toMatchObject({ status: 403 });
    await lines.save(await as(administrator, true), 'orthopaedics', { version: 0, open: true, callNumber: '+1 555 0100' });
    await expect(lines.save(await as(administrator, true), 'orthopaedics', { version: 0, open: false, callNumber: '+1 555 0100' })).rejects.toMatchObject({ status: 412 });
    await expect(lines.save(await as(administrator, true), 'astrology', { version: 0, open: true, callNumber: '+1 555 0100' })).rejects.toMatchObject({ status: 404 });
    expect((await page.send('GET', '')).body).toMatchObject({ house: 'My hospital', lines: [{ serviceLine: 'orthopaedics', callNumber: '+1 555 0100' }], shut: null });
    expect((await page.ask({ serviceLine: 'neurology' })).body.code).toBe('line-closed');
  });

  it('says of each wrong field what is wrong with it', async () => {
    await opened(true);
    const { status, body } = await page.ask({ family: ' ', birthDate: '2001-02-31', mail: 'nobody', phone: 'call me', question: 'why?', agreed: false, kind: 'miracle', relation: 'parent' });
    expect(status).toBe(422);
    const faults = new Map(body.errors?.map((e) => [e.pointer, e.detail]));
    expect([...faults.keys()].sort()).toEqual(['/agreed', '/birthDate', '/family', '/kind', '/mail', '/phone', '/question']);
    expect(faults.get('/birthDate')).toBe('There is no such day.');
    expect((await page.ask({ relation: 'parent' })).body.errors).toEqual([{ pointer: '/askedBy', detail: 'Say who you are.' }]);
    expect((await page.ask({ birthDate: '2099-01-01' })).body.errors).toEqual([{ pointer: '/birthDate', detail: 'This day is still to come.' }]);
  });

  it('mails a link and not a word of the patient, the department or the question, and keeps no secret', async () => {
    await opened(true);
    const { token, mail, code } = await asked();
    expect(token).toMatch(/^[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(smtp.last(mail)).toContain('https://exchange.example/second-opinion#');
    for (const word of ['Zoe', 'Person', '1961', 'PLANTEDKNEE', 'orthopaedics', '0142', 'opinion:', code]) expect(smtp.last(mail)).not.toContain(word);
    const [kept] = await b.acts.read<{ row: string }>('select d::text as row from opinion_draft d');
    expect(kept?.row).not.toContain(code.replace('-', ''));
    expect(kept?.row).not.toContain(token.split('.')[1]);
  });

  it('takes three open ones of one mail address however many come at once, and ten of one connection in a quarter of an hour', async () => {
    await opened(true);
    const many = await Promise.all(Array.from({ length: 8 }, () => page.ask({ mail: 'ZOE@example.org ' })));
    expect(many.filter((a) => a.status === 202)).toHaveLength(OPINION_LIMITS.perMail);
    expect(many.filter((a) => a.body.code === 'asked-already')).toHaveLength(5);
    const more = await Promise.all(Array.from({ length: 6 }, (_, i) => page.ask({ mail: `other${i}@example.org` })));
    expect(more.filter((a) => a.status === 202)).toHaveLength(OPINION_LIMITS.perAddress - 8);
    expect(more.filter((a) => a.body.code === 'too-many-tries')).toHaveLength(4);
  });

  it('keeps no more unconfirmed ones than its bound, says so, and gives the telephone number', async () => {
    await opened(true);
    await b.acts.read(`insert into opinion_draft (id, service_line, asked, mail_digest, code, ends_at) select gen_random_uuid(), 'orthopaedics', '{}', '', '', clock_timestamp() + interval '1 hour' from generate_series(1, $1)`, [OPINION_LIMITS.unconfirmed]);
    expect((await page.send('GET', '')).body).toMatchObject({ shut: 'full' });
    const { status: full, body } = await page.ask();
    expect([full, body.code]).toEqual([429, 'full']);
    expect(body.detail).toContain('+1 555 0100');
  });

  it('is shut where the house sends no mail, whatever is open', async () => {
    const quiet = await httpBench();
    try {
      await new OpinionLineSettings(quiet.acts, quiet.settings).save(await callerOf(quiet, await quiet.person('sa'), true), 'orthopaedics', { version: 0, open: true, callNumber: '+1 555 0100' });
      const there = new SpecAsker(quiet.url);
      expect((await there.send('GET', '')).body).toMatchObject({ shut: 'no-mail' });
      expect((await there.ask()).body.code).toBe('no-mail');
    } finally {
      await quiet.close();
    }
  });
});

describe('what nobody confirmed', () => {
  it('is seen by nobody, is in no audit, and is gone after a day', async () => {
    await opened(true);
    const before = (await waiting(liaison)).views.waiting;
    const { token, id } = await asked();
    expect((await waiting(liaison)).views.waiting).toBe(before);
    expect(await b.acts.read('select 1 from audit_entry where object_id = $1', [id])).toEqual([]);
    expect((await page.send('GET', '/current', undefined, token)).body).toEqual({ house: 'My hospital', confirmed: false });
    await b.acts.read(`update opinion_draft set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    expect((await page.send('POST', '/confirm', undefined, token)).body['code']).toBe('link-unknown');
    await drain(b, { only: ['opinion.drop'], ahead: DAY });
    expect(await b.acts.read('select 1 from opinion_draft where id = $1', [id])).toEqual([]);
  });

  it('is gone at once where the mail server knows nobody of that address', async () => {
    await opened(true);
    await page.ask({ mail: 'gone@example.org' });
    await drain(b, { only: MAILS });
    expect(await b.acts.read('select 1 from opinion_draft')).toEqual([]);
  });

  it('is not begun when the line was closed meanwhile', async () => {
    await opened(true);
    const { token } = await asked();
    await opened(false);
    expect((await page.send('POST', '/confirm', undefined, token)).body['code']).toBe('line-closed');
    await opened(true);
  });
});

describe('what was confirmed', () => {
  it('is one question however often it is pressed, told to the liaisons of its line and shown to nobody of another', async () => {
    await opened(true);
    const a = await asked();
    await Promise.all([1, 2, 3, 4].map(() => page.send('POST', '/confirm', undefined, a.token)));
    expect((await waiting(liaison)).rows.filter((r) => r.id === a.id)).toMatchObject([{ state: 'waiting', serviceLine: 'orthopaedics', patient: { birthDate: BORN }, moves: [{ move: 'accept' }, { move: 'decline' }] }]);
    expect((await waiting(otherLine)).rows).toEqual([]);
    expect((await waiting(clinician)).rows).toEqual([]);
    await expect(desk.detail(a.id, await as(otherLine))).rejects.toMatchObject({ status: 404 });
    await expect(desk.decline(await as(clinician), a.id, 1, 'no-room')).rejects.toMatchObject({ status: 404 });
    expect(await b.acts.read<{ person_id: string }>(`select person_id from notice where subject_id = $1`, [a.id])).toEqual([{ person_id: liaison!.id }]);
    const [entry] = await b.acts.read<{ actor: string; details: string }>(`select actor_id as actor, details::text as details from audit_entry where object_id = $1 and action = 'opinion.made'`, [a.id]);
    expect(entry?.actor).toBe(`opinion-link ${a.id}`);
    expect(entry?.details).not.toMatch(/Zoe|1961|PLANTED/);
  });

  it('shows how far it is to whoever has link, code and birth date, and locks after ten wrong ones however many come at once', async () => {
    const a = await confirmed();
    expect((await status(a)).body).toMatchObject({ stage: 'waiting', serviceLine: 'orthopaedics', kind: 'images', callNumber: '+1 555 0100', mayWithdraw: true });
    expect((await status(a, a.code, '1961-03-13')).body['code']).toBe('wrong-code');
    expect((await page.send('POST', '/status', { code: a.code, birthDate: BORN }, `${a.id}.${'x'.repeat(43)}`)).body['code']).toBe('link-unknown');
    expect((await status(a)).status).toBe(200);
    const codes = (await Promise.all(Array.from({ length: 20 }, (_, i) => status(a, `GUESS${i}`)))).map((r) => r.body['code']);
    expect(codes.filter((c) => c === 'wrong-code')).toHaveLength(9);
    expect((await status(a)).body['code']).toBe('link-locked');
    expect((await waiting(liaison)).rows.some((r) => r.id === a.id)).toBe(true);
  });

  it('may be taken back by whoever asked, and is forgotten a month later', async () => {
    const a = await confirmed();
    expect((await page.send('POST', '/withdraw', { code: a.code, birthDate: BORN }, a.token)).body).toMatchObject({ stage: 'withdrawn', mayWithdraw: false });
    await expect(desk.accept(await as(liaison), a.id, take({ version: 2 }))).rejects.toMatchObject({ status: 409 });
    await drain(b, { only: ['opinion.forget'], ahead: 31 * DAY });
    const [row] = await b.acts.read<{ row: string }>('select o::text as row from opinion o where id = $1', [a.id]);
    expect(row?.row).not.toMatch(/Zoe|PLANTED|0142/);
    expect((await page.send('GET', '/current', undefined, a.token)).body['code']).toBe('link-unknown');
  });

  it('is said to be unanswered after a working day, and ends after thirty days with a mail that says so', async () => {
    const a = await confirmed();
    await drain(b, { only: ['opinion.look'], ahead: 5 * DAY });
    expect(await b.acts.read(`select 1 from notice where subject_id = $1 and event = 'opinion.unanswered'`, [a.id])).toHaveLength(1);
    await b.acts.read(`update opinion set ends_at = clock_timestamp() where id = $1`, [a.id]);
    await drain(b, { only: ['opinion.end', ...MAILS], ahead: 31 * DAY });
    expect(smtp.last(a.mail)).toContain('Nobody here has answered');
    expect((await status(a)).body).toMatchObject({ stage: 'expired' });
  });

  it('is declined with a reason, which the patient reads in plain words and without a word of what they asked', async () => {
    const a = await confirmed();
    const done = await desk.decline(await as(liaison), a.id, 1, 'referral-needed');
    expect(done).toMatchObject({ state: 'declined', declined: 'referral-needed', moves: [] });
    await drain(b, { only: MAILS });
    expect(smtp.last(a.mail)).toContain('we need a referral');
    expect(smtp.last(a.mail)).toContain('+1 555 0100');
    for (const word of ['Zoe', 'Person', 'PLANTEDKNEE', 'orthopaedics']) expect(smtp.last(a.mail)).not.toContain(word);
    expect((await status(a)).body).toMatchObject({ stage: 'declined', declined: 'referral-needed' });
  });

  it('says that a mail did not reach them, so that somebody calls', async () => {
    const a = await confirmed();
    await b.acts.read(`update opinion set asked = asked || '{"mail": "gone@example.org"}' where id = $1`, [a.id]);
    await desk.decline(await as(liaison), a.id, 1, 'no-room');
    await drain(b, { only: MAILS });
    expect(await detail(a.id)).toMatchObject({ mailFailed: 'declined', phone: '+1 555 0142' });
    expect(await b.acts.read(`select 1 from notice where subject_id = $1 and event = 'opinion.not-reached'`, [a.id])).toHaveLength(1);
  });
});

describe('what is taken up', () => {
  it('names local patients it may be and nobody else, and takes only one of those', async () => {
    const known = await storePatient(b, 'M-77', 'Quennell', 'Zoe', '1983-07-02');
    const stranger = await storePatient(b, 'M-78', 'Roe', 'John', '1944-01-05', 'M');
    const a = await confirmed({ family: 'Quennell', birthDate: '1983-07-02' });
    const found = await detail(a.id);
    expect(found.candidates.map((c) => c.patientId)).toEqual([known]);
    expect(found.candidates[0]).toMatchObject({ mrn: 'M-77', agrees: expect.arrayContaining(['family', 'given', 'birth-date']) });
    await expect(desk.accept(await as(liaison), a.id, take({ patientId: stranger }))).rejects.toMatchObject({ status: 422 });
    const done = await desk.accept(await as(liaison), a.id, take({ patientId: known }));
    const [made] = await b.acts.read<{ patient_id: string; use_case: string; due_at: Date | null; opener_id: string }>('select patient_id, use_case, due_at, opener_id from exchange_case where id = $1', [done.caseId]);
    expect(made).toMatchObject({ patient_id: known, use_case: 'U21', opener_id: liaison!.id });
    expect(made?.due_at).toBeInstanceOf(Date);
    expect((await detail(a.id)).candidates).toEqual([]);
  });

  it('by two at once becomes one case and one link', async () => {
    const a = await confirmed();
    const cases = async () => (await b.acts.read<{ n: number }>('select count(*)::int as n from exchange_case'))[0]!.n;
    const before = await cases();
    const done = await Promise.allSettled([1, 2, 3].map(async () => desk.accept(await as(liaison), a.id, take())));
    expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(1);
    expect(await cases()).toBe(before + 1);
  });

  it('goes its whole way: link by mail, images with the code they have, the reader, the answer', async () => {
    const a = await confirmed();
    const done = await desk.accept(await as(liaison), a.id, take({ consultantId: clinician!.id }));
    expect(done).toMatchObject({ mail: 'sent', address: null, opinion: { state: 'accepted', case: { id: done.caseId } } });
    expect((await status(a)).body).toMatchObject({ stage: 'images', bringUntil: expect.any(String), mayWithdraw: false });
    await b.acts.read(`update upload_link set ends_at = clock_timestamp() where case_id = $1`, [done.caseId]);
    expect((await status(a)).body).toMatchObject({ stage: 'images', bringUntil: null });
    await b.acts.read(`update upload_link set ends_at = clock_timestamp() + interval '14 days' where case_id = $1`, [done.caseId]);
    const text = smtp.last(a.mail);
    expect(text).toContain('You need the code you were shown when you asked.');
    expect(text).not.toMatch(/Zoe|Person|knee|orthopaedics/i);
    const visitor = new Visitor(b.url, { address: `https://exchange.example/bring#${tokenIn(text)}`, code: a.code });
    expect((await visitor.open(BORN)).status).toBe(200);
    expect((await visitor.contents()).wanted).toEqual(['your knee MRI of 2025']);
    expect((await visitor.say('self', 'Zoe Person')).status).toBe(200);
    await visitor.bring('photographs', await screenPng());
    await drain(b, { only: ['parcel.read', 'exam.extend', 'link.outcome'] });
    expect((await visitor.ask('POST', '/uploads/submit', {})).status).toBe(200);
    expect((await status(a)).body).toMatchObject({ stage: 'checking' });

    await x.caseMoves.present(await as(liaison), done.caseId, { version: await versionOf(done.caseId), waived: 'asked about an image on its way' });
    expect((await status(a)).body).toMatchObject({ stage: 'reading' });
    await x.caseMoves.advise(await as(clinician), done.caseId, { version: await versionOf(done.caseId), text: 'No operation: physiotherapy for three months.', kind: 'advice', urgent: false });
    await x.caseMoves.decide(await as(clinician), done.caseId, { version: await versionOf(done.caseId), disposition: 'advised', reason: '', destination: '' });
    await drain(b, { only: MAILS });
    expect((await status(a)).body).toMatchObject({ stage: 'answered', callNumber: '+1 555 0100' });
    expect(smtp.last(a.mail)).toContain('What you asked has been answered.');
    expect(smtp.last(a.mail)).not.toMatch(/physiotherapy|operation|knee/i);
    const told = smtp.mails.length;
    await x.caseMoves.close(await as(liaison), done.caseId, { version: await versionOf(done.caseId), fields: { answer: 'Told on the telephone.' } });
    await drain(b, { only: MAILS });
    expect(smtp.mails).toHaveLength(told);
  });

  it('and cancelled here is told, without a reason that would say anything of health', async () => {
    const a = await confirmed();
    const { caseId } = await desk.accept(await as(liaison), a.id, take());
    await x.caseMoves.cancel(await as(liaison), caseId, await versionOf(caseId), 'moved to another hospital');
    await drain(b, { only: MAILS });
    expect(smtp.last(a.mail)).toContain('closed here without a written answer');
    expect((await status(a)).body).toMatchObject({ stage: 'ended' });
  });

  it('keeps the link for whoever took it up when the mail was not taken', async () => {
    const a = await confirmed();
    await b.acts.read(`update opinion set asked = asked || '{"mail": "gone@example.org"}' where id = $1`, [a.id]);
    const done = await desk.accept(await as(liaison), a.id, take());
    expect(done.mail).toBe('failed');
    const visitor = new Visitor(b.url, { address: done.address!, code: a.code });
    expect((await visitor.open(BORN)).status).toBe(200);
  });
});

const versionOf = async (caseId: string): Promise<number> => (await b.acts.read<{ version: number }>('select version from exchange_case where id = $1', [caseId]))[0]!.version;
