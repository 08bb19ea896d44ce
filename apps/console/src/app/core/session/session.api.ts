import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Me, PasskeyAnswer, PasskeyOptions, SignInStep, Reauthenticate, SignIn, SignInPage } from '@causeway/contracts';
import type { Observable } from 'rxjs';

const passkeyPath = (purpose: 'sign-in' | 'sign'): string => (purpose === 'sign-in' ? '/api/v1/session/passkey' : '/api/v1/session/reauthenticate/passkey');

@Injectable({ providedIn: 'root' })
export class SessionApi {
  private readonly http = inject(HttpClient);

  me(): Observable<Me> {
    return this.http.get<Me>('/api/v1/me');
  }

  page(): Observable<SignInPage> {
    return this.http.get<SignInPage>('/api/v1/session/site');
  }

  /** Null when the session is open; else the step that is missing. */
  signIn(body: SignIn): Observable<SignInStep | null> {
    return this.http.post<SignInStep | null>('/api/v1/session', body);
  }
  newPassword(password: string): Observable<SignInStep | null> {
    return this.http.post<SignInStep | null>('/api/v1/session/new-password', { password });
  }

  secondFactor(code: string): Observable<SignInStep | null> {
    return this.http.post<SignInStep | null>('/api/v1/session/second-factor', { code });
  }
  /** A challenge for whoever sits here, or for the person of this session. */
  passkeyOptions(purpose: 'sign-in' | 'sign'): Observable<PasskeyOptions> {
    return this.http.post<PasskeyOptions>(`${passkeyPath(purpose)}/options`, {});
  }
  signInByPasskey(answer: PasskeyAnswer): Observable<null> {
    return this.http.post<null>(passkeyPath('sign-in'), { answer });
  }
  reauthenticateByPasskey(answer: PasskeyAnswer): Observable<{ readonly until: string }> {
    return this.http.post<{ readonly until: string }>(passkeyPath('sign'), { answer });
  }
  signOut(): Observable<unknown> {
    return this.http.delete('/api/v1/session');
  }

  reauthenticate(body: Reauthenticate): Observable<{ readonly until: string }> {
    return this.http.post<{ readonly until: string }>('/api/v1/session/reauthenticate', body);
  }
}
