import { parseMessage, readHeader, readOru } from '@causeway/hl7v2';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { partOf, plannedObjects, world } from '../../world/index';
import { drawn, type Renderer } from '../render/renderer';
import { Pace } from './pace';
import { reportMessage } from './reports';
import { sendExam, type SendingOptions } from './sender';
import { thinned } from './thinned';

const w = world({ seed: 7, now: new Date('2026-11-24T15:42:07Z'), everydayExams: 1 });
const exam = (key: string) => [...w.exams, ...w.ownExams].find((e) => e.key === key)!;
const renderer: Renderer = { draw: drawn, close: () => Promise.resolve() };
let peer: LoopbackPeer;

beforeAll(async () => {
  peer = await LoopbackPeer.start({ aeTitle: 'CAUSEWAY' });
});
beforeEach(() => peer.archive.held.clear());
afterAll(() => peer.stop());

const options = (more: Partial<SendingOptions> = {}): SendingOptions => ({
  renderer, to: { host: '127.0.0.1', port: peer.port, aeTitle: 'CAUSEWAY' }, callingAeTitle: 'STMARY_CT1', part: [0, 1], matrix: 128,
  pace: new Pace(() => Infinity), signal: new AbortController().signal, ...more,
});

it('thins series without leaving gaps between their numbers, from the first plane to the last', () => {
  const whole = exam('adeyemi-head');
  const thin = thinned(whole, 6);
  for (const [i, plan] of thin.series.entries()) expect(plan.images).toBe(Math.min(6, whole.series[i]!.images));
  expect(plannedObjects(thin).filter((o) => o.plan.number === thin.series[0]!.number).map((o) => o.index)).toEqual([0, 1, 2, 3, 4, 5]);
  const reach = (plan: (typeof whole.series)[number]) => ('stack' in plan.phantom ? plan.phantom.stack.first + plan.images * plan.phantom.stack.step : 0);
  expect(reach(thin.series[0]!)).toBeCloseTo(reach(whole.series[0]!));
});

it('gives an exam and the one that repeats it the same objects', () => {
  const uids = (key: string) => plannedObjects(thinned(exam(key), 5)).map((o) => o.sopInstanceUid);
  const [own, back] = [uids('local-kowalczyk'), uids('kowalczyk-returned')];
  expect(back).toEqual(expect.arrayContaining(own));
  expect(back.length).toBeGreaterThan(own.length);
});

it('stores an exam under the partner’s title, whole and readable', async () => {
  const thin = thinned(exam('adeyemi-head'), 2);
  expect(await sendExam(thin, options())).toEqual({ objects: thin.images, refused: [] });
  const held = [...peer.held.values()];
  expect(new Set(held.map((o) => o.callingAeTitle))).toEqual(new Set(['STMARY_CT1']));
  expect(held.map((o) => o.sopInstanceUid).sort()).toEqual(plannedObjects(thin).map((o) => o.sopInstanceUid).sort());
  expect(new Set(held.map((o) => o.values.studyInstanceUid))).toEqual(new Set([thin.studyUid]));
});

it('sends the same bytes again, so that a second sending adds nothing', async () => {
  const thin = thinned(exam('adeyemi-head'), 1);
  await sendExam(thin, options());
  const first = new Map([...peer.held.values()].map((o) => [o.sopInstanceUid, o.bytes.toString('base64')]));
  peer.archive.held.clear();
  await sendExam(thin, options());
  expect(new Map([...peer.held.values()].map((o) => [o.sopInstanceUid, o.bytes.toString('base64')]))).toEqual(first);
});

it('sends only its part of an exam', async () => {
  const thin = thinned(exam('late-series'), 4);
  const [early, late] = [partOf(plannedObjects(thin), [0, 0.52]).length, partOf(plannedObjects(thin), [0.52, 1]).length];
  expect((await sendExam(thin, options({ part: [0, 0.52] }))).objects).toBe(early);
  expect((await sendExam(thin, options({ part: [0.52, 1] }))).objects).toBe(late);
  expect(peer.held.size).toBe(thin.images);
});

it('keeps to its pace', async () => {
  const thin = thinned(exam('ozturk-spine'), 3);
  const began = Date.now();
  await sendExam(thin, options({ pace: new Pace(() => 20) }));
  expect(Date.now() - began).toBeGreaterThan((thin.images - 1) * 50);
});

it('tells what the receiver turned down', async () => {
  const thin = thinned(exam('ozturk-spine'), 1);
  const [first] = plannedObjects(thin);
  peer.behaviour.statuses.set(first!.sopInstanceUid, 0x0124);
  expect(await sendExam(thin, options())).toEqual({ objects: thin.images - 1, refused: [{ sopInstanceUid: first!.sopInstanceUid, status: '0124H' }] });
  peer.behaviour.statuses.clear();
});

it('writes a report as its maker names itself, of the study and with its sections', () => {
  const bytes = reportMessage(exam('adeyemi-head'), 'first', 'R1', w.now)!;
  const header = readHeader(parseMessage(bytes));
  expect([header.sendingApplication?.namespace, header.sendingFacility?.namespace]).toEqual(['STMARY_RIS', 'STMARY']);
  const [report] = readOru(parseMessage(bytes)).reports;
  expect(report).toMatchObject({ status: 'final', studyUids: [exam('adeyemi-head').studyUid], interpreters: [{ family: 'Castellano' }] });
  expect(report!.text).toMatch(/IMPRESSION\n1\. Acute right subdural hematoma/);
  expect(report!.accessionCandidates[0]).toEqual({ field: 'OBR-18', value: 'SM0260917' });
});

it('has no message for a report that comes otherwise, or does not exist', () => {
  expect(reportMessage(exam('abdulrahman-forearm'), 'first', 'R1', w.now)).toBeNull();
  expect(reportMessage(exam('adeyemi-head'), 'corrected', 'R1', w.now)).toBeNull();
  expect(readOru(parseMessage(reportMessage(exam('corrected'), 'corrected', 'R2', w.now)!)).reports[0]!.status).toBe('corrected');
});
