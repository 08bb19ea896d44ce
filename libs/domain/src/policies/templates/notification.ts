import type { PolicyTemplate } from './template';

/** Ready texts for notification policies, to start a draft from. */
export const notificationTemplates: readonly PolicyTemplate<'notification'>[] = [
  {
    id: 'quiet',
    title: 'Only what needs an answer',
    rules: [
      {
        id: 'need',
        when: { fact: 'notice.grade', op: 'in', value: ['critical', 'major'] },
        then: { tell: [{ who: 'requester', channel: 'pager', ack: true, urgent: true }] },
        because: 'finding-differs',
      },
    ],
    default: { then: { tell: [] }, because: 'nobody-needs-it' },
  },
  {
    id: 'clinic',
    title: 'Clinic liaison follows every arrival (P16)',
    rules: [
      {
        id: 'arrival',
        when: { fact: 'notice.event', op: 'in', value: ['inbound.released', 'inbound.returned', 'link.submitted'] },
        then: { tell: [{ who: 'clinic-liaison', channel: 'in-app', ack: false, urgent: false }] },
        because: 'clinic-follows',
      },
    ],
    default: { then: { tell: [] }, because: 'nobody-needs-it' },
  },
  {
    id: 'in-visit',
    title: 'Arrival during the visit reaches the room',
    rules: [
      {
        id: 'visit',
        when: { all: [{ fact: 'notice.event', op: 'eq', value: 'inbound.released' }, { fact: 'request.visitEndsAt', op: 'known' }] },
        then: { tell: [{ who: 'requester', channel: 'sms', ack: true, urgent: true }] },
        because: 'patient-is-waiting',
      },
    ],
    default: { then: { tell: [] }, because: 'nobody-needs-it' },
  },
];
