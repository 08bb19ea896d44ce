import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Answers, type Attempt, Questions, ReasonAsker, StoppedNote } from '@causeway/console-ui';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/api-problem';
import { Attempts, differences } from './attempts';

const settle = () => new Promise((done) => setTimeout(done, 30));
const dialog = (): HTMLElement | null => document.querySelector<HTMLElement>('mat-dialog-container');
const refusal = (status: number, code: string, more = {}) => new ApiProblem({ type: 'x', title: 'x', status, code, traceId: 't', ...more });
const offer = (move: string) => ({ move, needs: 'nothing' as const });
const typed = async (text: string) => {
  const field = dialog()!.querySelector('textarea')!;
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await settle();
};
const press = async (words: string) => {
  const button = [...dialog()!.querySelectorAll('button')].find((b) => b.textContent!.includes(words))!;
  if (button.type === 'submit') dialog()!.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  else button.click();
  await settle();
};

interface Thing { readonly version: number; readonly state: string; readonly moves: readonly ReturnType<typeof offer>[] }
const thing = (version: number, state: string, ...moves: string[]): Thing => ({ version, state, moves: moves.map(offer) });

/** An act that asks for a reason; `answers` says for each try what the server does. */
function begin(after: Thing, answers: (() => string)[]) {
  const sent: { version: number; reason: string }[] = [];
  const done = TestBed.inject(Attempts).run(
    { seen: thing(3, 'checking', 'reject'), move: 'reject', read: async () => after, changes: (a, b) => differences(a, b, [['State', (t) => t.state]]) },
    async (now, attempt) => {
      const answer = await TestBed.inject(ReasonAsker).ask({ title: 'Reject', sentence: 'For good.', reasons: [], verb: 'Reject' }, attempt);
      if (answer === null) return null;
      sent.push({ version: now.version, reason: answer.text });
      return answers.shift()!();
    });
  return { sent, done };
}
const throws = (error: Error) => () => { throw error; };

afterEach(async () => {
  TestBed.resetTestingModule();
  await settle();
});

describe('an act on something that changes meanwhile', () => {
  it('keeps what was typed, says what changed, and saves with the version that is there now', async () => {
    const { sent, done } = begin(thing(4, 'triaging', 'reject'), [throws(refusal(412, 'changed-meanwhile')), () => 'saved']);
    await settle();
    await typed('Wrong side marked on every image');
    await press('Reject');
    expect(dialog()!.querySelector('textarea')!.value).toBe('Wrong side marked on every image');
    expect(dialog()!.querySelector('[role=alert]')!.textContent).toContain('State: now triaging, was checking');
    await press('Reject');
    expect(await done).toEqual({ done: 'saved' });
    expect(sent).toEqual([3, 4].map((version) => ({ version, reason: 'Wrong side marked on every image' })));
    await vi.waitFor(() => expect(dialog()).toBeNull());
  });

  it('says when the act is no longer possible, and still keeps the words', async () => {
    const { done } = begin(thing(4, 'released'), [throws(refusal(409, 'wrong-state'))]);
    await settle();
    await typed('Not ours at all');
    await press('Reject');
    expect(dialog()!.querySelector('[role=alert]')!.textContent).toContain('can no longer be done');
    expect(dialog()!.querySelector('textarea')!.value).toBe('Not ours at all');
    await press('Cancel');
    expect(await done).toMatchObject({ problem: { code: 'wrong-state' } });
  });

  it('keeps what was typed when nothing answers at all', async () => {
    const { sent, done } = begin(thing(3, 'checking', 'reject'), [throws(refusal(0, '')), () => 'saved']);
    await settle();
    await typed('Not ours at all');
    await press('Reject');
    expect(dialog()!.querySelector('[role=alert]')!.textContent).toContain('Causeway does not answer');
    await press('Reject');
    expect(await done).toEqual({ done: 'saved' });
    expect(sent.map((s) => s.version)).toEqual([3, 3]);
  });

  it('goes back to the first dialog when the second one of an act is closed', async () => {
    let second = 0;
    const done = TestBed.inject(Attempts).run(
      { seen: thing(1, 'checking', 'reject'), move: 'reject', read: async () => thing(1, 'checking'), changes: () => [] },
      async (_, attempt) => {
        const answer = await TestBed.inject(ReasonAsker).ask({ title: 'Reject', sentence: 'x', reasons: [], verb: 'Reject' }, attempt);
        return answer === null || second++ === 0 ? null : answer.text;
      });
    await settle();
    await typed('Kept words');
    await press('Reject');
    expect(dialog()!.querySelector('textarea')!.value).toBe('Kept words');
    await press('Reject');
    expect(await done).toEqual({ done: 'Kept words' });
  });

  it('leaves an act without a dialog to its page', async () => {
    const done = await TestBed.inject(Attempts).run(
      { seen: thing(1, 'checking', 'claim'), move: 'claim', read: async () => thing(2, 'checking'), changes: () => [] }, () => Promise.reject(refusal(412, 'changed-meanwhile')));
    expect(done).toMatchObject({ problem: { status: 412 } });
  });

  it('sends an answer once, however often the button is pressed', async () => {
    let given = 0;
    let finish = (_: string): void => undefined;
    const done = TestBed.inject(Attempts).run(
      { seen: thing(1, 'checking', 'ask'), move: 'ask', read: async () => thing(1, 'checking'), changes: () => [] },
      async (_, attempt: Attempt) => {
        await TestBed.inject(Questions).ask<string>(OneButton, { name: 'one', data: null, width: '300px' }, attempt);
        given += 1;
        return new Promise<string>((resolve) => (finish = resolve));
      });
    await settle();
    await press('Go');
    await press('Go');
    finish('saved');
    expect([await done, given]).toEqual([{ done: 'saved' }, 1]);
  });
});

@Component({ selector: 'cw-one-button', imports: [StoppedNote], providers: [Answers], template: `<cw-stopped-note /><button type="button" (click)="answers.give('x')">Go</button>` })
class OneButton {
  protected readonly answers = inject<Answers<string>>(Answers);
}
