import type { Hue, IconName } from '@causeway/console-ui';
import type { NoticeView } from '@causeway/contracts';
import { reasonWords } from '../core/why/decision-words';
import { addressOf } from '../slices';

// Words for the events people are told of: the same in the bell and on the page of notices.

export interface NoticeWords {
  readonly title: string;
  readonly icon: IconName;
  readonly hue: Hue;
}

type Row = readonly [title: string, icon: IconName, hue: Hue];

const events: Readonly<Record<string, Row>> = {
  'inbound.settled': ['The exam is complete', 'task_alt', 'good'],
  'inbound.quarantined': ['The exam is quarantined', 'shield_lock', 'held'],
  'inbound.mirrored': ['Our own exam came back', 'cycle', 'active'],
  'inbound.released': ['The exam is in PACS', 'verified', 'good'],
  'inbound.delivery-failed': ['The exam could not be delivered to PACS', 'error', 'stop'],
  'inbound.returned': ['The exam went back to its sender', 'assignment_return', 'stop'],
  'inbound.rejected': ['The exam was rejected', 'block', 'stop'],
  'inbound.recalled': ['The exam is called back', 'undo', 'stop'],
  'inbound.recall-confirmed': ['The recall of the exam is complete', 'undo', 'good'],
  'inbound.reopened': ['The exam is taken up again', 'refresh', 'attn'],
  'inbound.late-instances': ['More images arrived after the exam was done', 'photo_library', 'attn'],
  'inbound.unverified': ['PACS does not confirm every image', 'rule', 'attn'],
  'inbound.visit-missing': ['An exam waits for a visit, and no appointment is known', 'schedule', 'attn'],
  'match.proposed': ['A patient is proposed for the exam', 'person_search', 'attn'],
  'match.overridden': ['The exam was matched although something differs', 'person_alert', 'attn'],
  'match.second-asked': ['A second person must confirm a match', 'group', 'attn'],
  'match.second-declined': ['The second person did not confirm the match', 'person_off', 'stop'],
  'match.registration-stopped': ['The registration was stopped', 'person_off', 'stop'],
  'match.questioned': ['The match is questioned', 'person_search', 'attn'],
  'match.unlinked': ['The exam was taken from its patient', 'link_off', 'stop'],
  'registration.sent': ['Registration is asked for the patient', 'how_to_reg', 'active'],
  'registration.declined': ['Registration declined', 'block', 'stop'],
  'recall.asked': ['Please take back what you received', 'undo', 'stop'],
  'recall.failed': ['A copy could not be called back', 'error', 'stop'],
  'recall.waived': ['A copy is written off as not recallable', 'remove', 'attn'],
  'lease.taken-over': ['Somebody took over your work', 'front_hand', 'attn'],
  'overread.picked': ['A read is asked for', 'rate_review', 'active'],
  'overread.offered': ['A read waits in the pool', 'rate_review', 'active'],
  'overread.lease-expired': ['Your claim of a read ran out', 'schedule', 'attn'],
  'overread.taken-over': ['Your read was taken over', 'front_hand', 'attn'],
  'overread.declined': ['A read was declined', 'undo', 'attn'],
  'overread.returned': ['The radiologist asks for images', 'photo_library', 'attn'],
  'overread.resumed': ['The read goes on', 'rate_review', 'active'],
  'overread.submitted': ['A report waits for your signature', 'draw', 'attn'],
  'overread.sent-back': ['Your report came back with comments', 'edit_note', 'attn'],
  'overread.signed': ['The read is signed', 'draw', 'good'],
  'overread.addended': ['The report has an addendum', 'edit_note', 'attn'],
  'overread.flagged': ['The exam got images after it was read', 'photo_library', 'attn'],
  'overread.withdrawn': ['The read was withdrawn', 'remove', 'wait'],
  'overread.retracted': ['The read was taken back', 'cancel', 'stop'],
  'overread.unread': ['The report is signed and not read yet', 'mail', 'stop'],
  'access-review.asked': ['Please review the roles of people', 'fact_check', 'attn'],
  'access-review.late': ['An access review is late', 'schedule', 'stop'],
  'delegation.given': ['A colleague lets you act for them', 'group', 'active'],
  'breakglass.opened': ['Somebody opened exams in an emergency', 'shield_lock', 'attn'],
  'breakglass.unreviewed': ['Emergency access waits for its review', 'shield_lock', 'stop'],
  'transfer.missing-found': ['Images are missing at their destination', 'rule', 'attn'],
  'transfer.failed': ['A transfer failed', 'error', 'stop'],
  'transfer.cancelled': ['A transfer was cancelled', 'block', 'wait'],
  'transfer.expired': ['A transfer ran out of time', 'schedule', 'stop'],
  'case.presented': ['A case waits for a decision', 'rate_review', 'attn'],
  'case.more-asked': ['More images are wanted for a case', 'photo_library', 'attn'],
  'case.advised': ['A consultant gave advice on a case', 'edit_note', 'active'],
  'case.plan-refused': ['Advice did not reach the partner: read it to them', 'call', 'stop'],
  'case.decided': ['A case is decided', 'task_alt', 'good'],
  'case.revised': ['The decision of a case is open again', 'refresh', 'attn'],
  'case.team-alerted': ['Your team is called', 'campaign', 'stop'],
  'case.reopened': ['A case is open again', 'refresh', 'attn'],
  'case.cancelled': ['A case was cancelled', 'block', 'wait'],
  'case.sender-said': ['The sending side answered on a case', 'mail', 'attn'],
  'case.care-taken-over': ['The next facility goes on with the care', 'task_alt', 'good'],
  'case.link-locked': ['Somebody tried a link to a case with wrong codes: it is locked', 'lock', 'stop'],
  'case.yours': ['An emergency case is yours: you are on call', 'call', 'stop'],
  'endpoint.failed': ['A connection is down', 'link_off', 'stop'],
  'endpoint.degraded': ['A connection answers, and something is wrong with it', 'link', 'attn'],
  'endpoint.disabled': ['A connection was switched off', 'link_off', 'wait'],
  'endpoint.certificate-ends': ['The certificate of a connection is about to end', 'schedule', 'attn'],
  'gateway.fell-silent': ['A gateway fell silent', 'cloud_off', 'stop'],
  'facility.lapsed': ['A facility’s agreement lapsed: nothing is sent there', 'domain', 'attn'],
  'facility.went-live': ['A partner is live', 'verified', 'good'],
  'facility.paused': ['A partner is paused', 'domain', 'held'],
  'facility.retired': ['A partner is retired', 'domain', 'wait'],
  'facility.correction-asked': ['A partner asks for a correction', 'edit_note', 'attn'],
  'facility.went-quiet': ['A partner is far quieter than it usually is', 'hourglass_top', 'attn'],
  'facility.slid-to-discs': ['A partner slides back to discs', 'album', 'attn'],
  'facility.failure-burst': ['Many movements with a partner fail', 'error', 'stop'],
  'facility.stale': ['Nothing happened with a partner for a while', 'schedule', 'attn'],
  'facility.agreement-ending': ['An agreement with a partner ends soon', 'draw', 'attn'],
  'facility.onboarding-finished': ['A partner did its part of the onboarding', 'task_alt', 'good'],
  'facility.review-due': ['A partner is due for its review', 'rate_review', 'attn'],
  'requestOut.submitted': ['A request waits for approval', 'group', 'attn'],
  'requestOut.sent': ['A request was sent', 'task_alt', 'active'],
  'requestOut.sent-back': ['A request came back with comments', 'edit_note', 'attn'],
  'requestOut.fulfilled': ['Everything that was asked for is here', 'task_alt', 'good'],
  'requestOut.arrival-withdrawn': ['An exam no longer counts for a request', 'undo', 'attn'],
  'requestOut.declined': ['A request was declined', 'block', 'stop'],
  'requestOut.expired': ['A request ran out of time', 'schedule', 'stop'],
  'standingList.needs-you': ['A standing list needs you', 'schedule', 'attn'],
  'requestIn.approval-asked': ['An answer to a partner waits for approval', 'group', 'attn'],
  'requestIn.declined': ['A partner’s request was declined', 'block', 'wait'],
  'requestIn.reconsidered': ['A partner’s request is looked at again', 'refresh', 'attn'],
  'send.blocked': ['A send is stopped by what it needs first', 'block', 'attn'],
  'send.approval-asked': ['A send waits for approval', 'group', 'attn'],
  'send.denied': ['A send was not approved', 'block', 'stop'],
  'send.delivered': ['A send is delivered', 'task_alt', 'good'],
  'send.failed': ['A send failed', 'error', 'stop'],
  'send.accepted': ['The recipient took a send in', 'verified', 'good'],
  'send.refused': ['The recipient refused a send', 'block', 'stop'],
  'send.expired': ['A send was not opened in time', 'schedule', 'attn'],
  'opinion.made': ['A patient asks for a second opinion', 'rate_review', 'attn'],
  'opinion.unanswered': ['A patient who asked for a second opinion has no answer yet', 'schedule', 'stop'],
  'opinion.not-reached': ['A mail to a patient who asked for a second opinion was not taken: call them', 'mail', 'stop'],
  'link.locked': ['Somebody tried an upload link with wrong codes: it is locked', 'lock', 'stop'],
  'link.submitted': ['A patient has brought images', 'upload', 'active'],
  'link.reissued': ['A patient was invited again', 'link', 'wait'],
  'link.expired': ['A patient brought nothing in time', 'schedule', 'attn'],
  'link.abandoned': ['A patient did not finish bringing images', 'schedule', 'attn'],
  'requestOut.discs-late': ['Discs in the mail are late', 'mail', 'attn'],
  'case.discs-late': ['Discs in the mail are late', 'mail', 'attn'],
  'send.link-locked': ['Somebody tried a link with wrong codes: it is locked', 'lock', 'stop'],
  'send.extended': ['A send can be opened longer', 'schedule', 'active'],
  'send.revoked': ['A send was taken back', 'undo', 'stop'],
  'policy.submitted': ['A policy draft waits for the committee', 'edit_note', 'attn'],
  'policy.sent-back': ['Your policy draft came back', 'edit_note', 'attn'],
  'policy.vote-called': ['A vote on a policy is called', 'group', 'attn'],
  'policy.asked-urgently': ['An officer asks to adopt a policy without a vote', 'bolt', 'stop'],
  'policy.ratified': ['A policy adopted urgently is ratified', 'task_alt', 'good'],
  'policy.not-ratified': ['A policy adopted urgently was not ratified', 'error', 'stop'],
  'policy.adopted': ['A policy is adopted', 'task_alt', 'good'],
  'policy.rejected': ['A policy draft was not adopted', 'block', 'stop'],
  'policy.review-reopened': ['A policy is under review again', 'refresh', 'attn'],
  'policy.scheduled': ['A policy has its date', 'schedule', 'active'],
  'policy.suspended': ['A policy is suspended: what it was made from has changed', 'error', 'stop'],
  'policy.rebased': ['A policy draft stands on the version in force again', 'refresh', 'active'],
  'policy.in-force': ['A policy is in force', 'verified', 'good'],
  'policy.review-due': ['A policy is due for its review', 'rate_review', 'attn'],
  'policy.superseded': ['A policy is followed by a newer version', 'cycle', 'wait'],
  'policy.withdrawn': ['A policy draft was withdrawn', 'remove', 'wait'],
  'arbitration.referred': ['A dispute of a policy waits for your ruling', 'gavel', 'attn'],
  'arbitration.ruled': ['An arbiter ruled on a dispute of a policy', 'gavel', 'active'],
  'arbitration.lapsed': ['An arbiter did not rule in time', 'schedule', 'stop'],
  'arbitration.dropped': ['A dispute needs no ruling any more', 'remove', 'wait'],
  'mandate.given': ['The house has handed your committee a kind of policy', 'group', 'active'],
  'mandate.ended': ['A kind of policy went back to the committee of the house', 'undo', 'attn'],
  'ballot.opened': ['A ballot is open: your vote is asked for', 'group', 'attn'],
  'ballot.closing': ['A ballot ends within a day: your vote is missing', 'schedule', 'attn'],
  'ballot.extended': ['A ballot runs longer', 'schedule', 'active'],
  'ballot.passed': ['A ballot passed', 'task_alt', 'good'],
  'ballot.failed': ['A ballot did not pass', 'block', 'stop'],
  'ballot.voided': ['A ballot is void', 'cancel', 'stop'],
  'verdict.fell-due': ['The keeping of an exam is over', 'schedule', 'attn'],
  'hold.made': ['A legal hold is asked for', 'shield_lock', 'held'],
  'hold.activated': ['Exams are under a legal hold', 'shield_lock', 'held'],
  'hold.declined': ['A legal hold was declined', 'block', 'wait'],
  'hold.release-asked': ['The release of a legal hold waits for a second person', 'group', 'attn'],
  'hold.released': ['A legal hold is released', 'task_alt', 'good'],
  'hold.release-refused': ['A legal hold stays', 'shield_lock', 'held'],
  'disposition.made': ['A list of exams to end waits for review', 'group', 'attn'],
  'disposition.exam-taken-out': ['An exam left a list of exams to end: something keeps it', 'shield_lock', 'held'],
  'disposition.sent-back': ['A list of exams to end came back', 'edit_note', 'attn'],
  'disposition.endorsed': ['A list of exams to end waits for approval', 'group', 'attn'],
  'disposition.executed': ['A list of exams was ended as approved', 'task_alt', 'good'],
  'disposition.cancelled': ['A list of exams to end was cancelled', 'block', 'wait'],
  'purge.refused': ['An exam was not purged: something keeps it', 'shield_lock', 'held'],
  'purge.failed': ['An exam could not be purged', 'error', 'stop'],
  'overread.yours': ['A read is yours: you are on call', 'call', 'attn'],
  'inbound.yours': ['An outside exam is yours: you are on call', 'call', 'attn'],
  'registration.yours': ['A registration is yours: you are on call', 'call', 'attn'],
  'requestOut.yours': ['A request is yours: you are on call', 'call', 'attn'],
  'requestIn.yours': ['A partner’s request is yours: you are on call', 'call', 'attn'],
  'duty.gap-found': ['Nobody is on duty for some hours of the coming day', 'person_off', 'stop'],
  'handover.offered': ['A task is offered to you', 'front_hand', 'attn'],
  'handover.declined': ['The task you offered was declined: it stays with you', 'undo', 'attn'],
  'handover.expired': ['Nobody took the task you offered: it stays with you', 'schedule', 'attn'],
  'job.given-up': ['The console gave up on a task', 'error', 'stop'],
};

const things: Readonly<Record<string, string>> = { inbound: 'exam', overread: 'read' };
/** Grades that change what an over-read's notice says first. */
const serious = new Set(['major', 'critical']);

/** What happened, in one sentence. An event without words of ours is its code read aloud: nothing is hidden for want of a word. */
export function noticeWords({ event, values }: Pick<NoticeView, 'event' | 'values'>): NoticeWords {
  const grade = values['grade'];
  if (grade !== undefined && serious.has(grade) && (event === 'overread.signed' || event === 'overread.addended')) {
    return { title: `${grade === 'critical' ? 'Critical' : 'Major'} difference from the outside report`, icon: 'priority_high', hue: grade === 'critical' ? 'stop' : 'attn' };
  }
  const [kind = '', what = ''] = event.split('.');
  if (what === 'clock-mark') return clockWords(things[kind] ?? kind, Number(values['permille'] ?? 0));
  const row = events[event];
  if (row !== undefined) return { title: row[0], icon: row[1], hue: row[2] };
  return { title: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${what.replaceAll('-', ' ')}`, icon: 'notifications', hue: 'wait' };
}

function clockWords(thing: string, permille: number): NoticeWords {
  if (permille >= 1000) return { title: `The time for this ${thing} is over`, icon: 'schedule', hue: 'stop' };
  return { title: `${Math.round(permille / 10)} % of the time for this ${thing} is used`, icon: 'schedule', hue: 'attn' };
}

/** The reasons of the notification policy, said to the person they reached. */
const toldWords: Readonly<Record<string, string>> = {
  'your-exam-is-there': 'the exam you waited for is here',
  'urgent-exam-is-there': 'an urgent exam you waited for is here',
  'finding-differs': 'you asked, and the read differs from the outside report',
  'report-is-there': 'the report you asked for is signed',
  'team-called': 'your team is called',
  'take-it-back': 'you received something that is taken back',
  'clock-nearly-over': 'it is with you and its time is nearly over',
  'clock-over': 'its time is over and you are next',
  'connection-broken': 'you look after connections',
  'will-not-come': 'you wait for something that will not come',
  'your-committee': 'your committee answers for this policy',
  'you-wrote-it': 'you wrote it',
  'your-vote-is-asked': 'you are a member of the committee',
  'your-vote-is-missing': 'you have not voted yet',
  'your-work-follows-it': 'your work follows this policy',
  'you-keep-the-records': 'you keep the records',
  'second-person-wanted': 'a second person is wanted',
  'you-review-what-ends': 'you review what is ended',
  'something-keeps-it': 'you review what is ended',
  'your-partner': 'you look after this partner',
  'you-look-after-connections': 'you look after connections',
  escalated: 'nobody answered in time, and you are next',
  'on-call-now': 'you are on call for it now',
  'gap-in-the-chain': 'nobody is on duty before you',
  'you-plan-this': 'you plan this rota',
  'emergency-access': 'you answer for what is opened out of turn',
  'review-overdue': 'its time is over and nobody has answered',
  'you-review-this': 'you are asked about these people',
  'acts-for-you': 'they chose you',
  'you-are-the-arbiter': 'you are the arbiter',
  'its-day-has-come': 'the day it was handed over until has come',
  'offered-to-you': 'a colleague offered it to you',
  'your-line': 'it was asked of your service line',
  'your-case': 'you have the case in hand',
  'still-with-you': 'you have it in hand',
};

/** Why this person was told: the reason of the notification policy's rule. */
export const becauseWords = (code: string): string => (code === '' ? '' : `You are told because ${toldWords[code] ?? reasonWords(code)}.`);

const inBulletin = ({ subject, because }: Pick<NoticeView, 'subject' | 'because'>): boolean => subject.kind === 'policy' && because === 'your-work-follows-it';

/** Where the thing is shown: its own page, or else the page of its exam. */
export function addressOfNotice({ subject, values, because }: Pick<NoticeView, 'subject' | 'values' | 'because'>): string | null {
  // many whose work follows a policy may not read policies: the bulletin is written for them
  if (inBulletin({ subject, because })) return '/notices/bulletin';
  if (subject.kind === 'committee') return '/policies/committees';
  const exam = values['examId'];
  return addressOf(subject) ?? (exam === undefined ? null : addressOf({ kind: 'exam', id: exam }));
}

const OPEN: Readonly<Record<string, string>> = { overread: 'Open the read', facility: 'Open the facility', duty: 'Open the rota', policy: 'Open the policy', committee: 'Open the committees', hold: 'Open the hold', disposition: 'Open the list', opinion: 'Open the question' };

/** What kind of thing it is about, for the link that opens it. */
export const openWords = ({ subject, because }: Pick<NoticeView, 'subject' | 'because'>): string => (inBulletin({ subject, because }) ? 'Open the bulletin' : (OPEN[subject.kind] ?? 'Open the exam'));
