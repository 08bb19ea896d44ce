import type { CaseRoute } from '@causeway/contracts';
import { describe, expect, it } from 'vitest';
import { saidText } from '../your-case/your-case-words';
import { routeText } from './case-route-list';

const person = { id: 'p1', name: 'Dr. R. Díaz', initials: 'RD', title: 'Neuroradiologist' };
const route = (more: Partial<CaseRoute> = {}): CaseRoute => ({ what: 'read', id: 'c1', kind: 'case', hours: 'off', by: 'pool', role: 'radiologist-on-call', people: [person], gap: null, because: 'read-at-night', decisionId: null, since: '2026-11-30T02:00:00Z', ...more });

describe('who a case goes to', () => {
  it('is said with the reason: the duty and who fills it, a gap before them, or the person who has it in hand', () => {
    expect(routeText(route())).toBe('The read goes to Radiologist on call: Dr. R. Díaz, because reads out of hours go to who is on call.');
    expect(routeText(route({ role: 'section-lead', by: 'escalation', gap: 'radiologist-on-call' }))).toContain('because nobody is on as radiologist on call');
    expect(routeText(route({ role: null, by: 'owner' }))).toBe('The read is with Dr. R. Díaz, who has it in hand.');
  });
});

describe('what the sending side said', () => {
  it('is a sentence with who said it and why', () => {
    const said = { at: '2026-11-30T02:00:00Z', what: 'said' as const, say: 'cannot', name: 'Dr. Osei', phone: '1', reason: 'not-released-yet', byWhen: null, note: '' };
    expect(saidText(said)).toBe('Dr. Osei cannot send: they are not finished yet');
    expect(saidText({ ...said, what: 'received', say: null })).toBe('Dr. Osei goes on with the care');
  });
});
