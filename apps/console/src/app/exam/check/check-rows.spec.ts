import { describe, expect, it } from 'vitest';
import { checklistView } from '../testing';
import { checkRows, nextOpen, type SeenAnswers, verdictOf, withSeen } from './check-rows';
import { isWarning, measuredWords } from './check-words';

const row = (rows: ReturnType<typeof checkRows>, id: string) => rows.find((r) => r.id === id)!;

describe('the rows of the quality check', () => {
  it('keep an answer in doubt beside its item when images came after it, and say how many', () => {
    const first = checklistView({ laterality: 'pass' });
    const seen = withSeen({}, first, 300);
    const next = checklistView({}, { revision: 2, stale: true });
    const rows = checkRows(next, withSeen(seen, next, 303), {}, 303);
    expect(row(rows, 'laterality').answer).toBeNull();
    expect(row(rows, 'laterality').outdated).toEqual({ answer: 'pass', note: '', words: '3 new images arrived since you answered' });
    expect(row(rows, 'orientation').outdated).toBeNull();
  });

  it('count from the last time it was answered, not from the first', () => {
    let seen: SeenAnswers = withSeen({}, checklistView({ laterality: 'pass' }), 300);
    seen = withSeen(seen, checklistView({ laterality: 'fail' }, { revision: 2 }), 310);
    const rows = checkRows(checklistView({}, { revision: 3 }), seen, {}, 311);
    expect(row(rows, 'laterality').outdated).toMatchObject({ answer: 'fail', words: '1 new image arrived since you answered' });
  });

  it('speak of images that left, and of changes that are not a count', () => {
    const seen = withSeen({}, checklistView({ laterality: 'pass' }), 300);
    const words = (images: number) => row(checkRows(checklistView({}, { revision: 2 }), seen, {}, images), 'laterality').outdated?.words;
    expect(words(290)).toBe('10 images left since you answered');
    expect(words(300)).toBe('The images changed since you answered');
  });

  it('are in doubt no more once answered again, nor when the answer was taken back', () => {
    const seen = withSeen({}, checklistView({ laterality: 'pass' }), 300);
    expect(row(checkRows(checklistView({ laterality: 'na' }, { revision: 2 }), seen, {}, 303), 'laterality').outdated).toBeNull();
    expect(withSeen(seen, checklistView({}), 300)).toEqual({});
  });

  it('count a fail without its note as open: nobody would know what was seen', () => {
    const view = checklistView(Object.fromEntries(checklistView().items.map((i) => [i.id, 'pass' as const])));
    const rows = checkRows(view, {}, { orientation: 'x' }, 3);
    expect(row(rows, 'orientation')).toMatchObject({ answer: 'fail', wantsNote: true, note: 'x', by: null });
    expect(verdictOf(view, rows)).toEqual({ unanswered: ['orientation'], blocking: [], issues: [] });
    const noted = checkRows(view, {}, { orientation: 'flipped' }, 3);
    expect(verdictOf(view, noted).issues).toEqual(['orientation']);
  });

  it('lead to the next open one, round the end', () => {
    const rows = checkRows(checklistView({ 'right-patient': 'pass', laterality: 'pass' }), {}, {}, 3);
    expect(nextOpen(rows, -1)).toBe(2);
    expect(nextOpen(rows, 6)).toBe(2);
    expect(nextOpen([], 0)).toBe(-1);
  });
});

describe('what the machine measured', () => {
  it('is said in words, with the numbers', () => {
    expect(measuredWords({ code: 'counted-against-promised', values: { received: 312, expected: 312 } })).toBe('312 of 312 promised');
    expect(measuredWords({ code: 'all-read', values: { damaged: 0, syntax: '1.2.840.10008.1.2.4.70, 1.2.840.10008.1.2.1' } })).toBe('JPEG Lossless SV1, Explicit little endian, 0 errors');
    expect(measuredWords({ code: 'captures-to-look-at', values: { captures: 1 } })).toBe('1 secondary capture to look at');
    expect(measuredWords({ code: 'study-date-implausible', values: { studyDate: '20990101' } })).toBe('01 Jan 2099: before birth, or still to come');
  });

  it('is read out when we have no words for it', () => {
    expect(measuredWords({ code: 'grid-visible', values: { lines: 4 } })).toBe('grid visible, lines 4');
  });

  it('warns when it speaks against the item', () => {
    expect(isWarning({ code: 'counted-against-promised', values: { received: 214, expected: 300 } })).toBe(true);
    expect(isWarning({ code: 'counted-against-promised', values: { received: 300, expected: 300 } })).toBe(false);
    expect(isWarning({ code: 'some-damaged', values: { damaged: 2 } })).toBe(true);
  });
});
