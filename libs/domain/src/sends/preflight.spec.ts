import { describe, expect, it } from 'vitest';
import { preflight, verdictOf, type PreflightFacts } from './preflight';

const exam: PreflightFacts['exams'][number] = { examId: 'x', instances: 4, identified: true, recalling: false, act: 'allow', because: 'treatment-covered', wantsReport: true, reports: 1, openRead: false, sentToday: false };
const clear: PreflightFacts = {
  attested: true, recipientNamed: true, agreement: 'in-force', paused: false, megabytes: 40, whenReportIsFinal: false, largest: null, exams: [exam],
  route: { label: 'Images', openNow: true, opensAt: null, away: false, refusedClasses: [] },
};
const codes = (f: Partial<PreflightFacts>, approved = false) => preflight({ ...clear, ...f }, approved).map((x) => `${x.weight} ${x.code}`);

describe('the pre-flight', () => {
  it('has nothing to say of a send that is in order', () => {
    expect(preflight(clear)).toEqual([]);
    expect(verdictOf([])).toBe('go');
  });
  it('lists every reason at once, the gravest first', () => {
    const found = codes({ attested: false, agreement: 'none', recipientNamed: false, exams: [{ ...exam, identified: false, act: 'refuse' }, { ...exam, act: 'ask' }], route: null });
    expect(found).toEqual(['stop not-attested', 'stop no-agreement', 'stop not-identified', 'stop no-route', 'ask policy-asks', 'note nobody-named']);
  });
  it('asks a second person where policy asks, and is clear once they approved', () => {
    expect(codes({ exams: [{ ...exam, act: 'ask' }] })).toEqual(['ask policy-asks']);
    expect(codes({ exams: [{ ...exam, act: 'ask' }] }, true)).toEqual([]);
    expect(codes({ exams: [{ ...exam, act: 'refuse' }] }, true)).toEqual(['stop policy-refuses']);
  });
  it('names both sizes when nothing can carry it', () => {
    expect(preflight({ ...clear, route: null, megabytes: 900.2, largest: 500 })).toMatchObject([{ code: 'too-large', values: { megabytes: 901, largest: 500 } }]);
  });
  it('lets a send wait for hours, a partner that is away, and a report that is being written', () => {
    const found = codes({ whenReportIsFinal: true, exams: [{ ...exam, reports: 0, openRead: true }], route: { ...clear.route!, openNow: false, opensAt: '2026-11-24T22:00:00Z', away: true } });
    expect(found).toEqual(['wait report-not-final', 'wait outside-hours', 'wait partner-away']);
    expect(verdictOf(preflight({ ...clear, route: { ...clear.route!, away: true } }))).toBe('go');
  });
});
