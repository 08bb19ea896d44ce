import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { provideConsole, refuse, server } from '../../testing/console-testing';
import { examDetail, offers } from '../testing';
import { ExamActs } from './exam-acts';

const settle = () => new Promise((done) => setTimeout(done, 30));
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('mat-dialog-container')!;
const submit = async () => {
  dialog().querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
};

describe('setting the need of an exam that changes meanwhile', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));

  it('keeps the question that was typed, tells what somebody else set, and saves on top of it', async () => {
    const exam = examDetail({ version: 7, need: { requester: null, urgency: 'medium', useCase: null, question: null, wantsRead: false } });
    const done = TestBed.inject(ExamActs).act(exam, 'set-need');
    server().expectOne('/api/v1/inbound/requesters').flush([]);
    await settle();
    const question = dialog().querySelector('textarea')!;
    question.value = 'Is the bleed larger than yesterday?';
    question.dispatchEvent(new Event('input'));
    await submit();
    expect(dialog().querySelector<HTMLButtonElement>('[type=submit]')!.getAttribute('aria-disabled')).toBe('true');
    refuse('/api/v1/inbound/e1/need', 412, { code: 'changed-meanwhile' });
    await settle();
    const meanwhile = examDetail({ version: 9, need: { requester: { id: 'p2', name: 'Dr. N. Webb', initials: 'NW', title: '' }, urgency: 'high', useCase: null, question: null, wantsRead: false }, moves: offers('set-need') });
    server().expectOne('/api/v1/inbound/e1').flush(meanwhile);
    await settle();
    expect(dialog().querySelector('textarea')!.value).toBe('Is the bleed larger than yesterday?');
    const said = dialog().querySelector('[role=alert]')!.textContent;
    expect(said).toContain('Urgency: now High, was Medium');
    expect(said).toContain('Requester: now Dr. N. Webb');
    await submit();
    const again = server().expectOne('/api/v1/inbound/e1/need');
    expect(again.request.body).toMatchObject({ version: 9, question: 'Is the bleed larger than yesterday?' });
    again.flush(meanwhile);
    expect(await done).toEqual({ row: meanwhile });
    await vi.waitFor(() => expect(dialog()).toBeNull());
  });
});
