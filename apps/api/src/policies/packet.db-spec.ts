import type { PolicyText } from '@causeway/domain';
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { askPolicy } from '../platform/decisions/decisions';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench } from '../testing/harness';
import { Packets, type Packet } from './packet';
import { packetPdf } from './packet-pdf';
import { verifyDecisions } from './verify-decisions';

let b: Bench;
let g: Governance;
let exam: string;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  exam = await storeExam(b);
  await b.acts.read(`insert into inbound (id, state, facility_ids) values ($1, 'checking', array[$2::uuid])`, [exam, b.host]);
});
afterAll(() => b.close());

const ask = async (): Promise<string> => (await b.acts.run(system('spec'), (act) => askPolicy(act, {
  kind: 'triage', subject: { kind: 'inbound', id: exam, examId: exam }, facts: { 'exam.completeness': 'complete', 'exam.description': 'SCHÄDEL 頭部' }, today: '2026-11-24',
}))).id;
const otherwise = (text: PolicyText): PolicyText => ({ ...text, default: { ...text.default, because: 'other' } }) as PolicyText;

it('a past decision leaves the house with the rules, facts and votes of its day, and a signature anybody can check', async () => {
  const old = await ask();
  await g.inForce(await g.draft('triage', otherwise), true);
  const packets = new Packets(b.acts, b.settings);
  const records = await b.person('rm');
  await expect(packets.take(await callerOf(b, await b.person('pa'), true), old, 'json')).rejects.toMatchObject({ status: 403 });
  await expect(packets.take(await callerOf(b, records), old, 'json')).rejects.toMatchObject({ code: 'reauthenticate' });
  const { packet, signed } = await packets.take(await callerOf(b, records, true), old, 'json');
  expect(packet).toMatchObject({ decision: { decidedBy: ['default'], because: ['basic-check'] }, versions: [{ number: 1 }], decidedAgain: { equal: true } });
  expect(packet.versions[0]?.inForceUntil).not.toBeNull();
  expect(JSON.parse(signed.text)).toEqual(JSON.parse(JSON.stringify(packet)));
  const good = (text: string): boolean => verify(null, Buffer.from(text, 'utf8'), createPublicKey(signed.publicKey), Buffer.from(signed.signature, 'base64'));
  expect(good(signed.text)).toBe(true);
  expect(good(signed.text.replace('basic-check', 'basic-chick'))).toBe(false);
  const [last] = await b.acts.read<{ id: string }>(`select id from decision where exam_id = $1 and kind = 'triage' order by at desc limit 1`, [exam]);
  const again = await packets.take(await callerOf(b, records, true), last?.id ?? '', 'pdf');
  expect(again.packet).toMatchObject({ versions: [{ number: 2, ballots: [{ state: 'passed' }] }], earlier: [{ id: old, version: 1 }] } satisfies Partial<Record<keyof Packet, unknown>>);
  const pdf = await packetPdf(again.packet, again.signed);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.includes('decision.json')).toBe(true);
  const audited = await b.acts.read(`select 1 from audit_entry where action = 'decision.exported'`);
  expect(audited).toHaveLength(2);
});

it('a decision that was changed by hand is found, and nothing is signed for it', async () => {
  expect(await verifyDecisions(b.acts)).toMatchObject({ differing: 0 });
  const id = await ask();
  await b.acts.read(`update decision set because = '{"somebody-said-so"}' where id = $1`, [id]);
  expect(await verifyDecisions(b.acts)).toMatchObject({ differing: 1, first: [id] });
  await expect(new Packets(b.acts, b.settings).take(await callerOf(b, await b.person('rm'), true), id, 'json')).rejects.toMatchObject({ code: 'differs' });
});
