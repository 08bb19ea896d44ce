import type { Settings } from '../platform/settings/settings';

/** Kinds of things, as they are called outside the console. Everything else about a thing stays inside. */
const THINGS: Readonly<Record<string, string>> = {
  inbound: 'an outside exam', exam: 'an outside exam', overread: 'a read', match: 'a match', registration: 'a registration', recall: 'a call-back', transfer: 'a transfer', send: 'a send', link: 'an upload link', case: 'a case',
  requestOut: 'a request', requestIn: 'a partner’s request', standingList: 'a standing list', endpoint: 'a connection', facility: 'a facility', duty: 'the duty calendar', policy: 'a policy', ballot: 'a ballot', disposition: 'a disposition', hold: 'a legal hold', job: 'a task of the console',
  breakglass: 'an emergency access', 'access-review': 'an access review', delegation: 'a delegation', opinion: 'a question of a patient',
};
const thing = (kind: string): string => THINGS[kind] ?? 'something';

export interface Said {
  readonly subject_kind: string;
  readonly urgent: boolean;
  readonly ack: boolean;
}

/** One sentence without anything about a patient: kind of thing, and whether an answer is needed. */
export const titleOf = ({ subject_kind, urgent, ack }: Said): string => `${urgent ? 'Urgent: ' : ''}Causeway has ${ack ? 'a question for you' : 'news for you'} about ${thing(subject_kind)}`;

export const linesOf = (n: Said): string[] => [n.ack ? 'Please open the console and answer.' : 'Open the console to see it.'];

export const digestTitle = (n: number): string => `Causeway: ${n === 1 ? 'one notice' : `${n} notices`} of today`;
export const digestLines = (all: readonly Said[]): string[] => {
  const counts = new Map<string, number>();
  for (const n of all) counts.set(thing(n.subject_kind), (counts.get(thing(n.subject_kind)) ?? 0) + 1);
  return [...counts].map(([what, n]) => `About ${what}: ${n}`);
};

export const linkOf = (settings: Settings): string => `${(settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`).replace(/\/$/, '')}/notices`;
