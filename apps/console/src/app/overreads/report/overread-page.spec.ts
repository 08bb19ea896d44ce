import { provideLocationMocks } from '@angular/common/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { TestRequest } from '@angular/common/http/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { ReasonAsker, Ticker } from '@causeway/console-ui';
import type { OverreadDetail } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Preferences } from '../../core/preferences/preferences';
import { SessionActions } from '../../core/session/session.actions';
import { Session } from '../../core/session/session';
import { provideConsole, server } from '../../testing/console-testing';
import { FakeEventSource } from '../../testing/fake-event-source';
import { meWho } from '../../testing/me';
import { detail, event, lease, offers, signed, text } from '../testing/reads';
import { LeaveAsker } from './leave-dialog';
import { OverreadPage } from './overread-page';
import { storeTextFirst } from './store-text-first';
import { UnsavedTexts } from './unsaved-texts';

@Component({ template: `` })
class Elsewhere {}

const NOW = '2026-11-24T16:00:00Z';
const problem = (status: number, more: object = {}) => ({ type: 'x', title: 'Not done', status, traceId: 't', ...more });

describe('the report page', () => {
  let harness: RouterTestingHarness;
  let confirm: ReturnType<typeof vi.fn>;
  let reason: ReturnType<typeof vi.fn>;
  let leave: ReturnType<typeof vi.fn>;
  const element = () => harness.fixture.nativeElement as HTMLElement;
  const words = () => element().textContent!.replace(/\s+/g, ' ');
  const buttons = () => [...element().querySelectorAll<HTMLButtonElement>('.foot button')].map((b) => b.textContent!.trim().replace(/\s+/g, ' ')).filter(Boolean);
  const button = (label: string) => [...element().querySelectorAll<HTMLButtonElement>('button')].find((b) => b.textContent!.includes(label))!;
  const area = (n: number) => element().querySelectorAll<HTMLTextAreaElement>('textarea')[n]!;
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    await harness.fixture.whenStable();
  };
  const type = async (n: number, value: string) => {
    area(n).value = value;
    area(n).dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  };
  const leaveField = async () => {
    area(0).dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await settle();
  };
  const request = (method: string, end: string): TestRequest => server().expectOne((r) => r.method === method && r.url.endsWith(end));
  const answer = async (to: TestRequest, body: unknown, status = 200) => {
    to.flush(body as object, { status, statusText: 'x' });
    await settle();
  };
  const press = async (key: string, more: object = {}) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    await settle();
  };
  const open = async (read: OverreadDetail) => {
    harness = await RouterTestingHarness.create('/overreads/r1');
    document.body.append(element());
    await answer(request('GET', '/overreads/r1'), read);
  };

  beforeEach(() => {
    confirm = vi.fn(async () => true);
    reason = vi.fn(async () => ({ reason: 'called-away', text: '' }));
    leave = vi.fn(async () => false);
    const routes = [{ path: 'overreads', component: Elsewhere }, { path: 'overreads/:id', component: OverreadPage, canDeactivate: [storeTextFirst] }, { path: '**', component: Elsewhere }];
    TestBed.configureTestingModule({
      providers: [
        ...provideConsole(routes), provideRouter(routes, withComponentInputBinding()), provideLocationMocks(), { provide: ReasonAsker, useValue: { ask: reason } },
        { provide: LeaveAsker, useValue: { leave } },
      ],
    });
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho(['overread.claim', 'exam.list']) }));
    TestBed.inject(Ticker).sync(NOW);
    vi.spyOn(TestBed.inject(Session), 'confirmPassword').mockImplementation(confirm as never);
  });
  afterEach(() => element().remove());

  describe('draws what the server offers', () => {
    it('to the reader who holds it: the fields, sign, save and release', async () => {
      await open(detail());
      expect(area(1).readOnly).toBe(false);
      expect(buttons()).toEqual(['Sign Ctrl Enter', 'Save draft']);
      expect(words()).toContain('Yours until 16:30');
      expect(button('Release')).toBeDefined();
    });

    it('to somebody else while it is read: what is saved so far, and no way to write', async () => {
      await open(detail({ lease: lease(false), moves: [] }));
      expect(area(1).readOnly).toBe(true);
      expect(buttons()).toEqual([]);
      expect(words()).toContain('J. Okoro reads this now');
    });

    it('no signature where none is offered, but the way to the attending', async () => {
      await open(detail({ moves: offers('draft', 'submit') }));
      expect(buttons()).toEqual(['Save draft', 'Hand to attending']);
    });

    it('to who asked: the signed report and that they have read it', async () => {
      await open(signed({ moves: offers('acknowledge') }));
      expect(words()).toContain('Subdural, 13 mm.');
      button('I have read it').click();
      await settle();
      const sent = request('POST', '/acknowledge');
      expect(sent.request.body).toEqual({ version: 9 });
      await answer(sent, signed({ state: 'acknowledged', version: 10, acknowledged: { by: { id: 'p3', name: 'Dr. N. Webb', initials: 'NW', title: '' }, at: NOW } }));
      expect(words()).toContain('Dr. N. Webb has read it');
      expect(button('I have read it')).toBeUndefined();
    });

    it('a question to write where the exam waits for somebody to ask', async () => {
      await open(detail({ state: 'awaiting-pick', lease: null, draft: null, question: 'Old question', moves: offers('pick') }));
      await type(0, 'Stable?');
      button('Ask for a read').click();
      await settle();
      expect(request('POST', '/pick').request.body).toEqual({ version: 7, question: 'Stable?' });
    });
  });

  describe('saves by itself', () => {
    it('when a field is left, with the claim’s epoch and the images seen, and says when', async () => {
      await open(detail());
      await type(1, 'Subdural, 14 mm.');
      await leaveField();
      const sent = request('PUT', '/draft');
      expect(sent.request.body).toEqual({ version: 7, epoch: 4, revisionSeen: 2, text: text({ impression: 'Subdural, 14 mm.' }) });
      await answer(sent, detail({ version: 8, draft: text({ impression: 'Subdural, 14 mm.' }), draftSavedAt: '2026-11-24T16:00:07Z' }));
      expect(words()).toMatch(/Draft saved \d\d:00:07/);
      expect(TestBed.inject(UnsavedTexts).ids()).toEqual([]);
    });

    it('and never puts what the server trimmed under the hands of who types', async () => {
      await open(detail());
      const field = element().querySelector<HTMLInputElement>('input[type=text]')!;
      field.value = 'CT 2024 ';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await leaveField();
      await answer(request('PUT', '/draft'), detail({ version: 8, draft: text({ comparison: 'CT 2024' }) }));
      expect(field.value).toBe('CT 2024 ');
    });

    it('says so when it cannot, keeps the words, and asks before the window closes', async () => {
      await open(detail());
      await type(1, 'Typed offline.');
      await leaveField();
      request('PUT', '/draft').error(new ProgressEvent('error'));
      await settle();
      expect(words()).toContain('Your last words are not saved. Causeway does not answer.');
      const closing = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(closing);
      expect(closing.defaultPrevented).toBe(true);
      server().match((r) => r.method === 'PUT');
      expect(area(1).value).toBe('Typed offline.');
      expect(JSON.stringify(localStorage)).not.toContain('Typed offline');
    });

    it('asks before a page is left whose text could not be saved, keeps it meanwhile and goes on with it on return', async () => {
      await open(detail());
      await type(1, 'Typed and left.');
      const leaving = TestBed.inject(Router).navigateByUrl('/overreads');
      await vi.waitFor(() => request('PUT', '/draft').error(new ProgressEvent('error')));
      expect(await leaving).toBe(false);
      expect(area(1).value).toBe('Typed and left.');
      leave.mockResolvedValue(true);
      const again = TestBed.inject(Router).navigateByUrl('/overreads');
      await vi.waitFor(() => request('PUT', '/draft').error(new ProgressEvent('error')));
      expect(await again).toBe(true);
      expect(TestBed.inject(UnsavedTexts).ids()).toEqual(['r1']);
      await TestBed.inject(Router).navigateByUrl('/overreads/r1');
      await settle();
      await answer(request('GET', '/overreads/r1'), detail());
      expect(area(1).value).toBe('Typed and left.');
      await leaveField();
      expect(request('PUT', '/draft').request.body.text.impression).toBe('Typed and left.');
    });
  });

  describe('when the claim is lost', () => {
    const lose = async () => {
      await open(detail());
      await type(1, 'My last words.');
      await leaveField();
      await answer(request('PUT', '/draft'), problem(409, { code: 'lease-lost' }), 409);
      await answer(request('GET', '/overreads/r1'), detail({ version: 9, epoch: 5, state: 'claimed', lease: lease(false, 5), stateSince: '2026-11-24T15:59:00Z', moves: offers('claim') }));
    };

    it('says who took it over and when, and keeps the text to read and copy', async () => {
      await lose();
      expect(words()).toMatch(/J\. Okoro took this read over at \d\d:59/);
      expect(words()).toContain('not saved on the server');
      expect([area(1).value, area(1).readOnly]).toEqual(['My last words.', true]);
      expect(button('Copy my text')).toBeDefined();
    });

    it('goes on with the same text when it is claimed again', async () => {
      await lose();
      button('Claim it again').click();
      await settle();
      await answer(request('POST', '/claim'), detail({ version: 10, epoch: 6, state: 'claimed', lease: lease(true, 6), moves: offers('draft') }));
      expect([area(1).value, area(1).readOnly]).toEqual(['My last words.', false]);
      await leaveField();
      expect(request('PUT', '/draft').request.body).toMatchObject({ epoch: 6, text: { impression: 'My last words.' } });
    });

    it('asks which text goes on when somebody else wrote since', async () => {
      await lose();
      button('Claim it again').click();
      await settle();
      await answer(request('POST', '/claim'), detail({ version: 10, epoch: 6, state: 'claimed', lease: lease(true, 6), moves: offers('draft'), draft: text({ impression: 'Theirs.' }) }));
      expect(words()).toContain('Another draft was stored since you wrote');
      await leaveField();
      server().expectNone((r) => r.method === 'PUT');
      button('Go on with mine').click();
      await leaveField();
      expect(request('PUT', '/draft').request.body.text.impression).toBe('My last words.');
    });

    it('learns it from the stream without a key pressed', async () => {
      await open(detail());
      FakeEventSource.last.say('change', event('overread.taken-over'));
      await vi.waitFor(() => answer(request('GET', '/overreads/r1'), detail({ version: 9, epoch: 5, lease: lease(false, 5), moves: [] })));
      expect(words()).toContain('J. Okoro took this read over');
    });
  });

  describe('signs', () => {
    it('only a report that is complete, and shows what is missing where it is missing', async () => {
      await open(detail({ draft: text({ grade: 'critical', impression: ' ' }) }));
      await press('Enter', { ctrlKey: true });
      expect(confirm).not.toHaveBeenCalled();
      expect(words()).toContain('A report needs an impression.');
      expect(words()).toContain('They must repeat it.');
      server().expectNone((r) => r.method === 'POST');
    });

    it('with the password, once however often it is pressed', async () => {
      await open(detail());
      button('Sign').click();
      button('Sign').click();
      await press('Enter', { ctrlKey: true });
      expect(confirm).toHaveBeenCalledOnce();
      const sent = request('POST', '/sign');
      expect(sent.request.body).toEqual({ version: 7, epoch: 4, text: text(), revisionSeen: 2, acceptOlderRevision: false });
      await answer(sent, signed());
      expect(words()).toContain('Signed, unread');
    });

    it('asks for the password when it ran out since the page was loaded, and signs then', async () => {
      await open(detail({ moves: offers('draft', 'sign') }));
      button('Sign').click();
      await settle();
      expect(confirm).not.toHaveBeenCalled();
      await answer(request('POST', '/sign'), problem(403, { code: 'reauthenticate', detail: 'Type your password again.' }), 403);
      expect(confirm).toHaveBeenCalledOnce();
      await answer(request('POST', '/sign'), signed());
      expect(words()).toContain('Signed, unread');
    });

    it('not without the password', async () => {
      confirm.mockResolvedValue(false);
      await open(detail());
      button('Sign').click();
      await settle();
      server().expectNone((r) => r.method === 'POST');
      expect(area(1).readOnly).toBe(false);
    });

    it('stores what was typed first, and does not sign what could not be stored', async () => {
      await open(detail());
      await type(1, 'Newer words.');
      button('Sign').click();
      await settle();
      request('PUT', '/draft').error(new ProgressEvent('error'));
      await settle();
      expect(words()).toContain('could not be saved, so nothing was done');
      expect(confirm).not.toHaveBeenCalled();
    });

    it('under the same name when no answer came, so that it is never signed twice', async () => {
      await open(detail());
      button('Sign').click();
      await settle();
      const first = request('POST', '/sign');
      const key = first.request.headers.get('Idempotency-Key');
      first.error(new ProgressEvent('error'));
      await settle();
      expect(words()).toContain('it is never done twice');
      expect(area(1).value).toBe('Subdural, 13 mm.');
      button('Sign').click();
      await settle();
      expect(request('POST', '/sign').request.headers.get('Idempotency-Key')).toBe(key);
    });

    it('keeps the text when it is refused, and says who was faster', async () => {
      await open(detail());
      await type(1, 'Mine.');
      await leaveField();
      await answer(request('PUT', '/draft'), detail({ version: 8, draft: text({ impression: 'Mine.' }) }));
      button('Sign').click();
      await settle();
      await answer(request('POST', '/sign'), problem(409, { code: 'lease-lost', by: 'J. Okoro' }), 409);
      await answer(request('GET', '/overreads/r1'), detail({ version: 12, epoch: 5, lease: lease(false, 5), moves: [], draft: text({ impression: 'Mine.' }) }));
      expect(words()).toContain('J. Okoro was faster');
      expect(area(1).value).toBe('Mine.');
    });

    it('asks about images that came meanwhile before it signs for them', async () => {
      await open(detail({ exam: { ...detail().exam, revision: 3, images: 318 } }));
      expect(words()).toContain('New images arrived while you read. You wrote for revision 2 of the exam; it is at revision 3 now, with 318 images.');
      button('Sign').click();
      await settle();
      expect(confirm).not.toHaveBeenCalled();
      element().querySelector<HTMLInputElement>('cw-read-notes input[type=checkbox]')!.click();
      button('Sign').click();
      await settle();
      expect(request('POST', '/sign').request.body).toMatchObject({ revisionSeen: 2, acceptOlderRevision: true });
    });
  });

  it('gives a read back with a reason, and drops nothing that is stored', async () => {
    await open(detail());
    button('Release').click();
    await settle();
    const sent = request('POST', '/release');
    expect(sent.request.body).toEqual({ version: 7, epoch: 4, reason: 'called-away' });
    await answer(sent, detail({ version: 8, state: 'open', lease: null, moves: offers('claim') }));
    expect(words()).toContain('Nobody reads this yet. A draft was left with it.');
    expect(element().querySelector('cw-read-notes cw-note')).toBeNull();
  });

  it('goes to a section by Alt and its number, and round the fields by F2', async () => {
    await open(detail());
    await press('4', { altKey: true });
    expect(document.activeElement).toBe(area(1));
    area(1).dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true }));
    expect(document.activeElement).toBe(area(2));
    area(2).dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', shiftKey: true, bubbles: true }));
    expect(document.activeElement).toBe(area(1));
  });

  it('adds to a signed report under a password of its own and keeps the words when that is refused', async () => {
    await open(signed({ moves: offers({ move: 'addend', needs: 'reauthenticate' }) }));
    button('Addendum').click();
    await settle();
    await type(0, 'Second look: fracture.');
    element().querySelector<HTMLInputElement>('cw-addendum-form input[value=major]')!.click();
    await settle();
    button('Sign addendum').click();
    await settle();
    const sent = request('POST', '/addend');
    expect(sent.request.body).toEqual({ version: 9, text: 'Second look: fracture.', grade: 'major' });
    await answer(sent, problem(403, { detail: 'Type your password again.' }), 403);
    expect(area(0).value).toBe('Second look: fracture.');
    expect(words()).toContain('Type your password again.');
  });

  it('hides the name when names are hidden', async () => {
    await open(detail());
    expect(words()).toContain('Adeyemi, Folasade');
    TestBed.inject(Preferences).namesHidden.set(true);
    await settle();
    expect(words()).not.toContain('Adeyemi');
  });
});
