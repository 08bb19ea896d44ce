import type { StreamEvent } from '@causeway/contracts';
import { createActionGroup, emptyProps, props } from '@ngrx/store';

export const StreamActions = createActionGroup({
  source: 'Stream',
  events: {
    /** Live again; `after` a gap the lists may have missed something and a `resync` follows. */
    Opened: props<{ at: number }>(),
    Lost: props<{ at: number }>(),
    Closed: emptyProps(),
    /** Something about a thing is new. Whoever shows it asks for it. */
    Signalled: props<{ event: StreamEvent }>(),
    /** What was missed cannot be told one by one: everything shown must be asked for again. */
    Resync: emptyProps(),
  },
});
