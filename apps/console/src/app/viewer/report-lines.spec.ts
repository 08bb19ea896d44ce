import type { TagRow } from '@causeway/contracts';
import { describe, expect, it } from 'vitest';
import { reportLines } from './report-lines';

const row = (depth: number, tag: string, value: string, vr = 'LO'): TagRow => ({ depth, tag, value, vr, name: '', localised: null });
const named = (depth: number, words: string): TagRow[] => [row(depth, '(0040,A043)', '1 item', 'SQ'), row(depth + 1, '(0008,0100)', 'X'), row(depth + 1, '(0008,0104)', words)];

describe('a structured report', () => {
  const rows = [
    row(0, '(0010,0010)', 'NOT A FINDING', 'PN'),
    row(0, '(0040,A040)', 'CONTAINER', 'CS'),
    ...named(0, 'Radiology report'),
    row(0, '(0040,A730)', '2 items', 'SQ'),
    row(1, '(0040,A010)', 'CONTAINS', 'CS'),
    row(1, '(0040,A040)', 'CONTAINER', 'CS'),
    ...named(1, 'Findings'),
    row(1, '(0040,A730)', '2 items', 'SQ'),
    row(2, '(0040,A010)', 'CONTAINS', 'CS'),
    ...named(2, 'Length'),
    row(2, '(0040,A300)', '1 item', 'SQ'),
    row(3, '(0040,08EA)', '1 item', 'SQ'),
    row(4, '(0008,0104)', 'millimeter'),
    row(3, '(0040,A30A)', '11', 'DS'),
    row(2, '(0040,A010)', 'CONTAINS', 'CS'),
    ...named(2, 'Side'),
    row(2, '(0040,A168)', '1 item', 'SQ'),
    row(3, '(0008,0104)', 'Right'),
    row(1, '(0040,A010)', 'CONTAINS', 'CS'),
    ...named(1, 'Impression'),
    row(1, '(0040,A160)', 'Acute subdural.', 'UT'),
  ];

  it('is read as its tree: what each item is about, and what it says', () => {
    expect(reportLines(rows)).toEqual([
      { depth: 0, name: 'Radiology report', value: '' },
      { depth: 1, name: 'Findings', value: '' },
      { depth: 2, name: 'Length', value: '11 millimeter' },
      { depth: 2, name: 'Side', value: 'Right' },
      { depth: 1, name: 'Impression', value: 'Acute subdural.' },
    ]);
  });

  it('is empty when there is no content', () => {
    expect(reportLines([row(0, '(0010,0010)', 'A', 'PN')])).toEqual([]);
  });
});
