import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Me, SignInStep, Reauthenticate, SignIn, SignInPage } from '@causeway/contracts';
import type { Observable } from 'rxjs';

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
  signOut(): Observable<unknown> {
    return this.http.delete('/api/v1/session');
  }

  reauthenticate(body: Reauthenticate): Observable<{ readonly until: string }> {
    return this.http.post<{ readonly until: string }>('/api/v1/session/reauthenticate', body);
  }
}
