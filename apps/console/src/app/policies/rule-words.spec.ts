import { describe, expect, it } from 'vitest';
import { conditionWords, outcomeWords } from './rule-words';

describe('a rule as a sentence', () => {
  it('reads its tests and how they hang together', () => {
    expect(conditionWords({ fact: 'case.urgency', op: 'eq', value: 'high' })).toBe('case urgency is high');
    expect(conditionWords({ all: [{ fact: 'exam.modalities', op: 'hasAny', value: ['CT', 'MR'] }, { any: [{ fact: 'report.present', op: 'eq', value: true }, { fact: 'exam.ageHours', op: 'lt', value: 24 }] }] }))
      .toBe('exam modalities has any of CT, MR and (report present: yes or exam age hours is under 24)');
    expect(conditionWords({ not: { fact: 'patient.flags', op: 'isEmpty' } })).toBe('not (patient flags is empty)');
  });

  it('reads what it answers', () => {
    expect(outcomeWords({ destinations: ['pacs', 'vna'], approval: true, tell: [{ who: 'requester', channel: 'in-app', ack: true, urgent: false }, { who: 'pool-lead', channel: 'push', ack: false, urgent: true }] })).toEqual([
      { name: 'Destinations', value: 'pacs, vna' }, { name: 'Approval', value: 'yes' }, { name: 'Tell', value: 'requester in the console, who must answer; pool lead by push, urgently' },
    ]);
  });
});
