import type { NoticePage } from '@causeway/contracts';
import { createActionGroup, props } from '@ngrx/store';

export const NoticesActions = createActionGroup({ source: 'Notices', events: { Loaded: props<{ page: NoticePage }>() } });
