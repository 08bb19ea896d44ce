import { TestBed } from '@angular/core/testing';
import { Component } from '@angular/core';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Ticker } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../../testing/console-testing';
import { meWho } from '../../testing/me';
import { Access } from '../access/access';
import { Session } from './session';
import { SessionActions } from './session.actions';
import { needs, signedIn } from './session.guards';

@Component({ selector: 'cw-test-inbox', template: `inbox` })
class InboxPage {}
@Component({ selector: 'cw-test-sign-in', template: `sign in` })
class SignInStub {}
@Component({ selector: 'cw-test-forbidden', template: `not for you` })
class ForbiddenStub {}

const routes = [
  { path: 'inbox', canActivate: [signedIn, needs('exam.list')], component: InboxPage },
  { path: 'sign-in', component: SignInStub },
  { path: 'forbidden', component: ForbiddenStub },
  { path: 'unreachable', component: ForbiddenStub },
];
const settle = () => new Promise((done) => setTimeout(done, 5));

describe('the session', () => {
  let session: Session;
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...provideConsole(routes), provideRouter(routes)] });
    session = TestBed.inject(Session);
  });

  async function goTo(url: string) {
    const harness = await RouterTestingHarness.create();
    const done = TestBed.inject(Router).navigateByUrl(url);
    await settle();
    return { harness, done };
  }

  it('lets a person in, gives them their rights and goes where they wanted', async () => {
    const { harness, done } = await goTo('/inbox');
    server().expectOne('/api/v1/me').flush(meWho(['exam.list']));
    await done;
    await harness.fixture.whenStable();
    expect(harness.routeNativeElement!.textContent).toBe('inbox');
    expect(TestBed.inject(Access).can('exam.list')).toBe(true);
    expect(TestBed.inject(Access).can('audit.read')).toBe(false);
  });

  it('sends others to sign in and remembers where they wanted to go', async () => {
    const { done } = await goTo('/inbox');
    refuse('/api/v1/me', 401);
    await done;
    expect(TestBed.inject(Router).url).toBe('/sign-in?next=%2Finbox');
  });

  it('keeps the address and says why when a right is missing', async () => {
    const { harness, done } = await goTo('/inbox');
    server().expectOne('/api/v1/me').flush(meWho(['audit.read']));
    await done;
    await harness.fixture.whenStable();
    expect(harness.routeNativeElement!.textContent).toBe('not for you');
    expect(TestBed.inject(Access).refused()).toBe('exam.list');
  });

  it('does not take a server that is down for a person who is signed out', async () => {
    const { done } = await goTo('/inbox');
    refuse('/api/v1/me', 503);
    await done;
    expect(session.status()).toBe('failed');
    expect(TestBed.inject(Router).url).not.toContain('sign-in');
  });

  it('ends when any request finds it over, and takes the rights away', async () => {
    const store = TestBed.inject(Store);
    store.dispatch(SessionActions.opened({ me: meWho(['exam.list']) }));
    store.dispatch(SessionActions.asked());
    refuse('/api/v1/me', 401);
    await settle();
    expect(session.endedBecause()).toBe('elsewhere');
    expect(TestBed.inject(Access).can('exam.list')).toBe(false);
  });

  it('leaves at once on signing out, even when the server does not answer', async () => {
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho([]) }));
    session.signOut();
    refuse('/api/v1/session', 503);
    await settle();
    expect(session.status()).toBe('none');
    expect(TestBed.inject(Router).url).toBe('/sign-in');
  });

  it('says the same for a wrong password as for a wrong name', async () => {
    const answer = session.signIn('nobody', 'wrong');
    refuse('/api/v1/session', 401);
    expect(await answer).toEqual({ fault: 'User name and password do not fit. Check both and try again.' });
    server().expectNone('/api/v1/me');
  });

  it('never puts a password into an action', async () => {
    const seen: string[] = [];
    TestBed.inject(Store).select((state: unknown) => state).subscribe((state) => seen.push(JSON.stringify(state)));
    const answer = session.signIn('ml', 'a-very-secret-word');
    server().expectOne('/api/v1/session').flush(null);
    await answer;
    server().expectOne('/api/v1/me').flush(meWho([]));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.join()).not.toContain('a-very-secret-word');
  });

  it('asks for the password only when the last time is too long ago by the server’s clock', async () => {
    const now = Date.parse('2026-11-24T16:00:00Z');
    TestBed.inject(Ticker).sync('2026-11-24T16:00:00Z');
    const me = meWho([], { reauthenticatedUntil: new Date(now + 50_000).toISOString() });
    TestBed.inject(Store).dispatch(SessionActions.opened({ me }));
    const question = { title: 'Sign', sentence: 'Goes out.', verb: 'Sign' };
    expect(await session.confirmPassword(question)).toBe(true);
    TestBed.inject(Store).dispatch(SessionActions.reauthenticatedUntil({ until: new Date(now + 1000).toISOString() }));
    const asked = session.confirmPassword(question);
    await settle();
    expect(document.querySelector('cw-reauth-dialog')).not.toBeNull();
    [...document.querySelectorAll('mat-dialog-container button')].find((b) => b.textContent!.includes('Cancel'))!.dispatchEvent(new Event('click'));
    expect(await asked).toBe(false);
  });
});
