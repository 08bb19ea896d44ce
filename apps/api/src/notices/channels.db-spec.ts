import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { egress } from '../platform/outward';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { channelsView } from './channel-health';
import { NoticeController } from './notice.controller';
import { PreferenceController } from './preference.controller';
import type { SaveNoticePreferences } from '@causeway/contracts';
import type * as z from 'zod/mini';

const SECRET = 'a secret of the paging service';
const TOKENS = ['PLANTEDNAME', 'PLANTEDGIVEN', 'PLANTEDMRN77', 'PLANTEDACC42', 'PLANTED STUDY'];
const DECIDE = ['exam.extend', 'inbound.quiet', 'notice.decide', 'notice.settle'];
const SENDING = ['notice.deliver', 'notice.heal', 'notice.heal-channel'];
interface Mail { readonly to: string; readonly text: string }

let b: Bench;
let smtp: SMTPServer;
let smtpPort: number;
let pager: http.Server;
let clinician: SpecPerson;
const mails: Mail[] = [];
const pages: { body: string; headers: http.IncomingHttpHeaders }[] = [];

/** A real SMTP server on a port of its own; on the same port again after it was away. */
async function startMail(port = 0): Promise<void> {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onRcptTo: ({ address }, _session, done) => (address.startsWith('gone@') ? done(Object.assign(new Error('no such user'), { responseCode: 550 })) : done()),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve));
  smtpPort = (smtp.server.address() as AddressInfo).port;
}
const stopMail = (): Promise<void> => new Promise((resolve) => smtp.close(() => resolve()));

beforeAll(async () => {
  await startMail();
  pager = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += String(part); }).on('end', () => {
      pages.push({ body, headers: request.headers });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve));
  b = await bench({
    CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, CAUSEWAY_MAIL_FROM: 'Causeway <causeway@example.org>', CAUSEWAY_PAGER_URL: `http://127.0.0.1:${(pager.address() as AddressInfo).port}/send`, CAUSEWAY_PAGER_SECRET: SECRET,
    CAUSEWAY_PATIENCE_RATE: '100', CAUSEWAY_PUBLIC_URL: 'https://causeway.example.org',
  });
});
afterAll(async () => {
  await b.close();
  await stopMail();
  await new Promise((resolve) => pager.close(resolve));
});
beforeEach(async () => {
  egress.permit(['127.0.0.1/32']);
  mails.length = 0;
  pages.length = 0;
  clinician = await b.person('cl');
});

type Chosen = z.output<typeof SaveNoticePreferences>;
const choose = async (more: Partial<Chosen> = {}, who = clinician): Promise<void> =>
  void (await new PreferenceController(b.acts, b.settings).save({ zone: 'UTC', addresses: { mail: `${who.username}@example.org` }, topics: {}, quiet: null, digestAt: null, ...more }, await callerOf(b, who)));
const emit = (event: string, kind: string, id: string, data: Record<string, unknown> = {}) => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event, kind, id, data }));

/** An exam of this person was released, as urgent as said. */
async function released(urgency = 'high'): Promise<string> {
  const id = await storeExam(b);
  await drain(b, { only: DECIDE });
  await b.acts.read('insert into need (exam_id, requester_id, urgency) values ($1, $2, $3)', [id, clinician.id, urgency]);
  await b.acts.read(
    `update exam set head = head || '{"patientName": "PLANTEDNAME^PLANTEDGIVEN", "patientId": "PLANTEDMRN77", "accessionNumber": "PLANTEDACC42", "studyDescription": "PLANTED STUDY"}'::jsonb where id = $1`, [id]);
  await b.acts.read('update inbound set urgency = $2, care_team = array[$3::uuid] where id = $1', [id, urgency, clinician.id]);
  await emit('inbound.released', 'inbound', id);
  await drain(b, { only: DECIDE });
  return id;
}
const notice = async () => (await b.acts.read<{ id: string; state: string }>('select id, state from notice where person_id = $1 order by made_at desc limit 1', [clinician.id]))[0];
const sending = (ahead = 0): Promise<string[]> => drain(b, { only: SENDING, ahead });

describe('mail', () => {
  it('brings what is urgent once, names a kind of thing and a link, and nothing about the patient', async () => {
    await choose();
    await released();
    await sending();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Subject: Urgent: Causeway has a question for you about an outside exam');
    expect(mails[0]?.text).toContain('https://causeway.example.org/notices');
    for (const token of TOKENS) expect(mails[0]?.text.toUpperCase()).not.toContain(token);
    expect((await notice())?.state).toBe('sent');
    const jobs = JSON.stringify(await b.acts.read(`select data from job where kind like 'notice.%'`));
    for (const token of TOKENS) expect(jobs).not.toContain(token);
  });

  it('a server that is away for hours loses nothing and delivers nothing twice', async () => {
    await choose();
    await stopMail();
    for (let i = 0; i < 3; i++) await released();
    // tried, tried again, given up for now; then round after round until it is back
    await sending(4000).catch(() => undefined);
    for (let round = 0; round < 6; round++) await drain(b, { only: ['notice.deliver'], ahead: 4000 });
    expect((await b.acts.read<{ state: string }>('select distinct state from notice where person_id = $1', [clinician.id])).map((n) => n.state)).toEqual(['failed']);
    const view = (await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'mail');
    expect(view).toMatchObject({ state: 'failing', waiting: 3 });
    expect(mails).toHaveLength(0);

    await startMail(smtpPort);
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (let round = 0; round < 4; round++) await sending(4000);
    expect(mails).toHaveLength(3);
    expect(new Set(mails.map((m) => /Message-ID: (\S+)/i.exec(m.text)?.[1])).size).toBe(3);
    expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'mail')).toMatchObject({ state: 'healthy', waiting: 0 });
    for (let round = 0; round < 2; round++) await sending(4000);
    expect(mails).toHaveLength(3);
  });

  it('what was read in the console first does not leave the house any more', async () => {
    await choose();
    await released();
    await new NoticeController(b.acts).see((await notice())?.id ?? '', await callerOf(b, clinician));
    await sending();
    expect(mails).toHaveLength(0);
    expect((await notice())?.state).toBe('seen');
  });

  it('an address the server does not know fails that notice and not the channel', async () => {
    await choose({ addresses: { mail: 'gone@example.org' } });
    await released();
    await sending();
    expect((await notice())?.state).toBe('failed');
    expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'mail')).toMatchObject({ state: 'healthy', undeliverable: 1 });
    // another address gets it
    await choose();
    await sending();
    expect(mails).toHaveLength(1);
  });

  it('quiet hours hold back what is not urgent', async () => {
    const hour = new Date().getUTCHours();
    await choose({ topics: { results: ['mail'] }, quiet: { from: `${String(hour).padStart(2, '0')}:00`, to: `${String((hour + 2) % 24).padStart(2, '0')}:00` } });
    await released('medium');
    await sending();
    expect(mails).toHaveLength(0);
    expect((await notice())?.state).toBe('queued');
    await sending(3 * 3600);
    expect(mails).toHaveLength(1);
  });

  it('a digest is one mail of all that came, with counts only', async () => {
    await choose({ topics: { results: ['mail'] }, digestAt: '00:00' });
    for (let i = 0; i < 3; i++) await released('low');
    await sending();
    expect(mails).toHaveLength(0);
    await b.acts.read(`update notice_delivery set due_at = clock_timestamp() where state = 'waiting'`);
    await sending(25 * 3600);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('About an outside exam: 3');
  });
});

it('the paging service gets a signed message without anything about the patient', async () => {
  await choose({ addresses: { pager: '+1 555 0100' } });
  await released();
  await sending();
  expect(pages).toHaveLength(1);
  const [page] = pages;
  const [, t, v] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(page?.headers['causeway-signature'])) ?? [];
  expect(v).toBe(createHmac('sha256', SECRET).update(`${t}.${page?.body}`).digest('hex'));
  for (const token of TOKENS) expect(page?.body.toUpperCase()).not.toContain(token);
});

it('a paging service at an address this installation may not call is not called, and the notice waits', async () => {
  egress.permit([]);
  await choose({ addresses: { pager: '+1 555 0100' } });
  await released();
  await sending();
  expect(pages).toHaveLength(0);
  expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'pager')).toMatchObject({ state: 'failing', cause: 'address-not-allowed' });
});

it('the same thing said twice within minutes is one notice', async () => {
  await choose();
  const id = await released();
  await emit('inbound.released', 'inbound', id);
  await drain(b, { only: DECIDE });
  await sending();
  expect(mails).toHaveLength(1);
  expect((await b.acts.read('select 1 from notice where person_id = $1 and state = $2', [clinician.id, 'merged'])).length).toBe(1);
});

it('nobody answers: the next of the chain is asked, and when one answers the others are not asked any more', async () => {
  const leads = [await b.person('sl'), await b.person('sl')];
  const id = await released();
  const first = await notice();
  await drain(b, { only: ['notice.ack'], ahead: 1000 });
  const asked = async (p: SpecPerson) => (await new NoticeController(b.acts).mine(await callerOf(b, p))).rows.filter((n) => n.because === 'escalated' && n.ackNeeded && n.subject.id === id);
  const [mine] = await asked(leads[0] as SpecPerson);
  expect(mine).toMatchObject({ urgent: true });
  expect(await asked(leads[1] as SpecPerson)).toHaveLength(1);
  await new NoticeController(b.acts).acknowledge(mine?.id ?? '', await callerOf(b, leads[0] as SpecPerson));
  expect(await asked(leads[1] as SpecPerson)).toHaveLength(0);
  expect(await b.acts.read('select state from notice where id = $1', [first?.id])).toEqual([{ state: 'withdrawn' }]);
});

it('why: the rule, the policy version and the ways it went', async () => {
  await choose();
  await released();
  await sending();
  const why = await new PreferenceController(b.acts, b.settings).why((await notice())?.id ?? '', await callerOf(b, clinician));
  expect(why).toMatchObject({ because: 'urgent-exam-is-there', role: 'consultant', policy: { number: 1 }, deliveries: [{ channel: 'mail', state: 'sent' }] });
});
