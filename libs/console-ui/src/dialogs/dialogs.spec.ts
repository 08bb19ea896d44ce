import { TestBed } from '@angular/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ReasonAsker } from './reason-dialog';
import { ReauthAsker } from './reauth-dialog';

const settle = () => new Promise((done) => setTimeout(done, 30));
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('mat-dialog-container')!;
const submit = async () => {
  dialog().querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
};
const type = async (selector: string, text: string) => {
  const field = dialog().querySelector<HTMLInputElement>(selector)!;
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await settle();
};
afterEach(() => TestBed.resetTestingModule());

describe('asking for a reason', () => {
  const reasons = [{ code: 'wrong-patient', words: 'Not ours' }, { code: 'other', words: 'Something else', needsText: true }];

  it('wants a code first, then words where the code does not say enough', async () => {
    const answer = TestBed.inject(ReasonAsker).ask({ title: 'Reject', sentence: 'For good.', reasons, verb: 'Reject' });
    await settle();
    await submit();
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('Choose a reason');
    dialog().querySelectorAll<HTMLInputElement>('[type=radio]')[1]!.dispatchEvent(new Event('change'));
    await type('textarea', ' x ');
    await submit();
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('at least 3 characters');
    await type('textarea', '  burned-in name of another  ');
    await submit();
    expect(await answer).toEqual({ reason: 'other', text: 'burned-in name of another' });
  });

  it('answers null when the person thinks better of it', async () => {
    const answer = TestBed.inject(ReasonAsker).ask({ title: 'Reject', sentence: 'For good.', reasons, verb: 'Reject' });
    await settle();
    [...dialog().querySelectorAll('button')].find((b) => b.textContent!.includes('Cancel'))!.click();
    expect(await answer).toBeNull();
  });
});

describe('asking for the password again', () => {
  it('stays open, empties the field and says so when it was wrong; goes on when it was right', async () => {
    const tried: string[] = [];
    const check = async (password: string) => (tried.push(password), password === 'right' ? null : 'That is not your password.');
    const answer = TestBed.inject(ReauthAsker).ask({ title: 'Sign', sentence: 'Goes out.', verb: 'Sign', username: 'ml', check });
    await settle();
    await submit();
    await type('[type=password]', 'wrong');
    await submit();
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('not your password');
    expect(dialog().querySelector<HTMLInputElement>('[type=password]')!.value).toBe('');
    await type('[type=password]', 'right');
    await submit();
    expect(await answer).toBe(true);
    expect(tried).toEqual(['wrong', 'right']);
  });
});
