import { describe, expect, it } from 'vitest';
import { marked, verdicts } from './compared';
import { impressionOf, partsOf } from './report-sections';
import { statementsOf } from './statements';
import type { ReportView } from '@causeway/contracts';

const outside = '1. Acute right subdural hematoma, 11 mm.\n2. Leftward midline shift of 4 mm.\n3. No acute infarct.';

describe('two impressions compared', () => {
  it('finds the statements of a numbered list, of sentences and of lines, and keeps decimals and counts whole', () => {
    expect(statementsOf(outside).map((s) => s.text)).toEqual(['Acute right subdural hematoma, 11 mm', 'Leftward midline shift of 4 mm', 'No acute infarct']);
    expect(statementsOf('- 2 nodules, 3.5 mm each\n1) Clear; no effusion').map((s) => s.text)).toEqual(['2 nodules, 3.5 mm each', 'Clear', 'no effusion']);
  });

  it('says what agrees, what differs and by how much, and what only one of them says', () => {
    const own = 'Right acute subdural haematoma, 13 mm.\nMidline shift leftwards, 0.4 cm.\nNo infarct.\nNasal fracture.';
    expect(verdicts(outside, own)).toEqual([
      { words: 'Acute right subdural hematoma: 11 mm → 13 mm', verdict: 'differs' },
      { words: 'Leftward midline shift of 4 mm', verdict: 'agrees' },
      { words: 'No acute infarct', verdict: 'agrees' },
      { words: 'Nasal fracture', verdict: 'only-here' },
    ]);
  });

  it('sees that a denial turned', () => {
    expect(verdicts('No acute infarct.', 'Acute infarct in the left hemisphere.')).toEqual([{ words: 'No acute infarct → Acute infarct in the left hemisphere', verdict: 'differs' }]);
  });

  it('lists what we do not speak of', () => {
    expect(verdicts('Old lacune.', 'Subdural.')).toEqual([{ words: 'Old lacune', verdict: 'only-outside' }, { words: 'Subdural', verdict: 'only-here' }]);
  });

  it('marks values in place and leaves every letter of the text as it was sent', () => {
    const pieces = marked(outside, 'Acute right subdural hematoma, 13 mm. Leftward midline shift of 4 mm.');
    expect(pieces.map((p) => p.text).join('')).toBe(outside);
    expect(pieces.filter((p) => p.mark).map((p) => [p.text, p.mark])).toEqual([['11 mm', 'differs'], ['Leftward midline shift of 4 mm', 'same']]);
  });

  it('does not take common small words for likeness', () => {
    expect(verdicts('There is no fracture.', 'There is no effusion.').map((v) => v.verdict)).toEqual(['only-outside', 'only-here']);
  });
});

describe('the parts of an outside report', () => {
  const report = (sections: ReportView['sections']): ReportView => ({
    id: 'o', kind: 'outside', source: 's', author: null, status: 'F', signedAt: null, receivedAt: '', title: 't', sections, document: null,
  });

  it('are found by their headings where it came as one plain text', () => {
    const parts = partsOf(report([{ heading: null, text: 'CT HEAD\nFINDINGS: Clot.\nMore.\nIMPRESSION:\nSubdural.' }]));
    expect(parts).toEqual([{ heading: null, text: 'CT HEAD' }, { heading: 'Findings', text: 'Clot.\nMore.' }, { heading: 'Impression', text: 'Subdural.' }]);
    expect(impressionOf(parts)?.text).toBe('Subdural.');
  });

  it('stay one where it has no headings', () => {
    expect(partsOf(report([{ heading: null, text: 'Clot, impression of mass.' }]))).toHaveLength(1);
  });
});
