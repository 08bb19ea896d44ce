import { DateTime } from 'luxon';
import { dayAfter, dayOf, wallClock } from '../duty/hours';

/** Ways a notice leaves the house. In the console every notice is shown at once. */
export const outwardChannels = ['mail', 'pager', 'push'] as const;
export type OutwardChannel = (typeof outwardChannels)[number];

/** What a person chooses channels for. */
export const noticeTopics = ['results', 'work', 'requests', 'recalls', 'faults', 'duty', 'governance'] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

const TOPIC_OF_KIND: Readonly<Record<string, NoticeTopic>> = {
  case: 'requests', opinion: 'requests', requestOut: 'requests', requestIn: 'requests', send: 'requests', recall: 'recalls', endpoint: 'faults', gateway: 'faults', transfer: 'faults', facility: 'faults', job: 'faults', channel: 'faults',
  duty: 'duty', handover: 'duty', policy: 'governance', ballot: 'governance', verdict: 'governance', hold: 'governance', disposition: 'governance', purge: 'governance',
};
const TOPIC_OF_EVENT: Readonly<Record<string, NoticeTopic>> = {
  'inbound.released': 'results', 'inbound.returned': 'results', 'inbound.rejected': 'results', 'overread.signed': 'results', 'overread.addended': 'results', 'overread.unread': 'results', 'inbound.recalled': 'recalls', 'overread.retracted': 'recalls',
};
export const topicOf = (event: string): NoticeTopic => TOPIC_OF_EVENT[event] ?? TOPIC_OF_KIND[event.split('.')[0] ?? ''] ?? 'work';

/** What a person chose. Times are `HH:mm` of their zone. */
export interface NoticePreferences {
  readonly zone: string;
  /** Address of each channel; none: the channel is not theirs. */
  readonly addresses: Readonly<Partial<Record<OutwardChannel, string>>>;
  readonly topics: Readonly<Partial<Record<NoticeTopic, readonly OutwardChannel[]>>>;
  readonly quiet: { readonly from: string; readonly to: string } | null;
  /** One mail a day of what is neither urgent nor waits for an answer. */
  readonly digestAt: string | null;
}

export interface DeliveryAsked {
  readonly topic: NoticeTopic;
  /** Channel the notification policy names. */
  readonly wanted: string;
  readonly urgent: boolean;
  readonly ack: boolean;
  readonly now: number;
}
export interface PlannedDelivery {
  readonly channel: OutwardChannel;
  readonly due: number;
  readonly digest: boolean;
}

/**
 * By which channels, and when, one notice leaves the house. Of the channels that are set up here and have an address of the person: those the person chose for
 * the topic; without a choice, what is urgent or must be answered goes by mail, and by pager when the policy wants a pager or message. What is urgent and must
 * be answered cannot be switched off: then every channel is used. Urgent ones never wait; others wait for the end of quiet hours or for the digest.
 */
export function deliveriesOf(asked: DeliveryAsked, person: NoticePreferences, open: readonly OutwardChannel[]): PlannedDelivery[] {
  const reach = open.filter((c) => person.addresses[c] !== undefined);
  const chosen = person.topics[asked.topic] ?? usualFor(asked);
  const channels = reach.filter((c) => chosen.includes(c));
  const used = channels.length === 0 && asked.urgent && asked.ack ? reach : channels;
  return used.map((channel) => {
    if (asked.urgent) return { channel, due: asked.now, digest: false };
    if (channel === 'mail' && person.digestAt !== null && !asked.ack) return { channel, due: nextTime(asked.now, person.digestAt, person.zone), digest: true };
    return { channel, due: quietUntil(asked.now, person) ?? asked.now, digest: false };
  });
}

function usualFor({ wanted, urgent, ack }: DeliveryAsked): OutwardChannel[] {
  if (!urgent && !ack) return wanted === 'mail' ? ['mail'] : [];
  return wanted === 'pager' || wanted === 'sms' ? ['mail', 'pager', 'push'] : ['mail', 'push'];
}

/** End of the quiet hours that hold now, or null. Quiet hours may go over midnight and over a change of the clock. */
export function quietUntil(now: number, { quiet, zone }: Pick<NoticePreferences, 'quiet' | 'zone'>): number | null {
  if (quiet === null || quiet.from === quiet.to) return null;
  const today = dayOf(now, zone);
  for (const day of [dayAfter(today, -1), today]) {
    const from = wallClock(day, quiet.from, zone);
    const to = wallClock(quiet.to > quiet.from ? day : dayAfter(day, 1), quiet.to, zone);
    if (from <= now && now < to) return to;
  }
  return null;
}

/** The next time the clock of the zone shows this time. */
function nextTime(now: number, time: string, zone: string): number {
  const today = DateTime.fromMillis(now, { zone }).toISODate() ?? '';
  const at = wallClock(today, time, zone);
  return at > now ? at : wallClock(dayAfter(today, 1), time, zone);
}
