import type { CaseLinkContents, cannotReasons, CaseStep } from '@causeway/contracts';

export const stepWords: Readonly<Record<CaseStep, string>> = { asked: 'We asked for the images', promised: 'You promised them', arriving: 'They arrive', here: 'They are with us', 'looked-at': 'We look at them', decided: 'Decided' };
export const standingWords: Readonly<Record<CaseLinkContents['exams'][number]['standing'], string>> = {
  arriving: 'arriving', 'in-hand': 'here, being matched and checked', here: 'here, can be looked at', 'being-read': 'being read', read: 'read', 'gone-back': 'went back: call us',
};
export const reasonWordsOf: Readonly<Record<(typeof cannotReasons)[number], string>> = {
  'cannot-send': 'Our system or line does not work', 'no-such-exam': 'No such images were made', 'not-released-yet': 'They are not finished yet', 'consent-needed': 'Consent is missing', 'ask-elsewhere': 'Somebody else has them', other: 'Something else',
};
export const whenWords: readonly (readonly [minutes: number, words: string])[] = [[5, 'within 5 minutes'], [15, 'within 15 minutes'], [30, 'within half an hour'], [60, 'within an hour'], [180, 'within 3 hours'], [720, 'within 12 hours'], [1440, 'tomorrow']];
export const adviceTitles: Readonly<Record<string, string>> = { advice: 'Advice', transport: 'For the transport', plan: 'Plan', report: 'Diagnostic imaging report' };

/** "02:14", or "29 Nov 02:14" on another day: by the clock of whoever looks. */
export function timeText(instant: string, now = new Date()): string {
  const at = new Date(instant);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return at.toDateString() === now.toDateString() ? time : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** What somebody said with the link, in a sentence. */
export function saidText(s: CaseLinkContents['said'][number]): string {
  const [who, when] = [s.name || 'Somebody', s.byWhen ? ` by ${timeText(s.byWhen)}` : ''];
  if (s.what === 'received') return `${who} goes on with the care`;
  if (s.say === 'now') return `${who} sends now: there${when}`;
  if (s.say === 'disc') return `${who} sends a disc: here${when}`;
  return `${who} cannot send: ${(reasonWordsOf[(s.reason ?? 'other') as keyof typeof reasonWordsOf] ?? 'another reason').toLowerCase()}`;
}
