import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Store } from '@ngrx/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { NoticesActions } from '../core/notices/notices.actions';
import { Preferences } from '../core/preferences/preferences';
import { SessionActions } from '../core/session/session.actions';
import { provideConsole } from '../testing/console-testing';
import { FakeEventSource } from '../testing/fake-event-source';
import { meWho } from '../testing/me';
import { Frame } from './frame';
import { OnCall } from './on-call';

@Component({ template: `<h1>Page</h1>` })
class Page {}

describe('the frame', () => {
  let harness: RouterTestingHarness;
  const element = () => harness.fixture.nativeElement as HTMLElement;
  const text = (selector: string) => element().querySelector(selector)!.textContent!.replace(/\s+/g, ' ').trim();

  beforeEach(async () => {
    localStorage.clear();
    const pages = [{ path: '', component: Frame, children: [{ path: 'a', component: Page }, { path: 'b', component: Page }] }];
    TestBed.configureTestingModule({ providers: provideConsole(pages) });
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho(['exam.list']) }));
    harness = await RouterTestingHarness.create('/a');
    document.body.append(element());
    await harness.fixture.whenStable();
  });

  it('has one of each landmark, and a skip link that puts the focus on the page', () => {
    expect(['main', 'nav', 'header'].map((tag) => element().querySelectorAll(tag).length)).toEqual([1, 1, 1]);
    element().querySelector<HTMLElement>('a.skip')!.click();
    expect(document.activeElement).toBe(element().querySelector('main'));
  });

  it('gives a new page the focus', async () => {
    element().querySelector<HTMLElement>('.find')!.focus();
    await TestBed.inject(Router).navigateByUrl('/b');
    await new Promise((done) => setTimeout(done, 20));
    expect(document.activeElement).toBe(element().querySelector('main'));
  });

  it('names site, person and duty in the zone of the site', async () => {
    TestBed.inject(OnCall).now.set({ name: 'R. Díaz', until: '2026-11-25T13:00:00Z', more: 0 });
    await harness.fixture.whenStable();
    expect(text('.site')).toBe('Westbrook');
    expect(text('cw-profile-menu button')).toContain('Mara Lindqvist');
    expect(text('.duty')).toBe('On call: R. Díaz until 07:00');
  });

  it('shows the state of the stream in a word', async () => {
    expect(text('cw-live-dot')).toBe('Connecting');
    FakeEventSource.last.say('open');
    await harness.fixture.whenStable();
    expect(text('cw-live-dot')).toBe('Live');
    FakeEventSource.last.fail(false);
    await harness.fixture.whenStable();
    expect(text('cw-live-dot')).toBe('Reconnecting');
  });

  it('says the unread count to those who do not see the bell', async () => {
    TestBed.inject(Store).dispatch(NoticesActions.loaded({ page: { rows: [], unread: 2, needsAnswer: 0 } }));
    await harness.fixture.whenStable();
    expect(element().querySelector('cw-notice-bell button')!.getAttribute('aria-label')).toBe('Notices, 2 unread');
  });

  it('keeps theme and density for the next visit and applies them to the page', async () => {
    const preferences = TestBed.inject(Preferences);
    preferences.theme.set('dark');
    preferences.density.set('dense');
    await harness.fixture.whenStable();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(document.documentElement.classList.contains('density-dense')).toBe(true);
    expect(JSON.parse(localStorage.getItem('causeway.preferences')!)).toEqual({ theme: 'dark', density: 'dense', singleKeys: true });
    preferences.theme.set('system');
    preferences.density.set('compact');
    await harness.fixture.whenStable();
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });

  it('turns names off with one key, and never keeps that', async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'H', shiftKey: true, bubbles: true }));
    await harness.fixture.whenStable();
    expect(TestBed.inject(Preferences).namesHidden()).toBe(true);
    expect(localStorage.getItem('causeway.preferences')).not.toContain('names');
  });
});
