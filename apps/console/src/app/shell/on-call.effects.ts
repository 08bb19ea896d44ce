import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import type { OnCallNow } from '@causeway/contracts';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { catchError, debounceTime, EMPTY, map, merge, of, switchMap, tap, timer } from 'rxjs';
import { SessionActions } from '../core/session/session.actions';
import { signalsOf } from '../core/stream/signals';
import { StreamActions } from '../core/stream/stream.actions';
import { OnCall } from './on-call';

const BURST_MS = 300;
const AGAIN_MS = 60_000;

/** Who is on call: asked for at sign-in, when the calendar changed, and each minute, because shifts end by themselves. A failure leaves what was shown. */
export const loadOnCall = createEffect(
  (actions = inject(Actions), http = inject(HttpClient), onCall = inject(OnCall), changed = signalsOf('duty')) =>
    merge(
      actions.pipe(ofType(SessionActions.opened, SessionActions.ended), switchMap(({ type }) => (type === SessionActions.opened.type ? timer(0, AGAIN_MS).pipe(map(() => true)) : of(false)))),
      actions.pipe(ofType(StreamActions.resync), map(() => true)),
      changed.pipe(map(() => true)),
    ).pipe(
      debounceTime(BURST_MS),
      switchMap((open) => (open ? http.get<OnCallNow>('/api/v1/duty/now').pipe(catchError(() => EMPTY)) : of({ rows: [] }))),
      tap(({ rows }) => {
        // a gap first; the rest is on the page
        const first = [...rows].sort((a, b) => Number(a.name !== null) - Number(b.name !== null))[0];
        onCall.now.set(first ? { name: first.name, until: first.until, more: rows.length - 1 } : null);
      }),
    ),
  { functional: true, dispatch: false },
);
