import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { Store } from '@ngrx/store';
import { catchError, exhaustMap, map, of, tap } from 'rxjs';
import { Access } from '../access/access';
import { problemFrom } from '../api/api-problem';
import { IdleClock } from '../idle/idle-clock';
import { SessionActions } from './session.actions';
import { SessionApi } from './session.api';
import { sessionFeature } from './session.reducer';

export const askWhoIAm = createEffect(
  (actions = inject(Actions), api = inject(SessionApi), store = inject(Store)) => {
    const status = store.selectSignal(sessionFeature.selectStatus);
    return actions.pipe(
      ofType(SessionActions.asked),
      exhaustMap(() =>
        api.me().pipe(
          map((me) => SessionActions.opened({ me })),
          catchError((error: unknown) => {
            const failure = problemFrom(error);
            if (failure.status !== 401) return of(SessionActions.failed({ problem: failure.problem }));
            return of(status() === 'open' ? SessionActions.ended({ because: 'elsewhere' }) : SessionActions.none());
          }),
        ),
      ),
    );
  },
  { functional: true },
);

/** Rights and the length of the session come with it. What the pages take from it besides is in `SessionTaken`. */
export const takeOver = createEffect(
  (actions = inject(Actions), access = inject(Access), idle = inject(IdleClock)) =>
    actions.pipe(
      ofType(SessionActions.opened),
      tap(({ me }) => {
        access.take(me.rules);
        idle.start(me.idleSeconds);
      }),
    ),
  { functional: true, dispatch: false },
);

/** Signing out is done here at once, whatever the server says: the person wants to leave. */
export const signOut = createEffect(
  (actions = inject(Actions), api = inject(SessionApi)) =>
    actions.pipe(
      ofType(SessionActions.signOut),
      exhaustMap(() =>
        api.signOut().pipe(
          catchError(() => of(null)),
          map(() => SessionActions.ended({ because: 'signed-out' })),
        ),
      ),
    ),
  { functional: true },
);

export const leave = createEffect(
  (actions = inject(Actions), router = inject(Router), access = inject(Access), idle = inject(IdleClock)) =>
    actions.pipe(
      ofType(SessionActions.ended),
      tap(({ because }) => {
        access.take([]);
        idle.stop();
        const next = router.url.startsWith('/sign-in') ? undefined : router.url;
        void router.navigate(['/sign-in'], { queryParams: because === 'signed-out' || next === '/' ? {} : { next } });
      }),
    ),
  { functional: true, dispatch: false },
);
