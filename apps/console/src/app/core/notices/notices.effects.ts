import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import type { NoticePage } from '@causeway/contracts';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { catchError, debounceTime, EMPTY, map, merge, switchMap } from 'rxjs';
import { SessionActions } from '../session/session.actions';
import { StreamActions } from '../stream/stream.actions';
import { signalsOf } from '../stream/signals';
import { NoticesActions } from './notices.actions';

const BURST_MS = 300;

/** The bell: asked for at sign-in, and whenever a notice moved or the stream had a gap. A failure leaves the bell as it was. */
export const loadNotices = createEffect(
  (actions = inject(Actions), http = inject(HttpClient), moved = signalsOf('notice')) =>
    merge(
      actions.pipe(ofType(SessionActions.opened)),
      actions.pipe(ofType(StreamActions.resync)),
      moved,
    ).pipe(
      debounceTime(BURST_MS),
      switchMap(() => http.get<NoticePage>('/api/v1/notices').pipe(catchError(() => EMPTY))),
      map((page) => NoticesActions.loaded({ page })),
    ),
  { functional: true },
);
