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

describe('asking for a read', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));

  it('sends what the clinician wants to know; what the policy refuses is said where it was typed', async () => {
    const exam = examDetail({ state: 'released', moves: offers('pick') });
    const done = TestBed.inject(ExamActs).act(exam, 'pick');
    await settle();
    const question = dialog().querySelector('textarea')!;
    question.value = 'Is the lesion new?';
    question.dispatchEvent(new Event('input'));
    await submit();
    const sent = server().expectOne('/api/v1/overreads');
    expect(sent.request.body).toEqual({ examId: 'e1', question: 'Is the lesion new?' });
    sent.flush({ type: 'about:blank', title: 'Conflict', status: 409, code: 'policy-reads-none', detail: 'As many exams of this patient as it allows are chosen already.', traceId: 'none' }, { status: 409, statusText: 'Conflict' });
    await settle();
    server().match('/api/v1/inbound/e1').forEach((read) => read.flush(exam));
    await settle();
    expect(dialog().querySelector('[role=alert]')!.textContent).toContain('are chosen already');
    expect(dialog().querySelector('textarea')!.value).toBe('Is the lesion new?');
    await submit();
    server().expectOne('/api/v1/overreads').flush({});
    await settle();
    server().expectOne('/api/v1/inbound/e1').flush(exam);
    expect(await done).toEqual({ row: exam });
  });
});
