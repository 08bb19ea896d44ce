import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { Acting, type Handled } from './acting';
import { FieldsAsker } from './fields-dialog';

const settle = () => new Promise((done) => setTimeout(done, 30));
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('mat-dialog-container')!;
const submit = async () => {
  dialog().querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
};
const handled = (version: number, state: string, ...moves: string[]): Handled => ({ id: 'c1', version, state, moves: moves.map((move) => ({ move, needs: 'nothing' })) });

describe('a move of a case or request', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: [...provideConsole(), Acting] }));
  const begin = () => TestBed.inject(Acting).move('cases', handled(2, 'deciding', 'ask-more'), 'ask-more', (_, attempt) =>
    TestBed.inject(FieldsAsker).ask({ title: 'More is needed', verb: 'Ask', fields: [{ name: 'missing', label: 'What is missing', kind: 'words' }] }, attempt));
  const typed = async () => {
    await settle();
    const field = dialog().querySelector('textarea')!;
    field.value = 'The angiography of Tuesday';
    field.dispatchEvent(new Event('input'));
    await submit();
  };

  it('keeps its fields when the case changed, and goes out with the new version', async () => {
    const done = begin();
    await typed();
    refuse('/api/v1/cases/c1/ask-more', 412, { code: 'changed-meanwhile', by: 'J. Okoro' });
    await settle();
    server().expectOne('/api/v1/cases/c1').flush(handled(3, 'decided', 'ask-more'));
    await settle();
    expect(dialog().querySelector('textarea')!.value).toBe('The angiography of Tuesday');
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('J. Okoro changed it while you typed');
    await submit();
    const again = server().expectOne('/api/v1/cases/c1/ask-more');
    expect(again.request.body).toEqual({ version: 3, missing: 'The angiography of Tuesday' });
    again.flush(handled(4, 'deciding'));
    expect(await done).toMatchObject({ version: 4 });
  });

  it('goes out again by itself over a change that is none to the person', async () => {
    const done = TestBed.inject(Acting).move('endpoints', handled(2, 'untested', 'change'), 'change', () => Promise.resolve({ label: 'Archive' }), (before, after) => before.id === after.id);
    await settle();
    refuse('/api/v1/endpoints/c1/change', 412, { code: 'changed-meanwhile' });
    await settle();
    server().expectOne('/api/v1/endpoints/c1').flush(handled(3, 'failing', 'change'));
    await settle();
    const again = server().expectOne('/api/v1/endpoints/c1/change');
    expect(again.request.body).toEqual({ version: 3, label: 'Archive' });
    again.flush(handled(4, 'untested'));
    expect(await done).toMatchObject({ version: 4 });
  });

  it('stops at one that is', async () => {
    const done = TestBed.inject(Acting).move('endpoints', handled(2, 'untested', 'change'), 'change', () => Promise.resolve({ label: 'Archive' }), () => false);
    await settle();
    refuse('/api/v1/endpoints/c1/change', 412, { code: 'changed-meanwhile', by: 'M. Kessler' });
    await settle();
    server().expectOne('/api/v1/endpoints/c1').flush(handled(3, 'untested', 'change'));
    expect(await done).toBeNull();
    expect(TestBed.inject(Acting).refused()).not.toBeNull();
  });

  it('says on the page what stood in the way when the person gives up', async () => {
    const done = begin();
    await typed();
    refuse('/api/v1/cases/c1/ask-more', 422, { detail: 'Name the exam.' });
    await settle();
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('Name the exam.');
    [...dialog().querySelectorAll('button')].find((b) => b.textContent!.includes('Cancel'))!.click();
    expect(await done).toBeNull();
    expect(TestBed.inject(Acting).refused()).toBe('Name the exam.');
  });
});
