import type { PolicyText } from '../policy-text';

/** Who is told about this event, how, and must they answer? The text every installation starts with. */
export const notificationVersion1: PolicyText<'notification'> = {
  kind: 'notification',
  scope: 'all',
  catalogue: 1,
  rules: [
    {
      id: 'released',
      when: { fact: 'notice.event', op: 'eq', value: 'inbound.released' },
      then: { tell: [{ who: 'requester', channel: 'in-app', ack: false, urgent: false }] },
      because: 'your-exam-is-there',
    },
    {
      id: 'released-urgent',
      when: { all: [{ fact: 'notice.event', op: 'eq', value: 'inbound.released' }, { fact: 'case.urgency', op: 'eq', value: 'high' }] },
      then: { tell: [{ who: 'consultant', channel: 'push', ack: true, urgent: true }] },
      because: 'urgent-exam-is-there',
    },
    {
      id: 'critical',
      when: {
        all: [
          { fact: 'notice.event', op: 'in', value: ['overread.signed', 'overread.addended'] },
          { fact: 'notice.grade', op: 'in', value: ['critical', 'major'] },
        ],
      },
      then: { tell: [{ who: 'requester', channel: 'pager', ack: true, urgent: true }] },
      because: 'finding-differs',
    },
    {
      id: 'signed',
      when: { fact: 'notice.event', op: 'in', value: ['overread.signed', 'overread.addended'] },
      then: { tell: [{ who: 'requester', channel: 'in-app', ack: true, urgent: false }] },
      because: 'report-is-there',
    },
    {
      id: 'team',
      when: { fact: 'notice.event', op: 'eq', value: 'case.team-alerted' },
      then: { tell: [{ who: 'team', channel: 'push', ack: true, urgent: true }] },
      because: 'team-called',
    },
    {
      id: 'recall',
      when: { fact: 'notice.event', op: 'in', value: ['inbound.recalled', 'overread.retracted', 'recall.asked'] },
      then: { tell: [{ who: 'everyone-told-before', channel: 'in-app', ack: true, urgent: true }] },
      because: 'take-it-back',
    },
    {
      id: 'late',
      when: { fact: 'notice.slaPermille', op: 'gte', value: 800 },
      then: { tell: [{ who: 'ball-holder', channel: 'push', ack: false, urgent: true }] },
      because: 'clock-nearly-over',
    },
    {
      id: 'over',
      when: { fact: 'notice.slaPermille', op: 'gte', value: 1000 },
      then: { tell: [{ who: 'next-on-duty', channel: 'pager', ack: true, urgent: true }] },
      because: 'clock-over',
    },
    {
      id: 'broken',
      when: { fact: 'notice.event', op: 'in', value: ['endpoint.failed', 'gateway.fell-silent', 'transfer.failed', 'facility.lapsed'] },
      then: { tell: [{ who: 'pacs-on-call', channel: 'push', ack: true, urgent: false }] },
      because: 'connection-broken',
    },
    {
      id: 'gone-back',
      when: { fact: 'notice.event', op: 'in', value: ['inbound.returned', 'inbound.rejected', 'requestOut.declined', 'requestOut.expired'] },
      then: { tell: [{ who: 'requester', channel: 'in-app', ack: false, urgent: false }] },
      because: 'will-not-come',
    },
  ],
  default: { then: { tell: [] }, because: 'nobody-needs-it' },
};
