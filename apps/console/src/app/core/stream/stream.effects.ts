import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { tap } from 'rxjs';
import { SessionActions } from '../session/session.actions';
import { LiveStream } from './live-stream';

export const listen = createEffect(
  (actions = inject(Actions), stream = inject(LiveStream)) => actions.pipe(ofType(SessionActions.opened), tap(() => stream.connect())),
  { functional: true, dispatch: false },
);

export const stopListening = createEffect(
  (actions = inject(Actions), stream = inject(LiveStream)) => actions.pipe(ofType(SessionActions.ended), tap(() => stream.disconnect())),
  { functional: true, dispatch: false },
);
