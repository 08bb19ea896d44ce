import { createFeature, createReducer, on } from '@ngrx/store';
import { StreamActions } from './stream.actions';

export interface StreamState {
  readonly state: 'off' | 'live' | 'lost';
  /** Milliseconds since 1970 of the last change of `state`. */
  readonly since: number;
}

export const streamFeature = createFeature({
  name: 'stream',
  reducer: createReducer<StreamState>(
    { state: 'off', since: 0 },
    on(StreamActions.opened, (_, { at }): StreamState => ({ state: 'live', since: at })),
    on(StreamActions.lost, (state, { at }): StreamState => (state.state === 'lost' ? state : { state: 'lost', since: at })),
    on(StreamActions.closed, (): StreamState => ({ state: 'off', since: 0 })),
  ),
});
