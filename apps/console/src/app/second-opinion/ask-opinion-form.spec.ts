import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { OpinionDoor } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { AskOpinionForm } from './ask-opinion-form';
import { standings } from './opinion-words';

const DOOR: OpinionDoor = { house: 'Westbrook', lines: [{ serviceLine: 'orthopaedics', callNumber: '+1 555 0171' }], shut: null };
let http: HttpTestingController;
let fixture: ComponentFixture<AskOpinionForm>;
const text = (): string => (fixture.nativeElement as HTMLElement).textContent ?? '';

async function at(door: OpinionDoor): Promise<void> {
  fixture = TestBed.createComponent(AskOpinionForm);
  http.expectOne('/api/v1/opinion-door').flush(door);
  await fixture.whenStable();
}
async function sent(answer: (r: ReturnType<HttpTestingController['expectOne']>) => void): Promise<void> {
  (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('button[type=submit]')?.click();
  answer(http.expectOne({ method: 'POST', url: '/api/v1/opinion-door' }));
  await fixture.whenStable();
}

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  http = TestBed.inject(HttpTestingController);
});

describe('the page on which a patient asks', () => {
  it('says beside each field what the server finds wrong with it, the first of several, and keeps what was typed', async () => {
    await at(DOOR);
    const question = (fixture.nativeElement as HTMLElement).querySelector('textarea')!;
    question.value = 'why?';
    question.dispatchEvent(new Event('input'));
    await sent((r) => r.flush({ status: 422, title: '', traceId: 'none', code: 'fields', errors: [{ pointer: '/birthDate', detail: 'The birth date is needed.' }, { pointer: '/birthDate', detail: 'There is no such day.' }, { pointer: '/agreed', detail: 'Tick that you agree.' }] }, { status: 422, statusText: '' }));
    expect(text()).toContain('The birth date is needed.');
    expect(text()).not.toContain('There is no such day.');
    expect(text()).toContain('Tick that you agree.');
    expect(question.value).toBe('why?');
  });

  it('shows the code when it was taken, and nothing of the form any more', async () => {
    await at(DOOR);
    await sent((r) => {
      expect(r.request.body).toMatchObject({ serviceLine: 'orthopaedics', agreed: false });
      r.flush({ code: 'ABCD-EFGH', endsAt: '2026-12-01T00:00:00Z' });
    });
    expect(text()).toContain('ABCD-EFGH');
    expect((fixture.nativeElement as HTMLElement).querySelector('form')).toBeNull();
  });

  it('has no form where the door is shut, and says why and whom to call', async () => {
    for (const [door, words] of [[{ ...DOOR, shut: 'no-mail' as const }, 'cannot send mails'], [{ ...DOOR, shut: 'full' as const }, 'Try again tomorrow'], [{ ...DOOR, lines: [] }, 'No department takes questions']] as const) {
      await at(door);
      expect(text()).toContain(words);
      expect(text().includes('+1 555 0171')).toBe(door.lines.length > 0);
      expect((fixture.nativeElement as HTMLElement).querySelector('form')).toBeNull();
    }
  });
});

describe('the way of a question', () => {
  it('stands at its stage, is done with the answer, and is no way where it ended early', () => {
    expect(standings('checking')).toEqual(['done', 'done', 'now', 'open', 'open']);
    expect(standings('answered')).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(standings('declined')).toBeNull();
  });
});
