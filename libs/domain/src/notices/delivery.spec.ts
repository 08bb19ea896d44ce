import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { deliveriesOf, quietUntil, topicOf, type DeliveryAsked, type NoticePreferences } from './delivery';

const ZONE = 'America/New_York';
const at = (text: string): number => DateTime.fromISO(text, { zone: ZONE }).toMillis();
const person: NoticePreferences = { zone: ZONE, addresses: { mail: 'ana@example.org', pager: '555' }, topics: {}, quiet: { from: '22:00', to: '07:00' }, digestAt: null };
const asked: DeliveryAsked = { topic: 'results', wanted: 'in-app', urgent: false, ack: true, now: at('2026-03-07T23:30') };
const all = ['mail', 'pager', 'push'] as const;

it('what must be answered waits for the end of quiet hours, also in the night the clock changes; what is urgent does not', () => {
  expect(deliveriesOf(asked, person, all)).toEqual([{ channel: 'mail', due: at('2026-03-08T07:00'), digest: false }]);
  expect(deliveriesOf({ ...asked, urgent: true, wanted: 'pager' }, person, all).map((d) => [d.channel, d.due])).toEqual([['mail', asked.now], ['pager', asked.now]]);
  expect(quietUntil(at('2026-03-08T03:30'), person)).toBe(at('2026-03-08T07:00'));
  expect(quietUntil(at('2026-03-08T07:00'), person)).toBeNull();
});

it('a channel is used only when it is set up here and has an address of the person', () => {
  expect(deliveriesOf({ ...asked, urgent: true }, { ...person, addresses: {} }, all)).toEqual([]);
  expect(deliveriesOf({ ...asked, urgent: true, wanted: 'pager' }, person, ['pager']).map((d) => d.channel)).toEqual(['pager']);
});

it('what a person chose for a topic holds, but what is urgent and must be answered cannot be switched off', () => {
  const silent = { ...person, topics: { results: [] } };
  expect(deliveriesOf(asked, silent, all)).toEqual([]);
  expect(deliveriesOf({ ...asked, urgent: true }, silent, all).map((d) => d.channel)).toEqual(['mail', 'pager']);
  expect(deliveriesOf({ ...asked, ack: false }, { ...person, topics: { results: ['pager'] }, quiet: null }, all)).toEqual([{ channel: 'pager', due: asked.now, digest: false }]);
});

it('the digest takes what is neither urgent nor must be answered, once a day', () => {
  const reader = { ...person, topics: { results: ['mail' as const] }, digestAt: '17:30' };
  expect(deliveriesOf({ ...asked, ack: false, now: at('2026-03-07T12:00') }, reader, all)).toEqual([{ channel: 'mail', due: at('2026-03-07T17:30'), digest: true }]);
  expect(deliveriesOf({ ...asked, ack: false, now: at('2026-03-07T18:00') }, reader, all)[0]?.due).toBe(at('2026-03-08T17:30'));
  expect(deliveriesOf({ ...asked, now: at('2026-03-07T12:00') }, reader, all)[0]?.digest).toBe(false);
});

it('events fall under the topic a person would look for them', () => {
  expect(['overread.signed', 'overread.offered', 'requestOut.sent', 'recall.asked', 'transfer.failed', 'duty.gap-found', 'ballot.opened'].map(topicOf)).toEqual(['results', 'work', 'requests', 'recalls', 'faults', 'duty', 'governance']);
});
