import { matchElements } from '../identity/person';
import { serviceLines } from '../inbound/derive';
import { daysBeforeVisit, type PolicyKind } from './policy-text';

/** What one field of an outcome may hold: what editors offer and checkers ask. */
export type PolicyOutcomeField =
  | { readonly is: 'one'; readonly of: readonly (string | number)[]; readonly optional?: true }
  | { readonly is: 'some'; readonly of: readonly string[]; readonly optional?: true }
  | { readonly is: 'word' | 'words' | 'yes-no'; readonly optional?: true }
  | { readonly is: 'keep' | 'tell'; readonly optional?: true };

export const tellingChannels = ['in-app', 'mail', 'sms', 'push', 'pager'] as const;

/** The fields of each kind's outcome, in the order people read them. */
export const outcomeShapes: { readonly [K in PolicyKind]: Readonly<Record<string, PolicyOutcomeField>> } = {
  match: {
    act: { is: 'one', of: ['accept', 'person', 'register', 'mirror', 'quarantine'] },
    people: { is: 'one', of: [1, 2], optional: true },
    mustEqual: { is: 'some', of: matchElements, optional: true },
    mayOverride: { is: 'one', of: ['match.override'], optional: true },
  },
  triage: {
    check: { is: 'one', of: ['none', 'automatic', 'person'] },
    appropriateness: { is: 'one', of: ['none', 'person'] },
    queue: { is: 'one', of: ['central', 'service-line', ...serviceLines] },
    checklist: { is: 'one', of: ['basic', 'emergency', 'restricted'] },
    late: { is: 'one', of: ['reopen', 'extend-silently', 'ask'] },
  },
  release: {
    destinations: { is: 'some', of: ['pacs', 'vna', 'viewer-only', 'service-archive'] },
    when: { is: 'one', of: ['now', 'after-check', 'with-appointment'] },
    daysBefore: { is: 'one', of: daysBeforeVisit, optional: true },
    order: { is: 'one', of: ['none', 'import', 'read'] },
    visible: { is: 'one', of: ['all', 'care-team', 'requester'] },
    accession: { is: 'one', of: ['new', 'keep-qualified', 'none'] },
  },
  overread: {
    read: { is: 'one', of: ['none', 'formal', 'comparison', 'informal', 'qa'] },
    pick: { is: 'one', of: ['none', 'clinician'], optional: true },
    due: { is: 'one', of: ['30m', '4h', '2d'], optional: true },
    subspecialty: { is: 'word', optional: true },
  },
  retention: { keep: { is: 'keep' } },
  redisclosure: {
    act: { is: 'one', of: ['allow', 'ask', 'refuse'] },
    attachTerms: { is: 'yes-no' },
    exception: { is: 'one', of: ['none', 'preventing-harm', 'privacy', 'security', 'infeasibility', 'health-it-performance', 'manner', 'licensing', 'fees'] },
  },
  responsibility: {
    owner: { is: 'one', of: ['pool', 'person'] },
    pool: { is: 'word' },
    escalate: { is: 'words' },
    approval: { is: 'yes-no', optional: true },
  },
  notification: { tell: { is: 'tell' } },
};
