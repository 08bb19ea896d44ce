import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../core/api/api-problem';
import { DraftSaver, QUIET_MS } from './draft-saver';

interface Sent { readonly words: string; readonly key: string; readonly leaving: boolean }
const problem = (status: number, code?: string) => new ApiProblem({ type: 'x', title: 'x', status, traceId: '', ...(code === undefined ? {} : { code }) });

describe('the draft saver', () => {
  let sent: Sent[];
  let answers: (() => Promise<void>)[];
  let saved: number;
  let lost: number;
  let saver: DraftSaver<{ readonly words: string }>;
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const type = (words: string) => saver.change({ words });

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    answers = [];
    saved = 0;
    lost = 0;
    saver = new DraftSaver({
      send: ({ words }, key, leaving) => {
        sent.push({ words, key, leaving });
        return (answers.shift() ?? (() => Promise.resolve()))();
      },
      saved: () => { saved += 1; },
      lost: () => { lost += 1; },
      now: () => Date.now(),
    });
  });
  afterEach(() => vi.useRealTimers());

  it('saves three seconds after the last key, once', async () => {
    type('a');
    await pass(2000);
    type('ab');
    await pass(QUIET_MS - 1);
    expect(sent).toEqual([]);
    expect(saver.state().kind).toBe('typing');
    await pass(1);
    expect(sent.map((s) => s.words)).toEqual(['ab']);
    expect([saver.state().kind, saved]).toEqual(['clean', 1]);
  });

  it('sends one at a time, and what was typed meanwhile next', async () => {
    let answer = (): void => undefined;
    answers = [() => new Promise((done) => { answer = done; })];
    type('a');
    await pass(QUIET_MS);
    type('ab');
    await pass(QUIET_MS);
    expect(sent).toHaveLength(1);
    answer();
    await pass(QUIET_MS);
    expect(sent.map((s) => s.words)).toEqual(['a', 'ab']);
    expect([saver.state().kind, saved]).toEqual(['clean', 1]);
  });

  it('tries again more and more slowly with the same name for the same text, and says when', async () => {
    answers = [0, 503, 500, 0].map((status) => () => Promise.reject(problem(status)));
    type('a');
    await pass(QUIET_MS);
    expect(saver.state()).toMatchObject({ kind: 'retrying', at: Date.now() + 2000 });
    await pass(2000);
    expect(saver.state()).toMatchObject({ kind: 'retrying', at: Date.now() + 5000 });
    await pass(5000 + 10_000 + 30_000);
    expect(sent).toHaveLength(5);
    expect(new Set(sent.map((s) => s.key)).size).toBe(1);
    expect(saver.state().kind).toBe('clean');
  });

  it('sends the newest words when it tries again, under a new name', async () => {
    answers = [() => Promise.reject(problem(0))];
    type('a');
    await pass(QUIET_MS);
    type('ab');
    expect(saver.state().kind).toBe('retrying');
    await pass(2000);
    expect(sent.map((s) => s.words)).toEqual(['a', 'ab']);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it('waits for a twin of the same request that is still running', async () => {
    answers = [() => Promise.reject(problem(409, 'still-running'))];
    type('a');
    await pass(QUIET_MS + 2000);
    expect([sent.length, saver.state().kind, lost]).toEqual([2, 'clean', 0]);
  });

  it('stops when the claim is lost, keeps the text and sends nothing more', async () => {
    answers = [() => Promise.reject(problem(409, 'lease-lost'))];
    type('a');
    await pass(QUIET_MS);
    expect([saver.state().kind, lost, saved]).toEqual(['stopped', 1, 0]);
    type('ab');
    await pass(60_000);
    expect(await saver.flush()).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it('does not repeat a text that is refused, but takes the next one', async () => {
    answers = [() => Promise.reject(problem(422))];
    type('far too long');
    await pass(60_000);
    expect([sent.length, saver.state().kind]).toEqual([1, 'refused']);
    type('short');
    await pass(QUIET_MS);
    expect(saver.state().kind).toBe('clean');
  });

  it('saves at once when told, and says whether everything is stored', async () => {
    type('a');
    expect(await saver.flush(true)).toBe(true);
    expect(sent).toMatchObject([{ words: 'a', leaving: true }]);
    answers = [() => Promise.reject(problem(0))];
    type('b');
    expect(await saver.flush()).toBe(false);
  });
});
