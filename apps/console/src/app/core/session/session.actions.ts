import { createActionGroup, emptyProps, props } from '@ngrx/store';
import type { Me, Problem } from '@causeway/contracts';

export type EndReason = 'idle' | 'elsewhere' | 'signed-out';

/** A password never travels in an action: actions are logged by development tools. */
export const SessionActions = createActionGroup({
  source: 'Session',
  events: {
    Asked: emptyProps(),
    Opened: props<{ me: Me }>(),
    None: emptyProps(),
    Failed: props<{ problem: Problem }>(),
    'Sign Out': emptyProps(),
    Ended: props<{ because: EndReason }>(),
    'Reauthenticated Until': props<{ until: string | null }>(),
  },
});
