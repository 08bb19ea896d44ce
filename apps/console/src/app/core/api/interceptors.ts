import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Store } from '@ngrx/store';
import { catchError, tap, throwError } from 'rxjs';
import { SessionActions } from '../session/session.actions';
import { IdleClock } from '../idle/idle-clock';
import { problemFrom } from './api-problem';

const API = '/api/';
/** These answer 401 as part of their business: it does not mean that a session ended. */
const OWN_401 = ['/api/v1/session', '/api/v1/session/new-password', '/api/v1/session/second-factor', '/api/v1/session/passkey', '/api/v1/session/reauthenticate', '/api/v1/me'];

/** Every failure of our api leaves as an `ApiProblem`; a 401 in the middle of work ends the session here too. */
export const problems: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith(API)) return next(request);
  const store = inject(Store);
  return next(request).pipe(
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse && error.status === 401 && !OWN_401.includes(request.url)) {
        store.dispatch(SessionActions.ended({ because: 'elsewhere' }));
      }
      return throwError(() => problemFrom(error));
    }),
  );
};

/** Tells the idle clock of each answered request: the server counts from it as well. */
export const requestTimes: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith(API)) return next(request);
  const clock = inject(IdleClock);
  return next(request).pipe(tap({ next: () => clock.requestAnswered() }));
};
