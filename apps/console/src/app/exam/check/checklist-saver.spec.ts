import type { InboundDetail, SaveChecklist } from '@causeway/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../core/api/api-problem';
import { examDetail } from '../testing';
import { ChecklistSaver } from './checklist-saver';

describe('saving the checklist', () => {
  const sent: SaveChecklist[] = [];
  const told: string[] = [];
  const refused: number[] = [];
  let answers: { resolve: (detail: InboundDetail) => void; reject: (error: unknown) => void }[] = [];
  let saver: ChecklistSaver;
  const fail = (status: number) => answers.shift()?.reject(new ApiProblem({ type: 'x', title: 'no', status, traceId: '' }));
  const succeed = () => answers.shift()?.resolve(examDetail());
  const tick = (ms = 1) => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = told.length = refused.length = 0;
    answers = [];
    saver = new ChecklistSaver(2, {
      send: (body) => {
        sent.push(body);
        return new Promise((resolve, reject) => answers.push({ resolve, reject }));
      },
      saved: () => undefined,
      refused: (problem) => refused.push(problem.status),
      told: (state) => told.push(state),
    });
  });
  afterEach(() => vi.useRealTimers());

  it('sends an answer at once, and what comes meanwhile together in the next request', async () => {
    saver.give('laterality', { answer: 'pass', note: '' });
    saver.give('orientation', { answer: 'fail', note: 'flipped' });
    saver.give('complete', { answer: null, note: '' });
    expect(sent).toEqual([{ revision: 2, answers: { laterality: { answer: 'pass' } } }]);
    succeed();
    await tick();
    expect(sent[1]).toEqual({ revision: 2, answers: { orientation: { answer: 'fail', note: 'flipped' }, complete: { answer: null } } });
    succeed();
    await tick();
    expect(told.at(-1)).toBe('idle');
    expect(saver.unsaved().size).toBe(0);
  });

  it('keeps answers while the line is down, the newest for each item, and tries again by itself', async () => {
    saver.give('laterality', { answer: 'pass', note: '' });
    fail(0);
    await tick();
    expect(told.at(-1)).toBe('waiting');
    saver.give('laterality', { answer: 'na', note: '' });
    fail(503);
    await tick();
    expect([...saver.unsaved()]).toEqual([['laterality', { answer: 'na', note: '' }]]);
    await tick(5000);
    expect(sent.at(-1)?.answers).toEqual({ laterality: { answer: 'na' } });
    expect(refused).toEqual([]);
  });

  it('hands them back when the exam moved on', async () => {
    saver.give('laterality', { answer: 'pass', note: '' });
    saver.give('complete', { answer: 'pass', note: '' });
    fail(412);
    await tick();
    expect(refused).toEqual([412]);
    expect(sent).toHaveLength(1);
    expect(saver.unsaved().size).toBe(0);
  });

  it('is silent once it is stopped', async () => {
    saver.give('laterality', { answer: 'pass', note: '' });
    saver.stop();
    fail(0);
    await tick(10_000);
    expect(sent).toHaveLength(1);
    expect(told).toEqual(['saving']);
  });
});
