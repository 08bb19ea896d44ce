import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { providerProblems, type SignInPage as SignInPageData } from '@causeway/contracts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { meWho } from '../testing/me';
import { SignInPage } from './sign-in-page';

const page: SignInPageData = {
  site: { name: 'Westbrook', zone: 'utc' }, provider: null, passkeysAt: null, demo: true, demoPassword: 'demo-password',
  people: [{ username: 'rdiaz', name: 'Dr. R. Díaz', title: 'Neuroradiologist', roles: ['rd'], can: 'Signs over-reads' }],
};

describe('the sign-in page', () => {
  let fixture: ComponentFixture<SignInPage>;
  const element = () => fixture.nativeElement as HTMLElement;
  const settle = async () => {
    await new Promise((done) => setTimeout(done, 5));
    await fixture.whenStable();
  };
  const submit = async () => {
    element().querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
  };
  async function open(data: SignInPageData | null = page, next?: string, query: { problem?: string; step?: string } = {}) {
    fixture = TestBed.createComponent(SignInPage);
    fixture.componentRef.setInput('next', next);
    for (const [name, value] of Object.entries(query)) fixture.componentRef.setInput(name, value);
    fixture.detectChanges();
    if (data === null) return;
    server().expectOne('/api/v1/session/site').flush(data);
    await settle();
  }
  const signIn = async () => {
    element().querySelector<HTMLButtonElement>('.people button')!.click();
    await settle();
    await submit();
    const request = server().expectOne('/api/v1/session');
    request.flush(null);
    await settle();
    server().expectOne('/api/v1/me').flush(meWho([]));
    await settle();
    return request.request.body as unknown;
  };

  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));

  it('fills name and password from the card of a demo person', async () => {
    await open();
    expect(await signIn()).toEqual({ username: 'rdiaz', password: 'demo-password' });
  });

  it('shows no people where it is no demo', async () => {
    await open({ ...page, demo: false, demoPassword: null });
    expect(element().querySelector('.people')).toBeNull();
  });

  it('leads to the provider of the house where there is one, with the page to go on to', async () => {
    await open(page, '/inbox?view=stat');
    expect(element().querySelector('a')).toBeNull();
    await open({ ...page, provider: 'Westbrook login' }, '/inbox?view=stat');
    const link = element().querySelector('a')!;
    expect(link.textContent.trim()).toBe('Sign in with Westbrook login');
    expect(link.getAttribute('href')).toBe('/api/v1/session/oidc?next=%2Finbox%3Fview%3Dstat');
  });

  it('offers a passkey at the address passkeys belong to, in a browser that knows them', async () => {
    const offered = () => [...element().querySelectorAll('button')].some((b) => b.textContent.includes('Sign in with a passkey'));
    vi.stubGlobal('PublicKeyCredential', class {});
    await open({ ...page, passkeysAt: 'https://elsewhere.example' });
    expect(offered()).toBe(false);
    await open({ ...page, passkeysAt: location.origin });
    expect(offered()).toBe(true);
    vi.stubGlobal('PublicKeyCredential', undefined);
    await open({ ...page, passkeysAt: location.origin });
    expect(offered()).toBe(false);
    vi.unstubAllGlobals();
  });

  it.each(providerProblems)('has words for %s', async (problem) => {
    await open(page, undefined, { problem });
    expect(element().querySelector('cw-note[role=alert]')!.textContent.length).toBeGreaterThan(40);
    expect(element().querySelector('input[name=username]')).not.toBeNull();
  });

  it('says nothing of a problem it does not know', async () => {
    await open(page, undefined, { problem: 'constructor' });
    expect(element().querySelector('[role=alert]')).toBeNull();
  });

  it('asks for the code when the provider vouched for somebody with a second factor', async () => {
    await open(page, '/inbox', { step: 'second-factor' });
    expect(element().querySelector('[role=status]')!.textContent).toContain('Your provider knows you');
    expect(element().querySelector('input[name=code]')).not.toBeNull();
  });

  it('asks for both before it asks the server', async () => {
    await open();
    await submit();
    expect(element().querySelector('[role=alert]')!.textContent).toContain('Type your user name and your password');
    server().expectNone('/api/v1/session');
  });

  it('empties the password and says so when they do not fit', async () => {
    await open();
    element().querySelector<HTMLButtonElement>('.people button')!.click();
    await settle();
    await submit();
    refuse('/api/v1/session', 401);
    await settle();
    expect(element().querySelector('[role=alert]')!.textContent).toContain('do not fit');
    expect(element().querySelector<HTMLInputElement>('[type=password]')!.value).toBe('');
  });

  it.each([['/inbox?view=stat', '/inbox?view=stat'], ['https://evil.example', '/'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['/sign-in', '/']])(
    'goes on from %s to %s',
    async (next, to) => {
      await open(page, next);
      const went = vi.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
      await signIn();
      expect(went).toHaveBeenCalledWith(to);
    },
  );

  it('still lets a person sign in when the page data does not come', async () => {
    await open(null);
    TestBed.tick();
    refuse('/api/v1/session/site', 503);
    await settle();
    expect(element().querySelector('cw-problem-card')!.textContent).toContain('Causeway is busy');
    expect(element().querySelector('form')).not.toBeNull();
  });

  it('asks for a new password after a one-time password, twice and the same', async () => {
    await open();
    element().querySelector<HTMLButtonElement>('.people button')!.click();
    await settle();
    await submit();
    server().expectOne('/api/v1/session').flush({ next: 'new-password' });
    await settle();
    const [first, second] = [...element().querySelectorAll<HTMLInputElement>('input[type=password]')];
    const fill = (input: HTMLInputElement | undefined, value: string) => {
      input!.value = value;
      input!.dispatchEvent(new Event('input'));
    };
    fill(first, 'ladder harbour violet');
    fill(second, 'ladder harbor violet');
    await submit();
    expect(element().querySelector('[role=alert]')!.textContent).toContain('not the same');
    server().expectNone('/api/v1/session/new-password');
    fill(second, 'ladder harbour violet');
    await submit();
    const request = server().expectOne('/api/v1/session/new-password');
    expect(request.request.body).toEqual({ password: 'ladder harbour violet' });
    request.flush(null);
    await settle();
    server().expectOne('/api/v1/me').flush(meWho([]));
    await settle();
  });

  it('asks for a code after the password where there is a second factor, and again when it does not fit', async () => {
    await open();
    element().querySelector<HTMLButtonElement>('.people button')!.click();
    await settle();
    await submit();
    server().expectOne('/api/v1/session').flush({ next: 'second-factor' });
    await settle();
    const type = (value: string) => {
      const input = element().querySelector<HTMLInputElement>('input[name=code]')!;
      input.value = value;
      input.dispatchEvent(new Event('input'));
    };
    await submit();
    server().expectNone('/api/v1/session/second-factor');
    type('123456');
    await submit();
    refuse('/api/v1/session/second-factor', 401);
    await settle();
    expect(element().querySelector('[role=alert]')!.textContent).toContain('does not fit');
    type('654321');
    await submit();
    server().expectOne('/api/v1/session/second-factor').flush(null);
    await settle();
    server().expectOne('/api/v1/me').flush(meWho([]));
    await settle();
  });
});
