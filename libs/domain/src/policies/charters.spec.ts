import { expect, it } from 'vitest';
import { charterTemplates } from './charters';
import { imagingSpecialties } from './specialties';

it('each charter says what it is for, to whom it reports and who sits on it, in words of the domain', () => {
  expect(new Set(charterTemplates.map((t) => t.id)).size).toBe(charterTemplates.length);
  for (const t of charterTemplates) {
    expect([t.name, t.charter, t.goals, t.terms, t.reportsTo].every((words) => words.length > 5), t.id).toBe(true);
    // every constituency has a seat: without one a ballot of the committee would be void
    expect(new Set(t.seats.map((s) => s.constituency)), t.id).toEqual(new Set(['clinical', 'it', 'business']));
    expect(t.seats.every((s) => s.specialty === '' || imagingSpecialties.includes(s.specialty)), t.id).toBe(true);
  }
});
