import type { NoticeTopic, OutwardChannel } from '@causeway/domain';

export const channelWords: Readonly<Record<OutwardChannel, string>> = { mail: 'Mail', pager: 'SMS or pager', push: 'Push' };
export const topicWords: Readonly<Record<NoticeTopic, readonly [name: string, of: string]>> = {
  results: ['Results', 'exams that are there, signed reads, what will not come'],
  work: ['Work', 'tasks that are yours, clocks that run out, what somebody took over'],
  requests: ['Cases, requests and sends', 'answers, approvals, deliveries'],
  recalls: ['Call-backs', 'what must be taken back'],
  faults: ['Faults', 'connections, transfers and tasks that failed'],
  duty: ['Duty', 'gaps, offers and hand-overs'],
  governance: ['Governance and records', 'policies, votes, holds, dispositions'],
};

const CAUSES: Readonly<Record<string, string>> = {
  econnection: 'the mail server does not answer', esocket: 'the mail server does not answer', etimedout: 'the mail server does not answer in time', edns: 'the mail server’s name is not known', eauth: 'the mail server refuses our password', 'econnrefused': 'the mail server does not answer',
  'not-reached': 'the paging service does not answer', 'address-not-allowed': 'the address of the paging service may not be called', 'channel-away': 'the channel is away; it is tried again', 'refused:no-address': 'there is no address any more', 'refused:no-browser': 'no browser of yours takes notices any more; let one in again', 'no-browser': 'no browser of yours takes notices any more; let one in again',
};
/** Why a channel did not take a message, to people. */
export function causeWords(cause: string | null): string {
  if (cause === null) return '';
  if (cause in CAUSES) return CAUSES[cause] ?? cause;
  if (cause.startsWith('refused:')) return 'the address was refused; save another one';
  if (cause.startsWith('smtp-')) return `the mail server answered ${cause.slice(5)}`;
  if (cause.startsWith('http-')) return `the paging service answered ${cause.slice(5)}`;
  return cause;
}
