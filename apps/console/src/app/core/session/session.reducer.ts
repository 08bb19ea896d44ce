import { createFeature, createReducer, on } from '@ngrx/store';
import type { Me, Problem } from '@causeway/contracts';
import { type EndReason, SessionActions } from './session.actions';

export interface SessionState {
  readonly status: 'unknown' | 'open' | 'none' | 'failed';
  readonly me: Me | null;
  /** Why there is no session any more, for the sign-in page. */
  readonly endedBecause: EndReason | null;
  readonly failure: Problem | null;
}

const initial: SessionState = { status: 'unknown', me: null, endedBecause: null, failure: null };

export const sessionFeature = createFeature({
  name: 'session',
  reducer: createReducer(
    initial,
    on(SessionActions.asked, (state): SessionState => (state.status === 'open' ? state : { ...state, status: 'unknown', failure: null })),
    on(SessionActions.opened, (_, { me }): SessionState => ({ status: 'open', me, endedBecause: null, failure: null })),
    on(SessionActions.none, (state): SessionState => ({ ...state, status: 'none', me: null, failure: null })),
    on(SessionActions.failed, (state, { problem }): SessionState => (state.status === 'open' ? state : { ...state, status: 'failed', me: null, failure: problem })),
    on(SessionActions.ended, (_, { because }): SessionState => ({ status: 'none', me: null, endedBecause: because, failure: null })),
    on(SessionActions.reauthenticatedUntil, (state, { until }): SessionState =>
      state.me === null ? state : { ...state, me: { ...state.me, reauthenticatedUntil: until } },
    ),
  ),
});
