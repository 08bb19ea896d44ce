import { TestBed } from '@angular/core/testing';
import { signalStore } from '@ngrx/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole } from '../../testing/console-testing';
import { withPagedRows } from './with-paged-rows';

interface Row { readonly id: string; readonly word: string }
interface Asked { readonly query: string; readonly limit: number; readonly cursor?: string }

const row = (id: string, word = 'as it was'): Row => ({ id, word });
const page = (rows: readonly Row[], next: string | null = null) => ({ rows, next, total: 7, asOf: '2026-11-24T10:43:00Z', seq: '1', views: { open: 7 } });

describe('a list that is loaded page by page', () => {
  let asked: Asked[];
  let answers: ((answer: ReturnType<typeof page> | Error) => void)[];
  let heard: number[];
  const List = signalStore(withPagedRows<Row, string, ReturnType<typeof page>>({
    keyOf: ({ id }) => id, query: 'open', size: 2,
    asker: () => (query, part) => new Promise((resolve, reject) => {
      asked.push({ query, ...part });
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    }),
    listener: () => ({ views }) => heard.push(views.open),
  }));
  let list: InstanceType<typeof List>;
  const shown = () => list.rows().map(({ id }) => id).join('');
  const answer = async (number: number, with_: ReturnType<typeof page> | Error) => {
    answers[number]?.(with_);
    await new Promise((resolve) => setTimeout(resolve));
  };

  beforeEach(async () => {
    [asked, answers, heard] = [[], [], []];
    TestBed.configureTestingModule({ providers: [...provideConsole(), List] });
    list = TestBed.inject(List);
    void list.load();
    await answer(0, page([row('a'), row('b')], 'p2'));
  });

  it('shows the first page and says how many there are in all', () => {
    expect([shown(), list.status(), list.total(), list.views()?.open, heard]).toEqual(['ab', 'ready', 7, 7, [7]]);
    expect(list.asOf()).toContain('As of');
  });

  it('asks for a page once, and again after it failed', async () => {
    void list.more();
    void list.more();
    await answer(1, new Error('away'));
    void list.more();
    await answer(2, page([row('c')]));
    expect(asked.slice(1)).toEqual([{ query: 'open', limit: 2, cursor: 'p2' }, { query: 'open', limit: 2, cursor: 'p2' }]);
    expect([shown(), list.next()]).toEqual(['abc', null]);
  });

  it('loads as much afresh as is shown', async () => {
    void list.more();
    await answer(1, page([row('c')]));
    void list.load();
    expect(asked.at(-1)).toEqual({ query: 'open', limit: 3 });
  });

  it('drops an answer, or a failure, that comes after another question', async () => {
    void list.load('mine');
    void list.load('done');
    await answer(2, page([row('z')]));
    await answer(1, new Error('late'));
    expect([shown(), list.query(), list.status()]).toEqual(['z', 'done', 'ready']);
  });

  it('says what went wrong, and takes a row the person changed without counting it as new', async () => {
    list.put(row('a', 'changed'));
    expect([list.rows()[0]?.word, list.waiting()]).toEqual(['changed', { arrived: 0, changed: 0 }]);
    void list.load('mine');
    await answer(1, new Error('away'));
    expect([list.status(), list.failure()?.title !== undefined]).toEqual(['failed', true]);
  });
});
