import { computed, DOCUMENT, inject, Injectable } from '@angular/core';
import { ReauthAsker, type ReauthQuestion, Ticker } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import type { SignInStep } from '@causeway/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import { problemFrom } from '../api/api-problem';
import { wordsOf } from '../api/problem-words';
import { PasskeyAsker, type PasskeyOutcome } from './passkey-asker';
import { SessionActions } from './session.actions';
import { SessionApi } from './session.api';
import { sessionFeature } from './session.reducer';

/** Reauthentication counts for a minute; asked again a little earlier, so that it does not run out on the way to the server. */
const SAFETY_MS = 5000;
/** How often, and how long, the api is asked whether the other window is done. */
const ASK_MS = 1500;
const WAIT_MS = 300_000;

export type SignInAnswer = { readonly fault: string } | SignInStep;

/** Who is signed in, and the acts that need a password. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly store = inject(Store);
  private readonly api = inject(SessionApi);
  private readonly ticker = inject(Ticker);
  private readonly reauth = inject(ReauthAsker);
  private readonly passkeys = inject(PasskeyAsker);
  private readonly view = inject(DOCUMENT).defaultView;

  readonly me = this.store.selectSignal(sessionFeature.selectMe);
  readonly status = this.store.selectSignal(sessionFeature.selectStatus);
  readonly endedBecause = this.store.selectSignal(sessionFeature.selectEndedBecause);
  readonly failure = this.store.selectSignal(sessionFeature.selectFailure);
  readonly person = computed(() => this.me()?.person ?? null);

  /** Null when it worked and the session is open; else what to tell the person, or the step that comes next. */
  signIn(username: string, password: string): Promise<SignInAnswer | null> {
    return this.step(this.api.signIn({ username, password }), 'User name and password do not fit. Check both and try again.');
  }

  /** For somebody who came in with a one-time password: their own from now on. */
  newPassword(password: string): Promise<SignInAnswer | null> {
    return this.step(this.api.newPassword(password), 'This took too long. Begin again with your user name and the one-time password.');
  }

  /** A code of the app, or a recovery code, after the password. */
  secondFactor(code: string): Promise<SignInAnswer | null> {
    return this.step(this.api.secondFactor(code), 'This code does not fit, or was used already. Wait for the next one; after ten minutes begin again with your password.');
  }

  /** With a passkey of this device, whoever it belongs to. Null when the session is open or the person thought better of it. */
  async signInByPasskey(): Promise<{ readonly fault: string } | null> {
    const outcome = await this.tryPasskey(async () => {
      const answer = await this.passkeys.answer(await firstValueFrom(this.api.passkeyOptions('sign-in')));
      await firstValueFrom(this.api.signInByPasskey(answer));
    });
    if (outcome === 'done') this.store.dispatch(SessionActions.asked());
    return typeof outcome === 'object' ? outcome : null;
  }

  private async step(request: Observable<SignInStep | null>, refused: string): Promise<SignInAnswer | null> {
    try {
      const next = await firstValueFrom(request);
      if (next) return next;
    } catch (error) {
      const failure = problemFrom(error);
      if (failure.status === 401) return { fault: refused };
      if (failure.status === 422 || failure.problem.code === 'password-over') return { fault: wordsOf(failure.problem).text };
      const words = wordsOf(failure.problem);
      return { fault: `${words.title}. ${words.text}` };
    }
    this.store.dispatch(SessionActions.asked());
    return null;
  }

  /** Reads again who is signed in, after something about their account changed here. */
  refresh(): void {
    this.store.dispatch(SessionActions.asked());
  }

  signOut(): void {
    this.store.dispatch(SessionActions.signOut());
  }

  /** Asks for the password unless it was given within the last minute; true when the act may go ahead. */
  async confirmPassword(question: { readonly title: string; readonly sentence: string; readonly verb: string; readonly danger?: boolean }): Promise<boolean> {
    const until = this.me()?.reauthenticatedUntil ?? null;
    if (until !== null && Date.parse(until) - this.ticker.now() > SAFETY_MS) return true;
    return this.reauth.ask({ ...question, username: this.person()?.username ?? '', check: (password) => this.check(password), elsewhere: this.elsewhere(), passkey: this.passkey() });
  }

  /** Who came through the house's own provider may show themselves there instead. The other window tells us nothing: the api is asked until it knows. */
  private elsewhere(): ReauthQuestion['elsewhere'] {
    const name = this.me()?.provider;
    if (!name) return undefined;
    return {
      name,
      open: () => void this.view?.open('/api/v1/session/oidc/again', '_blank', 'popup,width=520,height=720,noopener'),
      done: async (signal) => {
        const until = Date.now() + WAIT_MS;
        while (!signal.aborted && Date.now() < until) {
          await new Promise((later) => setTimeout(later, ASK_MS));
          const me = await firstValueFrom(this.api.me()).catch(() => null);
          if (signal.aborted || !me?.reauthenticatedUntil) continue;
          this.store.dispatch(SessionActions.reauthenticatedUntil({ until: me.reauthenticatedUntil }));
          return true;
        }
        return false;
      },
    };
  }

  private passkey(): ReauthQuestion['passkey'] {
    if (!this.passkeys.usableAt(this.me()?.passkeysAt ?? null)) return undefined;
    return () => this.tryPasskey(async () => {
      const answer = await this.passkeys.answer(await firstValueFrom(this.api.passkeyOptions('sign')));
      const { until } = await firstValueFrom(this.api.reauthenticateByPasskey(answer));
      this.store.dispatch(SessionActions.reauthenticatedUntil({ until }));
    });
  }

  private async tryPasskey(work: () => Promise<void>): Promise<PasskeyOutcome> {
    try {
      await work();
      return 'done';
    } catch (error) {
      const said = this.passkeys.saidBy(error);
      return said ?? { fault: wordsOf(problemFrom(error).problem).text };
    }
  }

  private async check(password: string): Promise<string | null> {
    try {
      const { until } = await firstValueFrom(this.api.reauthenticate({ password }));
      this.store.dispatch(SessionActions.reauthenticatedUntil({ until }));
      return null;
    } catch (error) {
      const failure = problemFrom(error);
      return wordsOf(failure.problem).text;
    }
  }
}
