import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { AccountView, NewSecondFactor } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { DelegationsPanel } from './delegations';
import { PasskeysPanel } from './passkeys-panel';
import { QrCode } from './qr-code';

const CONFIRM = { title: 'Confirm it is you', sentence: 'What protects your account changes with your password only.', verb: 'Confirm' } as const;

/** One's own account: password, second factor, sessions. */
@Component({
  selector: 'cw-account-page',
  imports: [DelegationsPanel, Field, FieldInput, Icon, MatButton, Note, PasskeysPanel, ProblemCard, QrCode, SkeletonRows],
  templateUrl: './account-page.html',
  styleUrl: './account-page.scss',
})
export class AccountPage {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => firstValueFrom(this.http.get<AccountView>('/api/v1/account')) });
  protected readonly account = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly name = computed(() => this.session.person()?.name ?? '');
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly said = signal<string | null>(null);

  protected readonly password = signal('');
  protected readonly again = signal('');
  protected readonly passwordFault = signal<string | null>(null);
  /** Being set up: what the app needs. */
  protected readonly setUp = signal<NewSecondFactor | null>(null);
  protected readonly secretWords = computed(() => this.setUp()?.secret.match(/.{1,4}/g)?.join(' ') ?? '');
  protected readonly code = signal('');
  protected readonly codeFault = signal<string | null>(null);
  protected readonly recoveryCodes = signal<readonly string[]>([]);

  protected type(field: 'password' | 'again' | 'code', event: Event): void {
    this[field].set((event.target as HTMLInputElement).value);
    this.passwordFault.set(null);
    this.codeFault.set(null);
  }

  protected async changePassword(event: Event): Promise<void> {
    event.preventDefault();
    if (this.password() !== this.again()) return this.passwordFault.set('The two are not the same.');
    if (!(await this.session.confirmPassword(CONFIRM))) return;
    await this.run(async () => {
      await this.post('password', { password: this.password() });
      this.password.set('');
      this.again.set('');
      this.said.set('Your password is changed. Your other sessions have ended.');
    }, this.passwordFault);
  }

  protected async begin(): Promise<void> {
    if (!(await this.session.confirmPassword(CONFIRM))) return;
    await this.run(async () => this.setUp.set(await this.post<NewSecondFactor>('second-factor')));
  }
  protected async confirm(event: Event): Promise<void> {
    event.preventDefault();
    await this.run(async () => {
      const { recoveryCodes } = await this.post<{ readonly recoveryCodes: readonly string[] }>('second-factor/confirm', { code: this.code() });
      this.recoveryCodes.set(recoveryCodes);
      this.setUp.set(null);
      this.code.set('');
    }, this.codeFault);
  }
  protected async remove(): Promise<void> {
    if (!(await this.session.confirmPassword(CONFIRM))) return;
    await this.run(async () => {
      await this.post('second-factor/remove');
      this.recoveryCodes.set([]);
      this.said.set('The second factor is removed. Your password alone opens your account now.');
    });
  }
  protected passkeysChanged(): void {
    this.loaded.reload();
    this.session.refresh();
  }
  protected endSession(session: string): Promise<void> {
    return this.run(() => this.post('end-session', { session }));
  }

  private post<T>(path: string, body: object = {}): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/account/${path}`, body));
  }
  /** What is refused stands at its field, where it has one. */
  private async run(work: () => Promise<unknown>, at: { set(words: string): void } = this.refused): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    this.said.set(null);
    try {
      await work();
      this.loaded.reload();
    } catch (error) {
      at.set(wordsOf(problemFrom(error).problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
