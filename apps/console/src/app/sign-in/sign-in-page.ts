import { httpResource } from '@angular/common/http';
import { Component, computed, effect, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { roles } from '@causeway/access';
import { providerProblems, type SignInStep, type SignInPage as SignInPageData } from '@causeway/contracts';
import { BrandMark, Field, FieldInput, Note, ProblemCard } from '@causeway/console-ui';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { PasskeyAsker } from '../core/session/passkey-asker';
import { Session, type SignInAnswer } from '../core/session/session';
import { providerWords } from './provider-words';

type DemoPerson = SignInPageData['people'][number];

/** User name and password; in demo mode the people of the demo as cards, by role. */
@Component({
  selector: 'cw-sign-in-page',
  imports: [BrandMark, Field, FieldInput, MatButton, Note, ProblemCard],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.scss',
})
export class SignInPage {
  /** Address to go on to, from the query. */
  readonly next = input<string>();
  /** What the provider's answer still leaves to do, and why it led here again: from the query, where the api put them. */
  readonly step = input<string>();
  readonly problem = input<string>();

  protected readonly session = inject(Session);
  private readonly passkeys = inject(PasskeyAsker);
  private readonly router = inject(Router);
  private readonly passwordField = viewChild<ElementRef<HTMLInputElement>>('passwordField');

  protected readonly page = httpResource<SignInPageData>(() => '/api/v1/session/site');
  protected readonly site = computed(() => (this.page.hasValue() ? this.page.value().site.name : ''));
  protected readonly provider = computed(() => (this.page.hasValue() ? this.page.value().provider : null));
  /** Opened by the browser itself: the answer leads to the provider. */
  protected readonly providerAddress = computed(() => `/api/v1/session/oidc?next=${encodeURIComponent(this.target())}`);
  protected readonly passkey = computed(() => this.page.hasValue() && this.passkeys.usableAt(this.page.value().passkeysAt));
  protected readonly problemWords = computed(() => providerProblems.filter((known) => known === this.problem()).map((known) => providerWords[known])[0]);
  protected readonly people = computed(() => (this.page.hasValue() && this.page.value().demo ? this.page.value().people : []));
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? null : wordsOf(problemFrom(error).problem);
  });

  protected readonly username = signal('');
  protected readonly password = signal('');
  protected readonly again = signal('');
  protected readonly code = signal('');
  /** What is still missing after the password was right. */
  protected readonly stepHere = signal<SignInStep['next'] | null>(null);
  protected readonly stage = computed(() => this.stepHere() ?? (this.step() === 'second-factor' ? 'second-factor' : null));
  protected readonly fault = signal<string | null>(null);
  protected readonly busy = signal(false);

  constructor() {
    effect(() => {
      if (this.session.status() === 'open') void this.router.navigateByUrl(this.target());
    });
  }

  protected type(field: 'username' | 'password' | 'again' | 'code', event: Event): void {
    this[field].set((event.target as HTMLInputElement).value);
    this.fault.set(null);
  }

  protected choose(person: DemoPerson): void {
    this.username.set(person.username);
    this.password.set((this.page.hasValue() ? this.page.value().demoPassword : null) ?? '');
    this.fault.set(null);
    this.passwordField()?.nativeElement.form?.querySelector<HTMLElement>('button[type=submit]')?.focus();
  }

  protected roleWords(person: DemoPerson): string {
    const words = person.roles.map((role) => roles[role]).join(', ');
    return words.toLowerCase() === person.title.toLowerCase() ? person.title : `${person.title} · ${words}`;
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    if (this.username().trim() === '' || this.password() === '') {
      this.fault.set('Type your user name and your password.');
      return;
    }
    await this.take(this.session.signIn(this.username().trim(), this.password()));
  }

  protected async usePasskey(): Promise<void> {
    if (!this.busy()) await this.take(this.session.signInByPasskey());
  }

  protected async choosePassword(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    if (this.password() !== this.again()) {
      this.fault.set('The two are not the same.');
      return;
    }
    await this.take(this.session.newPassword(this.password()));
  }

  protected async showCode(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    if (this.code().trim() === '') {
      this.fault.set('Type the code.');
      return;
    }
    await this.take(this.session.secondFactor(this.code()));
  }

  private async take(answer: Promise<SignInAnswer | null>): Promise<void> {
    this.busy.set(true);
    const said = await answer;
    this.busy.set(false);
    if (said === null) return;
    this.password.set('');
    this.again.set('');
    this.code.set('');
    if ('fault' in said) this.fault.set(said.fault);
    else this.stepHere.set(said.next);
  }

  /** Only addresses of our own: a link must not be able to send a freshly signed-in person elsewhere. */
  private target(): string {
    const next = this.next() ?? '/';
    return /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
  }
}
