import { inject } from '@angular/core';
import type { StreamEvent } from '@causeway/contracts';
import { Actions, ofType } from '@ngrx/effects';
import { filter, map, type Observable } from 'rxjs';
import { StreamActions } from './stream.actions';

/** Signals about things of these kinds ("inbound", "overread"). In an injection context; ends with the stream of actions. */
export function signalsOf(...kinds: readonly string[]): Observable<StreamEvent> {
  return inject(Actions).pipe(
    ofType(StreamActions.signalled),
    map(({ event }) => event),
    filter((event) => kinds.includes(event.kind)),
  );
}

/** Says that all that is shown must be asked for again. */
export const resyncs = (): Observable<unknown> => inject(Actions).pipe(ofType(StreamActions.resync));
