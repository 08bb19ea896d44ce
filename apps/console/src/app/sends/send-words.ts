import { countText, dateText } from '@causeway/console-ui';
import type { LinkRecipient, SendRow, SendView } from '@causeway/contracts';
import type { PreflightFinding, RankedChannel } from '@causeway/domain';
import { reasonWords, spoken } from '../core/why/decision-words';

// Words of sends: findings, routes, moves.

export const viewWords: Readonly<Record<SendView, string>> = { open: 'Open', 'to-approve': 'To approve', mine: 'Mine', trouble: 'Trouble', done: 'Ended', all: 'Everything' };
export const purposeWords: Readonly<Record<string, string>> = {
  treatment: 'Treatment', payment: 'Payment', operations: 'Operations', 'patient-access': 'The patient asks', legal: 'Legal', research: 'Research',
};
/** Somebody who opens a send with a link. */
export const linkWords: Readonly<Record<LinkRecipient['kind'], string>> = { patient: 'The patient', proxy: 'Somebody who stands in for the patient', clinician: 'A clinician elsewhere', other: 'Somebody else' };
export const moveWords: Readonly<Record<string, string>> = {
  edit: 'Change', submit: 'Send', 'give-link': 'Give out the link', extend: 'Give it longer', approve: 'Approve', deny: 'Send back', retry: 'Try again', accept: 'They took it up', refuse: 'They refused it', track: 'Tracking number', cancel: 'Cancel', revoke: 'Call back',
};

/** A finding as a sentence that says what to do, with both values where two differ. */
export function findingWords(f: PreflightFinding, zoned: (iso: string) => string): string {
  const v = f.values;
  switch (f.code) {
    case 'nothing-to-send': return 'There is nothing to send of this exam.';
    case 'not-identified': return 'Nobody has confirmed whose exam this is. Match it first.';
    case 'being-called-back': return 'This exam is being called back.';
    case 'partner-paused': return 'What we send to this partner is paused. The facility page says why.';
    case 'no-agreement': return 'No agreement with this partner is in force for this purpose.';
    case 'agreement-ending': return 'The agreement with this partner is ending.';
    case 'policy-refuses': return `Policy refuses it: ${reasonWords(String(v['because']))}.`;
    case 'policy-asks': return `A second person has to approve: ${reasonWords(String(v['because']))}.`;
    case 'nobody-named': return 'Nobody is named at the recipient. It goes to the place as a whole.';
    case 'no-route': return 'No line leads there. Connect one, or choose another recipient.';
    case 'outside-hours': return `They take nothing now. It goes at ${v['opensAt'] ? zoned(String(v['opensAt'])) : 'their next opening'}.`;
    case 'partner-away': return `${v['line']} does not answer now. It goes by itself when they are back.`;
    case 'too-large': return `It is ${v['megabytes']} MB, and the largest any line takes is ${v['largest']} MB. Send fewer exams at once.`;
    case 'class-refused-before': return `They turned this kind of image down before: ${v['classes']}.`;
    case 'report-not-final': return f.weight === 'wait' ? 'The report is being written. It goes when that is signed.' : 'The report is still being written; it goes without it.';
    case 'no-report': return 'There is no report to send with it.';
    case 'sent-today': return 'It was sent there already today.';
    case 'not-attested': return 'Say that this disclosure is needed: tick the last step.';
  }
}
export const findingLook = (weight: PreflightFinding['weight']) => ({ stop: { hue: 'stop', icon: 'block' }, ask: { hue: 'attn', icon: 'gavel' }, wait: { hue: 'wait', icon: 'schedule' }, note: { hue: 'wait', icon: 'info' } } as const)[weight];

const channelReasons: Readonly<Record<string, string>> = {
  'works-well': 'works well', 'works-mostly': 'works most of the time', 'fails-often': 'fails often', 'never-used': 'not used yet', 'away-now': 'does not answer now', 'coming-back': 'is coming back', quick: 'quick',
  'outside-their-hours': 'outside their hours now', 'refused-such-before': 'turned such images down before', 'carried-by-hand': 'carried by hand, with tracking', 'too-large': 'cannot carry so much', 'switched-off': 'is switched off',
  'tried-and-failed': 'was tried for this send and failed', 'cannot-send': 'cannot send in this build',
};
export const channelWords = (c: RankedChannel): string => c.because.map((code) => (c.kind === 'link' && code === 'carried-by-hand' ? 'opened in a browser, with link and code' : (channelReasons[code] ?? spoken(code)))).join(', ');

/** "CT head, 12 Mar 2026, 214 images" */
export function examLine(x: { readonly description: string; readonly studyDate: string | null; readonly images: number }): string {
  return [x.description, x.studyDate === null ? 'no date' : dateText(x.studyDate), `${countText(x.images)} images`].join(' · ');
}

export const recipientLine = (row: Pick<SendRow, 'recipient'>): string => (row.recipient.link ? `${row.recipient.facility}, by link` : row.recipient.person ? `${row.recipient.person}, ${row.recipient.facility}` : row.recipient.facility);

export const causeOf = (reason: string | null): string => (reason === null ? '' : /\s/.test(reason) ? reason : spoken(reason));

const EXCEPTIONS: Readonly<Record<string, string>> = {
  privacy: 'privacy', 'preventing-harm': 'preventing harm', security: 'security', infeasibility: 'infeasibility', infeasible: 'infeasibility', 'health-it-performance': 'health IT performance', manner: 'manner', licensing: 'licensing', fees: 'fees',
};
/** Why something is not given on, with the exception of 45 CFR 171 it rests on. */
export const refusalText = (r: { readonly because: string; readonly exception: string }): string =>
  `${reasonWords(r.because)}${r.exception === 'none' ? '' : ` (information-blocking exception: ${EXCEPTIONS[r.exception] ?? r.exception})`}`;
