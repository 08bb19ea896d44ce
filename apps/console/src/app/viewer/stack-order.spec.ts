import type { InstanceView } from '@causeway/contracts';
import { describe, expect, it } from 'vitest';
import { contentOf, nearestIndices, openingIndex, sameIndex } from './stack-order';
import type { SeriesPlace } from './viewer-model';

const place: SeriesPlace = { examId: 'e', studyUid: '1', seriesUid: '1.1' };
const instance = (sopUid: string, more: Partial<InstanceView> = {}): InstanceView => ({
  sopUid, seriesUid: '1.1', number: 1, sopClass: '1.2.840.10008.5.1.4.1.1.2', transferSyntax: '1.2.840.10008.1.2.1', rows: 512, columns: 512, frames: 1, bytes: 1000, sha256: '', findings: [], ...more,
});
const keys = (list: readonly InstanceView[]) => contentOf(place, list).frames.map((f) => f.key);

describe('the order of a stack', () => {
  it('keeps the order of the server, which knows positions, and does not sort by number', () => {
    expect(keys([instance('b', { number: 7 }), instance('a', { number: 3 }), instance('c', { number: null })])).toEqual(['b/1', 'a/1', 'c/1']);
  });

  it('puts the frames of a multi-frame object one after the other, at the place of the object', () => {
    expect(keys([instance('a'), instance('loop', { frames: 3 }), instance('b')])).toEqual(['a/1', 'loop/1', 'loop/2', 'loop/3', 'b/1']);
  });

  it('sets apart what has no pixels, and leaves out what belongs to another series', () => {
    const content = contentOf(place, [instance('sr', { rows: null, columns: null }), instance('x', { seriesUid: '1.2' }), instance('a')]);
    expect(content.documents.map((d) => d.sopUid)).toEqual(['sr']);
    expect(content.frames.map((f) => f.sopUid)).toEqual(['a']);
  });

  it('opens a stack at its middle and a loop at its beginning', () => {
    expect(openingIndex(contentOf(place, [1, 2, 3, 4, 5].map((n) => instance(String(n)))).frames)).toBe(2);
    expect(openingIndex(contentOf(place, [instance('loop', { frames: 30 })]).frames)).toBe(0);
    expect(openingIndex([])).toBe(0);
  });

  it('stays with the picture a person looks at when others arrive before it', () => {
    const before = contentOf(place, [instance('a'), instance('b')]).frames;
    const after = contentOf(place, [instance('new'), instance('a'), instance('b')]).frames;
    expect(sameIndex(after, before[1]?.key ?? null, 1)).toBe(2);
    expect(sameIndex(after.slice(0, 1), 'gone/1', 5)).toBe(0);
  });

  it('fetches ahead in the direction of travel, a little behind, and round the end of a loop only', () => {
    expect(nearestIndices(10, 1, 100, 3, 1)).toEqual([11, 9, 12, 13]);
    expect(nearestIndices(10, -1, 100, 2, 1)).toEqual([9, 11, 8]);
    expect(nearestIndices(99, 1, 100, 2, 1)).toEqual([98]);
    expect(nearestIndices(99, 1, 100, 2, 0, true)).toEqual([0, 1]);
    expect(nearestIndices(0, 1, 1, 12, 4)).toEqual([]);
  });
});
