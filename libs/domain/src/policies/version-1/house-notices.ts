import type { Outcomes, PolicyText, Rule } from '../policy-text';

/** Scope of what is no patient's: policies, votes, holds, lists of exams to end, connections. */
export const HOUSE = 'house';

/** Kinds of things whose events the notification text of the house answers. */
export const houseKinds: readonly string[] = ['policy', 'ballot', 'hold', 'disposition', 'endpoint'];

type Told = Outcomes['notification']['tell'][number];
const rule = (id: string, events: readonly string[], who: string, because: string, how: Partial<Told> = {}): Rule<Outcomes['notification']> => ({
  id, when: { fact: 'notice.event', op: 'in', value: [...events] }, then: { tell: [{ who, channel: 'in-app', ack: false, urgent: false, ...how }] }, because,
});

/** Who is told of what happens to the rules of the house and to its connections. Version 1, beside the notification policy for exams. */
export const houseNotices1: PolicyText<'notification'> = {
  kind: 'notification', scope: HOUSE, catalogue: 1,
  rules: [
    rule('proposed', ['policy.submitted', 'policy.review-reopened', 'policy.asked-urgently'], 'committee', 'your-committee'),
    rule('sent-back', ['policy.sent-back', 'policy.rejected', 'policy.suspended', 'policy.not-ratified'], 'authors', 'you-wrote-it'),
    rule('ballot', ['ballot.opened', 'ballot.extended'], 'voters', 'your-vote-is-asked', { channel: 'mail' }),
    rule('ballot-closing', ['ballot.closing'], 'voters', 'your-vote-is-missing', { channel: 'push', urgent: true }),
    rule('ballot-ended', ['ballot.passed', 'ballot.failed', 'ballot.voided'], 'authors', 'you-wrote-it'),
    rule('effect', ['policy.scheduled', 'policy.in-force'], 'stakeholders', 'your-work-follows-it'),
    rule('review-due', ['policy.review-due'], 'committee', 'your-committee'),
    rule('hold', ['hold.made', 'hold.activated', 'hold.released', 'hold.release-refused', 'hold.declined'], 'records', 'you-keep-the-records'),
    rule('hold-release', ['hold.release-asked'], 'records', 'second-person-wanted', { channel: 'mail' }),
    rule('list', ['disposition.made', 'disposition.sent-back'], 'reviewers', 'you-review-what-ends'),
    rule('list-second', ['disposition.endorsed'], 'approvers', 'second-person-wanted', { channel: 'mail' }),
    rule('list-held', ['disposition.exam-taken-out'], 'reviewers', 'something-keeps-it'),
    rule('list-ended', ['disposition.executed', 'disposition.cancelled'], 'reviewers', 'you-review-what-ends'),
    rule('broken', ['endpoint.failed'], 'pacs-on-call', 'connection-broken', { channel: 'push', ack: true }),
    rule('broken-relations', ['endpoint.failed', 'endpoint.degraded', 'endpoint.certificate-ends'], 'outreach', 'your-partner'),
    rule('broken-systems', ['endpoint.failed', 'endpoint.certificate-ends'], 'system-administrators', 'you-look-after-connections'),
  ],
  default: { then: { tell: [] }, because: 'nobody-needs-it' },
};
