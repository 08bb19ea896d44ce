import { dateText, type StateLook } from '@causeway/console-ui';
import type { ActivityView, AgreementView, FacilityRow } from '@causeway/contracts';
import type { FacilityMove, FacilityState, ScorePart } from '@causeway/domain';

// Words of the pipeline and of a partner's page.

export const stageLooks: Readonly<Record<FacilityState, StateLook>> = {
  prospect: { hue: 'wait', icon: 'schedule', word: 'Prospect' },
  contacted: { hue: 'wait', icon: 'call', word: 'Contacted' },
  agreement: { hue: 'active', icon: 'draw', word: 'Agreement' },
  connecting: { hue: 'active', icon: 'link', word: 'Connecting' },
  testing: { hue: 'active', icon: 'science', word: 'Testing' },
  live: { hue: 'good', icon: 'check_circle', word: 'Live' },
  paused: { hue: 'held', icon: 'pause_circle', word: 'Paused' },
  retired: { hue: 'wait', icon: 'remove', word: 'Retired' },
};
export const stages: readonly FacilityState[] = ['prospect', 'contacted', 'agreement', 'connecting', 'testing', 'live', 'paused', 'retired'];

export const tierWords: Readonly<Record<string, string>> = { strategic: 'Strategic', regular: 'Regular', occasional: 'Occasional', unknown: 'Not rated' };
export const kindWords: Readonly<Record<string, string>> = {
  hospital: 'Hospital', 'trauma-centre': 'Trauma centre', 'emergency-department': 'Emergency department', clinic: 'Clinic', 'imaging-centre': 'Imaging centre', practice: 'Practice', ems: 'Emergency medical service', 'health-system': 'Health system',
};
export const purposeWords: Readonly<Record<string, string>> = { treatment: 'Treatment', payment: 'Payment', operations: 'Operations', research: 'Research' };
export const contactWords: Readonly<Record<string, string>> = { clinical: 'Clinical', administrative: 'Administration', pacs: 'PACS', it: 'IT', 'after-hours': 'After hours' };
export const agreementWords: Readonly<Record<string, string>> = { sharing: 'Data sharing', baa: 'Business associate (BAA)', 'transfer-protocol': 'Transfer protocol' };
export const redisclosureWords: Readonly<Record<string, string>> = { allowed: 'may be sent on', ask: 'ask before sending on', forbidden: 'never sent on' };
export const renewalWords: Readonly<Record<string, string>> = { asked: 'renewed when both agree', automatic: 'renews by itself', none: 'ends for good' };
export const networkWords: Readonly<Record<string, string>> = { network: 'Network', 'affinity-domain': 'Affinity domain', 'health-system': 'Health system' };
export const flowWords: Readonly<Record<string, string>> = { in: 'Exams still come in, nothing is sent', out: 'We still send, nothing is asked for', none: 'Nothing flows' };
export const documentWords: Readonly<Record<string, string>> = { agreement: 'Agreement', worksheet: 'Worksheet', certificate: 'Certificate', education: 'Education', other: 'Other' };
export const wayWords: Readonly<Record<string, string>> = { sent: 'Our exam seen at their side', received: 'Their exam received here', 'report-sent': 'Our report at their side', 'report-received': 'Their report here' };
export const howWords: Readonly<Record<string, string>> = { ladder: 'by a test of the connection', partner: 'said by the partner', exam: 'by an exam', message: 'by a message' };
export const partWords: Readonly<Record<ScorePart['part'], string>> = { agreement: 'Agreement and terms', contacts: 'Contacts incl. after hours', connection: 'Connection, both ways', procedures: 'Procedure mapping', reports: 'Report round trip' };

export const moveWords: Readonly<Record<FacilityMove, string>> = {
  contact: 'Move to Contacted', negotiate: 'Move to Agreement', connect: 'Move to Connecting', test: 'Move to Testing', 'go-live': 'Go live', 'reopen-contact': 'Back to Contacted', 'reopen-agreement': 'Back to Agreement',
  'reopen-connection': 'Back to Connecting', pause: 'Pause', lapse: 'Lapse', resume: 'Resume to Testing', retire: 'Retire', revive: 'Revive',
};

const activityKinds: Readonly<Record<string, string>> = { call: 'Call', mail: 'Mail', visit: 'Visit', meeting: 'Meeting', note: 'Note', education: 'Education', stage: 'Record', partner: 'Partner' };
export const activityWord = (kind: string): string => activityKinds[kind] ?? kind;

/** What a program wrote down, as a sentence. */
export function activityFacts({ facts }: ActivityView): string {
  const text = (key: string): string => String(facts[key] ?? '');
  if ('move' in facts) return `${stageLooks[text('from') as FacilityState]?.word ?? text('from')} → ${stageLooks[text('to') as FacilityState]?.word ?? text('to')}${facts['score'] === undefined ? '' : `, score ${text('score')}`}${facts['flow'] ? `. ${flowWords[text('flow')] ?? ''}` : ''}${facts['ended'] ? `. The agreement ended ${dateText(text('ended'))}` : ''}`;
  if ('nextStep' in facts) return facts['nextStep'] === true ? `Next step${facts['on'] ? `, by ${dateText(text('on'))}` : ''}:` : 'Next step done';
  if ('agreementSigned' in facts) return `${agreementWords[text('agreementSigned')] ?? ''} agreement signed by ${text('name')}`;
  if ('agreementEnded' in facts) return `${agreementWords[text('agreementEnded')] ?? ''} agreement ended`;
  if ('agreement' in facts) return `${agreementWords[text('agreement')] ?? ''} agreement written`;
  if ('contact' in facts) return `${contactWords[text('contact')] ?? ''} contact saved`;
  if ('document' in facts) return `Document “${text('document')}” added`;
  if ('procedures' in facts) return `${text('procedures')} names of procedures saved`;
  if ('proven' in facts) return `${wayWords[text('proven')] ?? text('proven')}, ${howWords[text('how')] ?? ''}`;
  if ('review' in facts) return `Review of day ${text('review')}:`;
  if ('step' in facts) return `Onboarding: ${text('step')}`;
  if ('given' in facts) return `Got “${text('given')}”`;
  if ('saved' in facts) return 'Entry changed';
  return facts['to'] === 'prospect' ? 'Entered as a prospect' : '';
}

const agreementStates: Readonly<Record<AgreementView['state'], StateLook>> = {
  draft: { hue: 'attn', icon: 'edit_note', word: 'Not signed' },
  coming: { hue: 'wait', icon: 'schedule', word: 'Begins later' },
  'in-force': { hue: 'good', icon: 'verified', word: 'In force' },
  ended: { hue: 'wait', icon: 'remove', word: 'Ended' },
};
export const agreementLook = (state: AgreementView['state']): StateLook => agreementStates[state];

/** "about 140 exams a month, 31 % on disc" */
export function volumeText(row: Pick<FacilityRow, 'volume' | 'discPermille'>): string {
  if (row.volume === null) return 'volume not known';
  return `about ${row.volume.toLocaleString('en')} exams a month${row.discPermille === null ? '' : `, ${Math.round(row.discPermille / 10)} % on disc`}`;
}

const DAY_MS = 86_400_000;
export const daysIn = (since: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(since)) / DAY_MS));
export const daysText = (n: number): string => `${n} ${n === 1 ? 'day' : 'days'}`;

/** What must be known of an agreement at a glance. */
export function agreedText(until: string | null, today: string): { readonly words: string; readonly hue: 'good' | 'attn' | 'stop' } {
  if (until === null) return { words: 'no agreement in force', hue: 'stop' };
  if (until >= '9999') return { words: 'agreement in force', hue: 'good' };
  const left = Math.round((Date.parse(until) - Date.parse(today)) / DAY_MS);
  return { words: `agreement until ${dateText(until)}`, hue: left <= 90 ? 'attn' : 'good' };
}
