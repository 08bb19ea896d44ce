import type { NoticeView } from '@causeway/contracts';
import { createFeature, createReducer, on } from '@ngrx/store';
import { SessionActions } from '../session/session.actions';
import { NoticesActions } from './notices.actions';

export interface NoticesState {
  readonly rows: readonly NoticeView[];
  readonly unread: number;
  readonly needsAnswer: number;
}
const empty: NoticesState = { rows: [], unread: 0, needsAnswer: 0 };

export const noticesFeature = createFeature({
  name: 'notices',
  reducer: createReducer<NoticesState>(
    empty,
    on(NoticesActions.loaded, (_, { page }): NoticesState => ({ rows: page.rows, unread: page.unread, needsAnswer: page.needsAnswer })),
    on(SessionActions.ended, (): NoticesState => empty),
  ),
});
